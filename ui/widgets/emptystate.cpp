#include "ui/widgets/emptystate.h"

#include "ui/theme/icons.h"
#include "ui/theme/spacing.h"
#include "ui/theme/style.h"
#include "ui/widgets/label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

EmptyState::EmptyState(const QString& iconName, const QString& headline, const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_iconName(iconName)
    , m_icon(new Label)
    , m_headline(new Label(headline, FontRole::Heading))
    , m_text(new Label(text, FontRole::Body, &Palette::dim))
    , m_buttons(new QHBoxLayout) {
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(spacing::unit);
    m_icon->setAlignment(Qt::AlignCenter);
    m_headline->setAlignment(Qt::AlignCenter);
    m_headline->setWordWrap(true);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setMaximumWidth(460);
    m_text->setMinimumWidth(200);
    auto* textRow = new QHBoxLayout;
    textRow->addStretch(1);
    textRow->addWidget(m_text, 100);
    textRow->addStretch(1);
    m_buttons->setSpacing(spacing::unit);
    m_buttons->addStretch();
    m_buttons->addStretch();
    layout->addStretch(2);
    layout->addWidget(m_icon);
    layout->addWidget(m_headline);
    layout->addLayout(textRow);
    layout->addSpacing(spacing::unit);
    layout->addLayout(m_buttons);
    layout->addStretch(3);
    applyIcon();
}

QPushButton* EmptyState::addButton(const QString& text, const QString& objectName) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    setPrimary(button, m_buttons->count() == 2);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void EmptyState::setText(const QString& headline, const QString& text) {
    m_headline->setText(headline);
    m_text->setText(text);
}

void EmptyState::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyIcon();
    }
}

void EmptyState::applyIcon() {
    m_icon->setPixmap(icon(m_iconName, &Palette::faint).pixmap(QSize(40, 40), devicePixelRatioF()));
}

} // namespace reberth::ui
