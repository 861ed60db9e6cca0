#include "ui/theme/theme.h"

#include "ui/theme/fonts.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QStyleHints>

namespace reberth::ui {

Theme::Theme(QObject* parent)
    : QObject(parent) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const QStyleHints* hints = QGuiApplication::styleHints();
    m_systemDark = hints->colorScheme() == Qt::ColorScheme::Dark;
    connect(hints, &QStyleHints::colorSchemeChanged, this, [this](Qt::ColorScheme scheme) {
        m_systemDark = scheme == Qt::ColorScheme::Dark;
        apply();
    });
#else
    // Qt 6.4 has no word for it; the palette it starts with is the platform theme's.
    m_systemDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
#endif
    QApplication::setStyle(new Style);
    QApplication::setFont(font(FontRole::Body));
    m_dark = m_systemDark;
    QApplication::setPalette(palette().toQPalette());
}

void Theme::setMode(Mode mode) {
    m_mode = mode;
    apply();
}

void Theme::apply() {
    const bool dark = m_mode == Mode::System ? m_systemDark : m_mode == Mode::Dark;
    if (dark == m_dark) {
        return;
    }
    m_dark = dark;
    QApplication::setPalette(palette().toQPalette());
    emit changed();
}

QString Theme::nameOf(Mode mode) {
    switch (mode) {
    case Mode::System:
        return QStringLiteral("system");
    case Mode::Light:
        return QStringLiteral("light");
    case Mode::Dark:
        return QStringLiteral("dark");
    }
    return {};
}

Theme::Mode Theme::modeFromName(const QString& name) {
    for (const Mode mode : {Mode::Light, Mode::Dark}) {
        if (nameOf(mode) == name) {
            return mode;
        }
    }
    return Mode::System;
}

} // namespace reberth::ui
