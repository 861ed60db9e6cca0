#include "core/host/hostlist.h"
#include "core/knowledge/knowledge.h"
#include "core/project/project.h"
#include "core/settings/settings.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/editorview.h"
#include "ui/files/filespage.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/prompts/prompts.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace reberth;
using namespace reberth::ui;

namespace {

class AnsweringPrompts : public Prompts {
public:
    void ask(QWidget*, const Question&, std::function<void(Question::Answer)> answered) override {
        ++asked;
        answered(answer);
    }
    void showError(QWidget*, const QString& title, const Error& error) override {
        errors.append(title + QLatin1Char(' ') + error.message);
    }
    void chooseFolder(QWidget*, const QString&, const QString&, std::function<void(const QString&)>) override {}
    void chooseSaveFile(QWidget*, const QString&, const QString&, std::function<void(const QString&)>) override {}

    Question::Answer answer = Question::Answer::Primary;
    int asked = 0;
    QStringList errors;
};

QByteArray onDisk(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestFilesPage : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void tabsHoldTheGeneratedFiles();
    void typingMarksTheTabAndSavingWrites();
    void problemsAppearAsOneTypes();
    void revertAsksFirst();
    void changedLinesAreMarked();
    void navigatorOpensAFileAtItsPlace();
    void withoutAProjectItSaysWhatToDo();

private:
    CodeEditor* editor() const { return m_page->findChild<EditorView*>(QStringLiteral("editor:Dockerfile"))->editor(); }
    QString path() const { return m_project->filesFolder() + QStringLiteral("/Dockerfile"); }

    // In the order they are made; cleanup() takes them away backwards.
    std::unique_ptr<QTemporaryDir> m_folder;
    knowledge::Knowledge m_knowledge;
    std::unique_ptr<host::HostList> m_hosts;
    std::unique_ptr<settings::Settings> m_settings;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<Navigator> m_navigator;
    AnsweringPrompts m_prompts;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<project::Project> m_project;
    std::unique_ptr<FilesPage> m_page;
};

void TestFilesPage::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_hosts = std::make_unique<host::HostList>(QProcessEnvironment{});
    m_settings = std::make_unique<settings::Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
    m_workspace = std::make_unique<Workspace>(m_knowledge, *m_hosts, *m_settings);
    m_navigator = std::make_unique<Navigator>();
    m_prompts = {};
    m_theme = std::make_unique<Theme>();
    m_services.reset(
        new Services{m_knowledge, *m_hosts, *m_settings, *m_workspace, *m_navigator, m_prompts, *m_theme, {}});
    m_project = std::make_unique<project::Project>(m_knowledge);
    repo::Checkout checkout;
    checkout.path = m_folder->filePath(QStringLiteral("tiny"));
    checkout.name = QStringLiteral("tiny");
    QVERIFY(QDir().mkpath(checkout.path));
    QVERIFY(m_project->open(checkout).has_value());
    recipe::Recipe recipe;
    recipe.name = QStringLiteral("tiny");
    recipe.style = recipe::Style::Plain;
    recipe.baseImage.value = QStringLiteral("debian:12");
    recipe.osRelease.value = QStringLiteral("debian12");
    recipe.python.value = QStringLiteral("3.11");
    recipe.target.value = QStringLiteral("CPU only");
    const auto taken = m_project->setRecipe(recipe);
    QVERIFY2(taken.has_value(), taken ? "" : qPrintable(taken.error().message));
    const auto generated = m_project->generateFiles();
    QVERIFY2(generated.has_value(), generated ? "" : qPrintable(generated.error().message));
    m_page = std::make_unique<FilesPage>(*m_services);
    m_page->setProject(m_project.get());
    m_page->resize(1100, 700);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->openFile(QStringLiteral("Dockerfile"));
}

void TestFilesPage::cleanup() {
    m_page.reset();
    m_project.reset();
    m_services.reset();
    m_theme.reset();
    m_navigator.reset();
    m_workspace.reset();
    m_settings.reset();
    m_hosts.reset();
}

