#pragma once

#include "core/analysis/findings.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

namespace reberth::analysis {

/// `import a.b` (no names) or `from a.b import c, d`; relative imports are left out.
struct ImportUse {
    QString module;
    QStringList names;
    int line = 0;
    bool guarded = false;     ///< inside a try whose handlers go on without it, or in such a handler
    bool conditional = false; ///< only for type checkers, one platform or one release
    bool local = false;       ///< inside a function: needed when that runs
};

/// A dotted name that was asked for, with where it is used first.
struct SymbolUse {
    QString symbol;
    int line = 0;
    QString text;
    bool imported = false; ///< in an import statement
    bool guarded = false;  ///< every use asks for the release or goes on when the name is missing
};

/// A pattern of a rule (knowledge::BreakageRule::codeRegex) that the text of a file matches, once a file.
struct HintUse {
    QString rule;
    int line = 0;
    QString text;
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

/// A variable of the environment that the code asks for or sets.
struct EnvironmentUse {
    QString name;
    QString value;         ///< the default, or what it is set to, where that is constant
    bool written = false;  ///< the code sets it itself
    bool required = false; ///< read in a way that fails without it
    int line = 0;
    QString text;
};

/// What one Python file tells.
struct PythonFacts {
    QString path;
    bool vendored = false;
    QList<ImportUse> imports;
    QList<ImportUse> relativeImports; ///< their module begins with its dots: ".base_options"
    QList<SymbolUse> symbols;
    QList<SyntaxUse> syntax;
    QList<HintUse> hints;
    QList<BuildCall> buildCalls;
    QList<EnvironmentUse> environment;
    QList<DataSource> data; ///< addresses and calls that fetch; kinds are told by their own words only
    QList<Parameter> parameters;
    QString parser; ///< "argparse", "click", "absl", "fire", "hydra", "typer", "dataclass" …, or empty
    QHash<QString, QList<Parameter>> argumentClasses; ///< fields of data classes that look like settings, by name
    QStringList parserClasses; ///< such classes of other modules that this file's parser is made of
    QString configPath;        ///< of @hydra.main, as written
    QString configName;
    int mainLine = 0;    ///< line of `if __name__ == '__main__'`; 0 when there is none
    bool trains = false; ///< calls backward(), fit(), apply_gradients() …
    bool usesGpu = false;
    bool callsSetup = false;
    bool cut = false; ///< too long for the syntax tree: calls far down in it were not read
};

class WatchedNames;

/// `watched` holds the dotted names to look for (numpy.float, scipy.misc.imread); aliases are seen through.
/// Thread-safe.
PythonFacts readPython(const QString& path, const QByteArray& source, const WatchedNames& watched);

} // namespace reberth::analysis
