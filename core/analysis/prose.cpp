#include "core/analysis/prose.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

struct Mention {
    QString specifier;
    qsizetype end = 0;
};

/// "≥ 1.7", "1.0+", "8.0 or higher", "3.x": the author's words for a range. Starts at `from`; nullopt when there is no
/// number right there.
std::optional<Mention> readVersion(const QString& text, qsizetype from) {
    static const QRegularExpression version(
        QStringLiteral(
            "[\\s:\\-]*(?:version|versions|release|ver\\.?|toolkit|is|of)?[\\s:\\-]*\\(?\\s*"
            "(>=|=>|<=|==|=|>|<|≥|⩾|≤|~=|~|\\^)?\\s*v?(\\d{1,4}(?:\\.\\d+)*(?:\\.?(?:a|b|rc|dev)\\d*)?)(\\.x|\\.\\*)?"
            "(\\s*\\+|\\s*\\(?(?:or|and)\\s+(?:higher|later|above|newer|greater|up|upper|more\\s+recent)|\\s*\\(?(?:or|"
            "and)\\s+(?:below|lower|older|earlier))?"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match =
        version.match(text, from, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch())
        return std::nullopt;
    QString sign = match.captured(1);
    const QString number = match.captured(2);
    const QString tail = match.captured(4);
    if (sign == QLatin1String("≥") || sign == QLatin1String("⩾") || sign == QLatin1String("=>"))
        sign = QStringLiteral(">=");
    else if (sign == QLatin1String("≤"))
        sign = QStringLiteral("<=");
    else if (sign == QLatin1String("~") || sign == QLatin1String("^") || sign == QLatin1String("~="))
        sign = QStringLiteral(">=");
    else if (sign == QLatin1String("="))
        sign = QStringLiteral("==");
    if (!tail.isEmpty())
        sign = tail.contains(QRegularExpression(QStringLiteral("below|lower|older|earlier"))) ? QStringLiteral("<=")
                                                                                              : QStringLiteral(">=");
    if (sign.isEmpty())
        sign = QStringLiteral("==");
    QString specifier = sign + number;
    if (sign == QLatin1String("==") && !match.captured(3).isEmpty())
        specifier += QLatin1String(".*");
    qsizetype end = match.capturedEnd();
    // ">=3.7.1,<3.11"
    static const QRegularExpression upper(QStringLiteral("\\s*(?:,|and)\\s*(<=?)\\s*(\\d+(?:\\.\\d+)*)"));
    if (const auto second =
            upper.match(text, end, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        second.hasMatch()) {
        specifier += QLatin1Char(',') + second.captured(1) + second.captured(2);
        end = second.capturedEnd();
    }
    return Mention{specifier, end};
}

/// "2.7 or 3.6", "3.7/3.8", "9.0, 10.1": more numbers of the same thing right after the first.
std::optional<Mention> readAlternative(const QString& text, qsizetype from) {
    static const QRegularExpression more(
        QStringLiteral("\\s*(?:or|/|\\||and)\\s*(\\d+\\.\\d+(?:\\.\\d+)*)(\\+)?(?![\\w%])"));
    const auto match =
        more.match(text, from, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch())
        return std::nullopt;
    return Mention{(match.captured(2).isEmpty() ? QLatin1String("==") : QLatin1String(">=")) + match.captured(1),
                   match.capturedEnd()};
}

bool isPlausible(const QString& subject, const QString& specifier) {
    static const QRegularExpression number(QStringLiteral("(\\d+)(?:\\.(\\d+))?"));
    const auto match = number.match(specifier);
    const int major = match.captured(1).toInt();
    const bool exact = specifier.startsWith(QLatin1String("=="));
    const bool minor = !match.captured(2).isEmpty();
    if (subject == QLatin1String("python"))
        return (major == 2 || major == 3) && (!exact || minor) && match.captured(2).toInt() < 30;
    if (subject == QLatin1String("cuda"))
        return major >= 5 && major <= 14 && (!exact || minor || major >= 9);
    if (subject == QLatin1String("cudnn"))
        return major >= 3 && major <= 10;
    if (subject == QLatin1String("torch") || subject == QLatin1String("tensorflow"))
        return major <= 3 && (!exact || minor);
    return major < 30 && (!exact || minor);
}

} // namespace

QString plainProse(QString line) {
    static const QRegularExpression link(QStringLiteral("\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression tag(QStringLiteral("<[A-Za-z/][^>]*>"));
    static const QRegularExpression marks(QStringLiteral("[`*]+|(?<=\\W)_+|_+(?=\\W)"));
    line.replace(link, QStringLiteral("\\1"));
    line.remove(tag);
    line.remove(marks);
    line.replace(QLatin1String("&gt;"), QLatin1String(">"));
    line.replace(QLatin1String("&lt;"), QLatin1String("<"));
    return line;
}

void readProseLine(const QString& line, const Evidence& evidence, const QString& source, double factor, Draft& draft) {
    // An open box of a to-do list is a wish.
    static const QRegularExpression todo(QStringLiteral("^\\s*[-*]\\s*\\[ \\]"));
    if (line.size() > 5000 || todo.match(line).hasMatch())
        return;
    const QString text = plainProse(line);
    static const QRegularExpression subject(
        QStringLiteral("(?<![\\w./-])(python|py ?torch|tensor ?flow(?:[- ]gpu)?|tf|cuda|cu "
                       "?dnn|jax|keras|mxnet|paddlepaddle|paddle|chainer|theano|mindspore)(?![\\w./]*[/@])"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression tested(
        QStringLiteral("\\b(?:tested|test(?:s|ing)? "
                       "(?:on|with|under)|experiments?|developed|require[sd]?|requirements?|recommend(?:ed)?|"
                       "implemented|environment|we use|we used|ran|works? with)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression history(
        QStringLiteral(
            "\\b(?:updated? from|deprecated|dropped|migrat|in the paper|originally|previous(?:ly)?|older|release[d]? "
            "(?:on|in)|news|changelog|branch|also (?:tested|works)|should also|if you (?:use|have|are using)|not "
            "(?:been )?(?:tested|support)|does ?n['o]t|won['o]t|only for|issue)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    double weight = factor;
    if (tested.match(text).hasMatch())
        weight *= 1.06;
    else if (history.match(text).hasMatch())
        weight *= 0.8;
    auto it = subject.globalMatch(text);
    while (it.hasNext()) {
        const auto match = it.next();
        QString name = match.captured(1).toLower().remove(QLatin1Char(' '));
        if (name == QLatin1String("pytorch"))
            name = QStringLiteral("torch");
        else if (name == QLatin1String("tf") || name.startsWith(QLatin1String("tensorflow")))
            name = QStringLiteral("tensorflow");
        else if (name == QLatin1String("paddle"))
            name = QStringLiteral("paddlepaddle");
        std::optional<Mention> mention = readVersion(text, match.capturedEnd());
        // "Python2.7" and "TF1.2" without a blank are read the same way; "python 3D" is no version.
        if (mention && mention->end < text.size() && text.at(mention->end).isLetter())
            mention.reset();
        double rank = weight;
        // "in TF >= 1.4 you need to change …": about somebody else's set-up.
        static const QRegularExpression condition(
            QStringLiteral("\\b(?:if|in|for|since|with|under|using)\\s+(?:the\\s+)?$"),
            QRegularExpression::CaseInsensitiveOption);
        if (rank <= factor && condition.match(text.left(match.capturedStart())).hasMatch())
            rank *= 0.9;
        for (int alternatives = 0; mention && alternatives < 6; ++alternatives) {
            if (isPlausible(name, mention->specifier)) {
                if (name == QLatin1String("python"))
                    draft.claimPython(mention->specifier, source, evidence, rank);
                else if (name == QLatin1String("cuda"))
                    draft.claimCuda(mention->specifier, source, evidence, rank);
                else if (name == QLatin1String("cudnn"))
                    draft.claimCudnn(mention->specifier, source, evidence, rank);
                else
                    draft.claimFramework(name, mention->specifier, source, evidence, rank);
            }
            mention = readAlternative(text, mention->end);
            rank *= 0.99;
        }
    }
}

} // namespace reberth::analysis
