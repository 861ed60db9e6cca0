#include "core/analysis/prose.h"

#include "core/analysis/proseversion.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr auto insensitive = QRegularExpression::CaseInsensitiveOption;

bool isPlausible(const QString& subject, const ProseVersion& version) {
    const QString& specifier = version.specifier;
    static const QRegularExpression number(QStringLiteral("(\\d+)(?:\\.(\\d+))?"));
    const auto match = number.match(specifier);
    const int major = match.captured(1).toInt();
    const bool exact = specifier.startsWith(QLatin1String("=="));
    const bool minor = !match.captured(2).isEmpty();
    if (subject == QLatin1String("python"))
        return (major == 2 || major == 3) && match.captured(2).toInt() < 30;
    if (subject == QLatin1String("cuda"))
        return major >= 5 && major <= 14 && (!exact || minor || major >= 9 || specifier.endsWith(QLatin1Char('*')));
    if (subject == QLatin1String("cudnn"))
        return major >= 3 && major <= 10;
    if (subject == QLatin1String("torch") || subject == QLatin1String("tensorflow"))
        return major <= 3 && (!exact || minor);
    return major < 30 && (!exact || minor);
}

/// How far a sentence is to be believed, whatever it names; 0 for one that denies or plans.
double weightOfSentence(const QString& sentence) {
    static const QRegularExpression tested(
        QStringLiteral(
            "\\b(?:tested|test(?:s|ing)? (?:on|with|under)|experiments?|developed|require[sd]?|requirements?|"
            "recommend(?:ed)?|implemented|environment|we use|we used|ran|works? with|built with|trained "
            "(?:with|on|using))\\b"),
        insensitive);
    static const QRegularExpression history(
        QStringLiteral(
            "\\b(?:updated? from|deprecated|dropped|migrat|in the paper|originally|previous(?:ly)?|older|release[d]? "
            "(?:on|in)|news|changelog|branch|also (?:tested|works|compatible)|now (?:compatible|supports?)|should "
            "also|should work|might work|if you "
            "(?:use|have|are using|want|need)|not "
            "(?:been )?(?:tested|support)|does ?n['o’]t|won['o’]t|only "
            "for|issue|bug|legacy|upgrad|downgrad|ported|port of|"
            "re-?implement|instead of|compared (?:to|with)|on (?:windows|macos|mac)|optional(?:ly)?|alternatively)\\b"),
        insensitive);
    static const QRegularExpression dated(
        QStringLiteral(
            "^\\W*(?:\\d{4}[-/.]\\d{1,2}\\b|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}\\b|(?:jan|feb|mar|apr|may|jun|jul|"
            "aug|sep|oct|nov|dec)[a-z]*\\.?\\s+\\d)"),
        insensitive);
    static const QRegularExpression planned(
        QStringLiteral("\\b(?:will (?:be )?(?:add|support|updat|port|releas|migrat)\\w*|coming soon|planned|plan "
                       "to|to-?do|in the future|"
                       "work in progress|wip)\\b"),
        insensitive);
    if (planned.match(sentence).hasMatch())
        return 0;
    if (dated.match(sentence).hasMatch())
        return 0.7;
    if (tested.match(sentence).hasMatch())
        return 1.06;
    return history.match(sentence).hasMatch() ? 0.8 : 1;
}

/// "not tested with Python 3.8", "Python 3.8 is not supported".
bool isDenied(const QString& before, const QString& after) {
    static const QRegularExpression ahead(
        QStringLiteral("(?:\\bnot|n['’]t|\\bno "
                       "longer|\\bnever|\\bincompatible|\\bfails?|\\bcannot|\\bunsupported)\\b(?!\\s+only\\b)"
                       "(?:\\s+[\\w'’]+){0,4}\\s*(?:\\b(?:with|on|for|in|under|support|use|using|than|to)\\b)?\\s*$"),
        insensitive);
    static const QRegularExpression behind(
        QStringLiteral(
            "^[^.,;()]{0,12}\\b(?:is|are|was|were|does|do|did|will|has|have|may|can)?\\s*(?:not|n['’]t|cannot|"
            "unsupported|"
            "no "
            "longer|fails?)\\s+(?:be\\s+|been\\s+|yet\\s+)?(?:support|work|test|compatib|run|compile|recommend)?\\w*"),
        insensitive);
    const auto match = behind.match(after);
    return ahead.match(before.right(80)).hasMatch() ||
           (match.hasMatch() && !match.captured().contains(QLatin1String("only")));
}

