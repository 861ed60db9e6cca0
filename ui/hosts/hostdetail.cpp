#include "ui/hosts/hostdetail.h"

#include "ui/theme/meaning.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/label.h"

#include <QFormLayout>
#include <QVBoxLayout>

namespace reberth::ui {

HostDetail::HostDetail(QWidget* parent)
    : Card(parent)
    , m_title(new Label({}, FontRole::Heading))
    , m_state(new Banner) {
    m_state->setObjectName(QStringLiteral("hostState"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 20);
    layout->setSpacing(14);
    layout->addWidget(m_title);
    layout->addWidget(m_state);
    layout->addStretch();
}

void HostDetail::addRow(const QString& name, const QString& value, bool code) {
    if (value.isEmpty()) {
        return;
    }
    auto* text = new Label(value, code ? FontRole::Mono : FontRole::Body);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_form->addRow(new Label(name, FontRole::Body, &Palette::dim), text);
}

void HostDetail::showHost(const host::Host& host) {
    m_title->setText(host.displayName());
    m_state->setMessage(toneOf(host.state), wordsFor(host.state), host.problem);
    delete m_rows;
    m_rows = new QWidget;
    m_form = new QFormLayout(m_rows);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(spacing::page);
    m_form->setVerticalSpacing(10);
    m_form->setLabelAlignment(Qt::AlignLeft);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addRow(tr("Address"), host.endpoint.address, true);
    addRow(tr("Known from"), host.endpoint.origin);
    addRow(tr("Engine"), QStringLiteral("%1 %2").arg(host.engineName, host.engineVersion).trimmed());
    addRow(tr("API"), host.apiVersion);
    if (host.isReady()) {
        addRow(tr("BuildKit"), host.buildKit ? tr("yes") : tr("no, the classic builder is used"));
        addRow(tr("System"), QStringList{host.operatingSystem, host.architecture}.join(QStringLiteral(" · ")));
        addRow(tr("Processors"), host.cpus > 0 ? QString::number(host.cpus) : QString());
        addRow(tr("Memory"), host.memoryGib > 0 ? tr("%1 GiB").arg(host.memoryGib, 0, 'f', 1) : QString());
        QStringList gpus;
        for (const host::Gpu& gpu : host.gpus) {
            gpus.append(gpu.memoryGib > 0 ? tr("%1, %2 GiB").arg(gpu.name).arg(gpu.memoryGib, 0, 'f', 0) : gpu.name);
        }
        addRow(tr("GPUs"), gpus.isEmpty() ? tr("none seen") : gpus.join(QLatin1Char('\n')));
        addRow(tr("NVIDIA driver"), host.driver ? host.driver->toString() : QString());
        addRow(tr("NVIDIA runtime"), host.nvidiaRuntime ? tr("set up") : tr("not set up: containers get no GPU"));
    }
    static_cast<QVBoxLayout*>(layout())->insertWidget(2, m_rows);
}

} // namespace reberth::ui
