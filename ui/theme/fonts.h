#pragma once

#include <QFont>

class QWidget;

namespace reberth::ui {

enum class FontRole {
    Body,
    Strong,  ///< body, semi-bold
    Title,   ///< of a page
    Heading, ///< of a card
    Section, ///< small heading over a group
    Small,   ///< status bar, second lines
    Tag,
    Mono,
    MonoStrong,
};

/// Inter where it is installed, else the system's font; JetBrains Mono or the like for code, else the system's.
/// Sizes hang on the system's font size, so that a user's larger setting is kept.
QFont font(FontRole role);

/// The family for code, found once.
QString monospaceFamily();

void setFontRole(QWidget* widget, FontRole role);

} // namespace reberth::ui