QString subjectOf(QString name) {
    name = name.toLower().remove(QLatin1Char(' ')).remove(QLatin1Char('-'));
    if (name == QLatin1String("pytorch"))
        return QStringLiteral("torch");
    if (name == QLatin1String("tf") || name.startsWith(QLatin1String("tensorflow")))
        return QStringLiteral("tensorflow");
    if (name.startsWith(QLatin1String("paddle")))
        return QStringLiteral("paddlepaddle");
    return name;
}

class SentenceReader {
public:
    SentenceReader(const Evidence& evidence, const QString& source, double factor, Draft& draft)
        : m_evidence(evidence)
        , m_source(source)
        , m_factor(factor)
        , m_draft(draft) {}

    void read(const QString& text) {
        const double weight = m_factor * weightOfSentence(text);
        if (weight <= 0)
            return;
        readForward(text, weight);
        readBackward(text, weight);
    }

private:
    static const QString& names() {
        static const QString text = QStringLiteral("python|py ?torch|tensor ?flow(?:[- ]gpu)?|tf|cuda(?:[ "
                                                   "-]?toolkit)?|cu ?dnn|jax|keras|mxnet|paddle ?paddle|paddle|chainer|"
                                                   "theano|mindspore|torch");
        return text;
    }

    void readForward(const QString& text, double weight) {
        static const QRegularExpression subject(QStringLiteral("(?<![\\w./-])(%1)(?![\\w./]*[/@])").arg(names()),
                                                insensitive);
        for (auto it = subject.globalMatch(text); it.hasNext();) {
            const auto match = it.next();
            QString name = match.captured(1);
            name =
                name.startsWith(QLatin1String("cuda"), Qt::CaseInsensitive) ? QStringLiteral("cuda") : subjectOf(name);
            std::optional<ProseVersion> version = readProseVersion(text, match.capturedEnd());
            // "Python2.7" and "TF1.2" without a blank are read the same way; "python 3D" is no version.
            if (version && version->end < text.size() && text.at(version->end).isLetter())
                version.reset();
            if (!version)
                continue;
            double rank = weight;
            const QString before = text.left(match.capturedStart());
            // "in TF >= 1.4 you need to change …": about somebody else's set-up.
            static const QRegularExpression condition(
                QStringLiteral("\\b(?:if|in|for|since|with|under|using)\\s+(?:the\\s+)?$"), insensitive);
            const bool range = !version->specifier.startsWith(QLatin1String("=="));
            static const QRegularExpression opening(
                QStringLiteral("^\\W*(?:if|for|when|with|starting|since|users? (?:who|of|with))\\b|\\b(?:for|if) "
                               "(?:users|you|your)\\b"),
                insensitive);
            if (rank <= m_factor && condition.match(before).hasMatch())
                rank *= range ? 0.55 : 0.9;
            else if (opening.match(before).hasMatch())
                rank *= range ? 0.55 : 0.8;
            QList<ProseVersion> versions{*version};
            while (versions.size() < 6) {
                const std::optional<ProseVersion> next = readProseAlternative(text, versions.last().end);
                if (!next)
                    break;
                versions.append(*next);
            }
            if (isDenied(before, text.mid(versions.last().end)))
                continue;
            if (!version->cuda.isEmpty())
                m_draft.claimCuda(QLatin1String("==") + version->cuda, m_source, m_evidence, rank);
            claimAll(name, versions, rank);
        }
    }

    /// "version 1.4 of PyTorch", "the 0.4.1 release of pytorch".
    void readBackward(const QString& text, double weight) {
        static const QRegularExpression backward(
            QStringLiteral("(?<![\\w.])v?(\\d+(?:\\.\\d+){1,2})(\\+)?\\s*(?:version|release|versions)?\\s*(?:of|for)"
                           "\\s+(%1)(?![\\w./-])")
                .arg(names()),
            insensitive);
        for (auto it = backward.globalMatch(text); it.hasNext();) {
            const auto match = it.next();
            const ProseVersion version{(match.captured(2).isEmpty() ? QLatin1String("==") : QLatin1String(">=")) +
                                           match.captured(1),
                                       match.capturedEnd(),
                                       {}};
            if (!isDenied(text.left(match.capturedStart()), text.mid(match.capturedEnd())))
                claimAll(subjectOf(match.captured(3)), {version}, weight * 0.9);
        }
    }

