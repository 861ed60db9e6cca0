#include "ui/widgets/ansitext.h"

#include "ui/theme/painting.h"
#include "ui/theme/palette.h"

#include <QStringView>

namespace reberth::ui {

namespace {

constexpr QChar escape(0x1b);
constexpr int tabWidth = 8;

bool isPlain(const AnsiSpan& style) {
    return style.foreground == -1 && !style.bold && !style.faint && !style.underline;
}

/// One of xterm's 256 colours above the first 16.
QColor indexedColor(int index) {
    if (index >= 232) {
        const int grey = 8 + (index - 232) * 10;
        return {grey, grey, grey};
    }
    const auto level = [](int step) { return step == 0 ? 0 : 55 + step * 40; };
    const int cube = index - 16;
    return {level(cube / 36), level(cube / 6 % 6), level(cube % 6)};
}

class Reader {
public:
    explicit Reader(int limit)
        : m_limit(limit) {}

    AnsiText read(QStringView raw) {
        qsizetype i = 0;
        while (i < raw.size() && !m_full) {
            const QChar c = raw[i];
            if (c == escape) {
                i = skipEscape(raw, i + 1);
                continue;
            }
            if (c == QLatin1Char('\t')) {
                do {
                    put(QLatin1Char(' '));
                } while (m_result.text.size() % tabWidth != 0 && !m_full);
            } else if (c == QLatin1Char('\b')) {
                m_result.text.chop(1);
            } else if (c.unicode() >= 0x20) {
                put(c);
            }
            ++i;
        }
        closeSpan();
        if (m_full) {
            m_result.text.append(QChar(0x2026));
        }
        return m_result;
    }

private:
    void put(QChar c) {
        if (m_result.text.size() >= m_limit) {
            m_full = true;
            return;
        }
        m_result.text.append(c);
    }

    qsizetype skipEscape(QStringView raw, qsizetype i) {
        if (i >= raw.size()) {
            return i;
        }
        if (raw[i] == QLatin1Char(']')) { // an OSC string (titles, links) ends with BEL or ESC backslash
            while (i < raw.size() && raw[i].unicode() != 0x07) {
                if (raw[i] == escape && i + 1 < raw.size() && raw[i + 1] == QLatin1Char('\\')) {
                    return i + 2;
                }
                ++i;
            }
            return i + 1;
        }
        if (raw[i] != QLatin1Char('[')) {
            return i + 1;
        }
        const qsizetype from = ++i;
        while (i < raw.size() && (raw[i].unicode() < 0x40 || raw[i].unicode() > 0x7e)) {
            ++i;
        }
        if (i < raw.size() && raw[i] == QLatin1Char('m')) {
            applyStyle(raw.mid(from, i - from));
        }
        return i + 1;
    }

    void applyStyle(QStringView parameters) {
        closeSpan();
        QList<int> codes;
        for (const QStringView part : parameters.split(QLatin1Char(';'))) {
            codes.append(part.toInt()); // empty means 0
        }
        for (qsizetype i = 0; i < codes.size(); ++i) {
            const int code = codes[i];
            if (code == 0) {
                m_style = AnsiSpan();
            } else if (code == 1) {
                m_style.bold = true;
            } else if (code == 2) {
                m_style.faint = true;
            } else if (code == 4) {
                m_style.underline = true;
            } else if (code == 22) {
                m_style.bold = m_style.faint = false;
            } else if (code == 24) {
                m_style.underline = false;
            } else if (code >= 30 && code <= 37) {
                m_style.foreground = code - 30;
            } else if (code >= 90 && code <= 97) {
                m_style.foreground = code - 90 + 8;
            } else if (code == 39) {
                m_style.foreground = -1;
            } else if (code == 38 || code == 48) {
                i = extendedColor(codes, i);
            }
        }
        m_style.start = static_cast<int>(m_result.text.size());
    }

    qsizetype extendedColor(const QList<int>& codes, qsizetype i) {
        const bool foreground = codes[i] == 38;
        const int kind = codes.value(i + 1);
        if (kind == 5) {
            const int index = codes.value(i + 2);
            if (foreground && index >= 0 && index < 256) {
                m_style.foreground = index < 16 ? index : -2;
                m_style.color = index < 16 ? QColor() : indexedColor(index);
            }
            return i + 2;
        }
        if (kind == 2) {
            if (foreground) {
                m_style.foreground = -2;
                m_style.color = QColor(qBound(0, codes.value(i + 2), 255), qBound(0, codes.value(i + 3), 255),
                                       qBound(0, codes.value(i + 4), 255));
            }
            return i + 4;
        }
        return i;
    }

    void closeSpan() {
        AnsiSpan span = m_style;
        span.length = static_cast<int>(m_result.text.size()) - span.start;
        if (span.length > 0 && !isPlain(span)) {
            m_result.spans.append(span);
        }
        m_style.start = static_cast<int>(m_result.text.size());
    }

    int m_limit;
    bool m_full = false;
    AnsiSpan m_style;
    AnsiText m_result;
};

} // namespace

QColor AnsiSpan::inkIn(const Palette& palette, const QColor& usual) const {
    QColor ink = usual;
    if (foreground >= 0) {
        ink = palette.ansi.at(static_cast<std::size_t>(foreground));
    } else if (foreground == -2) {
        // A colour chosen for another background: pulled towards the text where it would vanish.
        const int distance = qAbs(color.lightness() - palette.code.lightness());
        ink = distance < 90 ? mixed(color, palette.text, 0.5) : color;
    }
    return faint ? mixed(ink, palette.code, 0.35) : ink;
}

AnsiText AnsiText::parse(const QString& raw, int limit) {
    QStringView view(raw);
    while (view.endsWith(QLatin1Char('\r'))) {
        view.chop(1);
    }
    const qsizetype restart = view.lastIndexOf(QLatin1Char('\r'));
    if (restart >= 0) {
        view = view.mid(restart + 1);
    }
    return Reader(limit).read(view);
}

} // namespace reberth::ui
