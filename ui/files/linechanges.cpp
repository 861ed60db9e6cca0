#include "ui/files/linechanges.h"

#include <QHash>
#include <QStringList>

#include <algorithm>
#include <vector>

namespace reberth::ui {

namespace {

/// Changed lines beyond which a stretch is taken as one change; the trace of the search grows with their square.
constexpr int maxChanges = 1000;

/// Lines as numbers, equal ones alike: comparing them is what the search does most.
class LineNumbers {
public:
    std::vector<int> of(const QStringList& lines) {
        std::vector<int> numbers;
        numbers.reserve(static_cast<std::size_t>(lines.size()));
        for (const QString& line : lines) {
            const auto known = m_known.constFind(line);
            numbers.push_back(known != m_known.constEnd() ? *known
                                                          : *m_known.insert(line, static_cast<int>(m_known.size())));
        }
        return numbers;
    }

private:
    QHash<QString, int> m_known;
};

/// Which lines of the two stretches are in both, by the greedy search of Myers; false when they differ too much.
bool matchLines(const std::vector<int>& before, const std::vector<int>& after, int head, int rows, int columns,
                std::vector<bool>& kept, std::vector<bool>& added) {
    const int most = std::min(rows + columns, maxChanges);
    const auto at = [most](std::vector<int>& row, int diagonal) -> int& {
        return row[static_cast<std::size_t>(diagonal + most + 1)];
    };
    const auto same = [&](int i, int j) {
        return before[static_cast<std::size_t>(head + i)] == after[static_cast<std::size_t>(head + j)];
    };
    std::vector<int> furthest(2 * static_cast<std::size_t>(most) + 3, 0);
    std::vector<std::vector<int>> trace; // of each round, only the diagonals that it reached
    int found = -1;
    for (int changes = 0; changes <= most && found < 0; ++changes) {
        trace.emplace_back(furthest.begin() + (most + 1 - changes), furthest.begin() + (most + 2 + changes));
        for (int diagonal = -changes; diagonal <= changes; diagonal += 2) {
            const bool down = diagonal == -changes ||
                              (diagonal != changes && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
            int i = down ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
            int j = i - diagonal;
            while (i < rows && j < columns && j >= 0 && same(i, j)) {
                ++i;
                ++j;
            }
            at(furthest, diagonal) = i;
            if (i >= rows && j >= columns) {
                found = changes;
                break;
            }
        }
    }
    if (found < 0) {
        return false;
    }
    kept.assign(static_cast<std::size_t>(rows), true);
    added.assign(static_cast<std::size_t>(columns), false);
    int i = rows;
    int j = columns;
    for (int changes = found; changes > 0; --changes) {
        const std::vector<int>& row = trace[static_cast<std::size_t>(changes)];
        const auto old = [&row, changes](int diagonal) {
            const int index = diagonal + changes;
            return index < 0 || index > 2 * changes ? -1 : row[static_cast<std::size_t>(index)];
        };
        const int diagonal = i - j;
        const bool down = diagonal == -changes || (diagonal != changes && old(diagonal - 1) < old(diagonal + 1));
        const int fromDiagonal = down ? diagonal + 1 : diagonal - 1;
        i = old(fromDiagonal);
        j = i - fromDiagonal;
        if (down) {
            added[static_cast<std::size_t>(j)] = true;
        } else {
            kept[static_cast<std::size_t>(i)] = false;
        }
    }
    return true;
}

} // namespace

QList<LineHunk> lineChanges(const QString& oldText, const QString& newText) {
    const QStringList oldLines = oldText.split(QLatin1Char('\n'));
    const QStringList newLines = newText.split(QLatin1Char('\n'));
    LineNumbers numbers;
    const std::vector<int> before = numbers.of(oldLines);
    const std::vector<int> after = numbers.of(newLines);
    const auto oldCount = static_cast<int>(before.size());
    const auto newCount = static_cast<int>(after.size());
    int head = 0;
    while (head < oldCount && head < newCount &&
           before[static_cast<std::size_t>(head)] == after[static_cast<std::size_t>(head)]) {
        ++head;
    }
    int tail = 0;
    while (tail < oldCount - head && tail < newCount - head &&
           before[static_cast<std::size_t>(oldCount - 1 - tail)] ==
               after[static_cast<std::size_t>(newCount - 1 - tail)]) {
        ++tail;
    }
    const int rows = oldCount - head - tail;
    const int columns = newCount - head - tail;
    if (rows == 0 && columns == 0) {
        return {};
    }
    std::vector<bool> kept;
    std::vector<bool> added;
    if (rows == 0 || columns == 0 || !matchLines(before, after, head, rows, columns, kept, added)) {
        return {LineHunk{head, rows, head, columns}};
    }
    QList<LineHunk> hunks;
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
        LineHunk hunk{head + i, 0, head + j, 0};
        while (i < rows && !kept[static_cast<std::size_t>(i)]) {
            ++i;
            ++hunk.oldCount;
        }
        while (j < columns && added[static_cast<std::size_t>(j)]) {
            ++j;
            ++hunk.newCount;
        }
        if (hunk.oldCount > 0 || hunk.newCount > 0) {
            hunks.append(hunk);
        } else {
            ++i;
            ++j;
        }
    }
    return hunks;
}

LineMarks lineMarksOf(const QList<LineHunk>& hunks) {
    LineMarks marks;
    for (const LineHunk& hunk : hunks) {
        if (hunk.newCount == 0) {
            marks.insert(std::max(0, hunk.newStart - 1), LineMark::RemovedBelow);
        }
        for (int line = 0; line < hunk.newCount; ++line) {
            marks.insert(hunk.newStart + line, hunk.oldCount == 0 ? LineMark::Added : LineMark::Changed);
        }
    }
    return marks;
}

QString revertHunk(const QString& oldText, const QString& newText, const LineHunk& hunk) {
    const QStringList before = oldText.split(QLatin1Char('\n'));
    const QStringList after = newText.split(QLatin1Char('\n'));
    return (after.mid(0, hunk.newStart) + before.mid(hunk.oldStart, hunk.oldCount) +
            after.mid(hunk.newStart + hunk.newCount))
        .join(QLatin1Char('\n'));
}

} // namespace reberth::ui
