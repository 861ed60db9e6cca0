#include "ui/files/linechanges.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace reberth::ui {

namespace {

/// Cells of the comparison table beyond which a stretch is taken as one change.
constexpr qint64 maxCells = 4'000'000;

} // namespace

QList<LineHunk> lineChanges(const QString& oldText, const QString& newText) {
    const QStringList before = oldText.split(QLatin1Char('\n'));
    const QStringList after = newText.split(QLatin1Char('\n'));
    qsizetype head = 0;
    while (head < before.size() && head < after.size() && before.at(head) == after.at(head)) {
        ++head;
    }
    qsizetype tail = 0;
    while (tail < before.size() - head && tail < after.size() - head &&
           before.at(before.size() - 1 - tail) == after.at(after.size() - 1 - tail)) {
        ++tail;
    }
    const int rows = static_cast<int>(before.size() - head - tail);
    const int columns = static_cast<int>(after.size() - head - tail);
    const int base = static_cast<int>(head);
    if (rows == 0 && columns == 0) {
        return {};
    }
    if (rows == 0 || columns == 0 || static_cast<qint64>(rows) * columns > maxCells) {
        return {LineHunk{base, rows, base, columns}};
    }
    // common[i][j]: the most lines that before[i…] and after[j…] share in order.
    const auto width = static_cast<std::size_t>(columns) + 1;
    std::vector<int> common((static_cast<std::size_t>(rows) + 1) * width, 0);
    const auto cell = [width](int i, int j) {
        return static_cast<std::size_t>(i) * width + static_cast<std::size_t>(j);
    };
    for (int i = rows - 1; i >= 0; --i) {
        for (int j = columns - 1; j >= 0; --j) {
            common[cell(i, j)] = before.at(base + i) == after.at(base + j)
                                     ? common[cell(i + 1, j + 1)] + 1
                                     : std::max(common[cell(i + 1, j)], common[cell(i, j + 1)]);
        }
    }
    QList<LineHunk> hunks;
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
        if (i < rows && j < columns && before.at(base + i) == after.at(base + j)) {
            ++i;
            ++j;
            continue;
        }
        LineHunk hunk{base + i, 0, base + j, 0};
        while ((i < rows || j < columns) && !(i < rows && j < columns && before.at(base + i) == after.at(base + j))) {
            if (j >= columns || (i < rows && common[cell(i + 1, j)] >= common[cell(i, j + 1)])) {
                ++i;
                ++hunk.oldCount;
            } else {
                ++j;
                ++hunk.newCount;
            }
        }
        hunks.append(hunk);
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
