#pragma once

#include "ui/prompts/prompts.h"

namespace reberth::ui {

/// Prompts with window-modal dialogs.
class DialogPrompts : public Prompts {
public:
    void ask(QWidget* parent, const Question& question, std::function<void(Question::Answer)> answered) override;
    void showError(QWidget* parent, const QString& title, const Error& error) override;
    void chooseFolder(QWidget* parent, const QString& title, const QString& start,
                      std::function<void(const QString&)> chosen) override;
    void chooseSaveFile(QWidget* parent, const QString& title, const QString& start,
                        std::function<void(const QString&)> chosen) override;
};

} // namespace reberth::ui
