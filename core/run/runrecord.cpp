#include "core/run/runsession.h"

#include <QJsonArray>

namespace reberth::run {

namespace {

const QList<std::pair<RunState, QString>>& stateNames() {
    static const QList<std::pair<RunState, QString>> names = {
        {RunState::Idle, QStringLiteral("idle")},          {RunState::Starting, QStringLiteral("starting")},
        {RunState::Running, QStringLiteral("running")},    {RunState::Stopping, QStringLiteral("stopping")},
        {RunState::Exited, QStringLiteral("exited")},      {RunState::Failed, QStringLiteral("failed")},
        {RunState::Cancelled, QStringLiteral("cancelled")}};
    return names;
}

QString timeText(const QDateTime& time) {
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

} // namespace

QString runStateName(RunState state) {
    for (const auto& [value, name] : stateNames()) {
        if (value == state) {
            return name;
        }
    }
    return {};
}

QJsonObject RunRecord::toJson() const {
    return {{QStringLiteral("version"), 1},
            {QStringLiteral("id"), id},
            {QStringLiteral("state"), runStateName(state)},
            {QStringLiteral("verb"), verb},
            {QStringLiteral("image"), image},
            {QStringLiteral("command"), QJsonArray::fromStringList(command)},
            {QStringLiteral("container"), containerId},
            {QStringLiteral("exitCode"), exitCode},
            {QStringLiteral("error"), error},
            {QStringLiteral("started"), timeText(started)},
            {QStringLiteral("completed"), timeText(completed)}};
}

RunRecord RunRecord::fromJson(const QJsonObject& object) {
    RunRecord record;
    record.id = object.value(QLatin1String("id")).toString();
    const QString stateText = object.value(QLatin1String("state")).toString();
    for (const auto& [value, name] : stateNames()) {
        if (name == stateText) {
            record.state = value;
        }
    }
    record.verb = object.value(QLatin1String("verb")).toString();
    record.image = object.value(QLatin1String("image")).toString();
    const QJsonArray words = object.value(QLatin1String("command")).toArray();
    for (const QJsonValue& word : words) {
        record.command.append(word.toString());
    }
    record.containerId = object.value(QLatin1String("container")).toString();
    record.exitCode = object.value(QLatin1String("exitCode")).toInt(-1);
    record.error = object.value(QLatin1String("error")).toString();
    record.started = QDateTime::fromString(object.value(QLatin1String("started")).toString(), Qt::ISODateWithMs);
    record.completed = QDateTime::fromString(object.value(QLatin1String("completed")).toString(), Qt::ISODateWithMs);
    return record;
}

} // namespace reberth::run
