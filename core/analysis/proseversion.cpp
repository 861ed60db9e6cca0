#include "core/analysis/proseversion.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QRegularExpressionMatch matchAt(const QRegularExpression& pattern, const QString& text, qsizetype at) {
    return pattern.match(text, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
}

QString normalSign(const QString& sign) {
    if (sign == QLatin1String("≥") || sign == QLatin1String("⩾") || sign == QLatin1String("=>") ||
        sign == QLatin1String("~") || sign == QLatin1String("^") || sign == QLatin1String("~="))
        return QStringLiteral(">=");
    if (sign == QLatin1String("≤"))
        return QStringLiteral("<=");
    return sign == QLatin1String("=") ? QStringLiteral("==") : sign;
}

} // namespace

std::optional<ProseVersion> readProseVersion(const QString& text, qsizetype from) {
    // Marks and small words between a name and its number.
    static const QRegularExpression glue(
        QStringLiteral(
            "[\\s:\\-|(\\[]*(?:(?:versions?|releases?|ver\\.?|v\\.|toolkit|runtime|library|is|of|at|least|minimum|"
            "min\\.?|"
            "tested|on|with|under|using|we|use|used|stable|preferably|recommended|required|currently|gpu|from|"
            "newer|higher|later|greater|above|than|up|to|below|older|lower|less|a)\\b[\\s:\\-|(\\[]*){0,5}"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression version(
        QStringLiteral("(>=|=>|<=|==|=|>|<|≥|⩾|≤|~=|~|\\^)?\\s*v?(\\d{1,4}(?:\\.\\d+)*(?:\\.?(?:a|b|rc|dev)\\d+|\\.?(?:"
                       "alpha|beta)\\d*)?)"
                       "(\\.x|\\.X|\\.\\*)?(?:\\+cu(\\d{1,2})(\\d)\\b|\\+cpu\\b)?"
                       "(\\s*\\+(?!\\w)|\\s*[,]?\\s*\\(?(?:or|and)\\s+(?:any\\s+)?(?:higher|later|above|newer|greater|"
                       "up|upper|over|onwards?|"
                       "beyond|more\\s+recent)|\\s*\\(?(?:or|and)\\s+(?:below|lower|older|earlier))?"),
        QRegularExpression::CaseInsensitiveOption);
    const auto between = matchAt(glue, text, from);
    const qsizetype start = between.hasMatch() ? between.capturedEnd() : from;
    const auto match = matchAt(version, text, start);
    if (!match.hasMatch())
        return std::nullopt;
    static const QRegularExpression least(
        QStringLiteral("at\\s+least|minimum|min\\b|(?:newer|higher|later|greater|above)(?:\\s+than)?\\s*$|from\\s*$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression most(QStringLiteral("(?:below|older|lower|less)(?:\\s+than)?\\s*$|up\\s+to\\s*$"),
                                         QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression below(QStringLiteral("below|lower|older|earlier"),
                                          QRegularExpression::CaseInsensitiveOption);
    QString sign = normalSign(match.captured(1));
    if (sign.isEmpty() && least.match(between.captured()).hasMatch())
        sign = QStringLiteral(">=");
    else if (sign.isEmpty() && most.match(between.captured()).hasMatch())
        sign = QStringLiteral("<=");
    // "at least" may also stand before the name: "at least Python 3.6".
    static const QRegularExpression leastBefore(
        QStringLiteral("(?:at\\s+least|minimum(?:\\s+of)?|min\\.?)\\s+\\S{2,12}$"),
        QRegularExpression::CaseInsensitiveOption);
    if (sign.isEmpty() && leastBefore.match(text.left(from).right(40)).hasMatch())
        sign = QStringLiteral(">=");
    const QString number = match.captured(2);
    if (const QString tail = match.captured(6); !tail.isEmpty())
        sign = below.match(tail).hasMatch() ? QStringLiteral("<=") : QStringLiteral(">=");
    if (sign.isEmpty())
        sign = QStringLiteral("==");
    ProseVersion found{sign + number, match.capturedEnd(), {}};
    if (sign == QLatin1String("==") && !match.captured(3).isEmpty())
        found.specifier += QLatin1String(".*");
    if (!match.captured(4).isEmpty())
        found.cuda = match.captured(4) + QLatin1Char('.') + match.captured(5);
    // ">=3.7.1,<3.11" and "3.6 - 3.8".
    static const QRegularExpression upper(QStringLiteral("\\s*(?:,|and)?\\s*(<=?)\\s*(\\d+(?:\\.\\d+)*)"));
    static const QRegularExpression through(
        QStringLiteral("\\s*(?:-|–|—|to|through|until)\\s*v?(\\d+\\.\\d+(?:\\.\\d+)?)(?![\\w-])"));
    if (const auto second = matchAt(upper, text, found.end); second.hasMatch()) {
        if (sign == QLatin1String("=="))
            found.specifier = QLatin1String(">=") + number;
        found.specifier += QLatin1Char(',') + second.captured(1) + second.captured(2);
        found.end = second.capturedEnd();
    } else if (const auto last = matchAt(through, text, found.end);
               last.hasMatch() && sign == QLatin1String("==") && number.contains(QLatin1Char('.'))) {
        found.specifier = QLatin1String(">=") + number + QLatin1String(",<=") + last.captured(1);
        found.end = last.capturedEnd();
    }
    return found;
}

std::optional<ProseVersion> readProseAlternative(const QString& text, qsizetype from) {
    static const QRegularExpression more(
        QStringLiteral("\\s*(?:,?\\s*or|/"
                       "|\\||,?\\s*and|,|\\((?:tested\\s+(?:on|with)\\s+)?|&)\\s*v?(\\d+(?:\\.\\d+){1,2}|[23](?:\\.[xX]"
                       ")?)(\\+)?(?![\\w%]|\\.\\d)(?!\\s*(?:GPU|GB|G\\b|hours|images|times|x\\b))"));
    const auto match = matchAt(more, text, from);
    if (!match.hasMatch())
        return std::nullopt;
    QString number = match.captured(1);
    if (number.endsWith(QLatin1Char('x'), Qt::CaseInsensitive))
        number.chop(2);
    return ProseVersion{
        (match.captured(2).isEmpty() ? QLatin1String("==") : QLatin1String(">=")) + number, match.capturedEnd(), {}};
}

} // namespace reberth::analysis
