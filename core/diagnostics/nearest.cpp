#include "core/diagnostics/nearest.h"

#include <QList>

#include <algorithm>
#include <numeric>

namespace reberth::diagnostics {

namespace {

/// Longer words are no typing slips of a name, and the comparison is quadratic.
constexpr qsizetype longestWord = 64;
constexpr qsizetype farthest = 2;

} // namespace

qsizetype editDistance(QStringView a, QStringView b) {
    QList<qsizetype> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = row.at(0);
        row[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const bool same = a.at(i - 1).toLower() == b.at(j - 1).toLower();
            const qsizetype replace = diagonal + (same ? 0 : 1);
            diagonal = row.at(j);
            row[j] = std::min({replace, row.at(j) + 1, row.at(j - 1) + 1});
        }
    }
    return row.back();
}

QString nearest(const QString& word, const QStringList& candidates) {
    QString best;
    qsizetype bestDistance = farthest + 1;
    if (word.size() > longestWord) {
        return best;
    }
    for (const QString& candidate : candidates) {
        if (std::abs(candidate.size() - word.size()) > farthest || candidate == word) {
            continue;
        }
        const qsizetype distance = editDistance(word, candidate);
        if (distance < bestDistance && distance < word.size()) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

} // namespace reberth::diagnostics
