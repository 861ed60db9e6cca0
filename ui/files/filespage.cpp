#include "ui/files/filespage.h"

#include "core/project/project.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/codesize.h"
#include "ui/editor/editorview.h"
#include "ui/editor/languageactions.h"
#include "ui/files/changepopup.h"
#include "ui/files/filecontext.h"
#include "ui/files/linechanges.h"
#include "ui/files/problemsmodel.h"
#include "ui/files/problemspanel.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/prompts/prompts.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace reberth::ui {

namespace {

/// Long enough to be idle between the keys of a word, short enough to look live.
constexpr int flushDelayMs = 120;

} // namespace

FilesPage::FilesPage(const Services& services, QWidget* parent)
    : Page(parent)
    , m_services(services)
    , m_tabs(new QTabBar(this))
    , m_save(new QPushButton(tr("Save"), this))
    , m_revert(new QPushButton(tr("Revert…"), this))
    , m_regenerate(new QPushButton(tr("Regenerate"), this))
    , m_conflict(new Banner(this))
    , m_disk(new Banner(this))
    , m_editors(new QStackedWidget(this))
    , m_problems(new ProblemsModel(this))
    , m_panel(new ProblemsPanel(m_problems, this))
    , m_content(new QWidget(this))
    , m_empty(new EmptyState(QStringLiteral("files"), tr("No files yet"), {}, this)) {
    setObjectName(QStringLiteral("filesPage"));
    setAccessibleName(tr("Files"));
    m_tabs->setObjectName(QStringLiteral("fileTabs"));
    m_tabs->setAccessibleName(tr("Open files"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setElideMode(Qt::ElideNone);
    m_save->setObjectName(QStringLiteral("saveFile"));
    m_revert->setObjectName(QStringLiteral("revertFile"));
    m_regenerate->setObjectName(QStringLiteral("regenerateFiles"));
    m_regenerate->setToolTip(tr("Writes the files from the recipe again; your own edits are merged in"));
    m_conflict->setObjectName(QStringLiteral("conflictBanner"));
    m_disk->setObjectName(QStringLiteral("diskBanner"));
    m_disk->hide();
    connect(m_disk->addButton(tr("Close"), QStringLiteral("closeDiskBanner")), &QPushButton::clicked, m_disk,
            &QWidget::hide);

    auto* card = new Card(this);
    card->setFill(&Palette::code);
    auto* cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(1, spacing::unit, 1, spacing::unit);
    cardLayout->addWidget(m_editors);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(spacing::card);
    splitter->addWidget(card);
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(0, 4);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({520, 150});

    auto* bar = new QHBoxLayout;
    bar->setSpacing(spacing::unit);
    bar->addWidget(m_tabs, 1);
    bar->addWidget(m_revert);
    bar->addWidget(m_save);
    bar->addWidget(m_regenerate);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::unit);
    column->addLayout(bar);
    column->addWidget(m_conflict);
    column->addWidget(m_disk);
    column->addWidget(splitter, 1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(spacing::page, spacing::card, spacing::page, spacing::card);
    outer->addWidget(m_content, 1);
    outer->addWidget(m_empty, 1);

    auto* plan = m_empty->addButton(tr("Go to the Environment"), QStringLiteral("filesGoToEnvironment"));
    connect(plan, &QPushButton::clicked, this, [this] { m_services.navigator.goTo(PageId::Environment); });

    m_flush.setSingleShot(true);
    m_flush.setInterval(flushDelayMs);
    connect(&m_flush, &QTimer::timeout, this, &FilesPage::flush);
    connect(m_save, &QPushButton::clicked, this, &FilesPage::save);
    connect(m_revert, &QPushButton::clicked, this, &FilesPage::revert);
    connect(m_regenerate, &QPushButton::clicked, this, &FilesPage::regenerate);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        if (EditorView* view = m_views.value(m_tabs->tabData(index).toString())) {
            m_editors->setCurrentWidget(view);
        }
        updateState();
    });
    connect(m_panel, &ProblemsPanel::opened, this,
            [this](int row) { openFile(m_problems->file(row), m_problems->diagnostic(row).range.start); });
    connect(m_panel, &ProblemsPanel::fixRequested, this, [this](int row) { fix(row, false); });
    connect(m_panel, &ProblemsPanel::fixAllRequested, this, [this](int row) { fix(row, true); });
    connect(m_panel, &ProblemsPanel::ignoreRequested, this, [this](int row) {
        const diagnostics::Diagnostic diagnostic = m_problems->diagnostic(row);
        if (CodeEditor* target = editorOf(row)) {
            target->askSuppression(diagnostic);
        }
    });
    connect(&services.navigator, &Navigator::fileRequested, this,
            [this](const QString& name, int offset) { openFile(name, offset); });
    addActions();
    updateState();
}

