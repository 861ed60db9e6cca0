#pragma once

#include "core/solver/planner.h"

#include <QListWidget>

namespace reberth::ui {

/// A list to choose one version from: "Choose for me" first; what can't be chosen is grey and says why.
class OptionList : public QListWidget {
    Q_OBJECT
public:
    explicit OptionList(QWidget* parent = nullptr);

    /// `chosen` is the user's choice ("" = for me), `current` what the plan has now.
    void setOptions(const QList<solver::Option>& options, const QString& chosen, const QString& current);
    QString chosen() const;

signals:
    /// By the user only.
    void chosenChanged(const QString& value);

private:
    bool m_filling = false;
};

} // namespace reberth::ui
