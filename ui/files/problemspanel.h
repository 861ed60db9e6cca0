#pragma once

#include "core/diagnostics/diagnostic.h"
#include "ui/widgets/card.h"

#include <QHash>

class QHBoxLayout;
class QMenu;
class QTableView;

namespace reberth::ui {

class Chip;
class Label;
class ProblemsFilter;
class ProblemsModel;
class SearchField;

/// The table of problems below the editor, filtered by severity and by text. Enter or a click goes to the place, a
/// click on Fix applies the first fix, Alt+Enter opens a menu with the rest.
class ProblemsPanel : public Card {
    Q_OBJECT
public:
    explicit ProblemsPanel(ProblemsModel* model, QWidget* parent = nullptr);

    void takeFocus();

signals:
    // Rows of the model
    void opened(int row);
    void fixRequested(int row);
    void fixAllRequested(int row);
    void ignoreRequested(int row);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void updateSummary();
    void activate(const QModelIndex& index);
    void showMenu(const QModelIndex& index, const QPoint& globalPosition);
    void addSeverity(QHBoxLayout* row, diagnostics::Severity severity, const QString& name);

    ProblemsModel* m_model;
    ProblemsFilter* m_filtered;
    QTableView* m_table;
    Label* m_summary;
    SearchField* m_filter;
    QHash<int, Chip*> m_severities;
};

} // namespace reberth::ui
