#include "ui/builds/stepmodel.h"

#include "ui/theme/meaning.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::ui {

using build::BuildStep;
using build::StepState;

namespace {

bool isShown(const BuildStep& step) {
    return !step.internal || step.state == StepState::Running || step.state == StepState::Failed;
}

} // namespace

void StepModel::setSteps(const QList<BuildStep>& steps) {
    beginResetModel();
    m_steps = steps;
    rebuildRows();
    endResetModel();
}

void StepModel::rebuildRows() {
    m_rows.clear();
    for (int i = 0; i < m_steps.size(); ++i) {
        if (isShown(m_steps.at(i))) {
            m_rows.append(i);
        }
    }
}

void StepModel::setStep(int index, const BuildStep& step) {
    if (index < m_steps.size() && isShown(m_steps.at(index)) == isShown(step)) {
        m_steps[index] = step;
        tick();
        return;
    }
    QList<int> before = m_rows;
    if (index == m_steps.size()) {
        m_steps.append(step);
    } else if (index < m_steps.size()) {
        m_steps[index] = step;
    } else {
        return;
    }
    if (isShown(step)) {
        const auto place = std::lower_bound(before.cbegin(), before.cend(), index);
        const int row = static_cast<int>(place - before.cbegin());
        beginInsertRows({}, row, row);
        rebuildRows();
        endInsertRows();
    } else if (const auto row = static_cast<int>(before.indexOf(index)); row >= 0) {
        beginRemoveRows({}, row, row);
        rebuildRows();
        endRemoveRows();
    }
}

void StepModel::tick() {
    if (!m_rows.isEmpty()) {
        emit dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
    }
}

int StepModel::rowOfStep(int stepIndex) const {
    return static_cast<int>(m_rows.indexOf(stepIndex));
}

int StepModel::failedRow() const {
    for (int row = 0; row < m_rows.size(); ++row) {
        if (step(row).state == StepState::Failed) {
            return row;
        }
    }
    return -1;
}

StepModel::Span StepModel::spanOf(int row) const {
    QDateTime first;
    QDateTime last;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const BuildStep& other : m_steps) {
        if (!other.started.isValid()) {
            continue;
        }
        const QDateTime end = other.completed.isValid() ? other.completed : now;
        first = first.isValid() ? std::min(first, other.started) : other.started;
        last = last.isValid() ? std::max(last, end) : end;
    }
    const BuildStep& shown = step(row);
    if (!first.isValid() || !shown.started.isValid()) {
        return {};
    }
    const auto whole = static_cast<double>(std::max<qint64>(1, first.msecsTo(last)));
    const QDateTime end = shown.completed.isValid() ? shown.completed : std::max(now, shown.started);
    return {std::clamp(static_cast<double>(first.msecsTo(shown.started)) / whole, 0.0, 1.0),
            std::clamp(static_cast<double>(first.msecsTo(end)) / whole, 0.0, 1.0)};
}

QString StepModel::timeText(int row) const {
    const BuildStep& shown = step(row);
    switch (shown.state) {
    case StepState::Waiting:
        return tr("not reached");
    case StepState::Cached:
        return tr("cached");
    case StepState::Cancelled:
        return tr("cancelled");
    case StepState::Failed:
        return tr("failed after %1").arg(durationText(shown.seconds()));
    case StepState::Running:
    case StepState::Done:
        break;
    }
    if (shown.state == StepState::Running && shown.total > 0) {
        return tr("%1 · %2 %").arg(durationText(shown.seconds())).arg(shown.current * 100 / shown.total);
    }
    return durationText(shown.seconds());
}

QString StepModel::title(int row) const {
    static const QRegularExpression counter(QStringLiteral("^\\[[^\\]]*\\d+/\\d+\\]\\s*"));
    QString text = step(row).name;
    return text.remove(counter).simplified();
}

int StepModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant StepModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) {
        return {};
    }
    const BuildStep& shown = step(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return title(index.row());
    case Qt::ToolTipRole:
        return shown.dockerfileLine > 0 ? tr("%1\n%2 · Dockerfile line %3 · double-click opens it")
                                              .arg(shown.name, wordsFor(shown.state))
                                              .arg(shown.dockerfileLine)
                                        : tr("%1\n%2").arg(shown.name, wordsFor(shown.state));
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(title(index.row()), wordsFor(shown.state), timeText(index.row()));
    default:
        return {};
    }
}

} // namespace reberth::ui
