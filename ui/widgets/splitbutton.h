#pragma once

#include <QToolButton>

namespace reberth::ui {

/// A button that does the usual thing, with a menu at its right end for the others.
class SplitButton : public QToolButton {
    Q_OBJECT
public:
    explicit SplitButton(const QString& text = {}, QWidget* parent = nullptr);

    void setPrimary(bool primary);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    bool m_primary = false;
};

} // namespace reberth::ui
