#include "ui/wizards/frameworkpage.h"

#include "ui/theme/spacing.h"
#include "ui/wizards/environmentcontext.h"
#include "ui/wizards/optionlist.h"
#include "ui/wizards/recipewords.h"

#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>

namespace reberth::ui {

FrameworkPage::FrameworkPage(EnvironmentContext& context, QWidget* parent)
    : ContextPage(context, tr("Framework and CUDA"),
                  tr("Each release of a framework was built for a few CUDA versions, and those for a range of GPUs."),
                  parent)
    , m_frameworkLabel(new QLabel(this))
    , m_framework(new OptionList(this))
    , m_cudaLabel(new QLabel(tr("&CUDA"), this))
    , m_cuda(new OptionList(this))
    , m_style(new QComboBox(this))
    , m_reason(new QLabel(this)) {
    m_framework->setObjectName(QStringLiteral("frameworkOptions"));
    m_framework->setAccessibleName(tr("Framework version"));
    m_frameworkLabel->setBuddy(m_framework);
    m_cuda->setObjectName(QStringLiteral("cudaOptions"));
    m_cuda->setAccessibleName(tr("CUDA version"));
    m_cudaLabel->setBuddy(m_cuda);
    m_style->setObjectName(QStringLiteral("styleOptions"));
    m_style->setAccessibleName(tr("Style of the image"));
    m_style->addItem(tr("Choose for me"), -1);
    m_style->addItem(tr("The framework's own image, packages with pip"),
                     static_cast<int>(recipe::Style::FrameworkImage));
    m_style->addItem(tr("CUDA image, Python with pyenv, packages with pip"),
                     static_cast<int>(recipe::Style::CudaPyenv));
    m_style->addItem(tr("CUDA image, environment with conda"), static_cast<int>(recipe::Style::CudaConda));
    m_style->addItem(tr("Plain Linux image, CPU only"), static_cast<int>(recipe::Style::Plain));
    m_reason->setObjectName(QStringLiteral("frameworkReason"));
    m_reason->setWordWrap(true);
    m_reason->setForegroundRole(QPalette::PlaceholderText);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(spacing::card);
    grid->addWidget(m_frameworkLabel, 0, 0);
    grid->addWidget(m_cudaLabel, 0, 1);
    grid->addWidget(m_framework, 1, 0);
    grid->addWidget(m_cuda, 1, 1);
    body()->addLayout(grid, 1);
    auto* form = new QFormLayout;
    form->addRow(tr("&Style of the image:"), m_style);
    body()->addLayout(form);
    body()->addWidget(m_reason);
    connect(
        m_framework, &OptionList::chosenChanged, this,
        [this](const QString& value) { this->context().setFrameworkVersion(value); }, Qt::QueuedConnection);
    connect(
        m_cuda, &OptionList::chosenChanged, this, [this](const QString& value) { this->context().setCuda(value); },
        Qt::QueuedConnection);
    connect(m_style, &QComboBox::activated, this, [this] {
        const int style = m_style->currentData().toInt();
        this->context().setStyle(style < 0 ? std::nullopt : std::optional(static_cast<recipe::Style>(style)));
    });
}

void FrameworkPage::refresh() {
    const recipe::Recipe& recipe = context().recipe();
    m_frameworkLabel->setText(context().hasFramework()
                                  ? tr("&Framework: %1").arg(frameworkWords(recipe.framework.value))
                                  : tr("No framework was found"));
    m_framework->setEnabled(context().hasFramework());
    m_framework->setOptions(context().frameworkOptions(), context().fixedChoices().frameworkVersion,
                            recipe.frameworkVersion.value);
    m_cuda->setOptions(context().cudaOptions(), context().fixedChoices().cuda, recipe.cuda.value);
    m_style->setCurrentIndex(
        m_style->findData(context().fixedChoices().style ? static_cast<int>(*context().fixedChoices().style) : -1));
    QStringList reasons;
    if (!recipe.frameworkVersion.reason.isEmpty()) {
        reasons.append(tr("%1 %2: %3")
                           .arg(frameworkWords(recipe.framework.value), recipe.frameworkVersion.value,
                                recipe.frameworkVersion.reason));
    }
    if (!recipe.cuda.reason.isEmpty()) {
        reasons.append(recipe.cuda.value.isEmpty() ? recipe.cuda.reason
                                                   : tr("CUDA %1: %2").arg(recipe.cuda.value, recipe.cuda.reason));
    }
    m_reason->setText(reasons.join(QLatin1Char('\n')));
}

} // namespace reberth::ui
