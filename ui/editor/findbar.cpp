#include "ui/editor/findbar.h"

#include "ui/editor/codeeditor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

/// More are counted as "too many" rather than painted.
constexpr qsizetype maxMatches = 5000;

QRegularExpression expression(const QString& needle, bool regex, bool matchCase) {
    QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption;
    if (!matchCase) {
        options |= QRegularExpression::CaseInsensitiveOption;
    }
    return QRegularExpression(regex ? needle : QRegularExpression::escape(needle), options);
}

QToolButton* toggle(const QString& name, const QString& text, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setCheckable(true);
    return button;
}

} // namespace

FindBar::FindBar(CodeEditor* editor, QWidget* parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_needle(new QLineEdit(this))
    , m_replacement(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_regex(toggle(QStringLiteral("findRegex"), QStringLiteral(".*"), tr("Regular expression"), this))
    , m_case(toggle(QStringLiteral("findCase"), QStringLiteral("Aa"), tr("Match case"), this))
    , m_replaceRow(new QWidget(this)) {
    setObjectName(QStringLiteral("findBar"));
    setAccessibleName(tr("Find and replace"));
    m_needle->setObjectName(QStringLiteral("findNeedle"));
    m_needle->setAccessibleName(tr("Find"));
    m_needle->setPlaceholderText(tr("Find"));
    m_needle->setClearButtonEnabled(true);
    m_replacement->setObjectName(QStringLiteral("findReplacement"));
    m_replacement->setAccessibleName(tr("Replace by"));
    m_replacement->setPlaceholderText(tr("Replace by"));
    m_count->setObjectName(QStringLiteral("findCount"));
    m_count->setMinimumWidth(90);

    const auto button = [this](const QString& name, const QString& text, auto slot, QWidget* owner) {
        auto* push = new QPushButton(text, owner);
        push->setObjectName(name);
        push->setAccessibleName(text);
        push->setAutoDefault(false);
        connect(push, &QPushButton::clicked, this, slot);
        return push;
    };
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(6);
    auto* first = new QHBoxLayout;
    first->addWidget(m_needle, 1);
    first->addWidget(m_count);
    first->addWidget(m_case);
    first->addWidget(m_regex);
    first->addWidget(button(QStringLiteral("findPrevious"), tr("Previous"), &FindBar::findPrevious, this));
    first->addWidget(button(QStringLiteral("findNext"), tr("Next"), &FindBar::findNext, this));
    first->addWidget(button(QStringLiteral("findClose"), tr("Close"), &FindBar::close, this));
    column->addLayout(first);
    auto* second = new QHBoxLayout(m_replaceRow);
    second->setContentsMargins(0, 0, 0, 0);
    second->addWidget(m_replacement, 1);
    second->addWidget(button(QStringLiteral("replaceOne"), tr("Replace"), &FindBar::replaceOne, m_replaceRow));
    second->addWidget(button(QStringLiteral("replaceAll"), tr("Replace All"), &FindBar::replaceAll, m_replaceRow));
    column->addWidget(m_replaceRow);
    setFocusProxy(m_needle);

    connect(m_needle, &QLineEdit::textChanged, this, [this] {
        search();
        showCurrent();
    });
    connect(m_regex, &QToolButton::toggled, this, &FindBar::search);
    connect(m_case, &QToolButton::toggled, this, &FindBar::search);
    connect(m_editor, &CodeEditor::edited, this, [this] {
        if (isVisible() && !m_searching) {
            search();
        }
    });
    connect(m_replacement, &QLineEdit::returnPressed, this, &FindBar::replaceOne);
    QWidget::hide();
}

void FindBar::open(bool replace) {
    m_replaceRow->setVisible(replace && !m_editor->isReadOnly());
    const QString selected = m_editor->textCursor().selectedText();
    show();
    if (!selected.isEmpty() && !selected.contains(QChar::ParagraphSeparator)) {
        m_needle->setText(selected);
    }
    search();
    m_needle->selectAll();
    m_needle->setFocus();
}

void FindBar::close() {
    hide();
    m_matches.clear();
    m_editor->setSearchMatches({});
    m_editor->setFocus();
}

void FindBar::search() {
    m_matches.clear();
    const QString needle = m_needle->text();
    if (needle.isEmpty()) {
        m_count->clear();
        m_editor->setSearchMatches({});
        return;
    }
    const QRegularExpression pattern = expression(needle, m_regex->isChecked(), m_case->isChecked());
    if (!pattern.isValid()) {
        m_count->setText(tr("Not a pattern"));
        m_count->setToolTip(pattern.errorString());
        m_editor->setSearchMatches({});
        return;
    }
    m_count->setToolTip({});
    for (QTextBlock block = m_editor->document()->begin(); block.isValid(); block = block.next()) {
        auto it = pattern.globalMatch(block.text());
        while (it.hasNext() && m_matches.size() < maxMatches) {
            const QRegularExpressionMatch match = it.next();
            if (match.capturedLength() == 0) {
                continue;
            }
            QTextCursor cursor(block);
            cursor.setPosition(block.position() + static_cast<int>(match.capturedStart()));
            cursor.setPosition(block.position() + static_cast<int>(match.capturedEnd()), QTextCursor::KeepAnchor);
            m_matches.append(cursor);
        }
    }
    m_editor->setSearchMatches(m_matches);
    m_count->setText(m_matches.isEmpty() ? tr("Nothing found") : tr("Matches: %1").arg(m_matches.size()));
}

void FindBar::showCurrent() {
    const int here = m_editor->textCursor().selectionStart();
    for (qsizetype i = 0; i < m_matches.size(); ++i) {
        if (m_matches.at(i).selectionStart() >= here) {
            select(i);
            return;
        }
    }
    if (!m_matches.isEmpty()) {
        select(0);
    }
}

void FindBar::select(qsizetype index) {
    m_editor->setTextCursor(m_matches.at(index));
    m_editor->ensureCursorVisible();
    m_count->setText(tr("%1 of %2").arg(index + 1).arg(m_matches.size()));
}

void FindBar::findNext() {
    if (m_matches.isEmpty()) {
        search();
    }
    const int here = m_editor->textCursor().selectionEnd();
    for (qsizetype i = 0; i < m_matches.size(); ++i) {
        if (m_matches.at(i).selectionStart() >= here) {
            select(i);
            return;
        }
    }
    if (!m_matches.isEmpty()) {
        select(0);
    }
}

void FindBar::findPrevious() {
    if (m_matches.isEmpty()) {
        search();
    }
    const int here = m_editor->textCursor().selectionStart();
    for (qsizetype i = m_matches.size() - 1; i >= 0; --i) {
        if (m_matches.at(i).selectionEnd() <= here) {
            select(i);
            return;
        }
    }
    if (!m_matches.isEmpty()) {
        select(m_matches.size() - 1);
    }
}

QString FindBar::replacementFor(const QTextCursor& match) const {
    if (!m_regex->isChecked()) {
        return m_replacement->text();
    }
    // Through the expression again, so that \1 stands for the first group.
    QString text = match.selectedText();
    text.replace(expression(m_needle->text(), true, m_case->isChecked()), m_replacement->text());
    return text;
}

void FindBar::replaceOne() {
    if (m_editor->isReadOnly()) {
        return;
    }
    QTextCursor cursor = m_editor->textCursor();
    for (const QTextCursor& match : std::as_const(m_matches)) {
        if (match.selectionStart() == cursor.selectionStart() && match.selectionEnd() == cursor.selectionEnd()) {
            cursor.insertText(replacementFor(match));
            m_editor->setTextCursor(cursor);
            break;
        }
    }
    findNext();
}

void FindBar::replaceAll() {
    if (m_editor->isReadOnly() || m_matches.isEmpty()) {
        return;
    }
    m_searching = true;
    const QList<QTextCursor> matches = m_matches;
    QTextCursor cursor(m_editor->document());
    cursor.beginEditBlock();
    for (auto it = matches.crbegin(); it != matches.crend(); ++it) {
        cursor.setPosition(it->selectionStart());
        cursor.setPosition(it->selectionEnd(), QTextCursor::KeepAnchor);
        cursor.insertText(replacementFor(*it));
    }
    cursor.endEditBlock();
    m_searching = false;
    search();
    m_count->setText(tr("Replaced: %1").arg(matches.size()));
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_needle->hasFocus()) {
        if (event->modifiers() & Qt::ShiftModifier) {
            findPrevious();
        } else {
            findNext();
        }
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace reberth::ui
