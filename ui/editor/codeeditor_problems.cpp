#include "core/language/language.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/diagnosticpopup.h"
#include "ui/editor/gutter.h"
#include "ui/editor/languageactions.h"
#include "ui/editor/suppressbox.h"

#include <QAction>
#include <QMenu>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

// The editor's findings: squiggles, explanations, fixes.

namespace reberth::ui {

using diagnostics::Diagnostic;
using diagnostics::Severity;

void CodeEditor::setDiagnostics(const QList<Diagnostic>& diagnostics) {
    m_marks.clear();
    m_marks.reserve(diagnostics.size());
    for (const Diagnostic& diagnostic : diagnostics) {
        m_marks.append({diagnostic, documentPosition(diagnostic.range.start),
                        documentPosition(std::max(diagnostic.range.end, diagnostic.range.start))});
    }
    std::stable_sort(m_marks.begin(), m_marks.end(), [](const Mark& a, const Mark& b) { return a.start < b.start; });
    m_marksRevision = document()->revision();
    setAccessibleDescription(m_marks.isEmpty() ? tr("No problems")
                                               : tr("Problems: %1. F8 goes to the next one.").arg(m_marks.size()));
    updateSelections();
    m_gutter->update();
}

bool CodeEditor::fixesAreCurrent() const {
    return m_marksRevision == document()->revision();
}

void CodeEditor::moveMarks(int from, int removed, int added) {
    const int last = from + removed;
    for (Mark& mark : m_marks) {
        mark.start = mark.start >= last ? mark.start + added - removed : std::min(mark.start, from);
        mark.end = mark.end <= from ? mark.end : mark.end >= last ? mark.end + added - removed : from;
        mark.end = std::max(mark.end, mark.start);
    }
}

QList<int> CodeEditor::marksAt(int position) const {
    QList<int> result;
    for (int i = 0; i < m_marks.size() && m_marks.at(i).start <= position; ++i) {
        if (position <= std::max(m_marks.at(i).end, m_marks.at(i).start + 1)) {
            result.append(i);
        }
    }
    return result;
}

QList<int> CodeEditor::marksOfLine(int line) const {
    const QTextBlock block = document()->findBlockByNumber(line);
    const auto first = std::lower_bound(m_marks.cbegin(), m_marks.cend(), block.position(),
                                        [](const Mark& mark, int position) { return mark.start < position; });
    QList<int> result;
    for (auto it = first; it != m_marks.cend() && it->start < block.position() + block.length(); ++it) {
        result.append(static_cast<int>(it - m_marks.cbegin()));
    }
    return result;
}

QList<Diagnostic> CodeEditor::diagnosticsAt(int position) const {
    QList<Diagnostic> result;
    for (const int index : marksAt(position)) {
        result.append(m_marks.at(index).diagnostic);
    }
    return result;
}

std::optional<Severity> CodeEditor::severityOfLine(int line) const {
    std::optional<Severity> worst;
    for (const int index : marksOfLine(line)) {
        const Severity severity = m_marks.at(index).diagnostic.severity;
        if (!worst || severity < *worst) {
            worst = severity;
        }
    }
    return worst;
}

void CodeEditor::applyEdits(const QList<TextEdit>& edits) {
    if (edits.isEmpty() || isReadOnly()) {
        return;
    }
    struct Place {
        int start;
        int end;
        QString replacement;
    };
    QList<Place> places;
    for (const TextEdit& edit : edits) {
        QString replacement = edit.replacement;
        replacement.replace(QLatin1String("\r\n"), QLatin1String("\n"));
        places.append({documentPosition(edit.range.start), documentPosition(std::max(edit.range.start, edit.range.end)),
                       replacement});
    }
    std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.start < b.start; });
    QList<Place> kept;
    int end = -1;
    for (const Place& place : places) {
        if (place.start >= end) {
            kept.append(place);
            end = std::max(end, place.end);
        }
    }
    QTextCursor cursor = textCursor();
    cursor.beginEditBlock();
    for (auto it = kept.crbegin(); it != kept.crend(); ++it) {
        cursor.setPosition(it->start);
        cursor.setPosition(it->end, QTextCursor::KeepAnchor);
        cursor.insertText(it->replacement);
    }
    cursor.endEditBlock();
    setTextCursor(cursor);
}

