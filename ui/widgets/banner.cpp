#include "ui/widgets/banner.h"

#include "ui/theme/icons.h"
#include "ui/theme/meaning.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

Ink inkOf(Tone tone) {
    switch (tone) {
    case Tone::Ok:
        return &Palette::ok;
    case Tone::Warning:
        return &Palette::warning;
    case Tone::Error:
        return &Palette::error;
    case Tone::Accent:
        return &Palette::accent;
    case Tone::Neutral:
        break;
    }
    return &Palette::dim;
}

} // namespace

Banner::Banner(QWidget* parent)
    : Card(parent)
    , m_layout(new QHBoxLayout(this))
    , m_icon(new Label)
    , m_headline(new Label({}, FontRole::Strong))
    , m_text(new Label) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_layout->setContentsMargins(14, 10, 10, 10);
    m_layout->setSpacing(spacing::unit);
    m_icon->setFixedWidth(spacing::icon + 4);
    m_headline->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addStretch();
    texts->addWidget(m_headline);
    texts->addWidget(m_text);
    texts->addStretch();
    m_layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    m_layout->addLayout(texts, 1);
    applyTone();
}

void Banner::setMessage(Tone tone, const QString& headline, const QString& text) {
    m_tone = tone;
    m_headline->setText(headline);
    m_headline->setVisible(!headline.isEmpty());
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(headline + QLatin1Char(' ') + text);
    applyTone();
}

QPushButton* Banner::addButton(const QString& text, const QString& objectName) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    m_layout->addWidget(button, 0, Qt::AlignVCenter);
    return button;
}

QString Banner::headline() const {
    return m_headline->text();
}

QString Banner::text() const {
    return m_text->text();
}

void Banner::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        applyTone();
    }
}

void Banner::applyTone() {
    setTone(m_tone);
    m_headline->setInk(inkOf(m_tone));
    m_icon->setPixmap(icon(iconNameFor(m_tone), inkOf(m_tone)).pixmap(QSize(18, 18), devicePixelRatioF()));
}

} // namespace reberth::ui
