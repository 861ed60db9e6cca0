#include "ui/editor/diagnosticpopup.h"

#include "ui/theme/fonts.h"
#include "ui/theme/meaning.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/theme/style.h"
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

void DiagnosticPopup::clear() {
    const QList<QWidget*> old = findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
    for (QWidget* widget : old) {
        m_layout->removeWidget(widget);
        widget->hide();
        widget->deleteLater();
    }
}

void DiagnosticPopup::showFor(const QList<diagnostics::Diagnostic>& diagnostics,
                              const std::optional<language::Hover>& words, bool suppressible,
                              const QPoint& globalPosition) {
    clear();
    bool first = true;
    for (const diagnostics::Diagnostic& diagnostic : diagnostics) {
        addDiagnostic(diagnostic, suppressible, first);
        first = false;
    }
    if (words) {
        addWords(words->title, Qt::PlainText, words->text, first);
    }
    setAccessibleName(diagnostics.isEmpty() ? tr("Explanation") : tr("Explanation of the problem"));
    open(globalPosition);
}

void DiagnosticPopup::showSignature(const language::Signature& signature, const QPoint& globalPosition) {
    clear();
    const QString& label = signature.label;
    const TextRange active = signature.active;
    const QString accent = Palette::of(palette()).accent.name();
    const QString title = label.left(active.start).toHtmlEscaped() +
                          QStringLiteral("<span style=\"color:%1; font-weight:600\">%2</span>")
                              .arg(accent, label.mid(active.start, active.length()).toHtmlEscaped()) +
                          label.mid(active.end).toHtmlEscaped();
    addWords(title, Qt::RichText, signature.text, true);
    setAccessibleName(label);
    open(globalPosition);
}

void DiagnosticPopup::addWords(const QString& title, Qt::TextFormat format, const QString& text, bool first) {
    auto* block = new QWidget(this);
    auto* column = new QVBoxLayout(block);
    column->setContentsMargins(0, first ? 0 : spacing::half, 0, 0);
    column->setSpacing(spacing::half);
    auto* head = new QLabel(block);
    head->setObjectName(QStringLiteral("hoverTitle"));
    head->setTextFormat(format);
    head->setWordWrap(true);
    head->setText(title);
    setFontRole(head, FontRole::MonoStrong);
    column->addWidget(head);
    auto* body = new QLabel(block);
    body->setObjectName(QStringLiteral("hoverText"));
    body->setTextFormat(Qt::PlainText);
    body->setWordWrap(true);
    body->setText(text);
    body->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(body);
    setAccessibleDescription(text);
    m_layout->addWidget(block);
}

void DiagnosticPopup::open(const QPoint& globalPosition) {
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

void DiagnosticPopup::addDiagnostic(const diagnostics::Diagnostic& diagnostic, bool suppressible, bool first) {
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
    if (!diagnostic.fixes.isEmpty() || suppressible) {
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        for (const diagnostics::Fix& fix : diagnostic.fixes) {
            auto* button = new QPushButton(fix.title, block);
            button->setObjectName(QStringLiteral("diagnosticFix"));
            button->setAccessibleName(tr("Fix: %1").arg(fix.title));
            setPrimary(button, &fix == &diagnostic.fixes.first());
            connect(button, &QPushButton::clicked, this, [this, fix] {
                hide();
                emit fixChosen(fix);
            });
            row->addWidget(button);
        }
        if (suppressible) {
            auto* ignore = new QPushButton(tr("Ignore…"), block);
            ignore->setObjectName(QStringLiteral("diagnosticIgnore"));
            ignore->setAccessibleName(tr("Ignore %1").arg(diagnostic.ruleId));
            connect(ignore, &QPushButton::clicked, this, [this, diagnostic] {
                hide();
                emit suppressionAsked(diagnostic);
            });
            row->addWidget(ignore);
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
