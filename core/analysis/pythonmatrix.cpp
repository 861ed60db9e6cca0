#include "core/analysis/pythonmatrix.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::analysis {

void PythonMatrix::add(const QString& word, const Evidence& evidence) {
    static const QRegularExpression dotted(
        QStringLiteral("^(?:c?python[-=]?|py)?([23])\\.(\\d{1,2})(?:\\.(?:\\d+|x))?$"));
    static const QRegularExpression digits(QStringLiteral("^(?:py|cp)([23])(\\d{1,2})(?:-.*)?$"));
    const QString text = word.trimmed();
    auto match = dotted.match(text);
    if (!match.hasMatch())
        match = digits.match(text);
    if (!match.hasMatch())
        return;
    const std::optional<Version> version = Version::parse(match.captured(1) + QLatin1Char('.') + match.captured(2));
    if (version)
        m_versions.append({*version, evidence});
}

void PythonMatrix::claim(const QString& source, double factor, Draft& draft) const {
    if (m_versions.isEmpty())
        return;
    const auto older = [](const auto& a, const auto& b) { return a.first < b.first; };
    const auto [low, high] = std::minmax_element(m_versions.begin(), m_versions.end(), older);
    if (low->first == high->first) {
        draft.claimPython(QLatin1String("==") + low->first.toString(), source, low->second, factor);
        return;
    }
    // Two majors are a claim to run on both; the newer one is what runs today.
    const auto first = std::find_if(m_versions.begin(), m_versions.end(),
                                    [major = high->first.major()](const auto& row) { return row.first.major() == major; });
    Version lowest = first->first;
    for (const auto& row : m_versions) {
        if (row.first.major() == high->first.major() && row.first < lowest)
            lowest = row.first;
    }
    const QString above = QStringLiteral("%1.%2").arg(high->first.major()).arg(high->first.minor() + 1);
    draft.claimPython(QStringLiteral(">=%1,<%2").arg(lowest.toString(), above), source, high->second, factor * 0.9);
}

} // namespace reberth::analysis
