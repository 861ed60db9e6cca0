#include "ui/editor/suppressbox.h"

#include "ui/theme/fonts.h"
#include "ui/theme/painting.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"
#include "ui/theme/style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int boxWidth = 440;

} // namespace

SuppressBox::SuppressBox(QWidget* window)
    : QFrame(window)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_reason(new QLineEdit(this))
    , m_here(new QPushButton(tr("Ignore Here"), this))
    , m_project(new QPushButton(tr("Ignore in the Project"), this)) {
    setObjectName(QStringLiteral("suppressBox"));
    setAccessibleName(tr("Ignore a rule"));
    m_title->setTextFormat(Qt::PlainText);
    setFontRole(m_title, FontRole::Strong);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    m_reason->setObjectName(QStringLiteral("suppressReason"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Why is it fine?"));
    m_here->setObjectName(QStringLiteral("suppressHere"));
    m_project->setObjectName(QStringLiteral("suppressProject"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(spacing::unit);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_reason);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::unit);
    row->addWidget(m_here);
    row->addWidget(m_project);
    row->addStretch();
    column->addLayout(row);
    connect(m_here, &QPushButton::clicked, this, [this] {
        finish();
        emit hereChosen(m_diagnostic, m_reason->text().trimmed());
    });
    connect(m_project, &QPushButton::clicked, this, [this] {
        finish();
        emit projectChosen(m_diagnostic, m_reason->text().trimmed());
    });
    // A rule that is off for everybody needs a reason that others can read.
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_project->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_reason, &QLineEdit::returnPressed, this, [this] {
        QPushButton* first = m_here->isVisibleTo(this) ? m_here : m_project;
        if (first->isEnabled()) {
            first->click();
        }
    });
    hide();
}

void SuppressBox::open(const diagnostics::Diagnostic& diagnostic, bool here, const QPoint& globalPosition) {
    m_diagnostic = diagnostic;
    m_title->setText(tr("Ignore “%1”").arg(diagnostic.ruleId));
    m_text->setText(diagnostic.message);
    m_reason->clear();
    m_here->setVisible(here);
    m_project->setEnabled(false);
    setPrimary(m_here, here);
    setPrimary(m_project, !here);
    const QSize room = parentWidget()->size();
    setFixedWidth(std::min(boxWidth, room.width() - 2 * spacing::unit));
    setFixedHeight(layout()->totalHeightForWidth(width()));
    QPoint at = parentWidget()->mapFromGlobal(globalPosition);
    at.setX(std::clamp(at.x(), spacing::unit, std::max(spacing::unit, room.width() - width() - spacing::unit)));
    if (at.y() + height() > room.height() - spacing::unit) {
        at.setY(std::max(spacing::unit, at.y() - height() - 28));
    }
    move(at);
    raise();
    show();
    m_reason->setFocus();
}

void SuppressBox::finish() {
    hide();
    emit closed();
}

void SuppressBox::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        finish();
        return;
    }
    QFrame::keyPressEvent(event);
}

void SuppressBox::paintEvent(QPaintEvent* /*event*/) {
    const Palette& colors = Palette::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawRoundedBox(&painter, rect(), spacing::cardRadius, colors.raised, colors.line);
}

} // namespace reberth::ui
