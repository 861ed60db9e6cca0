#include "core/knowledge/knowledge.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/completer.h"
#include "ui/editor/completionpopup.h"
#include "ui/editor/languageactions.h"

#include <QAccessible>
#include <QLabel>
#include <QListView>
#include <QTest>
#include <QTextBlock>

using namespace reberth;
using namespace reberth::ui;

/// Completion by keyboard, in a window.
class TestCompletion : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_window.reset(); }
    void opensWhileTyping();
    void filtersAsOneTypes();
    void tabTakesTheChosenOne();
    void enterOnlyTakesWhatWasMeant();
    void escapeCloses();
    void ctrlSpaceOpensAnywhere();
    void goesOnBehindAFlag();
    void staysClosedInPlainWords();
    void movingAwayCloses();
    void oneUndoTakesItBack();
    void lateAnswersAreDropped();
    void completesComposeKeys();
    void isNamedForScreenReaders();
    void ranks();

private:
    void load(const char* text, const QString& name = QStringLiteral("Dockerfile"));
    CompletionPopup* popup() const { return m_window->findChild<CompletionPopup*>(); }
    bool isOpen() const { return popup() && popup()->isVisible(); }
    void type(const char* keys) { QTest::keyClicks(m_editor, QString::fromLatin1(keys)); }

    knowledge::Knowledge m_knowledge;
    std::unique_ptr<QWidget> m_window;
    CodeEditor* m_editor = nullptr;
};

void TestCompletion::init() {
    m_window = std::make_unique<QWidget>();
    m_window->resize(1000, 700);
    m_editor = new CodeEditor(m_window.get());
    m_editor->resize(m_window->size());
    m_editor->languageActions()->setContextSource([this] {
        language::Context context;
        context.knowledge = &m_knowledge;
        return context;
    });
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_editor->setFocus();
}

void TestCompletion::load(const char* text, const QString& name) {
    m_editor->setFileName(name);
    m_editor->loadText(QString::fromUtf8(text));
    m_editor->moveCursor(QTextCursor::End);
}

void TestCompletion::opensWhileTyping() {
    load("FROM a\n");
    type("W");
    QTRY_VERIFY(isOpen());
    QCOMPARE(popup()->current()->label, QStringLiteral("WORKDIR"));
    QVERIFY(m_editor->hasFocus());
    QVERIFY(popup()
                ->findChild<QLabel*>(QStringLiteral("completionDocumentation"))
                ->text()
                .contains(QLatin1String("folder")));
}

void TestCompletion::filtersAsOneTypes() {
    load("FROM a\n");
    type("E");
    QTRY_VERIFY(isOpen());
    const int before = popup()->count();
    type("NT");
    QTRY_COMPARE(popup()->current()->label, QStringLiteral("ENTRYPOINT"));
    QVERIFY(popup()->count() < before);
    QTest::keyClick(m_editor, Qt::Key_Backspace);
    QTRY_VERIFY(popup()->count() > 1);
    type("XX");
    QTRY_VERIFY(!isOpen());
}

void TestCompletion::tabTakesTheChosenOne() {
    load("FROM a\n");
    type("C");
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_editor, Qt::Key_Down);
    const QString chosen = popup()->current()->text();
    QTest::keyClick(m_editor, Qt::Key_Tab);
    QCOMPARE(m_editor->text(), QStringLiteral("FROM a\n") + chosen);
}

void TestCompletion::enterOnlyTakesWhatWasMeant() {
    load("FROM a\nENV V=1\nRUN echo ");
    type("$");
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_editor, Qt::Key_Return); // nothing typed, nothing chosen: a new line
    QVERIFY(!isOpen());
    QVERIFY(m_editor->text().startsWith(QLatin1String("FROM a\nENV V=1\nRUN echo $\n")));
    load("FROM a\n");
    type("WO");
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_editor, Qt::Key_Return);
    QCOMPARE(m_editor->text(), QStringLiteral("FROM a\nWORKDIR "));
}

