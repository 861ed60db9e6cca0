#pragma once

#include "ui/theme/tone.h"

#include <QWidget>

class QPainter;

namespace reberth::ui {

/// A word in a small tinted box: "only imported", "green on Tesla T4".
class Tag : public QWidget {
    Q_OBJECT
public:
    explicit Tag(const QString& text = {}, Tone tone = Tone::Neutral, QWidget* parent = nullptr);

    void setTag(const QString& text, Tone tone);
    QString text() const { return m_text; }
    Tone tone() const { return m_tone; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// For delegates: paints at the left of `rect`, in its middle; returns the width that was used.
    static int paint(QPainter* painter, const QRect& rect, const QString& text, Tone tone, const QPalette& palette);
    static int widthOf(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Tone m_tone;
};

} // namespace reberth::ui
