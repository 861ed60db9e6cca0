#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/dockerfile/document.h"
#include "core/dockerfile/lint.h"

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
/// and what the settings switch off.
class Suppressions {
public:
    Suppressions(const Document& document, const LintSettings& settings);

    bool hides(const diagnostics::Diagnostic& diagnostic) const;
    /// What the builder refuses stays, unless a comment for hadolint names just this rule.
    bool hidesError(const diagnostics::Diagnostic& diagnostic) const;
    /// `check=error=true`: what BuildKit warns about stops the build.
    bool warningsAreErrors() const { return m_errors; }
    /// Is a rule that is off by default switched on?
    bool isOn(const QString& id, const QStringList& aliases) const;
    /// Wrong `check` values.
    const QList<Problem>& problems() const { return m_problems; }

private:
    using Names = QSet<QString>; ///< lower case

    void readComments(const Instruction& instruction, qsizetype index);
    void readCheck(const QString& value, TextRange range, Names& skip, bool directive);
    qsizetype instructionAt(qsizetype offset) const;

    const Document& m_document;
    Names m_file;
    Names m_on;
    QHash<qsizetype, Names> m_instructions;
    QHash<qsizetype, Names> m_stages;
    Names m_hadolint; ///< those of m_file that hadolint's comments name
    QHash<qsizetype, Names> m_hadolintInstructions;
    QHash<qsizetype, Names> m_hadolintStages;
    QList<Problem> m_problems;
    bool m_errors = false;
};

} // namespace reberth::dockerfile
