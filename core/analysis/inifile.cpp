#include "core/analysis/inifile.h"

#include <QRegularExpression>

namespace reberth::analysis {

QList<IniEntry> readIni(const QString& text) {
    constexpr int maxLines = 20'000;
    static const QRegularExpression header(QStringLiteral("^\\[([^\\]]+)\\]"));
    static const QRegularExpression pair(QStringLiteral("^([^\\s=:][^=:]*?)\\s*[=:]\\s*(.*)$"));
    static const QRegularExpression comment(QStringLiteral("\\s[#;]\\s.*$"));
    QList<IniEntry> entries;
    QString section, key;
    int number = 0;
    for (QStringView raw : QStringView(text).split(QLatin1Char('\n'))) {
        if (++number > maxLines)
            break;
        const QStringView trimmed = raw.trimmed();
        if (trimmed.isEmpty() || raw.size() > 4000 || trimmed.startsWith(QLatin1Char('#')) ||
            trimmed.startsWith(QLatin1Char(';')))
            continue;
        const QString line = raw.toString();
        QString value;
        if (raw.front().isSpace()) {
            if (key.isEmpty())
                continue;
            value = trimmed.toString();
        } else if (const auto head = header.match(line); head.hasMatch()) {
            section = head.captured(1).trimmed();
            key.clear();
            continue;
        } else if (const auto entry = pair.match(line); entry.hasMatch()) {
            key = entry.captured(1);
            value = entry.captured(2).trimmed();
        } else {
            continue;
        }
        // A marker's ';' has no blank on both sides of a '#'; a comment has one before it.
        if (const auto match = comment.match(value); match.hasMatch() && match.captured().trimmed().startsWith(u'#'))
            value = value.left(match.capturedStart()).trimmed();
        if (!value.isEmpty())
            entries.append({section, key, value, line, number});
    }
    return entries;
}

} // namespace reberth::analysis
