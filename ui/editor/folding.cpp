#include "ui/editor/folding.h"

#include <QPlainTextDocumentLayout>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

namespace reberth::ui {

using language::Fold;

Folding::Folding(QTextDocument* document, QObject* parent)
    : QObject(parent)
    , m_document(document) {
}

const Fold* Folding::foldAt(int line) const {
    const auto found = std::lower_bound(m_folds.cbegin(), m_folds.cend(), line,
                                        [](const Fold& fold, int wanted) { return fold.first < wanted; });
    return found != m_folds.cend() && found->first == line ? &*found : nullptr;
}

bool Folding::isFolded(int line) const {
    return std::any_of(m_folded.cbegin(), m_folded.cend(),
                       [line](const QTextCursor& cursor) { return cursor.blockNumber() == line; });
}

int Folding::enclosing(int line, bool folded) const {
    int best = -1;
    for (const Fold& fold : m_folds) {
        if (fold.first <= line && line <= fold.last && isFolded(fold.first) == folded) {
            best = std::max(best, fold.first);
        }
    }
    return best;
}

void Folding::setFolds(const QList<Fold>& folds) {
    if (folds == m_folds && m_folded.isEmpty()) {
        return;
    }
    m_folds = folds;
    m_folded.removeIf([this](const QTextCursor& cursor) { return !foldAt(cursor.blockNumber()); });
    apply();
}

void Folding::setFolded(int line, bool folded) {
    if (!foldAt(line) || isFolded(line) == folded) {
        return;
    }
    if (folded) {
        m_folded.append(QTextCursor(m_document->findBlockByNumber(line)));
    } else {
        m_folded.removeIf([line](const QTextCursor& cursor) { return cursor.blockNumber() == line; });
    }
    apply();
}

void Folding::setAllFolded(bool folded) {
    m_folded.clear();
    if (folded) {
        int covered = -1;
        for (const Fold& fold : std::as_const(m_folds)) {
            if (fold.first > covered) {
                m_folded.append(QTextCursor(m_document->findBlockByNumber(fold.first)));
                covered = fold.last;
            }
        }
    }
    apply();
}

void Folding::reveal(int line) {
    const QTextBlock block = m_document->findBlockByNumber(line);
    if (!block.isValid() || block.isVisible()) {
        return;
    }
    m_folded.removeIf([this, line](const QTextCursor& cursor) {
        const Fold* fold = foldAt(cursor.blockNumber());
        return !fold || (fold->first < line && line <= fold->last);
    });
    apply();
    if (!block.isVisible()) {
        // The stretch is not what it was when it was folded.
        m_folded.clear();
        apply();
    }
}

void Folding::clear() {
    m_folds.clear();
    m_folded.clear();
}

void Folding::apply() {
    QList<std::pair<int, int>> hidden;
    for (const QTextCursor& cursor : std::as_const(m_folded)) {
        if (const Fold* fold = foldAt(cursor.blockNumber())) {
            hidden.append({fold->first + 1, fold->last});
        }
    }
    std::sort(hidden.begin(), hidden.end());
    bool any = false;
    qsizetype next = 0;
    int until = -1;
    for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
        const int line = block.blockNumber();
        while (next < hidden.size() && hidden.at(next).first <= line) {
            until = std::max(until, hidden.at(next).second);
            ++next;
        }
        const bool visible = line > until;
        if (block.isVisible() != visible) {
            block.setVisible(visible);
            block.setLineCount(visible ? std::max(1, block.layout()->lineCount()) : 0);
            any = true;
        }
    }
    if (any) {
        if (auto* layout = qobject_cast<QPlainTextDocumentLayout*>(m_document->documentLayout())) {
            layout->requestUpdate();
            emit layout->documentSizeChanged(layout->documentSize());
        }
    }
    emit changed();
}

} // namespace reberth::ui
