#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

namespace reberth::recipe {

/// What a person added to a recipe file: comments, and keys that this version does not know. Each belongs to the path
/// of a key ("packages/torch/specifier"), where the items of a list are named by what identifies them, not by number.
class UserLines {
public:
    UserLines() = default;
    /// `ours` are the comments the writer makes itself, `known` the keys it writes; a text that is not YAML gives nothing.
    UserLines(const QByteArray& text, const QSet<QString>& ours, const QSet<QString>& known);

    struct Notes {
        QStringList before; ///< comment lines above, trimmed
        QString behind;     ///< comment on the same line, with its '#'
    };
    Notes notes(const QString& path) const { return m_notes.value(path); }
    /// Lines of the unknown keys of the map at `path`, indented by `indent` blanks.
    QStringList unknownKeys(const QString& path, int indent) const;
    /// Comment lines after the last key.
    const QStringList& footer() const { return m_footer; }

private:
    QHash<QString, Notes> m_notes;
    QHash<QString, QStringList> m_unknown; ///< without indentation
    QStringList m_footer;
};

} // namespace reberth::recipe
