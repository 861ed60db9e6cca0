#include "ui/editor/diagnosticpopup.h"

#include "ui/theme/fonts.h"
#include "ui/theme/meaning.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/tag.h"

#include <QCursor>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int popupWidth = 480;

} // namespace

DiagnosticPopup::DiagnosticPopup(QWidget* window)
    : QFrame(window)
    , m_layout(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("diagnosticPopup"));
    setAccessibleName(tr("Explanation of the problem"));
    m_layout->setContentsMargins(14, 12, 14, 12);
    m_layout->setSpacing(8);
    m_watch.setInterval(150);
    connect(&m_watch, &QTimer::timeout, this, &DiagnosticPopup::hideWhenLeft);
    hide();
}

void DiagnosticPopup::showFor(const QList<diagnostics::Diagnostic>& diagnostics, const QPoint& globalPosition) {
    const QList<QWidget*> old = findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
    for (QWidget* widget : old) {
        m_layout->removeWidget(widget);
        widget->hide();
        widget->deleteLater();
    }
    bool first = true;
    for (const diagnostics::Diagnostic& diagnostic : diagnostics) {
        addDiagnostic(diagnostic, first);
        first = false;
    }
    setFixedWidth(std::min(popupWidth, parentWidget()->width() - 16));
    setFixedHeight(m_layout->totalHeightForWidth(this->width()));
    QPoint at = parentWidget()->mapFromGlobal(globalPosition);
    m_origin = QRect(globalPosition - QPoint(40, 24), QSize(160, 40));
    at.setX(std::clamp(at.x(), 8, std::max(8, parentWidget()->width() - this->width() - 8)));
    if (at.y() + height() > parentWidget()->height() - 8) {
        at.setY(std::max(8, at.y() - height() - 28));
    }
    move(at);
    m_entered = false;
    raise();
    show();
    m_watch.start();
}

void DiagnosticPopup::addDiagnostic(const diagnostics::Diagnostic& diagnostic, bool first) {
    auto* block = new QWidget(this);
    auto* column = new QVBoxLayout(block);
    column->setContentsMargins(0, first ? 0 : 4, 0, 0);
    column->setSpacing(4);
    const Tone tone = toneOf(diagnostic.severity);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    auto* rule = new Tag(diagnostic.ruleId, tone, block);
    rule->setObjectName(QStringLiteral("diagnosticRule"));
    rule->setToolTip(diagnostic.aliases.join(QStringLiteral(", ")));
    top->addWidget(rule, 0, Qt::AlignTop);
    auto* head = new QLabel(block);
    head->setObjectName(QStringLiteral("diagnosticHead"));
    head->setTextFormat(Qt::PlainText);
    head->setWordWrap(true);
    head->setText(diagnostic.message);
    setFontRole(head, FontRole::Strong);
    top->addWidget(head, 1);
    column->addLayout(top);
    if (!diagnostic.explanation.isEmpty()) {
        auto* why = new QLabel(diagnostic.explanation, block);
        why->setObjectName(QStringLiteral("diagnosticExplanation"));
        why->setTextFormat(Qt::PlainText);
        why->setWordWrap(true);
        why->setForegroundRole(QPalette::PlaceholderText);
        column->addWidget(why);
    }
    if (!diagnostic.fixes.isEmpty()) {
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        for (const diagnostics::Fix& fix : diagnostic.fixes) {
            auto* button = new QPushButton(fix.title, block);
            button->setObjectName(QStringLiteral("diagnosticFix"));
            button->setAccessibleName(tr("Fix: %1").arg(fix.title));
            connect(button, &QPushButton::clicked, this, [this, fix] {
                hide();
                emit fixChosen(fix);
            });
            row->addWidget(button);
        }
        row->addStretch();
        column->addLayout(row);
    }
    m_layout->addWidget(block);
}

void DiagnosticPopup::hideWhenLeft() {
    if (!isVisible()) {
        m_watch.stop();
        return;
    }
    const QPoint mouse = QCursor::pos();
    const bool inside = rect().adjusted(-6, -6, 6, 6).contains(mapFromGlobal(mouse));
    m_entered = m_entered || inside;
    // Shown by a key, the mouse may be anywhere: it only counts once it has been here.
    if (!inside && m_entered && !m_origin.contains(mouse)) {
        m_watch.stop();
        hide();
    }
}

void DiagnosticPopup::paintEvent(QPaintEvent*) {
    const Palette& scheme = Palette::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawRoundedBox(&painter, rect(), spacing::cardRadius, scheme.raised, scheme.line);
}

void DiagnosticPopup::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace reberth::ui
