#include "ui/editor/typing.h"

#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTextBlock>

#include <algorithm>

namespace reberth::ui {

namespace {

QString indentOf(const QString& line) {
    qsizetype length = 0;
    while (length < line.size() && (line.at(length) == QLatin1Char(' ') || line.at(length) == QLatin1Char('\t'))) {
        ++length;
    }
    return line.left(length);
}

QString unitOf(const QString& language) {
    if (language == QLatin1String("Makefile")) {
        return QStringLiteral("\t");
    }
    return language == QLatin1String("YAML") ? QStringLiteral("  ") : QStringLiteral("    ");
}

QChar closerOf(QChar opener) {
    switch (opener.unicode()) {
    case '(':
        return QLatin1Char(')');
    case '[':
        return QLatin1Char(']');
    case '{':
        return QLatin1Char('}');
    case '"':
        return QLatin1Char('"');
    case '\'':
        return QLatin1Char('\'');
    default:
        return {};
    }
}

QChar charAt(const QPlainTextEdit& editor, int position) {
    return position >= 0 ? editor.document()->characterAt(position) : QChar(QChar::ParagraphSeparator);
}

bool endsText(QChar c) {
    return c.isNull() || c == QChar::ParagraphSeparator || c.isSpace() || QStringLiteral(")]},;:").contains(c);
}

/// First and last block that the selection touches; a selection that ends at a line's start leaves that line out.
std::pair<QTextBlock, QTextBlock> selectedBlocks(const QPlainTextEdit& editor) {
    const QTextCursor cursor = editor.textCursor();
    const QTextBlock first = editor.document()->findBlock(cursor.selectionStart());
    QTextBlock last = editor.document()->findBlock(cursor.selectionEnd());
    if (last != first && cursor.selectionEnd() == last.position()) {
        last = last.previous();
    }
    return {first, last};
}

bool newLine(QPlainTextEdit& editor, const QString& language) {
    QTextCursor cursor = editor.textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    QString indent = indentOf(before);
    const QString trimmed = before.trimmed();
    if ((language == QLatin1String("YAML") || language == QLatin1String("Python")) &&
        trimmed.endsWith(QLatin1Char(':')) && !trimmed.startsWith(QLatin1Char('#'))) {
        indent += unitOf(language);
    } else if (language == QLatin1String("Dockerfile") && trimmed.endsWith(QLatin1Char('\\')) && indent.isEmpty()) {
        indent = unitOf(language);
    }
    cursor.insertText(QLatin1Char('\n') + indent);
    editor.setTextCursor(cursor);
    editor.ensureCursorVisible();
    return true;
}

bool indentLines(QPlainTextEdit& editor, const QString& language, bool less) {
    const QString unit = unitOf(language);
    QTextCursor cursor = editor.textCursor();
    auto [block, last] = selectedBlocks(editor);
    if (!less && block == last && cursor.selectedText().size() < block.length() - 1) {
        if (unit != QLatin1String("\t")) {
            const int column = cursor.positionInBlock();
            const int width = static_cast<int>(unit.size());
            cursor.insertText(QString(width - column % width, QLatin1Char(' ')));
        } else {
            cursor.insertText(unit);
        }
        return true;
    }
    cursor.beginEditBlock();
    const int end = last.blockNumber();
    for (; block.isValid() && block.blockNumber() <= end; block = block.next()) {
        QTextCursor line(block);
        if (!less) {
            if (block.length() > 1) {
                line.insertText(unit);
            }
            continue;
        }
        const QString indent = indentOf(block.text());
        const int remove = indent.startsWith(QLatin1Char('\t'))
                               ? 1
                               : static_cast<int>(std::min(indent.size(), std::max<qsizetype>(unit.size(), 2)));
        line.movePosition(QTextCursor::Right, QTextCursor::KeepAnchor, remove);
        line.removeSelectedText();
    }
    cursor.endEditBlock();
    return true;
}

bool pair(QPlainTextEdit& editor, QChar typed) {
    QTextCursor cursor = editor.textCursor();
    const QChar closer = closerOf(typed);
    const QChar next = charAt(editor, cursor.position());
    if (!cursor.hasSelection() &&
        (typed == QLatin1Char(')') || typed == QLatin1Char(']') || typed == QLatin1Char('}') ||
         (closer == typed && !closer.isNull())) &&
        next == typed) {
        cursor.movePosition(QTextCursor::Right);
        editor.setTextCursor(cursor);
        return true;
    }
    if (closer.isNull()) {
        return false;
    }
    if (cursor.hasSelection()) {
        const int start = cursor.selectionStart();
        const int end = cursor.selectionEnd();
        const QString selected = cursor.selectedText();
        if (selected.contains(QChar::ParagraphSeparator)) {
            return false;
        }
        cursor.insertText(typed + selected + closer);
        cursor.setPosition(start + 1);
        cursor.setPosition(end + 1, QTextCursor::KeepAnchor);
        editor.setTextCursor(cursor);
        return true;
    }
    const QChar previous = charAt(editor, cursor.position() - 1);
    const bool isQuote = closer == typed;
    // "don't" and a closing quote must not grow a second one.
    if (!endsText(next) ||
        (isQuote && (previous.isLetterOrNumber() || previous == typed || previous == QLatin1Char('\\')))) {
        return false;
    }
    cursor.insertText(QString(typed) + closer);
    cursor.movePosition(QTextCursor::Left);
    editor.setTextCursor(cursor);
    return true;
}

} // namespace

bool handleTyping(QPlainTextEdit& editor, QKeyEvent& event, const QString& language) {
    if (editor.isReadOnly() || (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))) {
        return false;
    }
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return newLine(editor, language);
    case Qt::Key_Tab:
        return indentLines(editor, language, false);
    case Qt::Key_Backtab:
        return indentLines(editor, language, true);
    case Qt::Key_Backspace: {
        QTextCursor cursor = editor.textCursor();
        const QChar closer = closerOf(charAt(editor, cursor.position() - 1));
        if (cursor.hasSelection() || cursor.atBlockStart() || closer.isNull() ||
            charAt(editor, cursor.position()) != closer) {
            return false;
        }
        cursor.beginEditBlock();
        cursor.deleteChar();
        cursor.deletePreviousChar();
        cursor.endEditBlock();
        return true;
    }
    default:
        break;
    }
    return event.text().size() == 1 && pair(editor, event.text().at(0));
}

