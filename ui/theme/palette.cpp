#include "ui/theme/palette.h"

namespace reberth::ui {

QColor Palette::foregroundOf(Tone tone) const {
    switch (tone) {
    case Tone::Neutral:
        return dim;
    case Tone::Accent:
        return accent;
    case Tone::Ok:
        return ok;
    case Tone::Warning:
        return warning;
    case Tone::Error:
        return error;
    }
    return dim;
}

QColor Palette::backgroundOf(Tone tone) const {
    switch (tone) {
    case Tone::Neutral:
        return background;
    case Tone::Accent:
        return accentBackground;
    case Tone::Ok:
        return okBackground;
    case Tone::Warning:
        return warningBackground;
    case Tone::Error:
        return errorBackground;
    }
    return background;
}

QPalette Palette::toQPalette() const {
    QPalette result;
    const auto set = [&result](QPalette::ColorRole role, const QColor& color) { result.setColor(role, color); };
    set(QPalette::Window, background);
    set(QPalette::WindowText, text);
    set(QPalette::Base, panel);
    set(QPalette::AlternateBase, background);
    set(QPalette::Text, text);
    set(QPalette::PlaceholderText, dim);
    set(QPalette::Button, raised);
    set(QPalette::ButtonText, text);
    set(QPalette::BrightText, onAccent);
    set(QPalette::Highlight, textSelection);
    set(QPalette::HighlightedText, text);
    set(QPalette::Link, accent);
    set(QPalette::LinkVisited, accent);
    set(QPalette::ToolTipBase, raised);
    set(QPalette::ToolTipText, text);
    set(QPalette::Light, raised);
    set(QPalette::Midlight, line);
    set(QPalette::Mid, line);
    set(QPalette::Dark, faint);
    set(QPalette::Shadow, shadow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        result.setColor(QPalette::Disabled, role, faint);
    }
    result.setColor(QPalette::Disabled, QPalette::Highlight, line);
    return result;
}

const Palette& Palette::light() {
    static const Palette palette = [] {
        Palette p;
        p.background = QColor(0xf6, 0xf7, 0xf9);
        p.panel = QColor(0xff, 0xff, 0xff);
        p.raised = QColor(0xff, 0xff, 0xff);
        p.line = QColor(0xe3, 0xe6, 0xeb);
        p.text = QColor(0x1c, 0x23, 0x30);
        p.dim = QColor(0x5f, 0x69, 0x7d);
        p.faint = QColor(0x98, 0xa2, 0xb3);
        p.accent = QColor(0x0f, 0x6f, 0xde);
        p.accentBackground = QColor(0xe8, 0xf1, 0xfd);
        p.onAccent = QColor(0xff, 0xff, 0xff);
        p.ok = QColor(0x1a, 0x7f, 0x4b);
        p.okBackground = QColor(0xe7, 0xf6, 0xed);
        p.warning = QColor(0xa1, 0x5c, 0x07);
        p.warningBackground = QColor(0xfd, 0xf3, 0xe1);
        p.error = QColor(0xc2, 0x27, 0x1c);
        p.errorBackground = QColor(0xfd, 0xeb, 0xe9);
        p.code = QColor(0xf9, 0xfa, 0xfb);
        p.selection = QColor(0xe9, 0xf1, 0xff);
        p.textSelection = QColor(0xbf, 0xd9, 0xfa);
        p.hover = QColor(0x1c, 0x23, 0x30, 12);
        p.shadow = QColor(0, 0, 0, 40);
        p.keyword = QColor(0x8b, 0x3f, 0xc0);
        p.string = QColor(0x1a, 0x7f, 0x4b);
        p.comment = QColor(0x74, 0x7e, 0x90);
        p.number = QColor(0xb3, 0x54, 0x1e);
        p.ansi = {
            QColor(0x1c, 0x23, 0x30), QColor(0xc2, 0x27, 0x1c), QColor(0x1a, 0x7f, 0x4b), QColor(0xa1, 0x5c, 0x07),
            QColor(0x0f, 0x6f, 0xde), QColor(0x8b, 0x3f, 0xc0), QColor(0x0b, 0x76, 0x85), QColor(0x5f, 0x69, 0x7d),
            QColor(0x74, 0x7e, 0x90), QColor(0xd6, 0x3a, 0x2f), QColor(0x21, 0x94, 0x59), QColor(0xb8, 0x6e, 0x14),
            QColor(0x2b, 0x83, 0xea), QColor(0x9d, 0x55, 0xcf), QColor(0x11, 0x87, 0x97), QColor(0x1c, 0x23, 0x30)};
        return p;
    }();
    return palette;
}

const Palette& Palette::dark() {
    static const Palette palette = [] {
        Palette p;
        p.background = QColor(0x14, 0x17, 0x1c);
        p.panel = QColor(0x1b, 0x1f, 0x26);
        p.raised = QColor(0x22, 0x27, 0x31);
        p.line = QColor(0x2d, 0x33, 0x3e);
        p.text = QColor(0xe6, 0xe9, 0xef);
        p.dim = QColor(0x9a, 0xa4, 0xb5);
        p.faint = QColor(0x6b, 0x76, 0x88);
        p.accent = QColor(0x5a, 0xa5, 0xff);
        p.accentBackground = QColor(0x17, 0x30, 0x4f);
        p.onAccent = QColor(0x08, 0x18, 0x2b);
        p.ok = QColor(0x55, 0xc9, 0x8a);
        p.okBackground = QColor(0x15, 0x35, 0x2a);
        p.warning = QColor(0xe8, 0xb0, 0x4d);
        p.warningBackground = QColor(0x3a, 0x2d, 0x12);
        p.error = QColor(0xff, 0x81, 0x78);
        p.errorBackground = QColor(0x43, 0x1d, 0x1b);
        p.code = QColor(0x17, 0x1b, 0x21);
        p.selection = QColor(0x1f, 0x33, 0x52);
        p.textSelection = QColor(0x2c, 0x4d, 0x7c);
        p.hover = QColor(0xff, 0xff, 0xff, 14);
        p.shadow = QColor(0, 0, 0, 120);
        p.keyword = QColor(0xc7, 0x92, 0xea);
        p.string = QColor(0x7f, 0xd4, 0x9a);
        p.comment = QColor(0x7d, 0x88, 0x9a);
        p.number = QColor(0xf0, 0xa6, 0x6c);
        p.ansi = {
            QColor(0x6b, 0x76, 0x88), QColor(0xff, 0x81, 0x78), QColor(0x55, 0xc9, 0x8a), QColor(0xe8, 0xb0, 0x4d),
            QColor(0x5a, 0xa5, 0xff), QColor(0xc7, 0x92, 0xea), QColor(0x55, 0xc7, 0xd6), QColor(0xc5, 0xcb, 0xd6),
            QColor(0x7d, 0x88, 0x9a), QColor(0xff, 0x9d, 0x96), QColor(0x7a, 0xdd, 0xa5), QColor(0xf2, 0xc6, 0x76),
            QColor(0x84, 0xbc, 0xff), QColor(0xd7, 0xb0, 0xf2), QColor(0x7f, 0xdc, 0xe8), QColor(0xff, 0xff, 0xff)};
        return p;
    }();
    return palette;
}

const Palette& Palette::of(const QPalette& palette) {
    return palette.color(QPalette::Active, QPalette::Base).lightness() < 128 ? dark() : light();
}

} // namespace reberth::ui
