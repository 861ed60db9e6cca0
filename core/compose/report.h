#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/ruleinfo.h"

#include <QList>
#include <QString>

namespace reberth::compose {

/// Collects diagnostics of the rules of ruletable.cpp; the same finding at the same place (through an alias) counts
/// once.
class Report {
public:
    void add(const char* rule, TextRange range, const QString& message, const QList<diagnostics::Fix>& fixes = {});
    QList<diagnostics::Diagnostic> take();

private:
    QList<diagnostics::Diagnostic> m_found;
};

const diagnostics::RuleInfo* findRule(const QString& id);
QString translated(const char* text);

} // namespace reberth::compose