void TestCompletion::escapeCloses() {
    load("FROM a\n");
    type("W");
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_editor, Qt::Key_Escape);
    QVERIFY(!isOpen());
    type("O");
    QVERIFY(!isOpen()); // not again for the same word
    QCOMPARE(m_editor->text(), QStringLiteral("FROM a\nWO"));
}

void TestCompletion::ctrlSpaceOpensAnywhere() {
    load("FROM a\n");
    QTest::keyClick(m_editor, Qt::Key_Space, Qt::ControlModifier);
    QTRY_VERIFY(isOpen());
    QVERIFY(popup()->count() > 10);
}

void TestCompletion::goesOnBehindAFlag() {
    load("FROM a AS build\nFROM b\nCOPY ");
    type("--fr");
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_editor, Qt::Key_Tab);
    QCOMPARE(m_editor->textCursor().block().text(), QStringLiteral("COPY --from="));
    QTRY_VERIFY(isOpen());
    QCOMPARE(popup()->current()->label, QStringLiteral("build"));
}

void TestCompletion::staysClosedInPlainWords() {
    load("FROM a\nRUN ");
    type("make all");
    QTest::keyClick(m_editor, Qt::Key_Space, Qt::ControlModifier);
    // The answer to the last question has come when this one has.
    load("FROM a\n");
    type("W");
    QTRY_VERIFY(isOpen());
    load("# ");
    type("words and more");
    QTRY_VERIFY(!isOpen());
}

void TestCompletion::movingAwayCloses() {
    load("FROM a\n");
    type("W");
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_editor, Qt::Key_Left);
    QVERIFY(!isOpen());
    m_editor->moveCursor(QTextCursor::End);
    type("O");
    QTRY_VERIFY(isOpen());
    m_editor->goTo(0, 0);
    QVERIFY(!isOpen());
}

void TestCompletion::oneUndoTakesItBack() {
    load("FROM a\nWOR");
    QTest::keyClick(m_editor, Qt::Key_Space, Qt::ControlModifier);
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_editor, Qt::Key_Tab);
    QCOMPARE(m_editor->text(), QStringLiteral("FROM a\nWORKDIR "));
    m_editor->undo();
    QCOMPARE(m_editor->text(), QStringLiteral("FROM a\nWOR"));
}

void TestCompletion::lateAnswersAreDropped() {
    load("FROM a\n");
    QTest::keyClick(m_editor, Qt::Key_Space, Qt::ControlModifier);
    m_editor->languageActions()->completer()->close(); // before the answer
    QTest::keyClick(m_editor, Qt::Key_Home);
    QCoreApplication::processEvents();
    QVERIFY(!isOpen());
}

void TestCompletion::completesComposeKeys() {
    load("services:\n  a:\n    ", QStringLiteral("compose.yaml"));
    type("ima");
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_editor, Qt::Key_Tab);
    QCOMPARE(m_editor->textCursor().block().text(), QStringLiteral("    image: "));
    QTRY_VERIFY(isOpen()); // the images
    QVERIFY(popup()->current() != nullptr);
}

void TestCompletion::isNamedForScreenReaders() {
    load("FROM a\n");
    type("W");
    QTRY_VERIFY(isOpen());
    auto* list = popup()->findChild<QListView*>();
    QAccessibleInterface* view = QAccessible::queryAccessibleInterface(list);
    QVERIFY(view);
    QCOMPARE(view->text(QAccessible::Name), QStringLiteral("Completions"));
    QVERIFY(view->childCount() > 0);
    QVERIFY(view->child(0)->text(QAccessible::Name).startsWith(QLatin1String("WORKDIR")));
}

void TestCompletion::ranks() {
    QVERIFY(CompletionModel::score(QStringLiteral("nvidia/cuda"), QStringLiteral("nv")) >
            CompletionModel::score(QStringLiteral("nvidia/cuda"), QStringLiteral("cuda")));
    QVERIFY(CompletionModel::score(QStringLiteral("nvidia/cuda"), QStringLiteral("nvc")) > 0);
    QCOMPARE(CompletionModel::score(QStringLiteral("nvidia/cuda"), QStringLiteral("x")), 0);
}

QTEST_MAIN(TestCompletion)
#include "tst_completion.moc"
