#pragma once

#include "core/analysis/sourcetree.h"

#include <QHash>
#include <QStringList>

namespace reberth::analysis {

/// The C, C++, CUDA and Cython files of the tree by folder, found once.
class NativeSources {
public:
    explicit NativeSources(const SourceTree& tree);

    /// All below a folder, at most 200; "" is the whole tree.
    QStringList under(const QString& folder) const;
    /// CUDA sources (.cu) that are not vendored.
    const QStringList& cuda() const { return m_cuda; }
    /// Headers that date the sources ("THC/THC.h", "torch/extension.h"), in their order, each once.
    QStringList datingIncludes(const QStringList& sources) const;

private:
    const SourceTree& m_tree;
    QStringList m_all; ///< ascending
    QStringList m_cuda;
    mutable QHash<QString, QStringList> m_includes; ///< file → its dating headers
};

} // namespace reberth::analysis
