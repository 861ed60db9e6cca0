#include "ui/wizards/pythonpage.h"

#include "ui/wizards/environmentcontext.h"
#include "ui/wizards/optionlist.h"

#include <QLabel>
#include <QVBoxLayout>

namespace reberth::ui {

PythonPage::PythonPage(EnvironmentContext& context, QWidget* parent)
    : ContextPage(context, tr("Python"), tr("Versions that this stack can't use are grey and say why."), parent)
    , m_options(new OptionList(this))
    , m_reason(new QLabel(this)) {
    m_options->setObjectName(QStringLiteral("pythonOptions"));
    m_options->setAccessibleName(tr("Python version"));
    m_reason->setObjectName(QStringLiteral("pythonReason"));
    m_reason->setWordWrap(true);
    m_reason->setForegroundRole(QPalette::PlaceholderText);
    body()->addWidget(m_options, 1);
    body()->addWidget(m_reason);
    connect(
        m_options, &OptionList::chosenChanged, this, [this](const QString& value) { this->context().setPython(value); },
        Qt::QueuedConnection); // the list is filled anew by it
}

void PythonPage::refresh() {
    const recipe::Choice& python = context().recipe().python;
    m_options->setOptions(context().pythonOptions(), context().fixedChoices().python, python.value);
    m_reason->setText(python.value.isEmpty() ? QString() : tr("Python %1: %2").arg(python.value, python.reason));
}

} // namespace reberth::ui
