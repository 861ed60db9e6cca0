#include "ui/environment/whatif.h"

#include <QSet>

#include <algorithm>

namespace reberth::ui {

WhatIf::WhatIf(const knowledge::Knowledge& knowledge, QObject* parent)
    : QObject(parent)
    , m_knowledge(knowledge) {
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &WhatIf::step);
}

void WhatIf::ask(const analysis::Findings& findings, const recipe::Recipe& recipe) {
    m_findings = findings;
    m_fixed = {};
    m_fixed.python = recipe.python.value;
    m_fixed.frameworkVersion = recipe.frameworkVersion.value;
    m_fixed.cuda = recipe.cuda.value;
    m_verdicts.clear();
    m_waiting.clear();
    QSet<QString> seen;
    // One of each compute capability: the others of it behave alike.
    for (const knowledge::GpuModel& model : m_knowledge.gpus()) {
        if (model.name.startsWith(QLatin1String("Jetson")) || model.computeCapability < Version::of("3.5")) {
            continue; // no machine that people train on today
        }
        if (!seen.contains(model.computeCapability.toString())) {
            seen.insert(model.computeCapability.toString());
            m_waiting.append(model);
        }
    }
    std::stable_sort(m_waiting.begin(), m_waiting.end(),
                     [](const knowledge::GpuModel& a, const knowledge::GpuModel& b) {
                         return a.computeCapability < b.computeCapability;
                     });
    m_timer.start();
}

void WhatIf::cancel() {
    m_timer.stop();
    m_waiting.clear();
}

void WhatIf::step() {
    if (m_waiting.isEmpty()) {
        m_timer.stop();
        emit answered(m_verdicts);
        return;
    }
    const knowledge::GpuModel model = m_waiting.takeFirst();
    const auto plans = solver::plan(m_findings, model.target(), m_fixed, m_knowledge);
    if (!plans) {
        m_verdicts.append({model.name, solver::Verdict::Red, plans.error().message});
        return;
    }
    const solver::Plan& plan = plans->faithful;
    m_verdicts.append({model.name, plan.verdict, plan.problems.isEmpty() ? QString() : plan.problems.first().text});
}

} // namespace reberth::ui
