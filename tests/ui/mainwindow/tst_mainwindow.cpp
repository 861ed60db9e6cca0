#include "core/project/project.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/mainwindow/commandpalette.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/logpane.h"

#include <QAbstractButton>
#include <QAction>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QLocalServer>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeView>

using namespace reberth;
using namespace reberth::ui;

namespace {

bool git(const QString& folder, const QStringList& arguments) {
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("git"), QStringList{QStringLiteral("-c"), QStringLiteral("user.name=T"),
                                                     QStringLiteral("-c"), QStringLiteral("user.email=t@example.org")} +
                                             arguments);
    return process.waitForFinished() && process.exitCode() == 0;
}

bool write(const QString& path, const QByteArray& text) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

/// A small training repository with one commit.
bool makeRepository(const QString& folder) {
    return QDir().mkpath(folder) && write(folder + QStringLiteral("/requirements.txt"), "torch==1.13.1\nnumpy\n") &&
           write(folder + QStringLiteral("/train.py"),
                 "import argparse\nimport torch\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float, "
                 "default=0.1)\n"
                 "if __name__ == '__main__':\n    p.parse_args()\n") &&
           git(folder, {QStringLiteral("init"), QStringLiteral("-q")}) &&
           git(folder, {QStringLiteral("add"), QStringLiteral(".")}) &&
           git(folder, {QStringLiteral("commit"), QStringLiteral("-qm"), QStringLiteral("first")});
}

template <typename T> T* find(QWidget& window, const char* name) {
    return window.findChild<T*>(QString::fromLatin1(name));
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void navigatesByMouseAndKeyboard();
    void remembersThePage();
    void findsCommands();
    void scoresCommands();
    void saysWhatIsWrongWithAnAddress();
    void importsARepository();
    void showsABuildFromItsStart();
    void asksBeforeABuildIsLost();
    void switchesTheTheme();
    void settingsReachThePages();
    void tabGoesFromTopToBottom();
    void everyInputHasANameForScreenReaders();
};

void TestMainWindow::navigatesByMouseAndKeyboard() {
    test::WindowFixture fixture;
    MainWindow window(fixture.services);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QCOMPARE(window.currentPage(), PageId::Home);
    QTest::mouseClick(find<QAbstractButton>(window, "navigate_hosts"), Qt::LeftButton);
    QCOMPARE(window.currentPage(), PageId::Hosts);
    window.activateWindow();
    QTRY_VERIFY(window.isActiveWindow());
    QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(window.currentPage(), PageId::Repository);
    QTest::keyClick(&window, Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(window.currentPage(), PageId::Home);
    QVERIFY(find<QAbstractButton>(window, "navigate_home")->isChecked());
}

void TestMainWindow::remembersThePage() {
    test::WindowFixture fixture;
    {
        MainWindow window(fixture.services);
        window.show();
        window.showPage(PageId::Settings);
        window.close();
        QTRY_VERIFY(!window.isVisible());
    }
    MainWindow again(fixture.services);
    QCOMPARE(again.currentPage(), PageId::Settings);
}

void TestMainWindow::findsCommands() {
    test::WindowFixture fixture;
    MainWindow window(fixture.services);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    find<QAction>(window, "actionPalette")->trigger();
    auto* palette = find<CommandPalette>(window, "commandPalette");
    auto* query = find<QLineEdit>(window, "commandQuery");
    auto* list = find<QListWidget>(window, "commandList");
    QVERIFY(palette->isVisible());
    QVERIFY(list->count() > 10);
    QTest::keyClicks(query, QStringLiteral("go hosts"));
    QCOMPARE(list->item(0)->text(), QStringLiteral("Go to Hosts"));
    QTest::keyClick(query, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(window.currentPage(), PageId::Hosts);
    find<QAction>(window, "actionPalette")->trigger();
    QTest::keyClick(query, Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
}

void TestMainWindow::scoresCommands() {
    QVERIFY(commandScore(QStringLiteral("Build Without Cache"), QStringLiteral("build")) >
            commandScore(QStringLiteral("Cancel Build"), QStringLiteral("build")));
    QVERIFY(commandScore(QStringLiteral("Cancel Build"), QStringLiteral("cb")) > 0);
    QCOMPARE(commandScore(QStringLiteral("Cancel Build"), QStringLiteral("run")), 0);
}

void TestMainWindow::saysWhatIsWrongWithAnAddress() {
    test::WindowFixture fixture;
    MainWindow window(fixture.services);
    window.show();
    auto* address = find<QLineEdit>(window, "importAddress");
    auto* error = find<QWidget>(window, "importError");
    QVERIFY(error->isHidden());
    QTest::keyClicks(address, QStringLiteral("ext::sh -c true"));
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(error->isVisible());
    QVERIFY(!error->accessibleName().isEmpty());
    QVERIFY(!fixture.workspace.project());
    address->clear();
    QVERIFY(error->isHidden());
}

void TestMainWindow::importsARepository() {
    test::WindowFixture fixture;
    const QString source = fixture.folder.filePath(QStringLiteral("source/tiny"));
    QVERIFY(makeRepository(source));
    MainWindow window(fixture.services);
    window.show();
    QSignalSpy failed(&fixture.workspace, &Workspace::importFailed);
    auto* address = find<QLineEdit>(window, "importAddress");
    address->setText(QStringLiteral("file://") + source);
    QTest::keyClick(address, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workspace.project() || !failed.isEmpty(), 30000);
    QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : qPrintable(failed.first().first().value<Error>().message));
    QCOMPARE(window.currentPage(), PageId::Repository);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workspace.project()->findings().has_value(), 30000);
    const auto* table = find<QTreeView>(window, "findingsTable");
    QVERIFY(table->model()->rowCount() >= 3);
    QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("Framework"));
    QCOMPARE(fixture.workspace.recentProjects().size(), 1);
    QCOMPARE(fixture.workspace.recentProjects().first().name, QStringLiteral("tiny"));
    QVERIFY(window.windowTitle().contains(QStringLiteral("tiny")));

    find<QAction>(window, "actionCloseProject")->trigger();
    QVERIFY(!fixture.workspace.project());
    QCOMPARE(window.currentPage(), PageId::Home);
    QCOMPARE(find<QListWidget>(window, "recentProjects")->count(), 1);
}

