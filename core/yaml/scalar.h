#pragma once

#include <QString>

#include <optional>

namespace reberth::yaml {

/// What a plain scalar means by YAML 1.2's core schema: only true and false are booleans, `22:22`, `yes` and `on` are
/// strings.
enum class ScalarType { Null, Bool, Int, Float, String };

ScalarType plainScalarType(const QString& text);

/// The values behind the types; nullopt when the text is not of that type.
std::optional<bool> scalarToBool(const QString& text);
std::optional<qint64> scalarToInt(const QString& text);
std::optional<double> scalarToDouble(const QString& text);

/// `text` as one line of YAML that reads back as exactly this string: plain where that is safe in block and flow
/// context and for YAML 1.1 readers too, double-quoted elsewhere.
QString quoted(const QString& text);

} // namespace reberth::yaml
