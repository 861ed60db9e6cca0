#pragma once

#include "core/analysis/draft.h"

namespace reberth::analysis {

/// The Pythons that a test matrix names, in any order: one is a release, several are the range that they span.
class PythonMatrix {
public:
    /// "3.7", "py36", "python3.8", "pypy3" (which is none), "cp39".
    void add(const QString& word, const Evidence& evidence);
    void claim(const QString& source, double factor, Draft& draft) const;

private:
    QList<std::pair<Version, Evidence>> m_versions;
};

} // namespace reberth::analysis
