#pragma once

#include "core/analysis/findings.h"

#include <QStringList>

namespace reberth::app {

/// The findings as lines for people: facts first, each with the place it was read at, then what the repository needs
/// and offers, then what is open. What was not found is said. Text of the repository can't steer a terminal.
class FindingsReport {
public:
    /// Lists longer than this are cut unless `all` is set; the cut is said.
    static constexpr qsizetype maxRows = 40;

    FindingsReport(const analysis::Findings& findings, bool all);
    QStringList lines() const { return m_lines; }

private:
    /// What it is, and where that was read.
    struct Row {
        QString text;
        QString place;
        QStringList below; ///< further lines about it
    };
    void section(const QString& title, const QList<Row>& rows);
    void facts();
    void version(QList<Row>& rows, const QString& name, const analysis::VersionFinding& finding, const QString& prefix);
    void dependencies();
    void optionalDependencies();
    void extensions();
    void entryPoints();
    void data();
    void surroundings();
    void repositoryState();
    void breakages();
    void notes();

    const analysis::Findings& m_findings;
    bool m_all;
    QStringList m_lines;
};

} // namespace reberth::app
