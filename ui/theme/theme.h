#pragma once

#include "ui/theme/palette.h"

#include <QObject>

namespace reberth::ui {

/// Puts the style, the fonts and the light or dark palette on the application, and switches between them at run time.
/// Made once, by app/, after the QApplication; GUI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    Q_ENUM(Mode)

    explicit Theme(QObject* parent = nullptr);

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    bool isDark() const { return m_dark; }
    const Palette& palette() const { return m_dark ? Palette::dark() : Palette::light(); }

    static QString nameOf(Mode mode);              ///< "system", "light", "dark": for the settings
    static Mode modeFromName(const QString& name); ///< System for anything else

signals:
    void changed();

private:
    void apply();

    Mode m_mode = Mode::System;
    bool m_systemDark = false;
    bool m_dark = false;
};

} // namespace reberth::ui
