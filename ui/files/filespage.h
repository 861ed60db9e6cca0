#pragma once

#include "core/base/result.h"
#include "ui/widgets/page.h"

#include <QHash>
#include <QPointer>
#include <QSet>
#include <QTimer>

class QPushButton;
class QStackedWidget;
class QTabBar;

namespace reberth::ui {

class Banner;
class ChangePopup;
class CodeEditor;
class EditorView;
class EmptyState;
class ProblemsModel;
class ProblemsPanel;
struct Services;

/// The project's files in editor tabs over a table of their problems.
class FilesPage : public Page {
    Q_OBJECT
public:
    explicit FilesPage(const Services& services, QWidget* parent = nullptr);
    ~FilesPage() override;

    void setProject(project::Project* project) override;
    void activated() override;

    /// Shows a file; `offset` is into its text, -1 leaves the cursor where it was.
    void openFile(const QString& name, qsizetype offset = -1);
    void openFileAtLine(const QString& name, int line); ///< 1-based
    QString currentFile() const;

public slots:
    void save();
    void saveAll();
    void revert();
    void regenerate();

private:
    void addActions();
    void rebuild();
    void updateTab(const QString& name);
    void updateState();
    void takeText(const QString& name);
    void takeDiagnostics(const QString& name);
    void updateLineMarks(const QString& name);
    void flush();
    void connectEditor(const QString& name, CodeEditor* editor);
    void showChange(const QString& name, int line);
    void goToChange(bool forward);
    void tellOfDisk(const QString& name, bool conflict);
    void fix(int row, bool allOfKind);
    /// The editor of a problem when what was checked is what is shown; the cursor goes there.
    CodeEditor* editorOf(int row);
    void report(const QString& title, const Result<void>& result);
    CodeEditor* editor(const QString& name) const;

    const Services& m_services;
    QPointer<project::Project> m_project;
    QTabBar* m_tabs;
    QPushButton* m_save;
    QPushButton* m_revert;
    QPushButton* m_regenerate;
    Banner* m_conflict;
    Banner* m_disk; ///< tells of files that others have changed
    QPointer<ChangePopup> m_change;
    QStackedWidget* m_editors;
    ProblemsModel* m_problems;
    ProblemsPanel* m_panel;
    QWidget* m_content;
    EmptyState* m_empty;
    QHash<QString, EditorView*> m_views;
    QSet<QString> m_pending; ///< edited, not yet handed to the project
    QTimer m_flush;
};

} // namespace reberth::ui
