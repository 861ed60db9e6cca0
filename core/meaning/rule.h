#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/meaning/facts.h"

#include <QList>
#include <QString>

namespace reberth::meaning {

struct Rule;

/// Collects what one rule finds.
class Findings {
public:
    Findings(const Rule& rule, const Facts& facts, QList<diagnostics::Diagnostic>& out)
        : m_rule(rule)
        , m_facts(facts)
        , m_out(out) {}
    void add(const Place& place, const QString& message, const QList<diagnostics::Fix>& fixes = {});

private:
    const Rule& m_rule;
    const Facts& m_facts;
    QList<diagnostics::Diagnostic>& m_out;
};

/// One row of the rule table. Texts are source strings for translation.
struct Rule {
    const char* id;
    diagnostics::Severity severity;
    const char* title;
    const char* explanation;
    void (*check)(const Facts& facts, Findings& findings);
};

QList<Rule> stackRules();
QList<Rule> wheelRules();
QList<Rule> compileRules();
QList<Rule> machineRules();
QList<Rule> serviceRules();

QString translated(const char* text);
/// A fix of one edit that is offered, not applied unasked.
diagnostics::Fix suggestion(const QString& title, TextRange range, const QString& replacement);

} // namespace reberth::meaning