    void claimAll(const QString& name, const QList<ProseVersion>& versions, double rank) {
        if (name == QLatin1String("python")) {
            // "Python 2 and 3" leaves it open.
            const auto isMajor = [](const ProseVersion& version) {
                return version.specifier.startsWith(QLatin1String("==")) &&
                       !version.specifier.mid(3).contains(QRegularExpression(QStringLiteral("\\d")));
            };
            const bool open = versions.size() > 1 && std::all_of(versions.begin(), versions.end(), isMajor);
            if (open)
                return;
            const bool exact = std::any_of(versions.begin(), versions.end(),
                                           [&](const ProseVersion& version) { return !isMajor(version); });
            for (const ProseVersion& version : versions) {
                if (isPlausible(name, version)) {
                    if (!isMajor(version))
                        m_draft.claimPython(version.specifier, m_source, m_evidence, rank);
                    else if (!exact)
                        claimMajorPython(version.specifier, rank);
                }
                rank *= 0.99;
            }
            return;
        }
        for (const ProseVersion& version : versions) {
            if (isPlausible(name, version)) {
                if (name == QLatin1String("cuda"))
                    m_draft.claimCuda(version.specifier, m_source, m_evidence, rank);
                else if (name == QLatin1String("cudnn"))
                    m_draft.claimCudnn(version.specifier, m_source, m_evidence, rank);
                else
                    m_draft.claimFramework(name, version.specifier, m_source, m_evidence, rank);
            }
            rank *= 0.99;
        }
    }

    /// "Python 2" can only mean its last release; "Python 3" only shuts out the older one.
    void claimMajorPython(const QString& specifier, double rank) {
        if (specifier.contains(QLatin1Char('2')))
            m_draft.claimPython(QStringLiteral("==2.7"), m_source, m_evidence, rank * 0.85);
        else
            m_draft.claimPython(QStringLiteral(">=3"), m_source, m_evidence, rank * 0.85);
    }

    const Evidence& m_evidence;
    const QString& m_source;
    const double m_factor;
    Draft& m_draft;
};

} // namespace

QString plainProse(QString line) {
    static const QRegularExpression image(QStringLiteral("!\\[[^\\]]*\\]\\([^)]*\\)"));
    static const QRegularExpression link(QStringLiteral("\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression tag(QStringLiteral("<[A-Za-z/][^>]*>"));
    static const QRegularExpression marks(QStringLiteral("[`*]+|(?<=\\W)_+|_+(?=\\W)"));
    line.remove(image);
    line.replace(link, QStringLiteral("\\1"));
    line.replace(tag, QStringLiteral(" "));
    line.remove(marks);
    line.replace(QLatin1String("&gt;"), QLatin1String(">"));
    line.replace(QLatin1String("&lt;"), QLatin1String("<"));
    line.replace(QLatin1String("&ge;"), QLatin1String("≥"));
    line.replace(QLatin1String("&nbsp;"), QLatin1String(" "));
    line.replace(QLatin1String("\\>"), QLatin1String(">"));
    line.replace(QLatin1String("\\<"), QLatin1String("<"));
    return line;
}

void readProseLine(const QString& line, const Evidence& evidence, const QString& source, double factor, Draft& draft) {
    // An open box of a to-do list is a wish, what is struck through is taken back.
    static const QRegularExpression todo(QStringLiteral("^\\s*[-*]\\s*\\[ \\]|^\\s*[-*]?\\s*~~.*~~\\s*$"));
    if (line.size() > 5000 || todo.match(line).hasMatch())
        return;
    static const QRegularExpression digit(QStringLiteral("\\d"));
    if (!line.contains(digit))
        return;
    const QString text = plainProse(line);
    SentenceReader reader(evidence, source, factor, draft);
    // TensorFlow's branches are called r1.2.
    static const QRegularExpression branch(QStringLiteral("(?<![\\w.-])r([12]\\.\\d{1,2})(?![\\w.-])"));
    static const QRegularExpression tensorflow(QStringLiteral("\\b(?:tensor ?flow|tf)\\b"), insensitive);
    if (tensorflow.match(text).hasMatch()) {
        double rank = factor * 0.95;
        auto it = branch.globalMatch(text);
        for (int branches = 0; it.hasNext() && branches < 4; ++branches, rank *= 0.85)
            draft.claimFramework(QStringLiteral("tensorflow"), QLatin1String("==") + it.next().captured(1), source,
                                 evidence, rank);
    }
    static const QRegularExpression sentenceEnd(QStringLiteral("(?<=[\\w)]{2})[.!?]\\s+(?=[A-Z])|;\\s+"));
    for (const QString& sentence : text.split(sentenceEnd, Qt::SkipEmptyParts))
        reader.read(sentence);
}

} // namespace reberth::analysis
