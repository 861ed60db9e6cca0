#pragma once

#include "core/analysis/findings.h"

#include <QString>

#include <optional>

namespace reberth::analysis {

/// One requirement as pip takes it: a PEP 508 line, a VCS or archive URL, a wheel, a local path.
struct Requirement {
    Dependency dependency; ///< without evidence
    bool editable = false;
    bool self = false;   ///< the repository itself (".", "-e .[dev]")
    QString wheelPython; ///< "3.5" when a wheel's tag says so
    QString wheelCuda;   ///< "9.0" when a wheel's URL or a conda build says so
};

/// Reads one requirement without comment; nullopt when it is none. Options after the name (--hash=…) are ignored.
std::optional<Requirement> parseRequirement(QString text);

/// CUDA's number out of a wheel's or an image's digits: "113" → 11.3, "92" → 9.2, "12" → 12.
QString cudaOfDigits(const QString& digits);

/// Poetry's and Pipfile's "^1.2", "~1.2", "*", "1.2" as a PEP 440 range.
QString poetryRange(const QString& constraint);

} // namespace reberth::analysis
