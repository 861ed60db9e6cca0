#include "core/yaml/scalar.h"

#include <algorithm>
#include <array>
#include <limits>

namespace reberth::yaml {

namespace {

bool isDigit(QChar c) {
    return c >= u'0' && c <= u'9';
}

/// [-+]? ( digits [. digits*]? | . digits ) ( [eE] [-+]? digits )?
bool looksLikeNumber(QStringView text, bool* fraction) {
    qsizetype i = 0;
    const auto digits = [&] {
        const qsizetype from = i;
        while (i < text.size() && isDigit(text.at(i))) {
            ++i;
        }
        return i - from;
    };
    if (i < text.size() && (text.at(i) == u'-' || text.at(i) == u'+')) {
        ++i;
    }
    const qsizetype whole = digits();
    qsizetype decimals = 0;
    *fraction = false;
    if (i < text.size() && text.at(i) == u'.') {
        ++i;
        decimals = digits();
        *fraction = true;
    }
    if (whole == 0 && decimals == 0) {
        return false;
    }
    if (i < text.size() && (text.at(i) == u'e' || text.at(i) == u'E')) {
        ++i;
        if (i < text.size() && (text.at(i) == u'-' || text.at(i) == u'+')) {
            ++i;
        }
        if (digits() == 0) {
            return false;
        }
        *fraction = true;
    }
    return i == text.size();
}

/// "0x1F" and "0o17"; the base, or 0.
int prefixedBase(const QString& text) {
    if (text.size() < 3 || text.at(0) != u'0') {
        return 0;
    }
    const int base = text.at(1) == u'x' ? 16 : text.at(1) == u'o' ? 8 : 0;
    if (base == 0) {
        return 0;
    }
    const bool clean = std::all_of(text.cbegin() + 2, text.cend(), [base](QChar c) {
        return base == 16 ? isDigit(c) || (c.toLower() >= u'a' && c.toLower() <= u'f') : c >= u'0' && c <= u'7';
    });
    return clean ? base : 0;
}

bool isSpecialFloat(const QString& text, double* value) {
    const QString body = text.startsWith(u'-') || text.startsWith(u'+') ? text.mid(1) : text;
    if (body == QLatin1String(".inf") || body == QLatin1String(".Inf") || body == QLatin1String(".INF")) {
        *value =
            text.startsWith(u'-') ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
        return true;
    }
    if (text == QLatin1String(".nan") || text == QLatin1String(".NaN") || text == QLatin1String(".NAN")) {
        *value = std::numeric_limits<double>::quiet_NaN();
        return true;
    }
    return false;
}

bool isNullWord(const QString& text) {
    return text.isEmpty() || text == QLatin1String("~") || text == QLatin1String("null") ||
           text == QLatin1String("Null") || text == QLatin1String("NULL");
}

/// Words that a YAML 1.1 reader would turn into a boolean.
bool isOldBoolean(const QString& text) {
    static constexpr std::array words{"y", "n", "yes", "no", "on", "off", "true", "false"};
    const QString lower = text.toLower();
    return std::any_of(words.cbegin(), words.cend(), [&](const char* word) { return lower == QLatin1String(word); });
}

bool isPlainSafe(const QString& text) {
    if (text.isEmpty() || plainScalarType(text) != ScalarType::String || isOldBoolean(text)) {
        return false;
    }
    const QChar first = text.front();
    if (!first.isLetterOrNumber() && first != u'/' && first != u'.' && first != u'_' && first != u'$') {
        return false;
    }
    if (text.back().isSpace() || text.back() == u':') {
        return false;
    }
    bool numeric = true; // 1.1 readers take 22:22 and 1_000 for numbers, and 2020-01-01 for a date
    for (const QChar c : text) {
        if (c == u':' || c == u'#' || c == u',' || c == u'[' || c == u']' || c == u'{' || c == u'}' || c == u'"' ||
            c == u'\'' || c == u'`' || c == u'&' || c == u'*' || c == u'!' || c == u'|' || c == u'>' || c == u'%' ||
            c == u'@' || c.unicode() < 0x20 || c.unicode() >= 0x7f) {
            return false;
        }
        numeric = numeric && (isDigit(c) || c == u'_' || c == u'-' || c == u'+' || c == u'.');
    }
    return !numeric;
}

} // namespace

ScalarType plainScalarType(const QString& text) {
    if (isNullWord(text)) {
        return ScalarType::Null;
    }
    if (scalarToBool(text)) {
        return ScalarType::Bool;
    }
    bool fraction = false;
    if (looksLikeNumber(text, &fraction)) {
        return fraction ? ScalarType::Float : ScalarType::Int;
    }
    if (prefixedBase(text) != 0) {
        return ScalarType::Int;
    }
    double value = 0;
    return isSpecialFloat(text, &value) ? ScalarType::Float : ScalarType::String;
}

std::optional<bool> scalarToBool(const QString& text) {
    if (text == QLatin1String("true") || text == QLatin1String("True") || text == QLatin1String("TRUE")) {
        return true;
    }
    if (text == QLatin1String("false") || text == QLatin1String("False") || text == QLatin1String("FALSE")) {
        return false;
    }
    return std::nullopt;
}

std::optional<qint64> scalarToInt(const QString& text) {
    bool ok = false;
    qint64 value = 0;
    if (const int base = prefixedBase(text)) {
        value = text.mid(2).toLongLong(&ok, base);
        return ok ? std::optional(value) : std::nullopt;
    }
    bool fraction = false;
    if (!looksLikeNumber(text, &fraction) || fraction) {
        return std::nullopt;
    }
    value = text.toLongLong(&ok, 10);
    return ok ? std::optional(value) : std::nullopt;
}

std::optional<double> scalarToDouble(const QString& text) {
    double value = 0;
    if (isSpecialFloat(text, &value)) {
        return value;
    }
    if (const auto whole = scalarToInt(text)) {
        return static_cast<double>(*whole);
    }
    bool fraction = false;
    if (!looksLikeNumber(text, &fraction)) {
        return std::nullopt;
    }
    bool ok = false;
    value = text.toDouble(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

QString quoted(const QString& text) {
    if (isPlainSafe(text)) {
        return text;
    }
    QString out(u'"');
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'"':
            out += QLatin1String("\\\"");
            break;
        case u'\\':
            out += QLatin1String("\\\\");
            break;
        case u'\n':
            out += QLatin1String("\\n");
            break;
        case u'\t':
            out += QLatin1String("\\t");
            break;
        case u'\r':
            out += QLatin1String("\\r");
            break;
        default:
            if (c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0) || c.unicode() == 0x2028 ||
                c.unicode() == 0x2029 || c.unicode() == 0xfeff || c.unicode() == 0xfffe || c.unicode() == 0xffff) {
                out += QStringLiteral("\\u%1").arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
            } else {
                out += c;
            }
        }
    }
    return out + u'"';
}

} // namespace reberth::yaml
