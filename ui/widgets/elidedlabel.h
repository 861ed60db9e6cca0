#pragma once

#include "ui/widgets/label.h"

namespace reberth::ui {

/// One line that is cut with "…" where it is too long, with the whole as tool tip.
class ElidedLabel : public Label {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, FontRole role = FontRole::Body, Ink ink = &Palette::text,
                         QWidget* parent = nullptr);

    void setText(const QString& text);
    void setElideMode(Qt::TextElideMode mode);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace reberth::ui
