#pragma once

#include "core/analysis/draft.h"
#include "core/analysis/pythonfacts.h"

#include <QHash>

namespace reberth::knowledge {
class Knowledge;
}

namespace reberth::analysis {

/// Packages that a text asks for without a command: "requirements: lmdb, pillow, nltk", a list under "Dependencies".
/// A word counts when the code imports what it names, or when it is written as code and known to be a library.
class ProseRequirements {
public:
    ProseRequirements(const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge);

    /// Reads one line that stands under the heading `section`.
    void read(const QString& line, const QString& section, const Evidence& evidence, double factor, Draft& draft) const;

private:
    QString distributionOf(const QString& word, bool code) const;

    const knowledge::Knowledge& m_knowledge;
    QHash<QString, QString> m_imported; ///< lower-case name → distribution
};

} // namespace reberth::analysis
