#include "ui/wizards/environmentwizard.h"

#include "ui/wizards/dependenciespage.h"
#include "ui/wizards/entrypointspage.h"
#include "ui/wizards/environmentcontext.h"
#include "ui/wizards/frameworkpage.h"
#include "ui/wizards/pythonpage.h"
#include "ui/wizards/reviewpage.h"
#include "ui/wizards/targetpage.h"

namespace reberth::ui {

EnvironmentWizard::EnvironmentWizard(EnvironmentContext* context, int first, QWidget* parent)
    : QWizard(parent)
    , m_context(context)
    , m_first(first) {
    context->setParent(this);
    setObjectName(QStringLiteral("environmentWizard"));
    setWindowTitle(tr("Change the Environment"));
    setWizardStyle(QWizard::ModernStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setOption(QWizard::IndependentPages);
    setOption(QWizard::HaveFinishButtonOnEarlyPages);
    setButtonText(QWizard::FinishButton, tr("&Use This Recipe"));
    setPage(TargetPageId, new TargetPage(*context, this));
    setPage(PythonPageId, new PythonPage(*context, this));
    setPage(FrameworkPageId, new FrameworkPage(*context, this));
    setPage(DependenciesPageId, new DependenciesPage(*context, this));
    setPage(EntryPointsPageId, new EntryPointsPage(*context, this));
    setPage(ReviewPageId, new ReviewPage(*context, this));
    resize(760, 560);
}

void EnvironmentWizard::showEvent(QShowEvent* event) {
    QWizard::showEvent(event);
    while (currentId() >= 0 && currentId() < m_first && currentPage()->isComplete()) {
        const int before = currentId();
        next();
        if (currentId() == before) {
            break;
        }
    }
    m_first = TargetPageId;
}

} // namespace reberth::ui
