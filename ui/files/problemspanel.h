#pragma once

#include "ui/widgets/card.h"

class QSortFilterProxyModel;
class QTableView;

namespace reberth::ui {

class Label;
class ProblemsModel;
class SearchField;

/// The table of problems below the editor with its filter. Enter or a click goes to the place, a click on Fix applies
/// the first fix.
class ProblemsPanel : public Card {
    Q_OBJECT
public:
    explicit ProblemsPanel(ProblemsModel* model, QWidget* parent = nullptr);

signals:
    void opened(int row);       ///< of the model
    void fixRequested(int row); ///< of the model

private:
    void updateSummary();
    void activate(const QModelIndex& index);

    ProblemsModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QTableView* m_table;
    Label* m_summary;
    SearchField* m_filter;
};

} // namespace reberth::ui
