#pragma once

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace reberth::ui {

class Label;

/// What stands where nothing is yet: an icon, a headline, what to do next, and the button that does it.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& iconName, const QString& headline, const QString& text, QWidget* parent = nullptr);

    QPushButton* addButton(const QString& text, const QString& objectName); ///< the first one is primary
    void setText(const QString& headline, const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyIcon();

    QString m_iconName;
    Label* m_icon;
    Label* m_headline;
    Label* m_text;
    QHBoxLayout* m_buttons;
};

} // namespace reberth::ui
