#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/sourcetree.h"

#include <utility>

namespace reberth::analysis {

/// A TOML value as plain data, so that toml++ stays behind one door. Missing keys give an empty value.
class TomlValue {
public:
    enum class Kind { None, String, Number, Boolean, Array, Table };

    Kind kind = Kind::None;
    QString text; ///< of a string; "true"/"false" of a boolean; a number as written in decimal
    int line = 0; ///< 1-based
    QList<TomlValue> items;
    QList<std::pair<QString, TomlValue>> entries; ///< in the order of their names

    bool isNone() const { return kind == Kind::None; }
    bool isString() const { return kind == Kind::String; }
    bool isArray() const { return kind == Kind::Array; }
    bool isTable() const { return kind == Kind::Table; }
    bool isTrue() const { return kind == Kind::Boolean && text == QLatin1String("true"); }
    const TomlValue& operator[](const char* key) const { return value(QLatin1String(key)); }
    const TomlValue& value(const QString& key) const;
    /// A string alone, or the strings of an array.
    QStringList strings() const;
};

/// Reads a TOML file of the tree; nullopt with a note in the draft when it can't be.
std::optional<TomlValue> readToml(const SourceTree& tree, const QString& path, Draft& draft);

} // namespace reberth::analysis
