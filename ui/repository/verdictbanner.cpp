#include "ui/repository/verdictbanner.h"

#include <QPushButton>

namespace reberth::ui {

VerdictBanner::VerdictBanner(QWidget* parent)
    : Banner(parent)
    , m_why(addButton(tr("Why?"), QStringLiteral("verdictWhy")))
    , m_use(addButton({}, QStringLiteral("verdictUsePlan"))) {
    setObjectName(QStringLiteral("verdictBanner"));
    m_use->setAccessibleName(tr("Plans"));
    m_why->setCheckable(true);
    connect(m_why, &QPushButton::clicked, this, &VerdictBanner::whyRequested);
    connect(m_use, &QPushButton::clicked, this, [this] { emit planRequested(m_lifted); });
}

void VerdictBanner::showPlans(const solver::Plans& plans, const knowledge::Target& target) {
    const QString targetName = target.hasGpu() ? tr("a %1").arg(target.name) : tr("the CPU");
    const solver::Plan& published = plans.faithful;
    const QString first = published.problems.isEmpty() ? QString() : published.problems.first().text;
    switch (published.verdict) {
    case solver::Verdict::Green:
        setMessage(Tone::Ok, tr("Runs on %1 as published.").arg(targetName),
                   tr("The versions that it was written for fit together and fit this target."));
        break;
    case solver::Verdict::Amber:
        setMessage(Tone::Warning, tr("Should run on %1, with something to watch.").arg(targetName), first);
        break;
    case solver::Verdict::Red:
        setMessage(Tone::Error, tr("Will not run on %1 as published.").arg(targetName), first);
        break;
    }
    m_lifted = published.verdict == solver::Verdict::Red && plans.lifted.verdict != solver::Verdict::Red;
    m_use->setText(m_lifted ? tr("Use the Lifted Plan") : tr("Compare Plans"));
    m_use->setAccessibleName(m_use->text());
    m_why->setVisible(!published.problems.isEmpty());
}

QString VerdictBanner::explain(const solver::Plan& plan) {
    QStringList lines;
    for (const solver::Problem& problem : plan.problems) {
        lines.append(problem.cure.isEmpty() ? tr("• %1").arg(problem.text)
                                            : tr("• %1 Smallest change: %2").arg(problem.text, problem.cure));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace reberth::ui
