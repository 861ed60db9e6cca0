#pragma once

#include "ui/editor/linemarks.h"

#include <QList>
#include <QString>

namespace reberth::ui {

/// A stretch of lines (0-based) that differs between two texts; a count may be 0.
struct LineHunk {
    int oldStart = 0;
    int oldCount = 0;
    int newStart = 0;
    int newCount = 0;
    bool operator==(const LineHunk&) const = default;
};

/// Longest-common-subsequence difference by lines, in text order. Very long files that differ throughout come back as
/// one hunk rather than late.
QList<LineHunk> lineChanges(const QString& oldText, const QString& newText);
LineMarks lineMarksOf(const QList<LineHunk>& hunks);
/// `newText` with one hunk put back as it is in `oldText`.
QString revertHunk(const QString& oldText, const QString& newText, const LineHunk& hunk);

} // namespace reberth::ui
