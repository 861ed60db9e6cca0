#pragma once

#include <QColor>
#include <QList>
#include <QString>

namespace reberth::ui {

struct Palette;

/// How a stretch of a terminal's line looks.
struct AnsiSpan {
    int start = 0;
    int length = 0;
    int foreground = -1; ///< 0…15 of the palette, -1 for the usual, -2 for `color`
    QColor color;
    bool bold = false;
    bool faint = false;
    bool underline = false;

    QColor inkIn(const Palette& palette, const QColor& usual) const;
};

/// A line as a terminal would show it: escape sequences taken out, tabs widened, only what stands after the last
/// carriage return (progress bars). Spans cover what is not plain, in order. Styles do not run over to the next line.
struct AnsiText {
    QString text;
    QList<AnsiSpan> spans;

    /// `limit`: characters that are kept; a longer line ends in "…".
    static AnsiText parse(const QString& raw, int limit = 20000);
};

} // namespace reberth::ui
