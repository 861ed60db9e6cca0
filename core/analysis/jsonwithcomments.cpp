#include "core/analysis/jsonwithcomments.h"

namespace reberth::analysis {

QString withoutJsonComments(QString text) {
    const qsizetype size = text.size();
    qsizetype comma = -1; // the last one that only blanks follow
    const auto blank = [&text](qsizetype from, qsizetype to) {
        for (qsizetype i = from; i < to; ++i) {
            if (text.at(i) != QLatin1Char('\n'))
                text[i] = QLatin1Char(' ');
        }
    };
    for (qsizetype i = 0; i < size; ++i) {
        const QChar c = text.at(i);
        if (c == QLatin1Char('"')) {
            comma = -1;
            for (++i; i < size && text.at(i) != QLatin1Char('"'); ++i) {
                if (text.at(i) == QLatin1Char('\\'))
                    ++i;
            }
        } else if (c == QLatin1Char('/') && i + 1 < size && text.at(i + 1) == QLatin1Char('/')) {
            const qsizetype end = text.indexOf(QLatin1Char('\n'), i);
            blank(i, end < 0 ? size : end);
            i = end < 0 ? size : end;
        } else if (c == QLatin1Char('/') && i + 1 < size && text.at(i + 1) == QLatin1Char('*')) {
            const qsizetype close = text.indexOf(QLatin1String("*/"), i + 2);
            const qsizetype end = close < 0 ? size : close + 2;
            blank(i, end);
            i = end - 1;
        } else if (c == QLatin1Char(',')) {
            comma = i;
        } else if ((c == QLatin1Char('}') || c == QLatin1Char(']')) && comma >= 0) {
            text[comma] = QLatin1Char(' ');
            comma = -1;
        } else if (!c.isSpace()) {
            comma = -1;
        }
    }
    return text;
}

} // namespace reberth::analysis
