#pragma once

#include "ui/wizards/contextpage.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace reberth::ui {

/// The Python packages as a table; versions are edited in place.
class DependenciesPage : public ContextPage {
    Q_OBJECT
public:
    explicit DependenciesPage(EnvironmentContext& context, QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    void cellEdited(int row, int column);
    void addPackage();
    void removeSelected();

    QTableWidget* m_table;
    QLineEdit* m_name;
    QLineEdit* m_version;
    QPushButton* m_add;
    QPushButton* m_remove;
    QLabel* m_objection;
    bool m_filling = false;
};

} // namespace reberth::ui
