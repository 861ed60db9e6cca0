#include "core/generation/quoting.h"

#include <QRegularExpression>

namespace reberth::generation {

namespace {

constexpr qsizetype commentWidth = 110;

bool matches(const QString& text, const char* pattern) {
    return QRegularExpression(QLatin1String("\\A(?:") + QLatin1String(pattern) + QLatin1String(")\\z"))
        .match(text)
        .hasMatch();
}

} // namespace

QString commentText(const QString& text) {
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        const bool breaks = c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line
                            || c.category() == QChar::Separator_Paragraph;
        line += breaks ? QLatin1Char(' ') : c;
    }
    line = line.simplified();
    while (line.endsWith(QLatin1Char('\\'))) {
        line.chop(1);
    }
    return line;
}

QString comment(const QString& text) {
    QString result;
    QString line;
    const QStringList words = commentText(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        if (!line.isEmpty() && line.size() + word.size() + 3 > commentWidth) {
            result += QLatin1String("# ") + commentText(line) + QLatin1Char('\n');
            line.clear();
        }
        line += line.isEmpty() ? word : QLatin1Char(' ') + word;
    }
    if (!line.isEmpty()) {
        result += QLatin1String("# ") + line + QLatin1Char('\n');
    }
    return result;
}

QString jsonString(const QString& text) {
    QString result(QLatin1Char('"'));
    for (const QChar c : text) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\')) {
            result += QLatin1Char('\\');
            result += c;
        } else if (c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line
                   || c.category() == QChar::Separator_Paragraph) {
            result += QStringLiteral("\\u%1").arg(static_cast<uint>(c.unicode()), 4, 16, QLatin1Char('0'));
        } else {
            result += c;
        }
    }
    return result + QLatin1Char('"');
}

QString jsonArray(const QStringList& words) {
    QStringList parts;
    for (const QString& word : words) {
        parts.append(jsonString(word));
    }
    return QLatin1Char('[') + parts.join(QLatin1String(", ")) + QLatin1Char(']');
}

QString dockerValue(const QString& text) {
    if (matches(text, "[A-Za-z0-9_./:@%+,=-]+")) {
        return text;
    }
    QString result(QLatin1Char('"'));
    for (const QChar c : text) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\') || c == QLatin1Char('$')) {
            result += QLatin1Char('\\');
        }
        result += c;
    }
    return result + QLatin1Char('"');
}

QString shellWord(const QString& text) {
    if (matches(text, "[A-Za-z0-9_./:@%+,=-]+")) {
        return text;
    }
    return QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

QString makeText(const QString& text) {
    return QString(text).replace(QLatin1Char('$'), QLatin1String("$$"));
}

QString composeString(const QString& text) {
    // Plain scalars are kept to what no YAML version reads as something else than a string.
    if (matches(text, "[A-Za-z./][A-Za-z0-9_./@+-]*(?::[A-Za-z0-9_./@+-]+)*")
        && !matches(text, "(?i)y|n|yes|no|on|off|true|false|null|\\.nan|[+-]?\\.inf")) {
        return text;
    }
    return jsonString(QString(text).replace(QLatin1Char('$'), QLatin1String("$$")));
}

} // namespace reberth::generation
