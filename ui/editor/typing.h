#pragma once

#include <QString>

class QKeyEvent;
class QPlainTextEdit;

namespace reberth::ui {

/// What a programmer expects of keys: kept indentation, pairs of brackets and quotes, Tab and Shift+Tab on lines.
/// Returns true when the key was dealt with.
bool handleTyping(QPlainTextEdit& editor, QKeyEvent& event, const QString& language);

/// Comments the selected lines with `marker`, or uncomments them when all are comments; one undo step.
void toggleLineComments(QPlainTextEdit& editor, const QString& marker);

} // namespace reberth::ui
