#include "ui/mainwindow/statusline.h"

#include "core/project/project.h"
#include "ui/mainwindow/activity.h"
#include "ui/models/navigator.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/elidedlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace reberth::ui {

StatusLine::StatusLine(const Services& services, Activity* activity, QAction* palette, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_activity(activity)
    , m_saved(new Label({}, FontRole::Small, &Palette::dim))
    , m_problems(makeButton(QStringLiteral("statusProblems")))
    , m_work(new ElidedLabel({}, FontRole::Small, &Palette::dim))
    , m_cancel(makeButton(QStringLiteral("statusCancel"))) {
    setObjectName(QStringLiteral("statusLine"));
    setFixedHeight(28);
    m_saved->setObjectName(QStringLiteral("statusSaved"));
    m_work->setObjectName(QStringLiteral("statusActivity"));
    m_work->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_problems->setAccessibleName(tr("Problems"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel what is going on"));
    QToolButton* commands = makeButton(QStringLiteral("statusCommands"));
    commands->setText(tr("%1 commands").arg(palette->shortcut().toString(QKeySequence::NativeText)));
    commands->setAccessibleName(palette->text());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 1, spacing::unit, 0);
    layout->setSpacing(10);
    layout->addWidget(m_saved);
    layout->addWidget(m_problems);
    layout->addWidget(m_work, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(commands);
    connect(commands, &QToolButton::clicked, palette, &QAction::trigger);
    connect(m_problems, &QToolButton::clicked, &services.navigator,
            [&navigator = services.navigator] { navigator.goTo(PageId::Files); });
    connect(m_cancel, &QToolButton::clicked, activity, &Activity::cancel);
    connect(activity, &Activity::changed, this, &StatusLine::showActivity);
    showState();
    showActivity();
}

QToolButton* StatusLine::makeButton(const QString& objectName) {
    auto* button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    setFontRole(button, FontRole::Small);
    button->setFixedHeight(22);
    return button;
}

void StatusLine::setProject(project::Project* project) {
    if (m_project) {
        m_project->disconnect(this);
    }
    m_project = project;
    if (project) {
        connect(project, &project::Project::modifiedChanged, this, &StatusLine::showState);
        connect(project, &project::Project::diagnosticsChanged, this, &StatusLine::showState);
        connect(project, &project::Project::filesChanged, this, &StatusLine::showState);
    }
    showState();
}

void StatusLine::showState() {
    m_saved->setVisible(m_project);
    m_problems->setVisible(m_project);
    if (!m_project) {
        return;
    }
    const QStringList names = m_project->fileNames();
    const auto unsaved = std::count_if(names.cbegin(), names.cend(), [this](const QString& name) {
        const project::ProjectFile* file = m_project->file(name);
        return file && file->modified;
    });
    m_saved->setText(unsaved > 0 ? tr("● %n file(s) not saved", nullptr, static_cast<int>(unsaved)) : tr("✓ Saved"));
    const int problems = m_project->problemCount();
    m_problems->setText(problems == 0 ? tr("No problems") : tr("%n problem(s)", nullptr, problems));
    m_problems->setAccessibleName(m_problems->text());
}

void StatusLine::showActivity() {
    m_work->setText(m_activity->text());
    m_cancel->setVisible(!m_activity->text().isEmpty());
}

void StatusLine::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Palette& colors = Palette::of(palette());
    painter.fillRect(rect(), colors.panel);
    painter.fillRect(QRect(0, 0, width(), 1), colors.line);
}

} // namespace reberth::ui
