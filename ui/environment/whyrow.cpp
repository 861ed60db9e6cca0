#include "ui/environment/whyrow.h"

#include "ui/theme/spacing.h"
#include "ui/widgets/label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int labelWidth = 104;
constexpr int lineHeight = 24;

} // namespace

WhyRow::WhyRow(const RecipeValue& value, const QString& before, QWidget* parent)
    : QWidget(parent)
    , m_value(value)
    , m_before(before)
    , m_text(new Label({}, value.code ? FontRole::Mono : FontRole::Body, &Palette::text, this)) {
    setObjectName(QStringLiteral("value:") + value.key);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::unit, spacing::half, spacing::half, spacing::half + 1);
    column->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setSpacing(spacing::unit);
    auto* label = new Label(value.label, FontRole::Body, &Palette::dim, this);
    label->setFixedWidth(labelWidth);
    label->setFixedHeight(lineHeight);
    line->addWidget(label, 0, Qt::AlignTop);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setWordWrap(true);
    m_text->setMinimumHeight(lineHeight);
    line->addWidget(m_text, 1, Qt::AlignTop);
    setToolTip(value.reason);
    setAccessibleName(QStringLiteral("%1: %2").arg(value.label, value.text));
    setAccessibleDescription(value.reason);
    setMinimumHeight(spacing::control - 2);
    if (!value.reason.isEmpty()) {
        m_why = new QToolButton(this);
        m_why->setObjectName(QStringLiteral("why:") + value.key);
        m_why->setText(tr("why"));
        m_why->setAccessibleName(tr("Why %1 %2").arg(value.label, value.text));
        m_why->setCheckable(true);
        m_why->setAutoRaise(true);
        m_why->setToolTip(value.reason);
        line->addWidget(m_why, 0, Qt::AlignTop);
        m_reason = new QWidget(this);
        auto* reason = new QVBoxLayout(m_reason);
        reason->setContentsMargins(labelWidth + spacing::unit, 0, 0, spacing::half);
        reason->setSpacing(0);
        auto* words = new Label(value.reason, FontRole::Small, &Palette::dim, m_reason);
        words->setObjectName(QStringLiteral("reason:") + value.key);
        words->setWordWrap(true);
        reason->addWidget(words);
        auto* change = new QToolButton(m_reason);
        change->setObjectName(QStringLiteral("change:") + value.key);
        change->setText(tr("Change…"));
        change->setAccessibleName(tr("Change %1").arg(value.label));
        change->setAutoRaise(true);
        reason->addWidget(change, 0, Qt::AlignLeft);
        m_reason->hide();
        connect(m_why, &QToolButton::toggled, m_reason, &QWidget::setVisible);
        connect(change, &QToolButton::clicked, this, [this] { emit changeRequested(m_value.wizardPage); });
    }
    column->addLayout(line);
    if (m_reason) {
        column->addWidget(m_reason);
    }
    applyText();
}

void WhyRow::applyText() {
    if (m_before.isEmpty()) {
        m_text->setText(m_value.text.toHtmlEscaped());
        return;
    }
    const Palette& scheme = Palette::of(palette());
    m_text->setText(QStringLiteral("<span style=\"color:%1\">%2 →</span> <b>%3</b>")
                        .arg(scheme.dim.name(), m_before.toHtmlEscaped(), m_value.text.toHtmlEscaped()));
}

void WhyRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_before.isEmpty()) {
        applyText();
    }
}

void WhyRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(Palette::of(palette()).line);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace reberth::ui
