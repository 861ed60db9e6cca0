#include "ui/runs/runhistorymodel.h"

#include "ui/theme/icons.h"
#include "ui/theme/meaning.h"

#include <QLocale>

namespace reberth::ui {

void RunHistoryModel::setRecords(const QList<run::RunRecord>& records) {
    beginResetModel();
    m_records = records;
    endResetModel();
}

int RunHistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int RunHistoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 4;
}

QVariant RunHistoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_records.size()) {
        return {};
    }
    const run::RunRecord& record = m_records.at(index.row());
    const Tone tone = toneOf(record);
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case 0:
            return record.verb;
        case 1:
            return wordsFor(record);
        case 2:
            return QLocale().toString(record.started.toLocalTime(), QLocale::ShortFormat);
        case 3:
            return record.started.isValid() && record.completed.isValid()
                       ? durationText(static_cast<double>(record.started.msecsTo(record.completed)) / 1000.0)
                       : QString();
        default:
            return {};
        }
    case Qt::DecorationRole:
        return index.column() == 1 ? QVariant(icon(iconNameFor(tone), tone == Tone::Ok      ? &Palette::ok
                                                                      : tone == Tone::Error ? &Palette::error
                                                                                            : &Palette::dim))
                                   : QVariant();
    case Qt::ToolTipRole:
        return record.error.isEmpty() ? record.command.join(QLatin1Char(' ')) : record.error;
    default:
        return {};
    }
}

QVariant RunHistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case 0:
        return tr("Entry point");
    case 1:
        return tr("Ended");
    case 2:
        return tr("Started");
    case 3:
        return tr("Took");
    default:
        return {};
    }
}

} // namespace reberth::ui
