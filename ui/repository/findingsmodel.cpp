#include "ui/repository/findingsmodel.h"

#include "ui/widgets/confidencebar.h"

#include <algorithm>

namespace reberth::ui {

void FindingsModel::setRows(std::vector<FindingRow> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    m_places.clear();
    place(m_rows, nullptr);
    endResetModel();
}

void FindingsModel::place(const std::vector<FindingRow>& rows, const FindingRow* parent) {
    int at = 0;
    for (const FindingRow& row : rows) {
        m_places.insert(&row, {parent, at++});
        place(row.children, &row);
    }
}

const FindingRow* FindingsModel::row(const QModelIndex& index) const {
    return static_cast<const FindingRow*>(index.constInternalPointer());
}

QStringList FindingsModel::pathOf(const QModelIndex& index) const {
    QStringList path;
    for (const FindingRow* at = row(index); at; at = m_places.value(at).parent) {
        path.prepend(at->what);
    }
    return path;
}

QModelIndex FindingsModel::find(const QStringList& path) const {
    QModelIndex found;
    for (const QString& name : path) {
        const std::vector<FindingRow>& rows = childrenOf(found);
        const auto it = std::find_if(rows.begin(), rows.end(), [&](const FindingRow& row) { return row.what == name; });
        if (it == rows.end()) {
            return {};
        }
        found = index(static_cast<int>(it - rows.begin()), 0, found);
    }
    return found;
}

QString FindingsModel::textOf(const QModelIndex& index) const {
    const FindingRow* finding = row(index);
    if (!finding) {
        return {};
    }
    QStringList parts{finding->what, finding->lead, finding->value};
    if (!finding->evidence.isEmpty()) {
        parts.append(QStringLiteral("(%1)").arg(placeText(finding->evidence.first())));
    }
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

const std::vector<FindingRow>& FindingsModel::childrenOf(const QModelIndex& parent) const {
    return parent.isValid() ? row(parent)->children : m_rows;
}

QModelIndex FindingsModel::index(int row, int column, const QModelIndex& parent) const {
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= ColumnCount) {
        return {};
    }
    return createIndex(row, column, &childrenOf(parent).at(static_cast<std::size_t>(row)));
}

QModelIndex FindingsModel::parent(const QModelIndex& child) const {
    const FindingRow* parent = child.isValid() ? m_places.value(row(child)).parent : nullptr;
    return parent ? createIndex(m_places.value(parent).row, 0, parent) : QModelIndex();
}

int FindingsModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size());
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
        return index.column() == Sure && finding->confidence >= 0 ? ConfidenceBar::describe(finding->confidence)
                                                                  : data(index, Qt::DisplayRole);
    case Qt::AccessibleTextRole:
        if (index.column() == Sure) {
            return finding->confidence < 0 ? QString() : ConfidenceBar::describe(finding->confidence);
        }
        return QStringLiteral("%1 %2 %3")
            .arg(index.column() == Value ? finding->lead : QString(), data(index, Qt::DisplayRole).toString(),
                 index.column() == Value ? finding->tag : QString())
            .trimmed();
    case LeadRole:
        return finding->lead;
    case TagRole:
        return finding->tag;
    case TagToneRole:
        return static_cast<int>(finding->tagTone);
    case ConfidenceRole:
        return finding->confidence;
    case TextRole:
        return QStringLiteral("%1 %2").arg(textOf(index), finding->tag);
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