void TestMainWindow::showsABuildFromItsStart() {
    test::WindowFixture fixture;
    const QString source = fixture.folder.filePath(QStringLiteral("source/tiny"));
    QVERIFY(makeRepository(source));
    MainWindow window(fixture.services);
    window.show();
    fixture.workspace.import(source);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workspace.project() && fixture.workspace.project()->recipe(), 30000);
    project::Project& project = *fixture.workspace.project();
    QVERIFY(project.generateFiles().has_value());
    window.showPage(PageId::Build);
    engine::Endpoint nobody;
    nobody.address = QStringLiteral("unix://") + fixture.folder.filePath(QStringLiteral("nobody.sock"));
    QSignalSpy finished(&project, &project::Project::buildFinished);
    QVERIFY(project.startBuild(nobody, QStringLiteral("nobody")).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30000);
    const auto* banner = find<Banner>(window, "buildBanner");
    QTRY_VERIFY(banner->isVisible());
    QCOMPARE(banner->tone(), Tone::Error);
    QVERIFY(!banner->text().isEmpty());
}

void TestMainWindow::asksBeforeABuildIsLost() {
    test::WindowFixture fixture;
    const QString source = fixture.folder.filePath(QStringLiteral("source/tiny"));
    QVERIFY(makeRepository(source));
    QLocalServer silent; // an engine that takes a connection and says nothing
    const QString socket = fixture.folder.filePath(QStringLiteral("silent.sock"));
    QVERIFY(silent.listen(socket));
    MainWindow window(fixture.services);
    window.show();
    fixture.workspace.import(source);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workspace.project() && fixture.workspace.project()->recipe(), 30000);
    QVERIFY(fixture.workspace.project()->generateFiles().has_value());
    engine::Endpoint endpoint;
    endpoint.address = QStringLiteral("unix://") + socket;
    QVERIFY(fixture.workspace.project()->startBuild(endpoint, QStringLiteral("silent")).has_value());
    QVERIFY(fixture.workspace.isBuilding());

    fixture.prompts.answer = Question::Answer::Cancel;
    find<QAction>(window, "actionCloseProject")->trigger();
    QCOMPARE(fixture.prompts.questions.size(), 1);
    QVERIFY(fixture.prompts.questions.first().destructive);
    QVERIFY(fixture.workspace.project());
    QVERIFY(fixture.workspace.isBuilding());
    window.close();
    QCOMPARE(fixture.prompts.questions.size(), 2);
    QVERIFY(window.isVisible());

    fixture.prompts.answer = Question::Answer::Primary;
    find<QAction>(window, "actionCloseProject")->trigger();
    QVERIFY(!fixture.workspace.project());
    window.close();
    QTRY_VERIFY(!window.isVisible());
    QCOMPARE(fixture.prompts.questions.size(), 3);
}

