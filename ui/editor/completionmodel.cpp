#include "ui/editor/completionmodel.h"

#include <algorithm>

namespace reberth::ui {

void CompletionModel::setItems(const QList<language::CompletionItem>& items) {
    beginResetModel();
    m_items = items;
    fill();
    endResetModel();
}

void CompletionModel::setTyped(const QString& typed) {
    if (typed == m_typed) {
        return;
    }
    beginResetModel();
    m_typed = typed;
    fill();
    endResetModel();
}

bool CompletionModel::isDone() const {
    return m_rows.size() == 1 && item(0).label == m_typed && item(0).text() == m_typed;
}

int CompletionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant CompletionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) {
        return {};
    }
    const language::CompletionItem& one = item(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return one.label;
    case DetailRole:
        return one.detail;
    case TypedRole:
        return m_typed;
    case Qt::AccessibleTextRole:
        return one.detail.isEmpty() ? one.label : QStringLiteral("%1, %2").arg(one.label, one.detail);
    case Qt::AccessibleDescriptionRole:
        return one.documentation;
    default:
        return {};
    }
}

int CompletionModel::score(const QString& label, const QString& typed) {
    if (typed.isEmpty()) {
        return 1;
    }
    const qsizetype at = label.indexOf(typed, 0, Qt::CaseInsensitive);
    if (at == 0) {
        return label.size() == typed.size() ? 6 : 5;
    }
    if (at > 0) {
        return label.at(at - 1).isLetterOrNumber() ? 3 : 4;
    }
    // The letters in order, the first one at the front: "nvc" finds nvidia/cuda.
    qsizetype next = 0;
    for (qsizetype i = 0; i < label.size() && next < typed.size(); ++i) {
        if (label.at(i).toLower() == typed.at(next).toLower()) {
            ++next;
        } else if (i == 0) {
            return 0;
        }
    }
    return next == typed.size() ? 2 : 0;
}

void CompletionModel::fill() {
    QList<std::pair<int, int>> fits; // score, index
    for (int i = 0; i < m_items.size(); ++i) {
        if (const int fit = score(m_items.at(i).label, m_typed); fit > 0) {
            fits.append({fit, i});
        }
    }
    std::stable_sort(fits.begin(), fits.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    m_rows.clear();
    for (const auto& [fit, index] : fits) {
        m_rows.append(index);
    }
}

} // namespace reberth::ui
