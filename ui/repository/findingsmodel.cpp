#include "ui/repository/findingsmodel.h"

#include "ui/widgets/confidencebar.h"

namespace reberth::ui {

namespace {
constexpr quintptr topLevel = 0; // a child's id is its parent's row + 1
}

void FindingsModel::setRows(std::vector<FindingRow> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const FindingRow* FindingsModel::row(const QModelIndex& index) const {
    if (!index.isValid()) {
        return nullptr;
    }
    const auto at = static_cast<std::size_t>(index.row());
    return index.internalId() == topLevel ? &m_rows.at(at) : &m_rows.at(index.internalId() - 1).children.at(at);
}

QModelIndex FindingsModel::index(int row, int column, const QModelIndex& parent) const {
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= ColumnCount) {
        return {};
    }
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : topLevel);
}

QModelIndex FindingsModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == topLevel) {
        return {};
    }
    return createIndex(static_cast<int>(child.internalId() - 1), 0, topLevel);
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) {
        return static_cast<int>(m_rows.size());
    }
    if (parent.internalId() != topLevel || parent.column() != 0) {
        return 0;
    }
    return static_cast<int>(m_rows.at(static_cast<std::size_t>(parent.row())).children.size());
}

int FindingsModel::columnCount(const QModelIndex& /*parent*/) const {
    return ColumnCount;
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
    const FindingRow* finding = row(index);
    if (!finding) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case What:
            return finding->what;
        case Value:
            return finding->value;
        case From:
            return finding->evidence.isEmpty() ? QString() : placeText(finding->evidence.first());
        default:
            return {};
        }
    case Qt::ToolTipRole:
        return index.column() == Sure ? ConfidenceBar::describe(finding->confidence) : data(index, Qt::DisplayRole);
    case Qt::AccessibleTextRole:
        return index.column() == Sure ? ConfidenceBar::describe(finding->confidence)
                                      : QStringLiteral("%1 %2 %3")
                                            .arg(index.column() == Value ? finding->lead : QString(),
                                                 data(index, Qt::DisplayRole).toString(),
                                                 index.column() == Value ? finding->tag : QString());
    case LeadRole:
        return finding->lead;
    case TagRole:
        return finding->tag;
    case TagToneRole:
        return static_cast<int>(finding->tagTone);
    case ConfidenceRole:
        return finding->confidence;
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case What:
        return tr("What");
    case Value:
        return tr("Value");
    case From:
        return tr("From");
    case Sure:
        return tr("Sure");
    default:
        return {};
    }
}

} // namespace reberth::ui
