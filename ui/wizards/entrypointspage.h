#pragma once

#include "core/recipe/recipe.h"
#include "ui/wizards/contextpage.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace reberth::ui {

/// What can be started in the container: verbs and their commands. The first is the default.
class EntryPointsPage : public ContextPage {
    Q_OBJECT
public:
    explicit EntryPointsPage(EnvironmentContext& context, QWidget* parent = nullptr);
    bool isComplete() const override;

protected:
    void refresh() override;

private:
    QList<recipe::EntryPoint> shown() const;
    void edited();
    void add();
    void remove();
    void moveUp();

    QTableWidget* m_table;
    QPushButton* m_remove;
    QPushButton* m_up;
    QLabel* m_objection;
    QList<recipe::EntryPoint> m_entries; ///< row for row
    bool m_filling = false;
};

} // namespace reberth::ui
