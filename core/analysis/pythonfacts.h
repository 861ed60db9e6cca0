#pragma once

#include "core/analysis/findings.h"

#include <QByteArray>
#include <QSet>

namespace reberth::analysis {

/// `import a.b` (no names) or `from a.b import c, d`; relative imports are left out.
struct ImportUse {
    QString module;
    QStringList names;
    int line = 0;
    bool guarded = false; ///< inside try/except: the code can do without
};

/// A dotted name that was asked for, with where it is used first.
struct SymbolUse {
    QString symbol;
    int line = 0;
    QString text;
    bool imported = false; ///< in an import statement
};

/// Syntax that only some Pythons read.
struct SyntaxUse {
    QString range; ///< ">=3.6" or "<3"
    QString what;
    int line = 0;
    QString text;
};

/// A call that compiles something: CUDAExtension, create_extension, load, cythonize …
struct BuildCall {
    QString function;
    QString module;      ///< what is built, when that is constant
    QStringList sources; ///< string arguments that look like C, C++, CUDA or Cython files
    int line = 0;
    QString text;
};

/// What one Python file tells, read in one walk over its syntax tree.
struct PythonFacts {
    QString path;
    bool vendored = false;
    QList<ImportUse> imports;
    QList<SymbolUse> symbols;
    QList<SyntaxUse> syntax;
    QList<BuildCall> buildCalls;
    QList<Parameter> parameters;
    QString parser;      ///< "argparse", "click", "absl", "fire", "hydra", "tyro", or empty
    int mainLine = 0;    ///< line of `if __name__ == '__main__'`; 0 when there is none
    bool trains = false; ///< calls backward(), fit(), apply_gradients() …
    bool usesGpu = false;
    bool callsSetup = false;
};

/// `watched` holds the dotted names to look for (numpy.float, scipy.misc.imread); aliases are seen through.
PythonFacts readPython(const QString& path, const QByteArray& source, const QSet<QString>& watched);

} // namespace reberth::analysis
