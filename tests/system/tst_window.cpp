#include "core/build/buildsession.h"
#include "core/host/hostlist.h"
#include "core/knowledge/knowledge.h"
#include "core/project/project.h"
#include "core/project/sample.h"
#include "core/run/runsession.h"
#include "core/settings/settings.h"
#include "tests/support/privateengine.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/prompts/dialogprompts.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QProcessEnvironment>
#include <QtTest>

using namespace reberth;

/// The whole path by clicking in the window, with the real git and the real engine.
class TestWindow : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sampleFromImportToRun();
    void cancelledBuildCanBeStartedAgain();

private:
    template <typename T>
    T* find(const char* name) {
        T* widget = m_window->findChild<T*>(QLatin1String(name));
        if (widget == nullptr) {
            qFatal("The window has no %s", name);
        }
        return widget;
    }
    void click(const char* name) {
        auto* button = find<QAbstractButton>(name);
        QTRY_VERIFY2(button->isVisible() && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QString buildLog() const;

    QTemporaryDir m_folder;
    knowledge::Knowledge m_facts;
    std::unique_ptr<settings::Settings> m_settings;
    std::unique_ptr<host::HostList> m_hosts;
    std::unique_ptr<ui::Theme> m_theme;
    ui::DialogPrompts m_prompts;
    std::unique_ptr<ui::Navigator> m_navigator;
    std::unique_ptr<ui::Workspace> m_workspace;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestWindow::initTestCase() {
    m_settings = std::make_unique<settings::Settings>(m_folder.filePath(QStringLiteral("reberth.ini")));
    m_settings->setValue(settings::keys::projectsFolder, m_folder.filePath(QStringLiteral("projects")));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DOCKER_HOST"), test::PrivateEngine::fromEnvironment().address());
    m_hosts = std::make_unique<host::HostList>(environment);
    m_theme = std::make_unique<ui::Theme>();
    m_navigator = std::make_unique<ui::Navigator>();
    m_workspace = std::make_unique<ui::Workspace>(m_facts, *m_hosts, *m_settings);
    const auto makeSample = [this]() -> Result<QString> {
        return project::createSample(project::sampleNames().value(0), m_settings->projectsFolder());
    };
    m_window = std::make_unique<ui::MainWindow>(ui::Services{m_facts, *m_hosts, *m_settings, *m_workspace, *m_navigator,
                                                             m_prompts, *m_theme, makeSample});
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QSignalSpy probed(m_hosts.get(), &host::HostList::probed);
    m_hosts->refresh();
    QVERIFY(!probed.isEmpty() || probed.wait(30000));
    QVERIFY(m_hosts->preferred() != nullptr);
}

QString TestWindow::buildLog() const {
    const build::BuildSession* session = m_workspace->project()->currentBuild();
    QStringList lines;
    for (qsizetype i = 0; session != nullptr && i < session->logLineCount(); ++i) {
        lines << session->logLine(i).text;
    }
    return lines.join(u'\n');
}

void TestWindow::sampleFromImportToRun() {
    // 1 Import: the sample's own repository, cloned by its file:// address as a stranger's would be.
    QTemporaryDir origin;
    const auto sample = project::createSample(project::sampleNames().constFirst(), origin.path());
    QVERIFY(sample);
    auto* address = find<QLineEdit>("importAddress");
    QTest::keyClicks(address, QStringLiteral("file://") + *sample);
    QTest::keyClick(address, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_workspace->project() != nullptr, 60000);
    project::Project* project = m_workspace->project();
    QTRY_VERIFY_WITH_TIMEOUT(project->recipe().has_value(), 60000);
    QCOMPARE(project->target().name, QStringLiteral("CPU only"));

    // 2 Environment: a stranger's clone has no base image fixed. Here no index can be reached: the wizard's choice of a
    // plain Debian takes the packages from the distribution.
    solver::FixedChoices fixed = project->fixedChoices();
    fixed.baseImage = QStringLiteral("debian:12");
    QVERIFY(project->setFixedChoices(fixed));
    click("navigate_environment");
    click("faithfulUse");
    QTRY_COMPARE(project->recipe()->baseImage.value, QStringLiteral("debian:12"));

    // 3 Files
    click("generateFiles");
    QTRY_VERIFY(project->file(QStringLiteral("Dockerfile")) != nullptr);
    click("navigate_files");
    QVERIFY(m_window->findChild<QWidget*>(QStringLiteral("editor:Dockerfile")) != nullptr);
    QCOMPARE(project->problemCount(), 0);

    // 4 Build
    click("navigate_build");
    click("firstBuild");
    QTRY_VERIFY_WITH_TIMEOUT(project->currentBuild() != nullptr && project->currentBuild()->isFinished(), 600000);
    QVERIFY2(project->currentBuild()->state() == build::BuildState::Succeeded, qPrintable(buildLog()));
    QCOMPARE(project->buildRecords().size(), 1);

    // 5 Run
    click("navigate_run");
    click("startRun");
    QTRY_VERIFY_WITH_TIMEOUT(project->currentRun() != nullptr && project->currentRun()->isFinished(), 300000);
    QCOMPARE(project->currentRun()->record().exitCode, 0);
    bool trained = false;
    for (qsizetype i = 0; i < project->currentRun()->logLineCount(); ++i) {
        trained = trained || project->currentRun()->logLine(i).contains(QLatin1String("accuracy"));
    }
    QVERIFY(trained);
    QVERIFY(QFile::exists(project->filesFolder() + QStringLiteral("/outputs/model.npz"))); // what was learnt is the user's
}

void TestWindow::cancelledBuildCanBeStartedAgain() {
    project::Project* project = m_workspace->project();
    QVERIFY(project != nullptr);
    const QString name = QStringLiteral("Dockerfile");
    const QString before = project->file(name)->text;
    project->setFileText(name, before + QStringLiteral("\nRUN echo waiting-in-the-window && sleep 97533\n"));
    click("navigate_build");
    click("startBuild");
    QTRY_VERIFY_WITH_TIMEOUT(buildLog().contains(QLatin1String("waiting-in-the-window")), 300000);
    click("cancelBuild");
    QTRY_VERIFY_WITH_TIMEOUT(project->currentBuild()->isFinished(), 30000);
    QCOMPARE(project->currentBuild()->state(), build::BuildState::Cancelled);
    project->setFileText(name, before);
    click("startBuild");
    QTRY_VERIFY_WITH_TIMEOUT(project->currentBuild()->state() == build::BuildState::Succeeded, 300000);
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
