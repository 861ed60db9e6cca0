#include "core/compose/format.h"

#include "core/yaml/document.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace reberth::compose {

using yaml::Entry;
using yaml::Node;

namespace {

constexpr int indentWidth = 2;

QString withoutTrailing(const QString& line) {
    qsizetype end = line.size();
    while (end > 0 && (line.at(end - 1) == u' ' || line.at(end - 1) == u'\t' || line.at(end - 1) == u'\r')) {
        --end;
    }
    return line.left(end);
}

qsizetype indentOf(QStringView line) {
    qsizetype indent = 0;
    while (indent < line.size() && line.at(indent) == u' ') {
        ++indent;
    }
    return indent;
}

bool isSame(const Node& a, const Node& b) {
    if (a.kind() != b.kind() || a.tag() != b.tag() || a.isAlias() != b.isAlias() || a.style() != b.style() ||
        a.text() != b.text() || a.items().size() != b.items().size() || a.entries().size() != b.entries().size()) {
        return false;
    }
    if (a.isAlias()) {
        return true; // what it names is compared where it stands
    }
    for (qsizetype i = 0; i < a.items().size(); ++i) {
        if (!isSame(a.items().at(i), b.items().at(i))) {
            return false;
        }
    }
    for (qsizetype i = 0; i < a.entries().size(); ++i) {
        const Entry& left = a.entries().at(i);
        const Entry& right = b.entries().at(i);
        if (left.key != right.key || left.merged != right.merged ||
            (!left.merged && !isSame(left.value, right.value))) {
            return false;
        }
    }
    return true;
}

/// Gives every line that begins a key or an item its new indentation, and the lines inside texts the shift of theirs.
class Formatter {
public:
    Formatter(const QString& text, const Node& root)
        : m_lines(text.split(u'\n'))
        , m_index(text)
        , m_new(m_lines.size(), -1)
        , m_protected(m_lines.size(), false)
        , m_owner(m_lines.size(), -1) {
        place(root, 0);
    }

    QString run();

private:
    void place(const Node& node, int indent);
    void placeMap(const Node& node, int indent);
    void placeList(const Node& node, int indent);
    void keepInside(const Node& node);
    qsizetype line(qsizetype offset) const { return m_index.position(offset).line; }
    void settle(qsizetype offset, int indent);