void TestMainWindow::switchesTheTheme() {
    test::WindowFixture fixture;
    MainWindow window(fixture.services);
    window.show();
    fixture.theme.setMode(Theme::Mode::Light);
    find<QAction>(window, "actionToggleTheme")->trigger();
    QVERIFY(fixture.theme.isDark());
    QCOMPARE(fixture.settings.value(settings::keys::theme), QStringLiteral("dark"));
    QTRY_VERIFY(Palette::of(window.palette()).isDark());
    find<QAbstractButton>(window, "themeLight")->click();
    QVERIFY(!fixture.theme.isDark());
}

void TestMainWindow::settingsReachThePages() {
    test::WindowFixture fixture;
    MainWindow window(fixture.services);
    auto* wrap = find<QAbstractButton>(window, "wrapLog");
    const auto panes = window.findChildren<LogPane*>();
    QCOMPARE(panes.size(), 2);
    QVERIFY(!panes.first()->view()->wraps());
    wrap->click();
    for (const LogPane* pane : panes) {
        QVERIFY(pane->view()->wraps());
    }
    panes.first()->setWrap(false);
    QVERIFY(!wrap->isChecked());
    QVERIFY(!panes.last()->view()->wraps());

    auto* size = find<QSpinBox>(window, "editorFontSize");
    const auto* evidence = find<QPlainTextEdit>(window, "evidenceView");
    const qreal usual = evidence->font().pointSizeF();
    size->setValue(20);
    QCOMPARE(evidence->font().pointSizeF(), 20.0);
    size->setValue(size->minimum());
    QCOMPARE(evidence->font().pointSizeF(), usual);
}

void TestMainWindow::tabGoesFromTopToBottom() {
    test::WindowFixture fixture;
    MainWindow window(fixture.services);
    QStringList names;
    const QWidget* first = find<QWidget>(window, "mainMenuButton");
    const QWidget* widget = first;
    do {
        names.append(widget->objectName());
        widget = widget->nextInFocusChain();
    } while (widget && widget != first);
    const QStringList expected{QStringLiteral("mainMenuButton"), QStringLiteral("targetChip"),
                               QStringLiteral("navigate_home"),  QStringLiteral("navigate_settings"),
                               QStringLiteral("importAddress"),  QStringLiteral("importRef"),
                               QStringLiteral("importButton"),   QStringLiteral("statusCommands")};
    qsizetype before = -1;
    for (const QString& name : expected) {
        const qsizetype at = names.indexOf(name);
        QVERIFY2(at > before,
                 qPrintable(QStringLiteral("%1 is at %2 in %3").arg(name).arg(at).arg(names.join(QLatin1Char(' ')))));
        before = at;
    }
}

void TestMainWindow::everyInputHasANameForScreenReaders() {
    test::WindowFixture fixture;
    MainWindow window(fixture.services);
    QStringList nameless;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const bool takesInput = widget->inherits("QAbstractButton") || widget->inherits("QLineEdit") ||
                                widget->inherits("QAbstractItemView") || widget->inherits("QPlainTextEdit");
        // Parts that Qt puts into its own widgets (spin box, clear button, header) speak through their owner.
        const bool inner = widget->objectName().startsWith(QLatin1String("qt_")) || widget->inherits("QHeaderView") ||
                           widget->inherits("QTableCornerButton") || widget->inherits("QLineEditIconButton");
        // A button with words on it is spoken by them.
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        if (takesInput && !inner && (!named || widget->objectName().isEmpty())) {
            nameless.append(QStringLiteral("%1 '%2' in %3")
                                .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                                     widget->parentWidget() ? widget->parentWidget()->objectName() : QString()));
        }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
