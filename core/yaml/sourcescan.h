#pragma once

#include "core/yaml/node.h"

#include <QByteArrayView>

#include <string>

namespace reberth::yaml {

/// Finds in the UTF-8 source the places that yaml-cpp's events don't tell: where values begin after their tags and
/// anchors, and where they end. All positions are byte offsets.
class SourceScan {
public:
    explicit SourceScan(QByteArrayView source)
        : m_source(source) {}

    struct Scalar {
        qsizetype start = 0;
        qsizetype end = 0;
        Style style = Style::Plain;
        bool closed = true; ///< false: a quote that never ends
    };

    /// Past blanks, line ends and comments.
    qsizetype skipBlanks(qsizetype position) const;
    /// Past tags, anchors and the blanks round them.
    qsizetype skipProperties(qsizetype position) const;
    /// The scalar at `position` whose value is `value`.
    Scalar scalar(qsizetype position, const std::string& value) const;
    /// End of "*name" at `position`.
    qsizetype aliasEnd(qsizetype position) const;
    /// Is one of YAML's words for null written at `position` (as a value, not as the next key)?
    bool isNullWord(qsizetype position, bool asKey, qsizetype* end) const;
    /// Just behind the closing bracket that follows the last child's end, or `position` when there is none.
    qsizetype flowEnd(qsizetype position, char bracket) const;
    char at(qsizetype position) const { return position < m_source.size() ? m_source.at(position) : '\0'; }

private:
    bool isBlank(qsizetype position) const;
    qsizetype lineEnd(qsizetype position) const;
    qsizetype blockEnd(qsizetype header) const;

    QByteArrayView m_source;
};

} // namespace reberth::yaml
