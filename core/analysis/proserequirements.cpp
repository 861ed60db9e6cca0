#include "core/analysis/proserequirements.h"

#include "core/analysis/packagenames.h"
#include "core/analysis/requirement.h"
#include "core/knowledge/knowledge.h"

#include <QRegularExpression>

namespace reberth::analysis {

ProseRequirements::ProseRequirements(const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge)
    : m_knowledge(knowledge) {
    for (const PythonFacts& facts : python) {
        if (facts.vendored)
            continue;
        for (const ImportUse& use : facts.imports) {
            const QString top = use.module.section(QLatin1Char('.'), 0, 0);
            if (top.isEmpty() || m_imported.contains(top.toLower()) || knowledge.isStandardLibrary(top))
                continue;
            const QString name = knowledge.distributionsForImport(top).value(0);
            static const QRegularExpression valid(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]*$"));
            if (name.isEmpty() ? !isWellKnown(top) : !valid.match(name).hasMatch() && !frameworkOf(top))
                continue;
            const QString distribution = frameworkOf(top).value_or(name.isEmpty() ? top : name);
            m_imported.insert(top.toLower(), distribution);
            m_imported.insert(normalizedName(distribution), distribution);
        }
    }
}

QString ProseRequirements::distributionOf(const QString& word, bool code) const {
    static const QHash<QString, QString> spoken{{QStringLiteral("opencv"), QStringLiteral("opencv-python")},
                                                {QStringLiteral("python-opencv"), QStringLiteral("opencv-python")},
                                                {QStringLiteral("opencv2"), QStringLiteral("opencv-python")},
                                                {QStringLiteral("pytorch"), QStringLiteral("torch")},
                                                {QStringLiteral("pil"), QStringLiteral("pillow")},
                                                {QStringLiteral("sklearn"), QStringLiteral("scikit-learn")},
                                                {QStringLiteral("skimage"), QStringLiteral("scikit-image")},
                                                {QStringLiteral("cython"), QStringLiteral("cython")}};
    const QString lower = word.toLower();
    if (const auto it = spoken.find(lower); it != spoken.end())
        return *it;
    if (const auto it = m_imported.find(lower); it != m_imported.end())
        return *it;
    if (const auto it = m_imported.find(normalizedName(word)); it != m_imported.end())
        return *it;
    if (code && word.size() > 2) {
        const QString name = m_knowledge.distributionsForImport(word).value(0);
        if (normalizedName(name) == normalizedName(word))
            return name;
    }
    return {};
}

void ProseRequirements::read(const QString& line, const QString& section, const Evidence& evidence, double factor,
                             Draft& draft) const {
    if (line.size() > 1500)
        return;
    static const QRegularExpression heading(
        QStringLiteral("require|depend|install|prerequisite|environment|setup|librar|packages|getting started"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression asks(
        QStringLiteral(
            "\\b(?:requirements?|dependenc(?:y|ies)|packages|librar(?:y|ies)|requires?|required|prerequisites?|you "
            "need|need to (?:have|install)|might not have|python (?:packages|modules|libraries)|install)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression bullet(QStringLiteral("^\\s*(?:[-*+]|\\d+[.)])\\s+"));
    const bool inSection = heading.match(section).hasMatch();
    const bool listed = inSection && bullet.match(line).hasMatch();
    if (!listed && !asks.match(line).hasMatch())
        return;
    static const QRegularExpression soft(
        QStringLiteral(
            "optional|if you want|for visuali[sz]ation|you can also|alternatively|not required|thanks|based on|borrow"),
        QRegularExpression::CaseInsensitiveOption);
    const bool optional = soft.match(line).hasMatch();
    // Words in code marks, the first word of a list item, and the items of a comma list after a colon.
    static const QRegularExpression link(QStringLiteral("\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression tag(QStringLiteral("<[A-Za-z/][^>]*>|https?://\\S+"));
    QString text = line;
    text.replace(link, QStringLiteral("\\1"));
    text.remove(tag);
    QList<std::pair<QString, bool>> candidates;
    static const QRegularExpression span(QStringLiteral("`([A-Za-z][\\w.-]*(?:\\s*[=<>!~]=?\\s*[\\d.]+)?)`"));
    for (auto it = span.globalMatch(text); it.hasNext();)
        candidates.append({it.next().captured(1), true});
    QString rest = text;
    rest.remove(bullet);
    rest.remove(QRegularExpression(QStringLiteral("[*_`]+(?=\\s|$|,|:)|(?<=^|\\s)[*_`]+")));
    const qsizetype colon = rest.indexOf(QLatin1Char(':'));
    const bool commas = rest.contains(QLatin1Char(','));
    QString items = colon >= 0 && commas ? rest.mid(colon + 1) : rest;
    if (listed || (colon >= 0 && commas)) {
        static const QRegularExpression separators(QStringLiteral("\\s*(?:,|;|/|\\band\\b|&)\\s*"));
        static const QRegularExpression head(
            QStringLiteral("^(?:the\\s+|install\\s+|python\\s+packages?:?\\s*)?([A-Za-z][\\w.-]*)\\s*(\\(?\\s*(?:==|>=|"
                           "<=|>|<|~=|=)?\\s*v?\\d[\\w.]*\\+?\\s*\\)?)?\\s*(.*)$"),
            QRegularExpression::CaseInsensitiveOption);
        for (const QString& item : items.split(separators, Qt::SkipEmptyParts)) {
            const auto match = head.match(item.trimmed());
            if (!match.hasMatch() || match.captured(3).count(QLatin1Char(' ')) > 3)
                continue;
            candidates.append({match.captured(1) + match.captured(2), false});
        }
    }
    QSet<QString> seen;
    for (const auto& [candidate, code] : std::as_const(candidates)) {
        static const QRegularExpression parts(QStringLiteral(
            "^([A-Za-z][\\w.-]*?)\\s*\\(?\\s*(==|>=|<=|>|<|~=|=)?\\s*v?(\\d+(?:\\.\\d+)+)?(\\+)?[\\s)]*$"));
        const auto match = parts.match(candidate);
        if (!match.hasMatch())
            continue;
        const QString name = distributionOf(match.captured(1), code);
        if (name.isEmpty() || seen.contains(name))
            continue;
        seen.insert(name);
        Dependency dependency;
        dependency.name = name;
        dependency.origin = Dependency::Origin::Prose;
        dependency.optional = optional;
        dependency.evidence = {evidence};
        // Framework versions in prose are read as claims, with their words ("or higher").
        if (!frameworkOf(name) && !match.captured(3).isEmpty()) {
            QString sign = match.captured(2).isEmpty() ? QStringLiteral("==") : match.captured(2);
            sign = sign == QLatin1String("=") ? QStringLiteral("==") : sign;
            sign = match.captured(4).isEmpty() ? sign : QStringLiteral(">=");
            dependency.specifier = sign + match.captured(3);
        }
        draft.addPackage(dependency, QStringLiteral("readme"), factor * 0.9);
    }
}

} // namespace reberth::analysis
