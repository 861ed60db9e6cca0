#include "core/project/project.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/editor/codeeditor.h"
#include "ui/repository/repositorypage.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace reberth;
using namespace reberth::ui;

class TestRepositoryPage : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theEvidenceIsInSightWhenTheProjectOpens();
    void theKeyboardStaysInTheTable();
    void altDownStepsThroughThePlaces();
    void theFilterKeepsWhatMatches();
    void copyTakesTheFindingOrItsPlace();
    void inspectingAgainKeepsThePlace();
    void findingsAreSaved();

private:
    void write(const QString& name, const QByteArray& text) const;
    QTreeView* table() const { return m_page->findChild<QTreeView*>(QStringLiteral("findingsTable")); }
    CodeEditor* evidence() const { return m_page->findChild<CodeEditor*>(QStringLiteral("evidenceView")); }
    QListWidget* places() const { return m_page->findChild<QListWidget*>(QStringLiteral("evidencePlaces")); }
    QAction* action(const char* name) const { return m_page->findChild<QAction*>(QLatin1String(name)); }
    QModelIndex row(const QString& what, const QModelIndex& parent = {}) const;

    std::unique_ptr<test::WindowFixture> m_window;
    std::unique_ptr<project::Project> m_project;
    std::unique_ptr<RepositoryPage> m_page;
};

void TestRepositoryPage::write(const QString& name, const QByteArray& text) const {
    QFile file(m_project->root() + QLatin1Char('/') + name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

QModelIndex TestRepositoryPage::row(const QString& what, const QModelIndex& parent) const {
    const QAbstractItemModel* model = table()->model();
    for (int i = 0; i < model->rowCount(parent); ++i) {
        if (const QModelIndex index = model->index(i, 0, parent); index.data().toString() == what) {
            return index;
        }
    }
    return {};
}

void TestRepositoryPage::init() {
    m_window = std::make_unique<test::WindowFixture>();
    m_project = std::make_unique<project::Project>(m_window->knowledge);
    repo::Checkout checkout;
    checkout.path = m_window->folder.filePath(QStringLiteral("net"));
    checkout.name = QStringLiteral("net");
    QVERIFY(QDir().mkpath(checkout.path));
    QVERIFY(m_project->open(checkout).has_value());
    write(QStringLiteral("README.md"), QByteArray(300, '\n') + "Tested with Python 3.6 and PyTorch 1.4.0.\n");
    write(QStringLiteral("requirements.txt"), "numpy\nPillow>=5\ntorch==1.4.0\n");
    write(QStringLiteral("train.py"), "import numpy\nimport torch\nimport tqdm\n");
    QSignalSpy found(m_project.get(), &project::Project::findingsChanged);
    m_project->inspect();
    QVERIFY(found.wait());
    m_page = std::make_unique<RepositoryPage>(m_window->services);
    m_page->resize(1000, 700);
    m_page->setProject(m_project.get());
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_page->activated();
}

void TestRepositoryPage::cleanup() {
    m_page.reset();
    m_project.reset();
    m_window.reset();
}

void TestRepositoryPage::theEvidenceIsInSightWhenTheProjectOpens() {
    m_page->hide();
    table()->setCurrentIndex(row(QStringLiteral("Python")));
    m_page->resize(1100, 500);
    m_page->show();
    QTRY_COMPARE(evidence()->textCursor().blockNumber(), 300);
    QTRY_VERIFY(evidence()->viewport()->rect().contains(evidence()->cursorRect()));
    m_page->resize(1100, 900);
    QTRY_VERIFY(evidence()->viewport()->rect().contains(evidence()->cursorRect()));
}

void TestRepositoryPage::theKeyboardStaysInTheTable() {
    QVERIFY(table()->hasFocus());
    table()->setCurrentIndex(row(QStringLiteral("Framework")));
    QTest::keyClick(table(), Qt::Key_Down);
    QVERIFY(table()->hasFocus());
    QCOMPARE(table()->currentIndex(), row(QStringLiteral("Python")));
    QTest::keyClick(table(), Qt::Key_Down);
    QVERIFY(table()->currentIndex() != row(QStringLiteral("Python")));
}

void TestRepositoryPage::altDownStepsThroughThePlaces() {
    table()->setCurrentIndex(row(QStringLiteral("Framework")));
    QVERIFY(places()->count() >= 2);
    QCOMPARE(places()->currentRow(), 0);
    const QString first = evidence()->accessibleName();
    action("actionNextEvidence")->trigger();
    QCOMPARE(places()->currentRow(), 1);
    QVERIFY(evidence()->accessibleName() != first);
    action("actionPreviousEvidence")->trigger();
    action("actionPreviousEvidence")->trigger();
    QCOMPARE(places()->currentRow(), places()->count() - 1);
    QVERIFY(table()->hasFocus());
}

void TestRepositoryPage::theFilterKeepsWhatMatches() {
    auto* filter = m_page->findChild<QLineEdit*>(QStringLiteral("findingsFilter"));
    action("actionFilterFindings")->trigger();
    QVERIFY(filter->hasFocus());
    QTest::keyClicks(filter, QStringLiteral("pillow"));
    QCOMPARE(table()->model()->rowCount(), 1);
    const QModelIndex group = row(QStringLiteral("Dependencies"));
    QVERIFY(group.isValid());
    QVERIFY(table()->isExpanded(group));
    QCOMPARE(table()->model()->rowCount(group), 1);
    QTest::keyClick(filter, Qt::Key_Escape);
    QVERIFY(filter->text().isEmpty());
    QVERIFY(row(QStringLiteral("Python")).isValid());
    QTest::keyClick(filter, Qt::Key_Escape);
    QVERIFY(table()->hasFocus());
}

void TestRepositoryPage::copyTakesTheFindingOrItsPlace() {
    const QModelIndex group = row(QStringLiteral("Dependencies"));
    table()->setCurrentIndex(row(QStringLiteral("Pillow"), group));
    QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Pillow >=5 (requirements.txt:2)"));
    action("actionCopyEvidence")->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("requirements.txt:2"));
}

void TestRepositoryPage::inspectingAgainKeepsThePlace() {
    table()->expand(row(QStringLiteral("Dependencies")));
    table()->setCurrentIndex(row(QStringLiteral("Pillow"), row(QStringLiteral("Dependencies"))));
    write(QStringLiteral("requirements.txt"), "scipy\nnumpy\nPillow>=6\ntorch==1.4.0\n");
    QSignalSpy found(m_project.get(), &project::Project::findingsChanged);
    action("actionInspect")->trigger();
    QVERIFY(found.wait());
    QVERIFY(table()->isExpanded(row(QStringLiteral("Dependencies"))));
    QCOMPARE(table()->currentIndex(), row(QStringLiteral("Pillow"), row(QStringLiteral("Dependencies"))));
    QCOMPARE(evidence()->textCursor().blockNumber(), 2);
}

void TestRepositoryPage::findingsAreSaved() {
    const QString path = m_window->folder.filePath(QStringLiteral("findings.json"));
    m_window->prompts.path = path;
    action("actionSaveFindings")->trigger();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(json.value(QStringLiteral("schema")).toInt(), 1);
    QCOMPARE(json.value(QStringLiteral("python")).toObject().value(QStringLiteral("version")).toString(), QStringLiteral("3.6"));
}

QTEST_MAIN(TestRepositoryPage)
#include "tst_repositorypage.moc"
