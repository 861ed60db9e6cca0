#pragma once

#include "ui/prompts/prompts.h"

#include <QList>
#include <QStringList>

namespace reberth::test {

/// Prompts that answer at once with what the test laid ready, and keep what was asked.
class ScriptedPrompts : public ui::Prompts {
public:
    ui::Question::Answer answer = ui::Question::Answer::Cancel;
    QString path;
    QList<ui::Question> questions;
    QList<Error> errors;

    void ask(QWidget* /*parent*/, const ui::Question& question,
             std::function<void(ui::Question::Answer)> answered) override {
        questions.append(question);
        answered(answer);
    }
    void showError(QWidget* /*parent*/, const QString& /*title*/, const Error& error) override { errors.append(error); }
    void chooseFolder(QWidget* /*parent*/, const QString& /*title*/, const QString& /*start*/,
                      std::function<void(const QString&)> chosen) override {
        chosen(path);
    }
    void chooseSaveFile(QWidget* /*parent*/, const QString& /*title*/, const QString& /*start*/,
                        std::function<void(const QString&)> chosen) override {
        chosen(path);
    }
};

} // namespace reberth::test
