#pragma once

#include "ui/theme/tone.h"

#include <QToolButton>

#include <optional>

namespace reberth::ui {

/// A small bordered button: a fact of the top bar, or (checkable) a switch over a list. With a menu it shows a chevron.
class Chip : public QToolButton {
    Q_OBJECT
public:
    explicit Chip(const QString& text = {}, QWidget* parent = nullptr);

    void setDot(std::optional<Tone> tone); ///< a status dot in front
    void setQuiet(bool quiet);             ///< dim text, no hover: says something, does nothing

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int leading() const;

    std::optional<Tone> m_dot;
    bool m_quiet = false;
};

} // namespace reberth::ui
