#include "ui/wizards/contextpage.h"

#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/wizards/environmentcontext.h"

#include <QLabel>
#include <QVBoxLayout>

namespace reberth::ui {

ContextPage::ContextPage(EnvironmentContext& context, const QString& title, const QString& subTitle, QWidget* parent)
    : QWizardPage(parent)
    , m_context(context)
    , m_body(new QVBoxLayout)
    , m_error(new QLabel(this)) {
    setTitle(title);
    setSubTitle(subTitle);
    setFinalPage(true); // who changes one thing need not walk through the rest
    auto* column = new QVBoxLayout(this);
    column->setSpacing(spacing::unit);
    m_body->setSpacing(spacing::unit);
    column->addLayout(m_body, 1);
    m_error->setObjectName(QStringLiteral("wizardError"));
    m_error->setWordWrap(true);
    m_error->hide();
    column->addWidget(m_error);
    connect(&m_context, &EnvironmentContext::changed, this, &ContextPage::update);
}

void ContextPage::initializePage() {
    update();
}

bool ContextPage::isComplete() const {
    return m_context.isComplete();
}

void ContextPage::update() {
    refresh();
    m_error->setVisible(m_context.error().has_value());
    if (m_context.error()) {
        m_error->setText(m_context.error()->message);
        m_error->setAccessibleName(tr("Error: %1").arg(m_context.error()->message));
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText, Palette::of(ink).error);
        m_error->setPalette(ink);
    }
    emit completeChanged();
}

} // namespace reberth::ui
