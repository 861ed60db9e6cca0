#include "ui/editor/codeeditor.h"
#include "ui/theme/palette.h"

#include <QApplication>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

using namespace reberth;
using namespace reberth::ui;
using diagnostics::Diagnostic;
using diagnostics::Severity;

namespace {

Diagnostic diagnosticAt(qsizetype start, qsizetype end, Severity severity = Severity::Warning) {
    Diagnostic diagnostic;
    diagnostic.ruleId = QStringLiteral("apt-unpinned");
    diagnostic.severity = severity;
    diagnostic.message = QStringLiteral("git has no version");
    diagnostic.range = {start, end};
    return diagnostic;
}

bool isUnderlined(const CodeEditor& editor, int position) {
    const auto selections = editor.extraSelections();
    return std::any_of(selections.cbegin(), selections.cend(), [position](const QTextEdit::ExtraSelection& selection) {
        return selection.format.underlineStyle() == QTextCharFormat::WaveUnderline &&
               selection.cursor.selectionStart() <= position && position < selection.cursor.selectionEnd();
    });
}

} // namespace

class TestCodeEditor : public QObject {
    Q_OBJECT

private slots:
    void keepsEveryByte_data();
    void keepsEveryByte();
    void coloursKeywords_data();
    void coloursKeywords();
    void followsTheTheme();
    void marksProblems();
    void rangesFollowEdits();
    void crLfPlacesAreRight();
    void fixIsOneUndoStep();
    void fixesAreNotOfferedForAnOlderText();
    void quickFixMenuByKeyboard();
    void jumpsBetweenProblems();
    void togglesComments();
    void keepsIndentation();
    void helpsWithPairs();
    void tabIndentsLines();
    void readOnlyStaysAsItIs();
    void zooms();
    void emptyRangeAtTheEndIsDrawn();
    void hasNamesForScreenReaders();
};

void TestCodeEditor::keepsEveryByte_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("plain") << QStringLiteral("FROM a\nRUN b\n");
    QTest::newRow("no last line end") << QStringLiteral("FROM a");
    QTest::newRow("crlf") << QStringLiteral("FROM a\r\nRUN b\r\n");
    QTest::newRow("no-break space") << QStringLiteral("RUN echo a\u00a0b\n");
    QTest::newRow("tabs and astral") << QStringLiteral("\tx \U0001F433\n");
}

void TestCodeEditor::keepsEveryByte() {
    QFETCH(QString, text);
    CodeEditor editor;
    QSignalSpy edited(&editor, &CodeEditor::edited);
    editor.loadText(text);
    QCOMPARE(editor.text(), text);
    QCOMPARE(edited.count(), 0);
    QTest::keyClicks(&editor, QStringLiteral("x"));
    QVERIFY(edited.count() > 0);
    editor.undo();
    QCOMPARE(editor.text(), text);
}

void TestCodeEditor::coloursKeywords_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("text");
    QTest::newRow("Dockerfile") << QStringLiteral("Dockerfile") << QStringLiteral("Dockerfile")
                                << QStringLiteral("FROM scratch");
    QTest::newRow("Dockerfile.dev") << QStringLiteral("Dockerfile.dev") << QStringLiteral("Dockerfile")
                                    << QStringLiteral("RUN ls");
    QTest::newRow("yaml") << QStringLiteral("compose.yaml") << QStringLiteral("YAML") << QStringLiteral("services: {}");
    QTest::newRow("make") << QStringLiteral("Makefile") << QStringLiteral("Makefile") << QStringLiteral("build: x");
    QTest::newRow("markdown") << QStringLiteral("README.md") << QStringLiteral("Markdown") << QStringLiteral("# Title");
    QTest::newRow("python") << QStringLiteral("train.py") << QStringLiteral("Python") << QStringLiteral("import os");
}

void TestCodeEditor::coloursKeywords() {
    QFETCH(QString, name);
    QFETCH(QString, language);
    QFETCH(QString, text);
    CodeEditor editor;
    editor.setFileName(name);
    editor.loadText(text);
    QCOMPARE(editor.language(), language);
    QVERIFY(editor.accessibleName().contains(name));
    QTRY_VERIFY(!editor.document()->firstBlock().layout()->formats().isEmpty());
}

void TestCodeEditor::followsTheTheme() {
    CodeEditor editor;
    editor.setFileName(QStringLiteral("Dockerfile"));
    editor.loadText(QStringLiteral("FROM scratch"));
    const auto ink = [&editor] {
        const auto formats = editor.document()->firstBlock().layout()->formats();
        return formats.isEmpty() ? QColor() : formats.first().format.foreground().color();
    };
    editor.setPalette(Palette::light().toQPalette());
    QTRY_COMPARE(ink(), Palette::light().keyword);
    QSignalSpy edited(&editor, &CodeEditor::edited);
    editor.setPalette(Palette::dark().toQPalette());
    QTRY_COMPARE(ink(), Palette::dark().keyword);
    QVERIFY(editor.colors().isDark());
    QCOMPARE(edited.count(), 0); // new colours are no edit
}

