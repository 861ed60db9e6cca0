#include "core/analysis/documentblocks.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxLines = 20'000;
constexpr qsizetype maxLineLength = 20'000;

int indentOf(const QString& line) {
    int indent = 0;
    for (const QChar c : line) {
        if (c == QLatin1Char(' '))
            ++indent;
        else if (c == QLatin1Char('\t'))
            indent += 4;
        else
            break;
    }
    return indent;
}

QString withoutMarkup(QString text) {
    static const QRegularExpression lineBreak(QStringLiteral("<br\\s*/?>"), QRegularExpression::CaseInsensitiveOption);
    text.replace(lineBreak, QStringLiteral("\n"));
    // A placeholder in a command ("<path>") is no tag of HTML.
    static const QRegularExpression html(
        QStringLiteral("</?(?:pre|code|b|i|em|strong|span|div|p|tt|kbd|a|font|u)(?:\\s[^>]*)?>"),
        QRegularExpression::CaseInsensitiveOption);
    text.remove(html);
    text.replace(QLatin1String("&gt;"), QLatin1String(">"));
    text.replace(QLatin1String("&lt;"), QLatin1String("<"));
    text.replace(QLatin1String("&quot;"), QLatin1String("\""));
    text.replace(QLatin1String("&#39;"), QLatin1String("'"));
    text.replace(QLatin1String("&amp;"), QLatin1String("&"));
    return text;
}

class DocumentSplitter {
public:
    DocumentSplitter(const QString& text, DocumentFormat format)
        : m_lines(text.split(QLatin1Char('\n')))
        , m_format(format) {}

    QList<DocumentBlock> run() {
        const qsizetype count = std::min(m_lines.size(), maxLines);
        while (m_at < count) {
            if (m_lines.at(m_at).size() > maxLineLength) {
                ++m_at;
                continue;
            }
            if (!readComment() && !readFence() && !readHtmlCode() && !readDirective() && !readOrgSource() &&
                !readHeading()) {
                add(DocumentBlock::Kind::Text, m_lines.at(m_at), m_at);
                ++m_at;
            }
        }
        return m_blocks;
    }

private:
    void add(DocumentBlock::Kind kind, const QString& text, qsizetype at, int level = 0, const QString& language = {}) {
        m_blocks.append({kind, text, int(at) + 1, level, language});
    }

    bool readComment() {
        const QString trimmed = m_lines.at(m_at).trimmed();
        if (!trimmed.startsWith(QLatin1String("<!--")))
            return false;
        qsizetype end = m_at;
        while (end < m_lines.size() && end < m_at + 400 && !m_lines.at(end).contains(QLatin1String("-->")))
            ++end;
        if (end >= m_lines.size() || end >= m_at + 400)
            return false;
        // Text after the comment on the same line is kept.
        const QString rest = m_lines.at(end).section(QLatin1String("-->"), 1);
        if (!rest.trimmed().isEmpty() && rest.size() < maxLineLength)
            add(DocumentBlock::Kind::Text, rest, end);
        m_at = end + 1;
        return true;
    }

    static QString languageOf(const QString& info) {
        static const QRegularExpression words(QStringLiteral("^\\{?\\.?([\\w+-]*)\\}?\\s*([\\w+-]*)"));
        const auto match = words.match(info);
        const QString first = match.captured(1).toLower();
        const bool directive =
            first == QLatin1String("code-block") || first == QLatin1String("code") || first == QLatin1String("prompt");
        return directive ? match.captured(2).toLower() : first;
    }

    bool readFence() {
        static const QRegularExpression fence(
            QStringLiteral("^\\s*(?:(?:[-*+]|\\d+[.)])\\s+)?(?:>\\s*)*(`{3,}|~{3,})\\s*(.*)$"));
        const auto match = fence.match(m_lines.at(m_at));
        if (!match.hasMatch())
            return false;
        const QString marks = match.captured(1);
        const QString info = match.captured(2).trimmed();
        // ``` x ``` on one line opens nothing.
        if (marks.startsWith(QLatin1Char('`')) && info.contains(QLatin1String("```"))) {
            add(DocumentBlock::Kind::Code, info.section(QLatin1String("```"), 0, 0).trimmed(), m_at);
            ++m_at;
            return true;
        }
        static const QRegularExpression quote(QStringLiteral("^\\s*(?:>\\s?)+"));
        const bool quoted = m_lines.at(m_at).trimmed().startsWith(QLatin1Char('>'));
        QStringList body;
        qsizetype end = m_at + 1;
        bool reopened = false;
        for (; end < std::min(m_lines.size(), maxLines); ++end) {
            QString line = m_lines.at(end);
            if (quoted)
                line.remove(quote);
            const QString trimmed = line.trimmed();
            if (trimmed.startsWith(marks.left(3))) {
                QString rest = trimmed;
                while (rest.startsWith(marks.front()))
                    rest.remove(0, 1);
                if (rest.isEmpty() && trimmed.size() >= marks.size())
                    break;
                // "```bash" inside a fence: the author forgot to close the first one.
                if (!rest.isEmpty() && trimmed.size() - rest.size() == marks.size() &&
                    !rest.contains(QLatin1Char('`'))) {
                    reopened = true;
                    break;
                }
            }
            body.append(line.size() > maxLineLength ? QString() : line);
        }
        add(DocumentBlock::Kind::Code, body.join(QLatin1Char('\n')), m_at + 1, 0, languageOf(info));
        m_at = reopened ? end : end + 1;
        return true;
    }

