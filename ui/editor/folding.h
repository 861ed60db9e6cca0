#pragma once

#include "core/language/language.h"

#include <QList>
#include <QObject>
#include <QTextCursor>

class QTextDocument;

namespace reberth::ui {

/// Which stretches of lines of a document can be folded, and which are. Hidden lines are invisible blocks; edits and
/// new stretches keep what is folded folded.
class Folding : public QObject {
    Q_OBJECT
public:
    explicit Folding(QTextDocument* document, QObject* parent = nullptr);

    /// Stretches of the document as it is now.
    void setFolds(const QList<language::Fold>& folds);
    const QList<language::Fold>& folds() const { return m_folds; }

    /// The stretch that begins in the line, or null.
    const language::Fold* foldAt(int line) const;
    bool isFolded(int line) const;
    bool anyFolded() const { return !m_folded.isEmpty(); }
    /// The line of the innermost stretch that holds the line and is (not) folded; -1 when there is none.
    int enclosing(int line, bool folded) const;

    void setFolded(int line, bool folded);
    void setAllFolded(bool folded);
    /// Unfolds whatever hides the line.
    void reveal(int line);
    /// Nothing is known of a new text.
    void clear();

signals:
    void changed();

private:
    void apply();

    QTextDocument* m_document;
    QList<language::Fold> m_folds;
    QList<QTextCursor> m_folded; ///< at the start of their first lines
};

} // namespace reberth::ui
