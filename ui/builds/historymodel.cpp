#include "ui/builds/historymodel.h"

#include "ui/theme/meaning.h"

#include <QLocale>

namespace reberth::ui {

namespace {

QString whenText(const QDateTime& when) {
    const QDate day = when.toLocalTime().date();
    const QDate today = QDate::currentDate();
    const QString time = QLocale().toString(when.toLocalTime().time(), QLocale::ShortFormat);
    if (day == today) {
        return time;
    }
    if (day == today.addDays(-1)) {
        return HistoryModel::tr("yesterday %1").arg(time);
    }
    return QLocale().toString(day, QLocale::ShortFormat);
}

} // namespace

void HistoryModel::setRecords(const QList<build::BuildRecord>& records) {
    beginResetModel();
    m_records = records;
    endResetModel();
}

void HistoryModel::update(const build::BuildRecord& record) {
    const int row = rowOf(record.id);
    if (row >= 0) {
        m_records[row] = record;
        emit dataChanged(index(row), index(row));
    }
}

int HistoryModel::rowOf(const QString& id) const {
    for (int row = 0; row < m_records.size(); ++row) {
        if (m_records.at(row).id == id) {
            return row;
        }
    }
    return -1;
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_records.size()) {
        return {};
    }
    const build::BuildRecord& record = m_records.at(index.row());
    const QString number = QStringLiteral("#%1").arg(m_records.size() - index.row());
    const auto second = [&record] {
        QString text = wordsFor(record.state);
        if (record.started.isValid() && record.completed.isValid()) {
            text += QStringLiteral(" · ") +
                    durationText(static_cast<double>(record.started.msecsTo(record.completed)) / 1000.0);
        }
        return text;
    };
    switch (role) {
    case Qt::DisplayRole:
        return QStringLiteral("%1  %2").arg(number, whenText(record.started));
    case SecondLineRole:
        return second();
    case ToneRole:
        return QVariant::fromValue(static_cast<int>(toneOf(record.state)));
    case Qt::AccessibleTextRole:
        return tr("Build %1, %2, %3").arg(number, whenText(record.started), second());
    case Qt::ToolTipRole:
        return record.error.isEmpty() ? record.hostName : record.hostName + QLatin1Char('\n') + record.error;
    default:
        return {};
    }
}

} // namespace reberth::ui
