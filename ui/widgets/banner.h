#pragma once

#include "ui/theme/tone.h"
#include "ui/widgets/card.h"

class QHBoxLayout;
class QPushButton;

namespace reberth::ui {

class Label;

/// A tinted strip with an icon, a headline, a sentence and buttons: the verdict of a page.
class Banner : public Card {
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);

    void setMessage(Tone tone, const QString& headline, const QString& text = {});
    /// Owned by the banner; put before the earlier ones' right, in order.
    QPushButton* addButton(const QString& text, const QString& objectName);
    QString headline() const;
    QString text() const;
    Tone tone() const { return m_tone; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyTone();

    Tone m_tone = Tone::Neutral;
    QHBoxLayout* m_layout;
    Label* m_icon;
    Label* m_headline;
    Label* m_text;
};

} // namespace reberth::ui
