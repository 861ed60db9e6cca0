#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/dockerfile/document.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace reberth::dockerfile {

/// What a file says about its own checking: the `check` directive and the comments of BuildKit, hadolint and ours.
///   # check=skip=A,B;error=true;experimental=C      at the top, for the file
///   # check=skip=A // reason                        above an instruction, for it
///   # hadolint ignore=A  |  # reberth ignore=A      above an instruction, for it
///   # hadolint global ignore=A  |  # reberth global ignore=A    anywhere, for the file
///   # hadolint stage ignore=A                       above a FROM, for its stage
class Suppressions {
public:
    explicit Suppressions(const Document& document);

    bool hides(const diagnostics::Diagnostic& diagnostic) const;
    /// `check=error=true`: what BuildKit warns about stops the build.
    bool warningsAreErrors() const { return m_errors; }
    bool isExperimental(const QStringList& names) const;
    /// Wrong `check` values.
    const QList<Problem>& problems() const { return m_problems; }

private:
    void readCheck(const QString& value, TextRange range, QSet<QString>& skip, bool directive);
    static bool names(const QSet<QString>& set, const diagnostics::Diagnostic& diagnostic);

    const Document& m_document;
    QSet<QString> m_file; ///< lower case
    QSet<QString> m_experimental;
    QHash<qsizetype, QSet<QString>> m_instructions;
    QHash<qsizetype, QSet<QString>> m_stages;
    QList<Problem> m_problems;
    bool m_errors = false;
};

} // namespace reberth::dockerfile
