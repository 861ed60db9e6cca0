#pragma once

#include "ui/theme/tone.h"

#include <QWidget>

namespace reberth::ui {

/// A dot in a tone. A word stands beside it or in its tool tip: colour alone says nothing.
class StatusDot : public QWidget {
    Q_OBJECT
public:
    explicit StatusDot(Tone tone = Tone::Neutral, QWidget* parent = nullptr);

    void setTone(Tone tone, const QString& words);
    QSize sizeHint() const override { return {12, 12}; }

    /// For delegates: a dot at the left of `rect`, in its middle.
    static void paint(QPainter* painter, const QRect& rect, Tone tone, const QPalette& palette);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone;
};

} // namespace reberth::ui
