#include "ui/environment/environmentpage.h"

#include "core/host/host.h"
#include "core/project/project.h"
#include "ui/environment/gpustrip.h"
#include "ui/environment/plancard.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/prompts/prompts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/style.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/label.h"
#include "ui/widgets/progressrow.h"
#include "ui/wizards/environmentcontext.h"
#include "ui/wizards/environmentwizard.h"
#include "ui/wizards/recipewords.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

int wizardPageOf(const QString& step) {
    const QStringList steps{QStringLiteral("target"),       QStringLiteral("python"),      QStringLiteral("framework"),
                            QStringLiteral("dependencies"), QStringLiteral("entrypoints"), QStringLiteral("review")};
    return std::max(0, static_cast<int>(steps.indexOf(step)));
}

} // namespace

EnvironmentPage::EnvironmentPage(const Services& services, QWidget* parent)
    : Page(parent)
    , m_services(services)
    , m_title(new Label(tr("Two ways to make it run"), FontRole::Title, &Palette::text, this))
    , m_target(new QComboBox(this))
    , m_generate(new QPushButton(tr("Generate Files"), this))
    , m_undo(new QPushButton(tr("Undo"), this))
    , m_own(new Banner(this))
    , m_faithful(new PlanCard(QStringLiteral("faithful"), this))
    , m_lifted(new PlanCard(QStringLiteral("lifted"), this))
    , m_strip(new GpuStrip(this))
    , m_content(new QWidget(this))
    , m_empty(new EmptyState(QStringLiteral("environment"), {}, {}, this))
    , m_makePlan(m_empty->addButton(tr("Make a Plan"), QStringLiteral("makePlan")))
    , m_progress(new ProgressRow(this))
    , m_whatIf(services.knowledge) {
    setObjectName(QStringLiteral("environmentPage"));
    setAccessibleName(tr("Environment"));
    m_target->setObjectName(QStringLiteral("targetChooser"));
    m_target->setAccessibleName(tr("Target GPU"));
    m_target->setMinimumWidth(220);
    m_target->setMaxVisibleItems(20);
    m_generate->setObjectName(QStringLiteral("generateFiles"));
    m_undo->setObjectName(QStringLiteral("undoRecipe"));
    m_undo->setToolTip(tr("Goes back to the recipe before the last change"));
    m_own->setObjectName(QStringLiteral("recipeBanner"));

    auto* head = new QHBoxLayout;
    head->setSpacing(spacing::unit);
    head->addWidget(m_title);
    head->addStretch();
    auto* targetLabel = new Label(tr("&Target:"), FontRole::Body, &Palette::dim, this);
    targetLabel->setBuddy(m_target);
    head->addWidget(targetLabel);
    head->addWidget(m_target);
    head->addWidget(m_undo);
    head->addWidget(m_generate);
    auto* plans = new QHBoxLayout;
    plans->setSpacing(spacing::card);
    plans->addWidget(m_faithful, 1);
    plans->addWidget(m_lifted, 1);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::card);
    column->addLayout(head);
    column->addWidget(m_own);
    column->addLayout(plans, 1);
    column->addWidget(m_strip);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(spacing::page, spacing::card, spacing::page, spacing::card);
    outer->addWidget(m_progress);
    outer->addWidget(m_content, 1);
    outer->addWidget(m_empty, 1);

    auto* ownChange = m_own->addButton(tr("Change…"), QStringLiteral("ownChange"));
    connect(ownChange, &QPushButton::clicked, this, [this] { openWizard(isLiftedInUse(), 0); });
    connect(m_generate, &QPushButton::clicked, this, &EnvironmentPage::generate);
    connect(m_undo, &QPushButton::clicked, this, &EnvironmentPage::undo);
    connect(m_target, &QComboBox::activated, this, &EnvironmentPage::chooseTarget);
    connect(m_faithful, &PlanCard::useRequested, this, [this] { usePlan(false); });
    connect(m_lifted, &PlanCard::useRequested, this, [this] { usePlan(true); });
    connect(m_faithful, &PlanCard::changeRequested, this, [this](int page) { openWizard(false, page); });
    connect(m_lifted, &PlanCard::changeRequested, this, [this](int page) { openWizard(true, page); });
    connect(m_makePlan, &QPushButton::clicked, this, [this] {
        if (m_project) {
            m_project->inspect();
        } else {
            m_services.navigator.goTo(PageId::Home);
        }
    });
    connect(m_progress, &ProgressRow::cancelRequested, this, [this] {
        if (m_project) {
            m_project->cancelInspect();
        }
    });
    connect(&m_whatIf, &WhatIf::answered, this, [this](const QList<GpuVerdict>& verdicts) {
        m_strip->setVerdicts(verdicts);
        m_strip->setVisible(!verdicts.isEmpty());
    });
    connect(&services.navigator, &Navigator::wizardRequested, this,
            [this](const QString& step) { openWizard(isLiftedInUse(), wizardPageOf(step)); });
    connect(&services.workspace, &Workspace::hostChanged, this, &EnvironmentPage::refreshTargets);
    addActions();
    m_strip->hide(); // until there is an answer
    refresh();
}