void TestCodeEditor::marksProblems() {
    CodeEditor editor;
    editor.loadText(QStringLiteral("FROM a\nRUN apt-get install git\n"));
    editor.setDiagnostics({diagnosticAt(27, 30), diagnosticAt(11, 18, Severity::Error)});
    QVERIFY(!isUnderlined(editor, 0));
    QVERIFY(isUnderlined(editor, 27));
    QVERIFY(!editor.severityOfLine(0));
    QCOMPARE(editor.severityOfLine(1), Severity::Error); // the worst of the line
    QCOMPARE(editor.diagnosticsAt(28).size(), 1);
    editor.setDiagnostics({});
    QVERIFY(!isUnderlined(editor, 27));
}

void TestCodeEditor::rangesFollowEdits() {
    CodeEditor editor;
    editor.loadText(QStringLiteral("RUN apt-get install git\n"));
    editor.setDiagnostics({diagnosticAt(20, 23)});
    editor.moveCursor(QTextCursor::Start);
    QTest::keyClicks(&editor, QStringLiteral("# "));
    QVERIFY(isUnderlined(editor, 22));
    QVERIFY(!isUnderlined(editor, 20));
}

void TestCodeEditor::crLfPlacesAreRight() {
    CodeEditor editor;
    const QString text = QStringLiteral("FROM a\r\nRUN b\r\nRUN git\r\n");
    editor.loadText(text);
    const qsizetype at = text.indexOf(QLatin1String("git"));
    editor.setDiagnostics({diagnosticAt(at, at + 3)});
    QCOMPARE(editor.severityOfLine(2), Severity::Warning);
    editor.applyEdits({TextEdit{{at, at + 3}, QStringLiteral("hg")}});
    QCOMPARE(editor.text(), QStringLiteral("FROM a\r\nRUN b\r\nRUN hg\r\n"));
}

void TestCodeEditor::fixIsOneUndoStep() {
    CodeEditor editor;
    const QString before = QStringLiteral("RUN apt-get install git\nRUN pip install x\n");
    editor.loadText(before);
    editor.applyEdits({TextEdit{{4, 11}, QStringLiteral("apt-get -y")}, TextEdit{{28, 31}, QStringLiteral("pip3")},
                       TextEdit{{0, 0}, QStringLiteral("# fixed\n")}});
    QCOMPARE(editor.text(), QStringLiteral("# fixed\nRUN apt-get -y install git\nRUN pip3 install x\n"));
    editor.undo();
    QCOMPARE(editor.text(), before);
}

void TestCodeEditor::fixesAreNotOfferedForAnOlderText() {
    CodeEditor editor;
    editor.loadText(QStringLiteral("RUN git\n"));
    editor.show();
    Diagnostic diagnostic = diagnosticAt(4, 7);
    diagnostic.fixes.append({QStringLiteral("Pin git"), {TextEdit{{4, 7}, QStringLiteral("git=1")}}, true});
    editor.setDiagnostics({diagnostic});
    editor.moveCursor(QTextCursor::Start);
    QTest::keyClicks(&editor, QStringLiteral("#"));
    editor.showQuickFixes();
    auto* menu = editor.findChild<QMenu*>(QStringLiteral("quickFixMenu"));
    QVERIFY(menu);
    for (const QAction* action : menu->actions()) {
        QVERIFY(action->text() != QLatin1String("Pin git"));
    }
    menu->close();
}

void TestCodeEditor::quickFixMenuByKeyboard() {
    CodeEditor editor;
    editor.loadText(QStringLiteral("RUN git\n"));
    editor.show();
    QVERIFY(QTest::qWaitForWindowExposed(&editor));
    Diagnostic diagnostic = diagnosticAt(4, 7);
    diagnostic.fixes.append({QStringLiteral("Pin git"), {TextEdit{{4, 7}, QStringLiteral("git=1")}}, true});
    editor.setDiagnostics({diagnostic});
    editor.goTo(0, 5);
    editor.setFocus();
    QTest::keyClick(&editor, Qt::Key_Return, Qt::AltModifier);
    QMenu* menu = nullptr;
    QTRY_VERIFY((menu = editor.findChild<QMenu*>(QStringLiteral("quickFixMenu"))) && menu->isVisible());
    QTest::keyClick(menu, Qt::Key_Return);
    QTRY_COMPARE(editor.text(), QStringLiteral("RUN git=1\n"));
    editor.undo();
    QCOMPARE(editor.text(), QStringLiteral("RUN git\n"));
}

