#include "core/analysis/nativesources.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxSources = 200;
constexpr qsizetype maxIncludes = 20;

bool endsWithAny(const QString& path, std::initializer_list<const char*> endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&path](const char* ending) { return path.endsWith(QLatin1String(ending)); });
}

bool isSource(const QString& path) {
    return endsWithAny(path, {".cu", ".cuh", ".cpp", ".cc", ".c", ".cxx", ".pyx"});
}

} // namespace

NativeSources::NativeSources(const SourceTree& tree)
    : m_tree(tree) {
    for (const SourceFile& file : tree.files()) {
        if (!isSource(file.path))
            continue;
        m_all.append(file.path);
        if (!file.vendored && file.path.endsWith(QLatin1String(".cu")))
            m_cuda.append(file.path);
    }
    std::sort(m_all.begin(), m_all.end());
}

QStringList NativeSources::under(const QString& folder) const {
    if (folder.isEmpty())
        return m_all.mid(0, maxSources);
    const QString prefix = folder + QLatin1Char('/');
    QStringList found;
    for (auto it = std::lower_bound(m_all.begin(), m_all.end(), prefix);
         it != m_all.end() && it->startsWith(prefix) && found.size() < maxSources; ++it)
        found.append(*it);
    return found;
}

QStringList NativeSources::datingIncludes(const QStringList& sources) const {
    static const QRegularExpression include(
        QStringLiteral(
            "^\\s*#\\s*include\\s*[<\"]((?:THC?|THCUNN|ATen|c10|torch|tensorflow|mxnet|caffe2?|cub|thrust|pybind11|"
            "cooperative_groups|cuda_fp16|cuda_bf16|mma|numpy)(?:/[\\w./-]+|\\.h(?:pp)?|\\.cuh))[>\"]"),
        QRegularExpression::MultilineOption);
    QStringList found;
    for (const QString& path : sources) {
        auto known = m_includes.constFind(path);
        if (known == m_includes.constEnd()) {
            QStringList headers;
            // The list of headers stands at the top.
            const QString text = SourceTree::decode(m_tree.head(path, 64 * 1024).value_or(QByteArray()));
            auto it = include.globalMatch(text);
            while (it.hasNext() && headers.size() < maxIncludes)
                headers.append(it.next().captured(1));
            known = m_includes.insert(path, headers);
        }
        for (const QString& header : *known) {
            if (!found.contains(header) && found.size() < maxIncludes)
                found.append(header);
        }
    }
    return found;
}

} // namespace reberth::analysis