    QStringList m_lines;
    LineIndex m_index;
    QList<qsizetype> m_new;
    QList<bool> m_protected; ///< inside a text: blanks are part of it
    QList<qsizetype> m_owner; ///< the line whose shift this one follows
};

/// The thing at `offset` begins its line, or stands behind dashes that do.
void Formatter::settle(qsizetype offset, int indent) {
    const TextPosition at = m_index.position(offset);
    if (m_new.at(at.line) >= 0) {
        return;
    }
    if (indentOf(m_lines.at(at.line)) == at.column) {
        m_new[at.line] = indent;
    }
}

void Formatter::keepInside(const Node& node) {
    const qsizetype first = line(node.range().start);
    const qsizetype last = line(std::max(node.range().start, node.range().end - 1));
    const bool text = node.isScalar();
    for (qsizetype i = first + 1; i <= last && i < m_lines.size(); ++i) {
        m_owner[i] = first;
        m_protected[i] = text;
    }
}

void Formatter::placeMap(const Node& node, int indent) {
    for (const Entry& entry : node.entries()) {
        if (entry.merged) {
            continue;
        }
        settle(entry.keyRange.start, indent);
        place(entry.value, indent + indentWidth);
    }
}

void Formatter::placeList(const Node& node, int indent) {
    for (const Node& item : node.items()) {
        // The dash stands in front of the item, or of its tag and anchor, maybe some lines above.
        const qsizetype at = item.range().start;
        TextPosition place = m_index.position(at);
        while (place.line >= 0 && !m_lines.at(place.line).trimmed().startsWith(u'-')) {
            --place.line;
        }
        if (place.line >= 0 && m_new.at(place.line) < 0) {
            m_new[place.line] = indent;
        }
        this->place(item, indent + indentWidth);
    }
}

void Formatter::place(const Node& node, int indent) {
    if (node.isAlias()) {
        return;
    }
    const bool flow = node.style() == yaml::Style::Flow;
    if (node.isMap() && !flow) {
        placeMap(node, indent);
    } else if (node.isSequence() && !flow) {
        placeList(node, indent);
    } else {
        keepInside(node);
    }
}

QString Formatter::run() {
    QStringList out;
    // Comments go with what follows them, unless they stand deeper, as what is above them.
    QList<qsizetype> shift(m_lines.size(), 0);
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_new.at(i) >= 0) {
            shift[i] = m_new.at(i) - indentOf(m_lines.at(i));
        } else if (m_owner.at(i) >= 0) {
            shift[i] = shift.at(m_owner.at(i));
        }
    }
    // A merge is no key of the tree; its line goes with its neighbours too.
    const auto isComment = [this](qsizetype i) {
        const QString line = m_lines.at(i).trimmed();
        return m_owner.at(i) < 0 && m_new.at(i) < 0 && (line.startsWith(u'#') || line.startsWith(QLatin1String("<<")));
    };
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (!isComment(i)) {
            continue;
        }
        const qsizetype own = indentOf(m_lines.at(i));
        qsizetype next = i;
        while (next < m_lines.size() && m_new.at(next) < 0) {
            ++next;
        }
        qsizetype above = i;
        while (above >= 0 && (m_new.at(above) < 0 || indentOf(m_lines.at(above)) > own)) {
            --above;
        }
        if (next < m_lines.size() && (indentOf(m_lines.at(next)) == own || above < 0)) {
            shift[i] = m_new.at(next) - own;
        } else if (above >= 0) {
            const qsizetype deeper = indentOf(m_lines.at(above)) < own ? indentWidth : 0;
            shift[i] = m_new.at(above) + deeper - own;
        }
    }
    static const QRegularExpression dash(QStringLiteral("^-[ ]{2,}(?=[^ #])"));
    static const QRegularExpression colon(QStringLiteral("^((?:- )*[A-Za-z0-9_.-]+:)[ \t]{2,}(?=[^ #])"));
    bool blank = false;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        QString line = m_lines.at(i);
        if (m_owner.at(i) >= 0 && m_protected.at(i)) {
            const qsizetype indent = indentOf(line);
            const bool empty = line.trimmed().isEmpty();
            out.append(empty ? line : QString(std::max<qsizetype>(0, indent + shift.at(i)), u' ') + line.mid(indent));
            blank = false;
            continue;
        }
        line = withoutTrailing(line);
        if (line.isEmpty()) {
            if (!blank && !out.isEmpty()) {
                out.append(line);
            }
            blank = true;
            continue;
        }
        blank = false;
        const qsizetype indent = indentOf(line);
        QString body = line.mid(indent);
        if (m_new.at(i) >= 0) {
            body.replace(dash, QStringLiteral("- "));
            body.replace(colon, QStringLiteral("\\1 "));
        }
        out.append(QString(std::max<qsizetype>(0, indent + shift.at(i)), u' ') + body);
    }
    while (!out.isEmpty() && out.back().isEmpty()) {
        out.removeLast();
    }
    return out.isEmpty() ? QString() : out.join(u'\n') + u'\n';
}

QStringList commentsOf(const QString& text) {
    QStringList out;
    for (const QString& line : text.split(u'\n')) {
        if (const QString body = line.trimmed(); body.startsWith(u'#')) {
            out.append(body);
        }
    }
    return out;
}

} // namespace

QString format(const QString& text) {
    const yaml::Document document = yaml::read(text);
    if (document.error || !document.duplicates.isEmpty() || document.roots.size() != 1 || text.contains(u'\t')) {
        return text;
    }
    const QString out = Formatter(text, document.root()).run();
    const yaml::Document after = yaml::read(out);
    const bool same = !after.error && after.roots.size() == 1 && isSame(document.root(), after.root()) &&
                      commentsOf(out) == commentsOf(text) && Formatter(out, after.root()).run() == out;
    return same ? out : text;
}

} // namespace reberth::compose
