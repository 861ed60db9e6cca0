#include "ui/environment/gpustrip.h"

#include "ui/theme/meaning.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/label.h"
#include "ui/widgets/tag.h"
#include "ui/wizards/recipewords.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

QString markOf(solver::Verdict verdict) {
    switch (verdict) {
    case solver::Verdict::Green:
        return QStringLiteral("✓");
    case solver::Verdict::Amber:
        return QStringLiteral("!");
    case solver::Verdict::Red:
        return QStringLiteral("✕");
    }
    return {};
}

} // namespace

GpuStrip::GpuStrip(QWidget* parent)
    : Card(parent)
    , m_row(new QHBoxLayout) {
    setObjectName(QStringLiteral("gpuStrip"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::card, 12, spacing::card, 12);
    column->setSpacing(spacing::unit);
    column->addWidget(new Label(tr("THIS RECIPE ON OTHER GPUS"), FontRole::Section, &Palette::dim, this));
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("gpuStripScroll"));
    scroll->setAccessibleName(tr("Verdict on every GPU"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget(scroll);
    inner->setLayout(m_row);
    m_row->setContentsMargins(0, 0, 0, 0);
    scroll->setWidget(inner);
    inner->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setFixedHeight(spacing::control + spacing::half);
    column->addWidget(scroll);
}

void GpuStrip::setVerdicts(const QList<GpuVerdict>& verdicts) {
    delete m_tags;
    m_tags = new QWidget;
    auto* row = new QHBoxLayout(m_tags);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (const GpuVerdict& verdict : verdicts) {
        auto* tag =
            new Tag(QStringLiteral("%1 %2").arg(markOf(verdict.verdict), verdict.gpu), toneOf(verdict.verdict), m_tags);
        tag->setObjectName(QStringLiteral("gpuVerdict"));
        tag->setAccessibleName(verdictWords(verdict.verdict, verdict.gpu));
        tag->setToolTip(verdict.reason.isEmpty() ? verdictSentence(verdict.verdict, verdict.gpu) : verdict.reason);
        row->addWidget(tag);
    }
    row->addStretch();
    m_row->addWidget(m_tags);
}

} // namespace reberth::ui
