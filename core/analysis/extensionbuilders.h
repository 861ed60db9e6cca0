#pragma once

#include "core/analysis/findings.h"
#include "core/analysis/nativesources.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/sourcetree.h"

namespace reberth::analysis {

bool isCudaSource(const QString& path);

/// True for a call that compiles when it is first made: torch's load() and what wraps it, CuPy's and PyCUDA's kernels.
bool compilesAtUse(const QString& function);

/// Finds the files that build one extension each by themselves. What else runs them is left to detectExtensions().
class ExtensionBuilders {
public:
    /// All must outlive the finder.
    ExtensionBuilders(const SourceTree& tree, const QList<PythonFacts>& python, const NativeSources& native)
        : m_tree(tree)
        , m_python(python)
        , m_native(native) {}

    /// setup.py with extension modules, torch.utils.ffi's and cffi's build scripts.
    QList<Extension> setupScripts() const;
    /// Python files that compile at their first use.
    QList<Extension> justInTime() const;
    /// The outermost CMakeLists.txt that make a library; one beside an extension of `known` is run by that.
    QList<Extension> cmake(const QList<Extension>& known) const;

private:
    QString located(const QString& folder, const QString& source) const;
    Evidence lineWith(const QString& path, const QString& text, const QString& word) const;
    bool hasCuda(const QString& folder) const;
    QStringList globbedSources(const QString& workdir, const QString& text) const;
    QStringList namedSources(const QString& path) const;

    const SourceTree& m_tree;
    const QList<PythonFacts>& m_python;
    const NativeSources& m_native;
};

} // namespace reberth::analysis