void TestCodeEditor::jumpsBetweenProblems() {
    CodeEditor editor;
    editor.loadText(QStringLiteral("aa\nbb\ncc\n"));
    editor.show();
    QVERIFY(QTest::qWaitForWindowExposed(&editor));
    editor.setDiagnostics({diagnosticAt(3, 5), diagnosticAt(6, 8)});
    editor.goTo(0, 0);
    QTest::keyClick(&editor, Qt::Key_F8);
    QCOMPARE(editor.textCursor().blockNumber(), 1);
    QTest::keyClick(&editor, Qt::Key_F8);
    QCOMPARE(editor.textCursor().blockNumber(), 2);
    QTest::keyClick(&editor, Qt::Key_F8); // round again
    QCOMPARE(editor.textCursor().blockNumber(), 1);
    QTest::keyClick(&editor, Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(editor.textCursor().blockNumber(), 2);
}

void TestCodeEditor::togglesComments() {
    CodeEditor editor;
    editor.setFileName(QStringLiteral("Dockerfile"));
    editor.loadText(QStringLiteral("RUN a \\\n    b\n\nRUN c\n"));
    editor.selectAll();
    editor.toggleComment();
    QCOMPARE(editor.text(), QStringLiteral("# RUN a \\\n#     b\n\n# RUN c\n"));
    editor.selectAll();
    editor.toggleComment();
    QCOMPARE(editor.text(), QStringLiteral("RUN a \\\n    b\n\nRUN c\n"));
    editor.undo();
    QCOMPARE(editor.text(), QStringLiteral("# RUN a \\\n#     b\n\n# RUN c\n"));
}

void TestCodeEditor::keepsIndentation() {
    CodeEditor editor;
    editor.setFileName(QStringLiteral("compose.yaml"));
    QTest::keyClicks(&editor, QStringLiteral("services:"));
    QTest::keyClick(&editor, Qt::Key_Return);
    QTest::keyClicks(&editor, QStringLiteral("image: x"));
    QTest::keyClick(&editor, Qt::Key_Return);
    QTest::keyClicks(&editor, QStringLiteral("init: true"));
    QCOMPARE(editor.text(), QStringLiteral("services:\n  image: x\n  init: true"));
}

void TestCodeEditor::helpsWithPairs() {
    CodeEditor editor;
    QTest::keyClicks(&editor, QStringLiteral("[\"a\"]"));
    QCOMPARE(editor.text(), QStringLiteral("[\"a\"]")); // typed over, not doubled
    editor.loadText({});
    QTest::keyClicks(&editor, QStringLiteral("("));
    QCOMPARE(editor.text(), QStringLiteral("()"));
    QTest::keyClick(&editor, Qt::Key_Backspace);
    QCOMPARE(editor.text(), QString());
    QTest::keyClicks(&editor, QStringLiteral("don't"));
    QCOMPARE(editor.text(), QStringLiteral("don't"));
    editor.selectAll();
    QTest::keyClicks(&editor, QStringLiteral("\""));
    QCOMPARE(editor.text(), QStringLiteral("\"don't\""));
}

void TestCodeEditor::tabIndentsLines() {
    CodeEditor editor;
    editor.setFileName(QStringLiteral("Makefile"));
    editor.loadText(QStringLiteral("a\nb\n"));
    editor.selectAll();
    QTest::keyClick(&editor, Qt::Key_Tab);
    QCOMPARE(editor.text(), QStringLiteral("\ta\n\tb\n"));
    editor.selectAll();
    QTest::keyClick(&editor, Qt::Key_Backtab);
    QCOMPARE(editor.text(), QStringLiteral("a\nb\n"));
}

void TestCodeEditor::readOnlyStaysAsItIs() {
    CodeEditor editor;
    editor.setFileName(QStringLiteral("train.py"));
    editor.loadText(QStringLiteral("import os\n"));
    editor.setReadOnly(true);
    QTest::keyClicks(&editor, QStringLiteral("x("));
    QTest::keyClick(&editor, Qt::Key_Tab);
    QTest::keyClick(&editor, Qt::Key_Return);
    editor.toggleComment();
    editor.applyEdits({TextEdit{{0, 1}, QStringLiteral("y")}});
    QCOMPARE(editor.text(), QStringLiteral("import os\n"));
    editor.highlightLines(0, 0);
    QCOMPARE(editor.extraSelections().size(), 1);
}

void TestCodeEditor::zooms() {
    CodeEditor editor;
    const qreal before = editor.font().pointSizeF();
    QWheelEvent wheel(QPointF(5, 5), editor.mapToGlobal(QPointF(5, 5)), {}, QPoint(0, 120), Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(editor.viewport(), &wheel);
    QVERIFY(editor.font().pointSizeF() > before);
    editor.resetZoom();
    QCOMPARE(editor.font().pointSizeF(), before);
}

void TestCodeEditor::emptyRangeAtTheEndIsDrawn() {
    CodeEditor editor;
    editor.loadText(QStringLiteral("abc"));
    editor.setDiagnostics({diagnosticAt(3, 3)});
    QVERIFY(isUnderlined(editor, 2));
    editor.setDiagnostics({diagnosticAt(99, 120)}); // beyond the text: clamped, not crashed
    QCOMPARE(editor.severityOfLine(0), Severity::Warning);
}

void TestCodeEditor::hasNamesForScreenReaders() {
    CodeEditor editor;
    QVERIFY(!editor.accessibleName().isEmpty());
    for (const QAction* action : editor.actions()) {
        QVERIFY(!action->objectName().isEmpty());
        QVERIFY(!action->shortcut().isEmpty());
    }
}

QTEST_MAIN(TestCodeEditor)
#include "tst_codeeditor.moc"
