#pragma once

#include "core/recipe/recipe.h"

#include <QWidget>

#include <functional>

class QFormLayout;
class QLineEdit;

namespace reberth::ui {

class Label;

/// The parameters of one entry point as a form, further arguments, and the command line that they make.
class RunForm : public QWidget {
    Q_OBJECT
public:
    explicit RunForm(QWidget* parent = nullptr);

    void setEntryPoint(const recipe::EntryPoint& entry);
    const recipe::EntryPoint& entryPoint() const { return m_entry; }
    QStringList arguments() const;
    /// Empty when arguments() may be used, else what is wrong.
    QString objection() const;

signals:
    void changed();

private:
    void update();
    void addParameter(const recipe::Parameter& parameter);

    recipe::EntryPoint m_entry;
    QWidget* m_fields = nullptr;
    QFormLayout* m_form = nullptr;
    QMap<QString, std::function<QString()>> m_values;
    QLineEdit* m_extra;
    Label* m_preview;
    Label* m_objection;
};

} // namespace reberth::ui
