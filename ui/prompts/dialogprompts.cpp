#include "ui/prompts/dialogprompts.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace reberth::ui {

void DialogPrompts::ask(QWidget* parent, const Question& question, std::function<void(Question::Answer)> answered) {
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(question.destructive ? QMessageBox::Warning : QMessageBox::Question);
    box->setWindowTitle(question.title);
    box->setText(question.title);
    box->setInformativeText(question.text);
    QPushButton* primary =
        box->addButton(question.primary, question.destructive ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole);
    QPushButton* secondary =
        question.secondary.isEmpty() ? nullptr : box->addButton(question.secondary, QMessageBox::ActionRole);
    QPushButton* cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(question.destructive ? cancel : primary);
    box->setEscapeButton(cancel);
    QObject::connect(box, &QMessageBox::finished, parent, [=] {
        const QAbstractButton* clicked = box->clickedButton();
        if (clicked == primary) {
            answered(Question::Answer::Primary);
        } else if (clicked && clicked == secondary) {
            answered(Question::Answer::Secondary);
        } else {
            answered(Question::Answer::Cancel);
        }
    });
    box->open();
}

void DialogPrompts::showError(QWidget* parent, const QString& title, const Error& error) {
    auto* box = new QMessageBox(QMessageBox::Warning, title, title, QMessageBox::Close, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(error.message);
    box->setDetailedText(error.detail);
    box->open();
}

namespace {

void open(QFileDialog* dialog, QWidget* parent, const std::function<void(const QString&)>& chosen) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::finished, parent, [dialog, chosen](int result) {
        chosen(result == QDialog::Accepted ? dialog->selectedFiles().value(0) : QString());
    });
    dialog->open();
}

} // namespace

void DialogPrompts::chooseFolder(QWidget* parent, const QString& title, const QString& start,
                                 std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, title, start);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    open(dialog, parent, chosen);
}

void DialogPrompts::chooseSaveFile(QWidget* parent, const QString& title, const QString& start,
                                   std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, title, start);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    open(dialog, parent, chosen);
}

} // namespace reberth::ui