void toggleLineComments(QPlainTextEdit& editor, const QString& marker) {
    if (marker.isEmpty() || editor.isReadOnly()) {
        return;
    }
    const auto [first, last] = selectedBlocks(editor);
    const int end = last.blockNumber();
    bool allCommented = true;
    qsizetype column = -1;
    bool any = false;
    for (QTextBlock block = first; block.isValid() && block.blockNumber() <= end; block = block.next()) {
        const QString text = block.text();
        if (text.trimmed().isEmpty()) {
            continue;
        }
        any = true;
        const qsizetype indent = indentOf(text).size();
        column = column < 0 ? indent : std::min(column, indent);
        allCommented = allCommented && text.mid(indent).startsWith(marker);
    }
    if (!any) {
        return;
    }
    QTextCursor cursor = editor.textCursor();
    cursor.beginEditBlock();
    for (QTextBlock block = first; block.isValid() && block.blockNumber() <= end; block = block.next()) {
        const QString text = block.text();
        if (text.trimmed().isEmpty()) {
            continue;
        }
        QTextCursor line(block);
        if (allCommented) {
            const qsizetype indent = indentOf(text).size();
            qsizetype length = marker.size();
            if (text.mid(indent + length).startsWith(QLatin1Char(' '))) {
                ++length;
            }
            line.setPosition(block.position() + static_cast<int>(indent));
            line.setPosition(block.position() + static_cast<int>(indent + length), QTextCursor::KeepAnchor);
            line.removeSelectedText();
        } else {
            line.setPosition(block.position() + static_cast<int>(column));
            line.insertText(marker + QLatin1Char(' '));
        }
    }
    cursor.endEditBlock();
}

} // namespace reberth::ui
