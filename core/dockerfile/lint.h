#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/ruleinfo.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace reberth::dockerfile {

/// What else a rule may ask about; all optional.
struct LintContext {
    /// Deleted base image tag? Returns a replacement ("" when none is known), or nullopt when the tag is fine/unknown.
    std::function<std::optional<QString>(const QString& image)> deletedImage;
    /// Is there such a path in the build context? Unset = don't check.
    std::function<bool(const QString& path)> contextHas;
};

/// Parses and checks a whole Dockerfile; diagnostics come in text order, inline suppressions are honoured.
/// Pure and thread-safe; a 300-line file takes a few milliseconds.
QList<diagnostics::Diagnostic> lint(const QString& text, const LintContext& context = {});

/// The rule table, for documentation and `reberth lint --rules`.
const QList<diagnostics::RuleInfo>& rules();

} // namespace reberth::dockerfile