void TestFilesPage::tabsHoldTheGeneratedFiles() {
    auto* tabs = m_page->findChild<QTabBar*>(QStringLiteral("fileTabs"));
    QCOMPARE(tabs->count(), m_project->fileNames().size());
    QVERIFY(tabs->count() >= 3);
    QCOMPARE(editor()->text().toUtf8(), onDisk(path()));
    const QString first = m_page->currentFile();
    QTest::keyClick(editor(), Qt::Key_Tab, Qt::ControlModifier);
    QVERIFY(m_page->currentFile() != first);
}

void TestFilesPage::typingMarksTheTabAndSavingWrites() {
    const QByteArray before = onDisk(path());
    auto* save = m_page->findChild<QPushButton*>(QStringLiteral("saveFile"));
    QVERIFY(!save->isEnabled());
    editor()->setFocus();
    editor()->moveCursor(QTextCursor::Start);
    QTest::keyClicks(editor(), QStringLiteral("# mine"));
    QTest::keyClick(editor(), Qt::Key_Return);
    auto* tabs = m_page->findChild<QTabBar*>(QStringLiteral("fileTabs"));
    QTRY_VERIFY(tabs->tabText(tabs->currentIndex()).endsWith(QStringLiteral("●")));
    QVERIFY(save->isEnabled());
    QCOMPARE(onDisk(path()), before);
    QTest::keyClick(editor(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(onDisk(path()), "# mine\n" + before);
    QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Dockerfile"));
    QVERIFY(!save->isEnabled());
    QCOMPARE(m_prompts.errors, QStringList());
}

void TestFilesPage::problemsAppearAsOneTypes() {
    auto* table = m_page->findChild<QTableView*>(QStringLiteral("problemsTable"));
    const int before = table->model()->rowCount();
    editor()->moveCursor(QTextCursor::End);
    QTest::keyClicks(editor(), QStringLiteral("RUNN nothing"));
    QTRY_VERIFY(table->model()->rowCount() > before);
    const int line = editor()->textCursor().blockNumber();
    QTRY_VERIFY(editor()->severityOfLine(line).has_value());
    QVERIFY(!m_page->mark().description.isEmpty());
    editor()->moveCursor(QTextCursor::Start);
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(editor()->textCursor().blockNumber(), line); // the error comes first
    for (int i = 0; i < 12; ++i) {
        editor()->undo();
    }
    QTRY_COMPARE(table->model()->rowCount(), before);
}

void TestFilesPage::revertAsksFirst() {
    const QString before = editor()->text();
    editor()->moveCursor(QTextCursor::Start);
    QTest::keyClicks(editor(), QStringLiteral("#x"));
    m_prompts.answer = Question::Answer::Cancel;
    m_page->revert();
    QCOMPARE(m_prompts.asked, 1);
    QVERIFY(editor()->text() != before);
    m_prompts.answer = Question::Answer::Primary;
    m_page->revert();
    QCOMPARE(editor()->text(), before);
}

void TestFilesPage::changedLinesAreMarked() {
    QVERIFY(editor()->lineMarks().isEmpty());
    editor()->moveCursor(QTextCursor::Start);
    QTest::keyClicks(editor(), QStringLiteral("#"));
    QTRY_COMPARE(editor()->lineMarks().value(0, LineMark::RemovedBelow), LineMark::Changed);
}

void TestFilesPage::navigatorOpensAFileAtItsPlace() {
    m_page->openFile(QStringLiteral("Makefile"));
    const qsizetype at = editor()->text().indexOf(QLatin1String("FROM"));
    QVERIFY(at > 0);
    m_navigator->showFile(QStringLiteral("Dockerfile"), static_cast<int>(at));
    QCOMPARE(m_page->currentFile(), QStringLiteral("Dockerfile"));
    QCOMPARE(editor()->textCursor().position(), static_cast<int>(at));
}

void TestFilesPage::withoutAProjectItSaysWhatToDo() {
    m_page->setProject(nullptr);
    auto* button = m_page->findChild<QPushButton*>(QStringLiteral("filesGoToEnvironment"));
    QVERIFY(button->isVisible());
    QVERIFY(!m_page->findChild<QTabBar*>(QStringLiteral("fileTabs"))->isVisible());
}

QTEST_MAIN(TestFilesPage)
#include "tst_filespage.moc"
