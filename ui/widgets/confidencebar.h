#pragma once

#include <QWidget>

class QPainter;

namespace reberth::ui {

/// How sure a finding is, 0…1, as a short bar with the percentage as tool tip.
class ConfidenceBar : public QWidget {
    Q_OBJECT
public:
    explicit ConfidenceBar(double confidence = 0, QWidget* parent = nullptr);

    void setConfidence(double confidence);
    double confidence() const { return m_confidence; }
    QSize sizeHint() const override;

    /// For delegates: the same bar in the middle of `rect`.
    static void paint(QPainter* painter, const QRect& rect, double confidence, const QPalette& palette);
    static QString describe(double confidence); ///< "90 % sure"

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_confidence = 0;
};

} // namespace reberth::ui
