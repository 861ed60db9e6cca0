#include "core/compose/values.h"

#include "core/compose/report.h"

#include <QRegularExpression>
#include <QStringList>

namespace reberth::compose {

bool isByteSize(const QString& text) {
    static const QRegularExpression size(QStringLiteral("^-?[0-9]+(\\.[0-9]+)?\\s?([kmgtp]i?)?b?$"),
                                         QRegularExpression::CaseInsensitiveOption);
    return size.match(text).hasMatch();
}

bool isDuration(const QString& text) {
    static const QRegularExpression duration(
        QStringLiteral("^[-+]?(0|(([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|\u00b5s|ms|s|m|h|d|w))+)$"));
    return duration.match(text).hasMatch();
}

bool isBooleanWord(const QString& text) {
    static const QStringList words{QStringLiteral("true"), QStringLiteral("false"), QStringLiteral("yes"),
                                   QStringLiteral("no"),   QStringLiteral("y"),     QStringLiteral("n"),
                                   QStringLiteral("on"),   QStringLiteral("off"),   QStringLiteral("1"),
                                   QStringLiteral("0"),    QStringLiteral("t"),     QStringLiteral("f")};
    return words.contains(text.toLower());
}

QString portProblem(const QString& text) {
    static const QRegularExpression form(
        QStringLiteral("^(?:(?<ip>\\[[0-9a-fA-F:.%]+\\]|[^:\\[\\]]*|[0-9a-fA-F:]+):)?(?:(?<host>[^:/]*):)?(?<port>[^:/"
                       "]+)(?:/(?<proto>[a-zA-Z]+))?$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) {
        return translated("“%1” is no port; write HOST:CONTAINER.").arg(text);
    }
    const bool threeParts = match.capturedStart(QStringLiteral("host")) >= 0;
    const QString host = threeParts ? match.captured(QStringLiteral("host")) : match.captured(QStringLiteral("ip"));
    static const QRegularExpression number(QStringLiteral("^[0-9]{1,5}(-[0-9]{1,5})?$"));
    for (const QString& one : {match.captured(QStringLiteral("port")), host}) {
        if (one.isEmpty()) {
            continue;
        }
        if (!number.match(one).hasMatch()) {
            return translated("“%1” is no port number.").arg(one);
        }
        const QStringList ends = one.split(u'-');
        if (ends.front().toInt() > 65535 || ends.back().toInt() > 65535 || ends.front().toInt() > ends.back().toInt()) {
            return translated("“%1” is no port number; they go from 0 to 65535.").arg(one);
        }
    }
    const QString address = match.captured(QStringLiteral("ip"));
    static const QRegularExpression ip(QStringLiteral("^(\\[?[0-9a-fA-F:.%]*\\]?)$"));
    return threeParts && !ip.match(address).hasMatch() ? translated("“%1” is no IP address.").arg(address) : QString();
}

} // namespace reberth::compose