void CodeEditor::jumpToProblem(bool forward) {
    if (m_marks.isEmpty()) {
        return;
    }
    const int here = textCursor().position();
    QList<int> starts;
    for (const Mark& mark : std::as_const(m_marks)) {
        starts.append(mark.start);
    }
    std::sort(starts.begin(), starts.end());
    int target = forward ? starts.first() : starts.last();
    if (forward) {
        const auto next = std::upper_bound(starts.cbegin(), starts.cend(), here);
        target = next == starts.cend() ? starts.first() : *next;
    } else {
        const auto next = std::lower_bound(starts.cbegin(), starts.cend(), here);
        target = next == starts.cbegin() ? starts.last() : *std::prev(next);
    }
    const QTextBlock block = document()->findBlock(target);
    goTo(block.blockNumber(), target - block.position());
    showPopup(marksAt(target), -1, viewport()->mapToGlobal(cursorRect().bottomLeft()));
}

void CodeEditor::goToNextProblem() {
    jumpToProblem(true);
}

void CodeEditor::goToPreviousProblem() {
    jumpToProblem(false);
}

void CodeEditor::showProblemsOfLine(int line) {
    showPopup(marksOfLine(line), -1, belowLine(line));
}

void CodeEditor::showQuickFixes() {
    QList<int> indexes = marksAt(textCursor().position());
    if (indexes.isEmpty()) {
        indexes = marksOfLine(textCursor().blockNumber());
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("quickFixMenu"));
    menu->setAccessibleName(tr("Quick fixes"));
    const bool current = !isReadOnly() && fixesAreCurrent();
    QStringList kinds;
    for (const int index : std::as_const(indexes)) {
        const Diagnostic& diagnostic = m_marks.at(index).diagnostic;
        if (diagnostic.fixes.isEmpty() || !current) {
            continue;
        }
        menu->addSection(diagnostic.message);
        for (const diagnostics::Fix& fix : diagnostic.fixes) {
            connect(menu->addAction(fix.title), &QAction::triggered, this, [this, fix] { applyEdits(fix.edits); });
        }
        if (!kinds.contains(diagnostic.ruleId)) {
            kinds.append(diagnostic.ruleId);
        }
    }
    if (menu->isEmpty()) {
        menu->addAction(indexes.isEmpty() ? tr("No problem here") : tr("No fix is known for this problem"))
            ->setEnabled(false);
    }
    if (current) {
        menu->addSeparator();
        for (const QString& kind : std::as_const(kinds)) {
            if (const int count = fixableCount(kind); count > 1) {
                QAction* all = menu->addAction(tr("Fix All of “%1” in This File (%2)").arg(kind).arg(count));
                all->setObjectName(QStringLiteral("fixAllOfKind"));
                connect(all, &QAction::triggered, this, [this, kind] { fixAll(kind); });
            }
        }
        if (const int safe = fixableCount({}); safe > 1) {
            QAction* all = menu->addAction(tr("Apply All Safe Fixes in This File (%1)").arg(safe));
            all->setObjectName(QStringLiteral("fixAllSafe"));
            connect(all, &QAction::triggered, this, [this] { fixAll({}); });
        }
        QStringList ignored;
        for (const int index : std::as_const(indexes)) {
            const Diagnostic diagnostic = m_marks.at(index).diagnostic;
            if (diagnostic.severity != Severity::Error && !ignored.contains(diagnostic.ruleId)) {
                ignored.append(diagnostic.ruleId);
                QAction* ignore = menu->addAction(tr("Ignore “%1”…").arg(diagnostic.ruleId));
                ignore->setObjectName(QStringLiteral("ignoreRule"));
                connect(ignore, &QAction::triggered, this, [this, diagnostic] { askSuppression(diagnostic); });
            }
        }
    }
    menu->popup(viewport()->mapToGlobal(cursorRect().bottomLeft()));
    for (QAction* action : menu->actions()) {
        if (!action->isSeparator() && action->isEnabled()) {
            menu->setActiveAction(action);
            break;
        }
    }
}

DiagnosticPopup* CodeEditor::popup() {
    if (!m_popup) {
        m_popup = new DiagnosticPopup(window());
        connect(m_popup, &QObject::destroyed, this, [this] { m_popup = nullptr; });
        connect(m_popup, &DiagnosticPopup::fixChosen, this, [this](const diagnostics::Fix& fix) {
            applyEdits(fix.edits);
            setFocus();
        });
        connect(m_popup, &DiagnosticPopup::suppressionAsked, this, &CodeEditor::askSuppression);
    }
    return m_popup;
}

