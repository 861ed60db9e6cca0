#pragma once

#include "core/base/error.h"

#include <QString>

#include <functional>

class QWidget;

namespace reberth::ui {

/// A question with one or two ways forward; Cancel is always there.
struct Question {
    enum class Answer { Primary, Secondary, Cancel };
    QString title;
    QString text;      ///< what will happen, and what is lost
    QString primary;   ///< the button's words in Title Case: "Stop and Close"
    QString secondary; ///< "" for none
    bool destructive = false;
};

/// The seam for dialogs: windows ask through it and get the answer by callback, never by a nested event loop, so that a
/// test can answer without a dialog. Callbacks are not called any more once `parent` is gone.
class Prompts {
public:
    virtual ~Prompts() = default;

    virtual void ask(QWidget* parent, const Question& question, std::function<void(Question::Answer)> answered) = 0;
    virtual void showError(QWidget* parent, const QString& title, const Error& error) = 0;
    /// "" when the user cancels.
    virtual void chooseFolder(QWidget* parent, const QString& title, const QString& start,
                              std::function<void(const QString&)> chosen) = 0;
    virtual void chooseSaveFile(QWidget* parent, const QString& title, const QString& start,
                                std::function<void(const QString&)> chosen) = 0;
};

} // namespace reberth::ui
