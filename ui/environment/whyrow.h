#pragma once

#include "ui/wizards/recipewords.h"

#include <QWidget>

class QToolButton;

namespace reberth::ui {

class Label;

/// One value of a plan: its name, the value (with what it was before, where plans differ) and why, on demand.
class WhyRow : public QWidget {
    Q_OBJECT
public:
    /// `before` is the other plan's text when it differs, else "".
    WhyRow(const RecipeValue& value, const QString& before, QWidget* parent = nullptr);

signals:
    void changeRequested(int wizardPage);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void applyText();

    RecipeValue m_value;
    QString m_before;
    Label* m_text;
    QToolButton* m_why = nullptr;
    QWidget* m_reason = nullptr;
};

} // namespace reberth::ui
