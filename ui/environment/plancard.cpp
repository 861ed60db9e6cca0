#include "ui/environment/plancard.h"

#include "ui/environment/whyrow.h"
#include "ui/theme/meaning.h"
#include "ui/theme/spacing.h"
#include "ui/theme/style.h"
#include "ui/widgets/label.h"
#include "ui/widgets/tag.h"
#include "ui/wizards/environmentwizard.h"
#include "ui/wizards/recipewords.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

RecipeValue packagesValue(const recipe::Recipe& recipe) {
    QStringList names;
    for (const recipe::PythonPackage& package : recipe.packages) {
        names.append(package.name + package.specifier);
    }
    QStringList counts;
    if (!recipe.condaPackages.isEmpty()) {
        counts.append(PlanCard::tr("%1 with conda").arg(recipe.condaPackages.size()));
    }
    counts.append(PlanCard::tr("%1 with pip").arg(recipe.packages.size()));
    if (!recipe.systemPackages.isEmpty()) {
        counts.append(PlanCard::tr("%1 of the system").arg(recipe.systemPackages.size()));
    }
    for (const recipe::Choice& package : recipe.systemPackages) {
        names.append(package.value);
    }
    return {QStringLiteral("packages"),
            PlanCard::tr("Packages"),
            counts.join(QStringLiteral(" · ")),
            names.join(QStringLiteral(", ")),
            false,
            EnvironmentWizard::DependenciesPageId};
}

RecipeValue entryPointsValue(const recipe::Recipe& recipe) {
    QStringList verbs;
    QStringList commands;
    for (const recipe::EntryPoint& entry : recipe.entryPoints) {
        verbs.append(entry.verb);
        commands.append(QStringLiteral("%1: %2").arg(entry.verb, entry.command));
    }
    return {QStringLiteral("entrypoints"),
            PlanCard::tr("Entry points"),
            verbs.isEmpty() ? PlanCard::tr("none found") : verbs.join(QStringLiteral(" · ")),
            commands.join(QLatin1Char('\n')),
            false,
            EnvironmentWizard::EntryPointsPageId};
}

QWidget* problemBox(Tone tone, const QString& text, const QString& cure, QWidget* parent) {
    auto* box = new Card(parent);
    box->setObjectName(QStringLiteral("planProblem"));
    box->setTone(tone);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(spacing::half);
    auto* words = new Label(text, FontRole::Body, &Palette::text, box);
    words->setWordWrap(true);
    column->addWidget(words);
    if (!cure.isEmpty()) {
        auto* help = new Label(cure, FontRole::Small, &Palette::dim, box);
        help->setWordWrap(true);
        column->addWidget(help);
    }
    return box;
}

} // namespace

PlanCard::PlanCard(const QString& key, QWidget* parent)
    : Card(parent)
    , m_key(key)
    , m_title(new Label({}, FontRole::Heading, &Palette::text, this))
    , m_subtitle(new Tag({}, Tone::Neutral, this))
    , m_inUse(new Tag(tr("in use"), Tone::Accent, this))
    , m_verdict(new Tag({}, Tone::Neutral, this))
    , m_body(new QVBoxLayout)
    , m_use(new QPushButton(tr("Use This Plan"), this))
    , m_change(new QPushButton(tr("Change…"), this)) {
    setObjectName(key + QStringLiteral("Plan"));
    m_verdict->setObjectName(key + QStringLiteral("Verdict"));
    m_use->setObjectName(key + QStringLiteral("Use"));
    m_change->setObjectName(key + QStringLiteral("Change"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::card, 14, spacing::card, spacing::card);
    column->setSpacing(spacing::unit);
    auto* head = new QHBoxLayout;
    head->setSpacing(spacing::unit);
    head->addWidget(m_title);
    head->addWidget(m_subtitle);
    head->addWidget(m_inUse);
    head->addStretch();
    head->addWidget(m_verdict);
    column->addLayout(head);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(key + QStringLiteral("Scroll"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    auto* inner = new QWidget(scroll);
    inner->setAutoFillBackground(false);
    inner->setLayout(m_body);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    scroll->setWidget(inner);
    inner->setAutoFillBackground(false); // setWidget() turned it on
    column->addWidget(scroll, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::unit);
    buttons->addWidget(m_use);
    buttons->addWidget(m_change);
    buttons->addStretch();
    column->addLayout(buttons);
    connect(m_use, &QPushButton::clicked, this, &PlanCard::useRequested);
    connect(m_change, &QPushButton::clicked, this, [this] { emit changeRequested(EnvironmentWizard::TargetPageId); });
}

void PlanCard::setContent(const Content& content) {
    m_title->setText(content.plan.title);
    m_subtitle->setTag(content.subtitle, content.recommended ? Tone::Accent : Tone::Neutral);
    m_subtitle->setVisible(!content.subtitle.isEmpty());
    m_inUse->setVisible(content.inUse);
    m_verdict->setTag(verdictWords(content.plan.verdict, content.target), toneOf(content.plan.verdict));
    setHighlighted(content.inUse);
    m_use->setEnabled(!content.inUse);
    m_use->setText(content.inUse ? tr("This Plan Is in Use") : tr("Use This Plan"));
    setPrimary(m_use, content.recommended && !content.inUse);
    m_use->setAccessibleName(tr("Use the plan %1").arg(content.plan.title));
    m_change->setAccessibleName(tr("Change the plan %1 step by step").arg(content.plan.title));

    delete m_rows;
    m_rows = new QWidget;
    auto* column = new QVBoxLayout(m_rows);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    QList<RecipeValue> values = recipeValues(content.plan.recipe);
    values.append(packagesValue(content.plan.recipe));
    values.append(entryPointsValue(content.plan.recipe));
    QMap<QString, QString> others;
    if (content.comparedTo) {
        const auto compared = recipeValues(*content.comparedTo);
        for (const RecipeValue& value : compared) {
            others.insert(value.key, value.text);
        }
    }
    for (const RecipeValue& value : std::as_const(values)) {
        const QString other = others.value(value.key);
        // A base image is too long to stand beside another one.
        const bool differs = !other.isEmpty() && other != value.text;
        auto* row = new WhyRow(value, differs && !value.code ? other : QString(), m_rows);
        connect(row, &WhyRow::changeRequested, this, &PlanCard::changeRequested);
        column->addWidget(row);
    }
    column->addSpacing(spacing::unit + spacing::half);
    for (const solver::Problem& problem : content.plan.problems) {
        column->addWidget(problemBox(toneOf(problem.severity), problem.text, problem.cure, m_rows));
        column->addSpacing(spacing::unit);
    }
    for (const QString& risk : content.plan.recipe.risks) {
        column->addWidget(problemBox(Tone::Warning, risk, {}, m_rows));
        column->addSpacing(spacing::unit);
    }
    column->addStretch();
    m_body->addWidget(m_rows);
}

} // namespace reberth::ui
