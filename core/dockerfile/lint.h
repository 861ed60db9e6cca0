#pragma once

#include "core/base/result.h"
#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/ruleinfo.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace reberth::dockerfile {

/// What the value of a label must look like.
enum class LabelKind { Text, Url, Time, License, GitHash, SemanticVersion, Email };

/// What people set about linting. Rules go by our id or by any alias, in any case.
struct LintSettings {
    QHash<QString, QString> buildArguments; ///< what --build-arg will give
    QString checkOption;                    ///< BuildKit's: "skip=A,B;error=true;experimental=C"
    QStringList trustedRegistries;          ///< "docker.io", "*.example.com"; empty = all
    QMap<QString, LabelKind> labelSchema;   ///< labels that an image must carry
    bool strictLabels = false;              ///< labels that are not in the schema are reported
    QStringList on;                         ///< rules that are off by default
    QMap<QString, QString> off;             ///< rule → why; the reason may be empty

    /// {"build_args": {"A": "1"}, "check_option": "…", "trusted_registries": ["…"], "label_schema": {"name": "semver"},
    /// "strict_labels": true, "on": ["…"], "off": {"rule": "reason"} or ["rule"]}. hadolint's own names
    /// (allowedRegistries, labelSchema, strictLabels, ignoreRules/ignored, enable) are understood too; other keys are
    /// left alone. InvalidInput names the key whose value can't be read.
    static Result<LintSettings> fromJson(const QByteArray& json);
};

/// What else a rule may ask about; all optional.
struct LintContext {
    /// Deleted base image tag? Returns a replacement ("" when none is known), or nullopt when the tag is fine/unknown.
    std::function<std::optional<QString>(const QString& image)> deletedImage;
    /// Is there such a path in the build context? Unset = don't check.
    std::function<bool(const QString& path)> contextHas;
    /// Text of the .dockerignore that the build would use; unset = none.
    std::optional<QString> ignoreFile;
    LintSettings settings;
};

/// Parses and checks a whole Dockerfile; diagnostics come in text order, inline suppressions are honoured.
/// Pure and thread-safe; time grows with the length of the text, a 300-line file takes one or two milliseconds.
QList<diagnostics::Diagnostic> lint(const QString& text, const LintContext& context = {});

/// The rule table, for documentation and `reberth lint --rules`.
const QList<diagnostics::RuleInfo>& rules();

} // namespace reberth::dockerfile