bool CodeEditor::showPopup(const QList<int>& marks, int position, const QPoint& globalPosition) {
    const std::optional<language::Hover> words = position < 0 ? std::nullopt : m_language->hoverAt(position);
    if ((marks.isEmpty() && !words) || !isVisible()) {
        return false;
    }
    const bool current = !isReadOnly() && fixesAreCurrent();
    bool suppressible = current;
    QList<Diagnostic> shown;
    for (const int index : marks) {
        Diagnostic diagnostic = m_marks.at(index).diagnostic;
        if (!current) {
            diagnostic.fixes.clear();
        }
        suppressible = suppressible && diagnostic.severity != Severity::Error;
        shown.append(diagnostic);
    }
    popup()->showFor(shown, words, suppressible, globalPosition);
    return true;
}

void CodeEditor::explain() {
    const int position = textCursor().position();
    if (!showPopup(marksAt(position), position, viewport()->mapToGlobal(cursorRect().bottomLeft() + QPoint(0, 4)))) {
        sayNothingFound(tr("Nothing is known of what stands here."));
    }
}

void CodeEditor::showSignature() {
    if (const auto signature = m_language->signatureAt(textCursor().position()); signature && isVisible()) {
        popup()->showSignature(*signature, viewport()->mapToGlobal(cursorRect().bottomLeft() + QPoint(0, 4)));
    } else {
        sayNothingFound(tr("There is no instruction here."));
    }
}

void CodeEditor::sayNothingFound(const QString& message) {
    QToolTip::showText(viewport()->mapToGlobal(cursorRect().bottomLeft()), message, this);
    emit nothingFound(message);
}

int CodeEditor::fixableCount(const QString& ruleId) const {
    return static_cast<int>(std::count_if(m_marks.cbegin(), m_marks.cend(), [&ruleId](const Mark& mark) {
        const Diagnostic& diagnostic = mark.diagnostic;
        return !diagnostic.fixes.isEmpty() &&
               (ruleId.isEmpty() ? diagnostic.fixes.first().safe : diagnostic.ruleId == ruleId);
    }));
}

void CodeEditor::fixAll(const QString& ruleId) {
    if (!fixesAreCurrent()) {
        return;
    }
    // A fix goes whole or not at all: one that touches what another changes waits for the next time.
    QList<TextEdit> edits;
    for (const Mark& mark : std::as_const(m_marks)) {
        const Diagnostic& diagnostic = mark.diagnostic;
        if (diagnostic.fixes.isEmpty() ||
            (ruleId.isEmpty() ? !diagnostic.fixes.first().safe : diagnostic.ruleId != ruleId)) {
            continue;
        }
        const QList<TextEdit>& wanted = diagnostic.fixes.first().edits;
        const bool clashes = std::any_of(wanted.cbegin(), wanted.cend(), [&edits](const TextEdit& edit) {
            return std::any_of(edits.cbegin(), edits.cend(), [&edit](const TextEdit& other) {
                return edit.range.overlaps(other.range) || edit.range.start == other.range.start;
            });
        });
        if (!clashes) {
            edits += wanted;
        }
    }
    applyEdits(edits);
}

void CodeEditor::askSuppression(const Diagnostic& diagnostic) {
    const QString text = this->text();
    const language::Kind kind = m_language->kind();
    const bool hasComment = !language::suppress(kind, text, diagnostic.range.start, diagnostic.ruleId, {}).isEmpty();
    if (!m_suppress) {
        m_suppress = new SuppressBox(window());
        connect(m_suppress, &QObject::destroyed, this, [this] { m_suppress = nullptr; });
        connect(m_suppress, &SuppressBox::closed, this, [this] { setFocus(); });
        connect(m_suppress, &SuppressBox::hereChosen, this, [this](const Diagnostic& left, const QString& reason) {
            if (fixesAreCurrent()) {
                applyEdits(language::suppress(m_language->kind(), this->text(), left.range.start, left.ruleId, reason));
            }
        });
        connect(m_suppress, &SuppressBox::projectChosen, this, [this](const Diagnostic& left, const QString& reason) {
            emit projectSuppressionAsked(left.ruleId, reason);
        });
    }
    m_suppress->open(diagnostic, hasComment, viewport()->mapToGlobal(cursorRect().bottomLeft() + QPoint(0, 4)));
}

} // namespace reberth::ui
