#include "core/recipe/userlines.h"

#include "core/base/textrange.h"
#include "core/yaml/document.h"

#include <QMap>

#include <functional>

namespace reberth::recipe {

namespace {

/// What tells an item of a list from the others.
QString identity(const yaml::Node& item, qsizetype index) {
    if (item.isScalar()) {
        return item.text();
    }
    for (const char* key : {"verb", "name", "value", "url", "path", "host"}) {
        const QString text = item.value(QString(QLatin1String(key))).text();
        if (!text.isEmpty()) {
            return text;
        }
    }
    return QString::number(index);
}

QString joined(const QString& path, const QString& key) {
    return path.isEmpty() ? key : path + QLatin1Char('/') + key;
}

/// The comment that starts behind `from` on its line; empty when there is none.
QString commentBehind(const QString& line, qsizetype from) {
    for (qsizetype i = from; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (c == QLatin1Char('#')) {
            return i == 0 || line.at(i - 1).isSpace() ? line.mid(i).trimmed() : QString();
        }
        if (!c.isSpace() && c != QLatin1Char(':')) {
            return {};
        }
    }
    return {};
}

} // namespace

UserLines::UserLines(const QByteArray& bytes, const QSet<QString>& ours, const QSet<QString>& known) {
    const QString text = QString::fromUtf8(bytes);
    const Result<yaml::Node> root = yaml::parse(text);
    if (!root || !root->isMap()) {
        return;
    }
    const LineIndex index(text);
    const QStringList lines = text.split(QLatin1Char('\n'));
    struct Place {
        QString path;
        qsizetype end = 0; ///< column from which a comment may follow
        bool unknown = false;
    };
    QMap<qsizetype, Place> places; // by line
    QSet<qsizetype> inside;        // lines that continue a value: no comments there

    const auto place = [&](qsizetype offset, const QString& path, qsizetype end) {
        const qsizetype line = index.position(offset).line;
        if (!places.contains(line)) {
            places.insert(line, {path, 0, false});
        }
        const TextPosition stop = index.position(end);
        for (qsizetype i = line + 1; i <= stop.line; ++i) {
            inside.insert(i);
        }
        Place& here = places[line];
        here.end = stop.line == line ? qMax(here.end, stop.column) : lines.value(line).size();
    };

    std::function<void(const yaml::Node&, const QString&)> walk = [&](const yaml::Node& node, const QString& path) {
        if (node.isAlias()) {
            return;
        }
        if (node.isMap()) {
            for (const yaml::Entry& entry : node.entries()) {
                if (entry.merged) {
                    continue;
                }
                const QString child = joined(path, entry.key);
                if (!known.contains(entry.key)) {
                    const TextPosition first = index.position(entry.keyRange.start);
                    const qsizetype last = entry.value.range().isEmpty()
                                               ? first.line
                                               : index.position(entry.value.range().end - 1).line;
                    QStringList own;
                    for (qsizetype i = first.line; i <= last; ++i) {
                        const QString line = lines.value(i);
                        const qsizetype blanks = line.size() - QStringView(line).trimmed().size();
                        own.append(line.trimmed().isEmpty() ? QString() : line.mid(qMin(first.column, blanks)));
                        if (i > first.line) {
                            inside.insert(i);
                        }
                    }
                    // In front of the key stands a list's dash, or another key of a flow map: neither is ours to move.
                    if (lines.value(first.line).left(first.column).trimmed().isEmpty()) {
                        m_unknown[path].append(own);
                        places.insert(first.line, {child, lines.value(first.line).size(), true});
                    }
                    continue;
                }
                const bool scalar = entry.value.isScalar() && !entry.value.isAlias();
                place(entry.keyRange.start, child,
                      scalar && !entry.value.range().isEmpty() ? entry.value.range().end : entry.keyRange.end);
                walk(entry.value, child);
            }
        } else if (node.isSequence()) {
            for (qsizetype i = 0; i < node.items().size(); ++i) {
                const yaml::Node& item = node.items().at(i);
                const QString child = joined(path, identity(item, i));
                if (!item.range().isEmpty()) {
                    place(item.range().start, child, item.isScalar() ? item.range().end : item.range().start);
                }
                walk(item, child);
            }
        }
    };
    walk(*root, {});

    QStringList pending;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString trimmed = lines.at(i).trimmed();
        const auto found = places.constFind(i);
        if (found == places.constEnd()) {
            if (trimmed.startsWith(QLatin1Char('#')) && !inside.contains(i) && !ours.contains(trimmed)) {
                pending.append(trimmed);
            }
            continue;
        }
        Notes& notes = m_notes[found->path];
        notes.before += pending;
        pending.clear();
        if (!found->unknown) {
            notes.behind = commentBehind(lines.at(i), found->end);
        }
    }
    m_footer = pending;
}

QStringList UserLines::unknownKeys(const QString& path, int indent) const {
    QStringList result;
    const QString blanks(indent, QLatin1Char(' '));
    for (const QString& line : m_unknown.value(path)) {
        // The comments above an unknown key are found under its own path.
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        if (colon > 0 && !line.startsWith(QLatin1Char(' '))) {
            for (const QString& note : m_notes.value(joined(path, line.left(colon))).before) {
                result.append(blanks + note);
            }
        }
        result.append(line.isEmpty() ? line : blanks + line);
    }
    return result;
}

} // namespace reberth::recipe