    bool readHtmlCode() {
        static const QRegularExpression open(QStringLiteral("<(pre|code)(?:\\s[^>]*)?>"),
                                             QRegularExpression::CaseInsensitiveOption);
        const QString& line = m_lines.at(m_at);
        const auto match = open.match(line);
        if (!match.hasMatch())
            return false;
        const QString close = QLatin1String("</") + match.captured(1).toLower() + QLatin1Char('>');
        const bool pre = match.captured(1).compare(QLatin1String("pre"), Qt::CaseInsensitive) == 0;
        qsizetype end = m_at;
        while (end < m_lines.size() && end < m_at + 400 && !m_lines.at(end).contains(close, Qt::CaseInsensitive))
            ++end;
        if (end >= m_lines.size() || end >= m_at + 400 || (!pre && end == m_at))
            return false;
        QStringList body = m_lines.mid(m_at, end - m_at + 1);
        body.first() = body.first().mid(match.capturedEnd());
        body.last() = body.last().left(body.last().indexOf(close, 0, Qt::CaseInsensitive));
        for (QString& row : body) {
            if (row.size() > maxLineLength)
                row.clear();
        }
        add(DocumentBlock::Kind::Code, withoutMarkup(body.join(QLatin1Char('\n'))), m_at);
        m_at = end + 1;
        return true;
    }

    /// `.. code-block:: bash` and a paragraph that ends with "::".
    bool readDirective() {
        if (m_format != DocumentFormat::Rst && m_format != DocumentFormat::Plain)
            return false;
        static const QRegularExpression directive(QStringLiteral(
            "^\\s*\\.\\.\\s+(?:code-block|code|sourcecode|prompt|parsed-literal|highlight)::\\s*(\\S*)"));
        const QString& line = m_lines.at(m_at);
        const auto match = directive.match(line);
        const bool literal = !match.hasMatch() && line.trimmed().endsWith(QLatin1String("::")) &&
                             !line.trimmed().startsWith(QLatin1String(".. "));
        if (!match.hasMatch() && !literal)
            return false;
        const int outer = indentOf(line);
        qsizetype at = m_at + 1;
        static const QRegularExpression option(QStringLiteral("^\\s+:[\\w-]+:"));
        while (!literal && at < m_lines.size() && option.match(m_lines.at(at)).hasMatch())
            ++at;
        const qsizetype first = at;
        QStringList body;
        qsizetype last = at;
        for (; at < std::min(m_lines.size(), maxLines); ++at) {
            if (m_lines.at(at).trimmed().isEmpty()) {
                body.append(QString());
                continue;
            }
            if (indentOf(m_lines.at(at)) <= outer)
                break;
            body.append(m_lines.at(at).size() > maxLineLength ? QString() : m_lines.at(at));
            last = at + 1;
        }
        if (last == first)
            return false;
        if (literal)
            add(DocumentBlock::Kind::Text, line, m_at);
        add(DocumentBlock::Kind::Code, body.mid(0, last - first).join(QLatin1Char('\n')), first, 0,
            match.captured(1).toLower());
        m_at = last;
        return true;
    }

    bool readOrgSource() {
        static const QRegularExpression open(QStringLiteral("^\\s*#\\+begin_(?:src|example)\\s*([\\w-]*)"),
                                             QRegularExpression::CaseInsensitiveOption);
        const auto match = open.match(m_lines.at(m_at));
        if (!match.hasMatch())
            return false;
        qsizetype end = m_at + 1;
        QStringList body;
        while (end < m_lines.size() && end < m_at + 2000 &&
               !m_lines.at(end).trimmed().startsWith(QLatin1String("#+end_"), Qt::CaseInsensitive))
            body.append(m_lines.at(end++));
        add(DocumentBlock::Kind::Code, body.join(QLatin1Char('\n')), m_at + 1, 0, match.captured(1).toLower());
        m_at = end + 1;
        return true;
    }

