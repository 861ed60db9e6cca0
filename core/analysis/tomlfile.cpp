#include "core/analysis/tomlfile.h"

#include <QCoreApplication>

#include <toml++/toml.h>

#include <algorithm>

namespace reberth::analysis {

namespace {

constexpr int maxDepth = 40;
constexpr qsizetype maxValues = 400'000;

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

/// toml++ parses values by recursion, and a dotted key of a thousand parts makes as many tables.
bool isTooNested(const QByteArray& bytes) {
    int depth = 0, deepest = 0, dots = 0, mostDots = 0;
    for (char c : bytes) {
        if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
        } else if (c == ']' || c == '}') {
            --depth;
        } else if (c == '.') {
            mostDots = std::max(mostDots, ++dots);
        } else if (c == '\n' || c == '"' || c == '=') {
            dots = 0;
        }
    }
    return deepest > 200 || mostDots > 1000;
}

class Converter {
public:
    TomlValue convert(const toml::node& node, int depth) {
        TomlValue value;
        value.line = int(node.source().begin.line);
        if (depth > maxDepth || ++m_count > maxValues) {
            m_truncated = true;
            return value;
        }
        if (const auto* text = node.as_string()) {
            value.kind = TomlValue::Kind::String;
            value.text = toQString(text->get());
        } else if (const auto* flag = node.as_boolean()) {
            value.kind = TomlValue::Kind::Boolean;
            value.text = flag->get() ? QStringLiteral("true") : QStringLiteral("false");
        } else if (const auto* whole = node.as_integer()) {
            value.kind = TomlValue::Kind::Number;
            value.text = QString::number(whole->get());
        } else if (const auto* real = node.as_floating_point()) {
            value.kind = TomlValue::Kind::Number;
            value.text = QString::number(real->get());
        } else if (const toml::array* array = node.as_array()) {
            value.kind = TomlValue::Kind::Array;
            for (const toml::node& item : *array)
                value.items.append(convert(item, depth + 1));
        } else if (const toml::table* table = node.as_table()) {
            value.kind = TomlValue::Kind::Table;
            for (const auto& [key, item] : *table)
                value.entries.append({toQString(key.str()), convert(item, depth + 1)});
        }
        return value;
    }
    bool isTruncated() const { return m_truncated; }

private:
    qsizetype m_count = 0;
    bool m_truncated = false;
};

} // namespace

const TomlValue& TomlValue::value(const QString& key) const {
    static const TomlValue none;
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&key](const auto& entry) { return entry.first == key; });
    return found == entries.end() ? none : found->second;
}

QStringList TomlValue::strings() const {
    if (isString())
        return {text};
    QStringList list;
    for (const TomlValue& item : items) {
        if (item.isString())
            list.append(item.text);
    }
    return list;
}

std::optional<TomlValue> readToml(const SourceTree& tree, const QString& path, Draft& draft) {
    const std::optional<QString> text = tree.text(path);
    if (!text) {
        draft.addNote(tr("%1 could not be read or is too large.").arg(path), {{path, 0, {}}});
        return std::nullopt;
    }
    const QByteArray utf8 = text->toUtf8();
    if (isTooNested(utf8)) {
        draft.addNote(tr("%1 is nested too deeply to be read.").arg(path), {{path, 0, {}}});
        return std::nullopt;
    }
    try {
        const toml::table table = toml::parse(std::string_view(utf8.constData(), size_t(utf8.size())));
        Converter converter;
        TomlValue value = converter.convert(table, 0);
        if (converter.isTruncated())
            draft.addNote(tr("%1 is too large; a part of it was left out.").arg(path), {{path, 0, {}}});
        return value;
    } catch (const toml::parse_error& error) {
        const int line = int(error.source().begin.line);
        draft.addNote(tr("%1 is not valid TOML (line %2): %3").arg(path).arg(line).arg(toQString(error.description())),
                      {{path, line, {}}});
    }
    return std::nullopt;
}

} // namespace reberth::analysis