void EnvironmentPage::addActions() {
    const auto add = [this](const QString& name, const QString& text, const QKeySequence& key, auto slot) {
        auto* action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(QStringLiteral("actionGenerate"), tr("Generate Files"), QKeySequence(Qt::CTRL | Qt::Key_G),
        &EnvironmentPage::generate);
    add(QStringLiteral("actionChangeEnvironment"), tr("Change the Environment…"), QKeySequence(Qt::CTRL | Qt::Key_E),
        [this] { openWizard(isLiftedInUse(), 0); });
    add(QStringLiteral("actionUndoRecipe"), tr("Undo the Change of the Recipe"), QKeySequence(QKeySequence::Undo),
        &EnvironmentPage::undo);
}

void EnvironmentPage::setProject(project::Project* project) {
    if (m_project == project) {
        return;
    }
    if (m_project) {
        m_project->disconnect(this);
    }
    delete m_wizard;
    m_project = project;
    if (project) {
        connect(project, &project::Project::plansChanged, this, &EnvironmentPage::refresh);
        connect(project, &project::Project::recipeChanged, this, &EnvironmentPage::refresh);
        connect(project, &project::Project::findingsChanged, this, &EnvironmentPage::refresh);
        connect(project, &project::Project::inspectingChanged, this, &EnvironmentPage::refresh);
        connect(project, &project::Project::inspectProgress, this, [this](const analysis::InspectProgress& now) {
            m_progress->setProgress(now.text(), now.filesTotal > 0 ? now.filesRead * 100 / now.filesTotal : -1);
        });
    }
    refresh();
}

void EnvironmentPage::activated() {
    if (m_content->isVisible()) {
        m_generate->setFocus();
    } else {
        m_makePlan->setFocus();
    }
}

void EnvironmentPage::refresh() {
    const bool inspecting = m_project && m_project->isInspecting();
    const bool planned = m_project && m_project->plans();
    m_progress->setVisible(inspecting);
    if (inspecting) {
        m_progress->setProgress(tr("Reading the repository"), -1);
    }
    m_content->setVisible(planned);
    m_empty->setVisible(!planned && !inspecting);
    m_makePlan->setText(m_project ? tr("Make a Plan") : tr("Go to Home"));
    if (!m_project) {
        m_empty->setText(tr("No project is open"), tr("Import a repository on the Home page first."));
    } else if (!m_project->findings()) {
        m_empty->setText(tr("No plan yet"),
                         tr("Reberth reads the repository, without running any of it, and proposes two environments."));
    } else {
        m_empty->setText(
            tr("No plan could be made"),
            tr("The versions that are fixed contradict each other or the target. Inspect again or change them."));
    }
    if (!planned) {
        setMark({});
        return;
    }
    refreshTargets();
    const solver::Plans& plans = *m_project->plans();
    const std::optional<recipe::Recipe>& recipe = m_project->recipe();
    const QString target = m_project->target().name;
    const bool same = plans.faithful.recipe == plans.lifted.recipe;
    const bool faithfulUsed = recipe && *recipe == plans.faithful.recipe;
    const bool liftedUsed = recipe && *recipe == plans.lifted.recipe && !same;
    const bool recommendLifted = &plans.recommended() == &plans.lifted;
    m_title->setText(same ? tr("One plan, as it was") : tr("Two ways to make it run"));
    const QDateTime date = m_project->checkout().commitDate;
    m_faithful->setContent({plans.faithful,
                            date.isValid()
                                ? tr("as of %1").arg(QLocale().toString(date.date(), QStringLiteral("MMMM yyyy")))
                                : tr("as the repository says"),
                            target, nullptr, !recommendLifted, faithfulUsed});
    m_lifted->setContent({plans.lifted, tr("smallest change that runs here"), target, &plans.faithful.recipe,
                          recommendLifted, liftedUsed});
    m_lifted->setVisible(!same);
    const bool own = recipe && !faithfulUsed && !liftedUsed;
    m_own->setVisible(own || m_project->recipeError());
    if (m_project->recipeError()) {
        m_own->setMessage(Tone::Error, tr("The saved recipe can't be read"), m_project->recipeError()->message);
    } else if (own) {
        m_own->setMessage(Tone::Accent, tr("Your own recipe is in use"),
                          tr("It is one of these plans with your changes, or was made for another target."));
    }
    m_undo->setVisible(m_project->canUndoRecipe());
    m_generate->setEnabled(recipe.has_value());
    setPrimary(m_generate, recipe.has_value());
    PageMark mark;
    if (recipe) {
        const solver::Verdict verdict = liftedUsed ? plans.lifted.verdict : plans.faithful.verdict;
        const bool bad = !own && verdict == solver::Verdict::Red;
        mark.tone = bad ? Tone::Error : Tone::Ok;
        mark.description = bad ? verdictSentence(verdict, target) : tr("A recipe is chosen");
    }
    setMark(mark);
    refreshVerdicts();
}

void EnvironmentPage::refreshTargets() {
    if (!m_project) {
        return;
    }
    const knowledge::Target& current = m_project->target();
    m_targets = {knowledge::Target{tr("CPU only"), std::nullopt, std::nullopt, 0}};
    // What the host really has comes first.
    if (const host::Host* host = m_services.workspace.host()) {
        for (const host::Gpu& gpu : host->gpus) {
            m_targets.append({gpu.name, gpu.computeCapability, host->driver, gpu.memoryGib});
        }
    }
    const auto holds = [this](const QString& name) {
        return std::any_of(m_targets.cbegin(), m_targets.cend(),
                           [&name](const knowledge::Target& target) { return target.name == name; });
    };
    if (current.hasGpu() && !holds(current.name)) {
        m_targets.append(current);
    }
    for (const knowledge::GpuModel& gpu : m_services.knowledge.gpus()) {
        if (!holds(gpu.name)) {
            m_targets.append(gpu.target());
        }
    }
    m_target->clear();
    for (const knowledge::Target& target : std::as_const(m_targets)) {
        m_target->addItem(target.hasGpu() ? tr("%1 · %2").arg(target.name, target.computeCapability->toString())
                                          : target.name);
        if (target.name == current.name || (!target.hasGpu() && !current.hasGpu())) {
            m_target->setCurrentIndex(m_target->count() - 1);
        }
    }
}

void EnvironmentPage::refreshVerdicts() {
    const bool ready = m_project->findings() && m_project->recipe() && !m_project->recipe()->cuda.value.isEmpty();
    if (!ready) {
        m_whatIf.cancel();
        m_strip->hide();
        return;
    }
    m_whatIf.ask(*m_project->findings(), *m_project->recipe());
}

void EnvironmentPage::chooseTarget(int index) {
    if (m_project && index >= 0 && index < m_targets.size()) {
        m_project->setTarget(m_targets.at(index));
    }
}

bool EnvironmentPage::isLiftedInUse() const {
    if (!m_project || !m_project->plans()) {
        return true;
    }
    const solver::Plans& plans = *m_project->plans();
    if (m_project->recipe() && *m_project->recipe() == plans.faithful.recipe) {
        return false;
    }
    return (m_project->recipe() && *m_project->recipe() == plans.lifted.recipe) ||
           &plans.recommended() == &plans.lifted;
}

void EnvironmentPage::usePlan(bool lifted) {
    if (m_project && m_project->plans()) {
        const solver::Plans plans = *m_project->plans();
        report(tr("The plan could not be taken"),
               m_project->setRecipe(lifted ? plans.lifted.recipe : plans.faithful.recipe));
    }
}

void EnvironmentPage::openWizard(bool lifted, int page) {
    if (!m_project || !m_project->findings()) {
        return;
    }
    if (m_wizard) {
        m_wizard->raise();
        m_wizard->activateWindow();
        return;
    }
    EnvironmentContext::Start start{*m_project->findings(), m_project->target(), m_project->fixedChoices(), lifted,
                                    m_project->recipe()};
    m_wizard = new EnvironmentWizard(new EnvironmentContext(std::move(start), m_services.knowledge), page, this);
    m_wizard->setAttribute(Qt::WA_DeleteOnClose);
    m_wizard->setWindowModality(Qt::WindowModal);
    connect(m_wizard, &QDialog::accepted, this, [this, wizard = m_wizard.data()] { takeWizard(wizard); });
    m_wizard->show();
}

void EnvironmentPage::takeWizard(EnvironmentWizard* wizard) {
    if (!m_project) {
        return;
    }
    const EnvironmentContext& context = wizard->context();
    const knowledge::Target target = context.target();
    const solver::FixedChoices fixed = context.fixedChoices();
    const recipe::Recipe recipe = context.recipe();
    m_project->setTarget(target);
    if (const auto taken = m_project->setFixedChoices(fixed); !taken) {
        report(tr("The choices could not be taken"), taken);
        return;
    }
    report(tr("The recipe could not be saved"), m_project->setRecipe(recipe));
}

void EnvironmentPage::generate() {
    if (!m_project || !m_project->recipe()) {
        return;
    }
    const auto generated = m_project->generateFiles();
    if (!generated) {
        report(tr("The files could not be generated"), generated);
        return;
    }
    m_services.navigator.goTo(PageId::Files);
}

void EnvironmentPage::undo() {
    if (m_project && m_project->canUndoRecipe()) {
        m_project->undoRecipe();
    }
}

void EnvironmentPage::report(const QString& title, const Result<void>& result) {
    if (!result) {
        m_services.prompts.showError(this, title, result.error());
    }
}

} // namespace reberth::ui
