#pragma once

#include <QObject>
#include <QString>

namespace reberth::ui {

enum class PageId { Home, Repository, Environment, Files, Build, Run, Hosts, Settings };

/// How a page asks for another one without knowing it. The main window and the pages listen.
class Navigator : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void goTo(PageId page) { emit pageRequested(page); }
    /// Opens a project file in the Files page with the cursor at a UTF-16 offset (-1: where it was).
    void showFile(const QString& name, int offset = -1);
    /// Opens the environment wizard at one of its pages ("target", "python", "framework", "dependencies",
    /// "entrypoints", "review"); "" for the first.
    void openWizard(const QString& step = {});

signals:
    void pageRequested(reberth::ui::PageId page);
    void fileRequested(const QString& name, int offset);
    void wizardRequested(const QString& step);
};

} // namespace reberth::ui
