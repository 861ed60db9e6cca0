#include "core/analysis/prose.h"

#include <QRegularExpression>
#include <QUrl>

namespace reberth::analysis {

namespace {

QString decoded(const QString& part) {
    return QUrl::fromPercentEncoding(part.toUtf8());
}

/// "python-3.6_%7C_3.7-blue" → "python 3.6 | 3.7"; a doubled mark stands for itself.
QString wordsOfBadge(QString path) {
    path.replace(QLatin1String("--"), QString(QChar(1)));
    path.replace(QLatin1String("__"), QString(QChar(2)));
    QStringList parts = path.split(QLatin1Char('-'));
    if (parts.size() > 1)
        parts.removeLast(); // the colour
    QString text = decoded(parts.join(QLatin1Char(' ')).replace(QLatin1Char('_'), QLatin1Char(' ')));
    text.replace(QChar(1), QLatin1Char('-'));
    text.replace(QChar(2), QLatin1Char('_'));
    return text;
}

} // namespace

void readBadges(const QString& line, const Evidence& evidence, const QString& source, double factor, Draft& draft) {
    if (line.size() > 5000 || !line.contains(QLatin1String("shields.io")))
        return;
    static const QRegularExpression path(QStringLiteral("shields\\.io/badge/((?:[^\\s\"'?)<>]|[<>]=|&[lg]t;)+)"));
    for (auto it = path.globalMatch(line); it.hasNext();) {
        QString words = it.next().captured(1);
        words.replace(QLatin1String("&gt;"), QLatin1String(">")).replace(QLatin1String("&lt;"), QLatin1String("<"));
        static const QRegularExpression ending(QStringLiteral("\\.(?:svg|png)$"));
        words.remove(ending);
        readProseLine(wordsOfBadge(words), evidence, source, factor, draft);
    }
    static const QRegularExpression query(QStringLiteral("shields\\.io/static/v1\\?([^\\s\"')<>]+)"));
    for (auto it = query.globalMatch(line); it.hasNext();) {
        QString label, message;
        for (const QString& pair :
             it.next().captured(1).replace(QLatin1String("&amp;"), QLatin1String("&")).split(QLatin1Char('&'))) {
            if (pair.startsWith(QLatin1String("label=")))
                label = decoded(pair.mid(6));
            else if (pair.startsWith(QLatin1String("message=")))
                message = decoded(pair.mid(8));
        }
        readProseLine(label + QLatin1Char(' ') + message, evidence, source, factor, draft);
    }
}

} // namespace reberth::analysis
