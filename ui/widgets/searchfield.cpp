#include "ui/widgets/searchfield.h"

#include "ui/theme/icons.h"
#include "ui/theme/palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>

namespace reberth::ui {

SearchField::SearchField(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent) {
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    addAction(icon(QStringLiteral("search"), &Palette::faint), QLineEdit::LeadingPosition);
}

void SearchField::setHits(int current, int total) {
    m_hits = total < 0 ? QString() : total == 0 ? tr("none") : tr("%1 of %2").arg(current).arg(total);
    setTextMargins(0, 0, m_hits.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_hits) + 8, 0);
    update();
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (event->modifiers().testFlag(Qt::ShiftModifier)) {
            emit previousRequested();
        } else {
            emit nextRequested();
        }
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        if (text().isEmpty()) {
            emit left();
        } else {
            clear();
        }
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (!m_hits.isEmpty()) {
        QPainter painter(this);
        painter.setPen(Palette::of(palette()).dim);
        painter.drawText(rect().adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter, m_hits);
    }
}

} // namespace reberth::ui
