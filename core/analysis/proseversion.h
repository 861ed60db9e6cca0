#pragma once

#include <QString>

#include <optional>

namespace reberth::analysis {

/// A release or range in words, as it stands behind a name.
struct ProseVersion {
    QString specifier; ///< "==1.4", ">=3.6,<3.9", "==10.*"
    qsizetype end = 0; ///< where the text goes on
    QString cuda;      ///< of a wheel's label: "11.0" in "1.7.1+cu110"
};

/// "≥ 1.7", "1.0+", "8.0 or higher", "(tested on 1.4)", "3.x", "3.6 - 3.8": the number that the words at `from` lead
/// to; nullopt when there is none right there.
std::optional<ProseVersion> readProseVersion(const QString& text, qsizetype from);

/// "2.7 or 3.6", "3.7/3.8", "9.0, 10.1", "3 (3.6.5)": one more number of the same thing right after the last.
std::optional<ProseVersion> readProseAlternative(const QString& text, qsizetype from);

} // namespace reberth::analysis