FilesPage::~FilesPage() {
    // Disconnects first: the project may outlive the page.
    setProject(nullptr);
    delete m_change;
}

void FilesPage::addActions() {
    const auto add = [this](const QString& name, const QString& text, const QKeySequence& key, auto slot) {
        auto* action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(QStringLiteral("actionSave"), tr("Save"), QKeySequence(QKeySequence::Save), &FilesPage::save);
    add(QStringLiteral("actionSaveAll"), tr("Save All"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
        &FilesPage::saveAll);
    add(QStringLiteral("actionRevertFile"), tr("Revert File…"), {}, &FilesPage::revert);
    add(QStringLiteral("actionRegenerate"), tr("Regenerate Files"), QKeySequence(Qt::CTRL | Qt::Key_G),
        &FilesPage::regenerate);
    add(QStringLiteral("actionShowChange"), tr("Show the Change Here"), QKeySequence(Qt::ALT | Qt::Key_F3), [this] {
        if (const CodeEditor* target = editor(currentFile())) {
            showChange(currentFile(), target->textCursor().blockNumber());
        }
    });
    add(QStringLiteral("actionNextChange"), tr("Next Change"), QKeySequence(Qt::ALT | Qt::Key_F5),
        [this] { goToChange(true); });
    add(QStringLiteral("actionPreviousChange"), tr("Previous Change"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_F5),
        [this] { goToChange(false); });
    add(QStringLiteral("actionProblems"), tr("Go to the Problems"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M),
        [this] { m_panel->takeFocus(); });
    add(QStringLiteral("actionNextFile"), tr("Next File"), QKeySequence(Qt::CTRL | Qt::Key_Tab), [this] {
        if (m_tabs->count() > 0) {
            m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % m_tabs->count());
        }
    });
}

void FilesPage::setProject(project::Project* project) {
    if (m_project == project) {
        return;
    }
    if (m_project) {
        flush();
        m_project->disconnect(this);
    }
    m_project = project;
    m_pending.clear();
    m_disk->hide();
    if (project) {
        connect(project, &project::Project::filesChanged, this, &FilesPage::rebuild);
        connect(project, &project::Project::recipeChanged, this, &FilesPage::updateState);
        connect(project, &project::Project::fileTextChanged, this, &FilesPage::takeText);
        connect(project, &project::Project::diagnosticsChanged, this, &FilesPage::takeDiagnostics);
        connect(project, &project::Project::modifiedChanged, this, &FilesPage::updateTab);
        connect(project, &project::Project::mergedFromDisk, this, &FilesPage::tellOfDisk);
    }
    rebuild();
}

void FilesPage::activated() {
    if (QWidget* view = m_editors->currentWidget()) {
        view->setFocus();
    }
}

CodeEditor* FilesPage::editor(const QString& name) const {
    EditorView* view = m_views.value(name);
    return view ? view->editor() : nullptr;
}

QString FilesPage::currentFile() const {
    return m_tabs->tabData(m_tabs->currentIndex()).toString();
}

void FilesPage::rebuild() {
    const QString current = currentFile();
    const QStringList names = m_project ? m_project->fileNames() : QStringList();
    m_problems->keepFiles(names);
    {
        const QSignalBlocker quiet(m_tabs);
        while (m_tabs->count() > 0) {
            m_tabs->removeTab(0);
        }
        for (auto it = m_views.begin(); it != m_views.end();) {
            if (names.contains(it.key())) {
                ++it;
            } else {
                it.value()->deleteLater();
                m_editors->removeWidget(it.value());
                m_pending.remove(it.key());
                it = m_views.erase(it);
            }
        }
        for (const QString& name : names) {
            const int index = m_tabs->addTab(name);
            m_tabs->setTabData(index, name);
            if (!m_views.contains(name)) {
                auto* view = new EditorView(m_editors);
                followCodeSize(view->editor(), m_services.settings);
                view->setObjectName(QStringLiteral("editor:") + name);
                view->editor()->setFileName(name);
                view->editor()->loadText(m_project->file(name)->text);
                m_editors->addWidget(view);
                m_views.insert(name, view);
                connectEditor(name, view->editor());
            } else {
                takeText(name);
            }
            takeDiagnostics(name);
            updateTab(name);
            updateLineMarks(name);
        }
    }
    openFile(names.contains(current) ? current : names.value(0));
    updateState();
}

void FilesPage::connectEditor(const QString& name, CodeEditor* editor) {
    editor->languageActions()->setContextSource(
        [this] { return m_project ? fileContext(*m_project, m_services.knowledge) : language::Context(); });
    connect(editor, &CodeEditor::edited, this, [this, name] {
        m_pending.insert(name);
        m_flush.start();
    });
    connect(editor, &CodeEditor::lineMarkClicked, this, [this, name](int line) { showChange(name, line); });
    connect(editor, &CodeEditor::projectSuppressionAsked, this, [this](const QString& rule, const QString& reason) {
        if (m_project) {
            report(tr("The rule could not be left out"), m_project->ignoreRule(rule, reason));
        }
    });
}

void FilesPage::openFile(const QString& name, qsizetype offset) {
    for (int index = 0; index < m_tabs->count(); ++index) {
        if (m_tabs->tabData(index).toString() == name) {
            m_tabs->setCurrentIndex(index);
            m_editors->setCurrentWidget(m_views.value(name));
            if (offset >= 0) {
                editor(name)->goToOffset(offset);
            }
            return;
        }
    }
}

void FilesPage::openFileAtLine(const QString& name, int line) {
    openFile(name);
    if (CodeEditor* target = editor(name); target && line > 0) {
        target->goTo(line - 1, 0);
    }
}

void FilesPage::takeText(const QString& name) {
    CodeEditor* target = editor(name);
    const project::ProjectFile* file = m_project ? m_project->file(name) : nullptr;
    // Keys that are not handed over yet are newer than what the project has.
    if (!target || !file || m_pending.contains(name)) {
        return;
    }
    if (file->text != target->text()) {
        target->replaceText(file->text);
        m_pending.remove(name);
    }
    updateLineMarks(name);
    updateTab(name);
}

void FilesPage::takeDiagnostics(const QString& name) {
    CodeEditor* target = editor(name);
    const project::ProjectFile* file = m_project ? m_project->file(name) : nullptr;
    // What was found in an older text keeps its place until the next answer, which is on its way.
    if (!target || !file || !file->checked) {
        return;
    }
    m_problems->setDiagnostics(name, file->text, file->diagnostics);
    if (file->text == target->text()) {
        target->setDiagnostics(file->diagnostics);
    }
    updateState();
}

void FilesPage::updateTab(const QString& name) {
    const project::ProjectFile* file = m_project ? m_project->file(name) : nullptr;
    if (!file) {
        return;
    }
    const bool modified = file->modified || m_pending.contains(name);
    for (int index = 0; index < m_tabs->count(); ++index) {
        if (m_tabs->tabData(index).toString() == name) {
            m_tabs->setTabText(index, modified ? name + QStringLiteral(" ●") : name);
            m_tabs->setTabToolTip(index, modified ? tr("%1, not saved").arg(name) : name);
        }
    }
    updateState();
}

void FilesPage::updateState() {
    const bool any = m_project && !m_project->fileNames().isEmpty();
    m_content->setVisible(any);
    m_empty->setVisible(!any);
    if (!m_project) {
        m_empty->setText(tr("No project is open"), tr("Import a repository on the Home page first."));
    } else if (!m_project->recipe()) {
        m_empty->setText(tr("No files yet"), tr("Choose a plan on the Environment page; its files appear here."));
    } else {
        m_empty->setText(tr("No files yet"), tr("The plan is chosen. Generate its files on the Environment page."));
    }
    const project::ProjectFile* file = m_project ? m_project->file(currentFile()) : nullptr;
    const bool modified = file && (file->modified || m_pending.contains(file->name));
    m_save->setEnabled(modified);
    m_revert->setEnabled(modified);
    m_regenerate->setEnabled(m_project && m_project->recipe().has_value());
    QStringList conflicts;
    if (m_project) {
        const QStringList names = m_project->fileNames();
        for (const QString& name : names) {
            if (m_project->file(name)->conflict) {
                conflicts.append(name);
            }
        }
    }
    m_conflict->setVisible(!conflicts.isEmpty());
    if (!conflicts.isEmpty()) {
        m_conflict->setMessage(
            Tone::Warning, tr("Your edits and the new recipe change the same lines"),
            tr("%1 holds both between <<<<<<< and >>>>>>>. Keep what you want, delete the marks and save.")
                .arg(conflicts.join(QStringLiteral(", "))));
    }
    PageMark mark;
    if (const int problems = m_project ? m_project->problemCount() : 0; problems > 0) {
        mark.tone = m_problems->count(diagnostics::Severity::Error) > 0 ? Tone::Error : Tone::Warning;
        mark.text = QString::number(problems);
        mark.description = tr("Problems: %1").arg(problems);
    } else if (any) {
        mark.tone = Tone::Ok;
        mark.description = tr("No problems");
    }
    setMark(mark);
}

void FilesPage::updateLineMarks(const QString& name) {
    CodeEditor* target = editor(name);
    const project::ProjectFile* file = m_project ? m_project->file(name) : nullptr;
    if (!target || !file) {
        return;
    }
    // A file of the user's own was never generated: nothing of it is a change.
    target->setLineMarks(file->generatedText.isEmpty() ? LineMarks()
                                                       : lineMarksOf(lineChanges(file->generatedText, target->text())));
}

void FilesPage::flush() {
    m_flush.stop();
    const QSet<QString> names = std::exchange(m_pending, {});
    for (const QString& name : names) {
        if (m_project && editor(name)) {
            m_project->setFileText(name, editor(name)->text());
            takeDiagnostics(name);
            updateLineMarks(name);
            updateTab(name);
        }
    }
}

void FilesPage::save() {
    flush();
    if (m_project && !currentFile().isEmpty()) {
        report(tr("The file could not be saved"), m_project->saveFile(currentFile()));
        updateTab(currentFile());
    }
}

void FilesPage::saveAll() {
    flush();
    if (m_project) {
        report(tr("The files could not be saved"), m_project->saveAllFiles());
        const QStringList names = m_project->fileNames();
        for (const QString& name : names) {
            updateTab(name);
        }
    }
}

void FilesPage::revert() {
    flush();
    const QString name = currentFile();
    if (!m_project || name.isEmpty()) {
        return;
    }
    m_services.prompts.ask(
        this, {tr("Revert %1?").arg(name), tr("The edits since the last save will be lost."), tr("Revert"), {}, true},
        [this, name](Question::Answer answer) {
            if (answer == Question::Answer::Primary && m_project) {
                m_project->revertFile(name);
                takeText(name);
            }
        });
}

void FilesPage::regenerate() {
    flush();
    if (m_project && m_project->recipe()) {
        report(tr("The files could not be generated"), m_project->generateFiles());
    }
}

void FilesPage::showChange(const QString& name, int line) {
    CodeEditor* target = editor(name);
    const project::ProjectFile* file = m_project ? m_project->file(name) : nullptr;
    if (!target || !file || file->generatedText.isEmpty()) {
        return;
    }
    const QString generated = file->generatedText;
    const QList<LineHunk> hunks = lineChanges(generated, target->text());
    for (const LineHunk& hunk : hunks) {
        const bool removed = hunk.newCount == 0 && std::max(0, hunk.newStart - 1) == line;
        if (!removed && (line < hunk.newStart || line >= hunk.newStart + hunk.newCount)) {
            continue;
        }
        if (!m_change) {
            m_change = new ChangePopup(window());
        }
        m_change->disconnect(this);
        connect(m_change, &ChangePopup::revertChosen, this, [this, name, generated](const LineHunk& chosen) {
            if (CodeEditor* changed = editor(name)) {
                changed->replaceText(revertHunk(generated, changed->text(), chosen));
            }
        });
        connect(m_change, &ChangePopup::closed, this, &FilesPage::activated);
        const int last = removed ? line : hunk.newStart + hunk.newCount - 1;
        m_change->open(generated, target->text(), hunk, target->belowLine(last));
        return;
    }
}

void FilesPage::goToChange(bool forward) {
    CodeEditor* target = editor(currentFile());
    if (!target || target->lineMarks().isEmpty()) {
        return;
    }
    // The first line of every stretch.
    QList<int> starts;
    int previous = -2;
    const QList<int> lines = target->lineMarks().keys();
    for (const int line : lines) {
        if (line != previous + 1) {
            starts.append(line);
        }
        previous = line;
    }
    const int here = target->textCursor().blockNumber();
    int wanted = forward ? starts.first() : starts.last();
    if (forward) {
        const auto next = std::upper_bound(starts.cbegin(), starts.cend(), here);
        wanted = next == starts.cend() ? starts.first() : *next;
    } else {
        const auto next = std::lower_bound(starts.cbegin(), starts.cend(), here);
        wanted = next == starts.cbegin() ? starts.last() : *std::prev(next);
    }
    target->goTo(wanted, 0);
}

void FilesPage::tellOfDisk(const QString& name, bool conflict) {
    m_disk->setMessage(conflict ? Tone::Warning : Tone::Neutral, tr("%1 was changed on disk").arg(name),
                       conflict
                           ? tr("It changes lines that you have changed too. Both stand between <<<<<<< and >>>>>>>.")
                           : tr("The changes are in the text now; nothing of yours was lost. Undo takes them back."));
    m_disk->show();
}

CodeEditor* FilesPage::editorOf(int row) {
    const QString file = m_problems->file(row);
    openFile(file, m_problems->diagnostic(row).range.start);
    CodeEditor* target = editor(file);
    const project::ProjectFile* known = m_project ? m_project->file(file) : nullptr;
    // Places are those of the text that was checked.
    return target && known && known->checked && known->text == target->text() ? target : nullptr;
}

void FilesPage::fix(int row, bool allOfKind) {
    const diagnostics::Diagnostic diagnostic = m_problems->diagnostic(row);
    if (CodeEditor* target = editorOf(row)) {
        if (allOfKind) {
            target->fixAll(diagnostic.ruleId);
        } else {
            target->applyEdits(diagnostic.fixes.first().edits);
        }
        flush();
    }
}

void FilesPage::report(const QString& title, const Result<void>& result) {
    if (!result) {
        m_services.prompts.showError(this, title, result.error());
    }
}

} // namespace reberth::ui