    bool readHeading() {
        static const QRegularExpression hashes(QStringLiteral("^\\s{0,3}(#{1,6})\\s*([^#\\s].*?)\\s*#*\\s*$"));
        static const QRegularExpression stars(QStringLiteral("^(\\*{1,6})\\s+(.*)$"));
        static const QRegularExpression html(QStringLiteral("<h([1-6])(?:\\s[^>]*)?>(.*?)</h\\1>"),
                                             QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression summary(QStringLiteral("<summary>(.*?)</summary>"),
                                                QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression bold(
            QStringLiteral("^\\s{0,3}(?:\\*\\*|__)([^*_].{0,78}?)(?:\\*\\*|__):?\\s*$"));
        const QString& line = m_lines.at(m_at);
        QRegularExpressionMatch match;
        if (m_format == DocumentFormat::Org && (match = stars.match(line)).hasMatch()) {
            add(DocumentBlock::Kind::Heading, match.captured(2), m_at, int(match.captured(1).size()));
        } else if (m_format == DocumentFormat::Markdown && (match = hashes.match(line)).hasMatch()) {
            add(DocumentBlock::Kind::Heading, match.captured(2), m_at, int(match.captured(1).size()));
        } else if ((match = html.match(line)).hasMatch()) {
            add(DocumentBlock::Kind::Heading, withoutMarkup(match.captured(2)), m_at, match.captured(1).toInt());
        } else if ((match = summary.match(line)).hasMatch()) {
            add(DocumentBlock::Kind::Heading, withoutMarkup(match.captured(1)), m_at, 7);
        } else if ((match = bold.match(line)).hasMatch()) {
            add(DocumentBlock::Kind::Heading, match.captured(1), m_at, 7);
        } else if (isUnderlined(line)) {
            add(DocumentBlock::Kind::Heading, line.trimmed(), m_at, levelOfUnderline(m_lines.at(m_at + 1).trimmed()));
            m_at += 2;
            return true;
        } else {
            return false;
        }
        ++m_at;
        return true;
    }

    bool isUnderlined(const QString& line) const {
        if (m_at + 1 >= m_lines.size() || line.trimmed().isEmpty() || line.trimmed().size() > 120)
            return false;
        const QString next = m_lines.at(m_at + 1).trimmed();
        static const QRegularExpression markdown(QStringLiteral("^(?:={3,}|-{3,})$"));
        static const QRegularExpression rst(QStringLiteral("^([=\\-~^\"'*+#.`:])\\1{2,}$"));
        const bool marked =
            m_format == DocumentFormat::Markdown ? markdown.match(next).hasMatch() : rst.match(next).hasMatch();
        return marked && !markdown.match(line.trimmed()).hasMatch() && !rst.match(line.trimmed()).hasMatch() &&
               line.front() != QLatin1Char('|') && indentOf(line) < 4;
    }

    int levelOfUnderline(const QString& underline) {
        if (m_format == DocumentFormat::Markdown)
            return underline.startsWith(QLatin1Char('=')) ? 1 : 2;
        // In rst a mark's level is the order of its first use.
        qsizetype level = m_marks.indexOf(underline.front());
        if (level < 0) {
            level = m_marks.size();
            m_marks.append(underline.front());
        }
        return int(std::min<qsizetype>(level + 1, 6));
    }

    const QStringList m_lines;
    const DocumentFormat m_format;
    qsizetype m_at = 0;
    QString m_marks;
    QList<DocumentBlock> m_blocks;
};

} // namespace

DocumentFormat documentFormatOf(const QString& fileName) {
    const QString name = fileName.toLower();
    if (name.endsWith(QLatin1String(".md")) || name.endsWith(QLatin1String(".markdown")) ||
        name.endsWith(QLatin1String(".mdx")))
        return DocumentFormat::Markdown;
    if (name.endsWith(QLatin1String(".rst")))
        return DocumentFormat::Rst;
    if (name.endsWith(QLatin1String(".org")))
        return DocumentFormat::Org;
    return DocumentFormat::Plain;
}

QList<DocumentBlock> splitDocument(const QString& text, DocumentFormat format) {
    return DocumentSplitter(text, format).run();
}

} // namespace reberth::analysis
