#include "ui/editor/codeeditor.h"
#include "ui/editor/editorview.h"
#include "ui/editor/findbar.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

using namespace reberth::ui;

class TestFindBar : public QObject {
    Q_OBJECT

private slots:
    void init();
    void opensByKeyAndFindsRoundTheEnd();
    void replacesOneByOne();
    void replacesAllInOneUndoStep();
    void understandsGroups();
    void saysWhenAPatternIsBroken();
    void escapeGoesBackToTheText();
    void readOnlyIsNeverReplaced();

private:
    template <typename T> T* child(const char* name) const { return m_view->findChild<T*>(QLatin1String(name)); }
    std::unique_ptr<EditorView> m_view;
};

void TestFindBar::init() {
    m_view = std::make_unique<EditorView>();
    m_view->editor()->loadText(QStringLiteral("one two\none three\nOne\n"));
    m_view->resize(800, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->editor()->setFocus();
}

void TestFindBar::opensByKeyAndFindsRoundTheEnd() {
    QVERIFY(!m_view->findBar()->isVisible());
    QTest::keyClick(m_view->editor(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(m_view->findBar()->isVisible());
    auto* needle = child<QLineEdit>("findNeedle");
    QTest::keyClicks(needle, QStringLiteral("one"));
    QCOMPARE(child<QLabel>("findCount")->text(), QStringLiteral("1 of 3"));
    QTest::keyClick(needle, Qt::Key_Return);
    QCOMPARE(m_view->editor()->textCursor().blockNumber(), 1);
    QTest::keyClick(needle, Qt::Key_Return);
    QTest::keyClick(needle, Qt::Key_Return);
    QCOMPARE(m_view->editor()->textCursor().blockNumber(), 0);
    QTest::keyClick(needle, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(m_view->editor()->textCursor().blockNumber(), 2);
    child<QToolButton>("findCase")->click();
    QVERIFY(child<QLabel>("findCount")->text().contains(QLatin1Char('2')));
}

void TestFindBar::replacesOneByOne() {
    m_view->findBar()->open(true);
    child<QLineEdit>("findNeedle")->setText(QStringLiteral("one"));
    child<QLineEdit>("findReplacement")->setText(QStringLiteral("1"));
    m_view->findBar()->replaceOne();
    QCOMPARE(m_view->editor()->text(), QStringLiteral("1 two\none three\nOne\n"));
    m_view->findBar()->replaceOne();
    QCOMPARE(m_view->editor()->text(), QStringLiteral("1 two\n1 three\nOne\n"));
}

void TestFindBar::replacesAllInOneUndoStep() {
    const QString before = m_view->editor()->text();
    m_view->findBar()->open(true);
    child<QLineEdit>("findNeedle")->setText(QStringLiteral("one"));
    child<QLineEdit>("findReplacement")->setText(QStringLiteral("one one"));
    m_view->findBar()->replaceAll();
    QCOMPARE(m_view->editor()->text(), QStringLiteral("one one two\none one three\none one\n"));
    m_view->editor()->undo();
    QCOMPARE(m_view->editor()->text(), before);
}

void TestFindBar::understandsGroups() {
    m_view->findBar()->open(true);
    child<QToolButton>("findRegex")->setChecked(true);
    child<QLineEdit>("findNeedle")->setText(QStringLiteral("(one) (\\w+)"));
    child<QLineEdit>("findReplacement")->setText(QStringLiteral("\\2 \\1"));
    m_view->findBar()->replaceAll();
    QCOMPARE(m_view->editor()->text(), QStringLiteral("two one\nthree one\nOne\n"));
}

void TestFindBar::saysWhenAPatternIsBroken() {
    m_view->findBar()->open(false);
    child<QToolButton>("findRegex")->setChecked(true);
    child<QLineEdit>("findNeedle")->setText(QStringLiteral("(one"));
    QCOMPARE(child<QLabel>("findCount")->text(), QStringLiteral("Not a pattern"));
    QVERIFY(!child<QLabel>("findCount")->toolTip().isEmpty());
    child<QLineEdit>("findNeedle")->setText(QStringLiteral("x*"));
    QCOMPARE(child<QLabel>("findCount")->text(), QStringLiteral("Nothing found"));
}

void TestFindBar::escapeGoesBackToTheText() {
    m_view->findBar()->open(false);
    QTest::keyClick(child<QLineEdit>("findNeedle"), Qt::Key_Escape);
    QVERIFY(!m_view->findBar()->isVisible());
    QTRY_VERIFY(m_view->editor()->hasFocus());
}

void TestFindBar::readOnlyIsNeverReplaced() {
    const QString before = m_view->editor()->text();
    m_view->editor()->setReadOnly(true);
    m_view->findBar()->open(true);
    child<QLineEdit>("findNeedle")->setText(QStringLiteral("one"));
    m_view->findBar()->replaceAll();
    m_view->findBar()->replaceOne();
    QCOMPARE(m_view->editor()->text(), before);
    QVERIFY(!child<QLineEdit>("findReplacement")->isVisible());
}

QTEST_MAIN(TestFindBar)
#include "tst_findbar.moc"
