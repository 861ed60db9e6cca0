#pragma once

#include "core/base/result.h"
#include "core/base/textedit.h"

#include <QFrame>

#include <functional>

class QLabel;
class QLineEdit;

namespace reberth::ui {

/// Asks for a new name at the cursor and shows every line that will change while it is typed. Enter takes it, Escape
/// or a click elsewhere leaves everything as it is.
class RenameBox : public QFrame {
    Q_OBJECT
public:
    using Edits = std::function<Result<QList<TextEdit>>(const QString& name)>;

    explicit RenameBox(QWidget* window);

    /// `text` is what `edits` refer to.
    void open(const QString& name, const QString& text, const Edits& edits, const QPoint& globalPosition);

signals:
    void accepted(const QList<reberth::TextEdit>& edits);
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void preview();
    void resizeToContents();

    QLineEdit* m_name;
    QLabel* m_summary;
    QLabel* m_lines;
    QString m_text;
    QString m_before;
    Edits m_edits;
    QPoint m_at;
};

} // namespace reberth::ui
