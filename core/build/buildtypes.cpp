#include "core/build/buildtypes.h"

#include <QJsonArray>

namespace reberth::build {

namespace {

const QList<std::pair<StepState, QString>>& stepStateNames() {
    static const QList<std::pair<StepState, QString>> names = {
        {StepState::Waiting, QStringLiteral("waiting")}, {StepState::Running, QStringLiteral("running")},
        {StepState::Done, QStringLiteral("done")},       {StepState::Cached, QStringLiteral("cached")},
        {StepState::Failed, QStringLiteral("failed")},   {StepState::Cancelled, QStringLiteral("cancelled")}};
    return names;
}

const QList<std::pair<BuildState, QString>>& buildStateNames() {
    static const QList<std::pair<BuildState, QString>> names = {
        {BuildState::Idle, QStringLiteral("idle")},           {BuildState::Preparing, QStringLiteral("preparing")},
        {BuildState::Uploading, QStringLiteral("uploading")}, {BuildState::Running, QStringLiteral("running")},
        {BuildState::Succeeded, QStringLiteral("succeeded")}, {BuildState::Failed, QStringLiteral("failed")},
        {BuildState::Cancelled, QStringLiteral("cancelled")}};
    return names;
}

template <typename State> QString nameOf(const QList<std::pair<State, QString>>& names, State state) {
    for (const auto& [value, name] : names) {
        if (value == state) {
            return name;
        }
    }
    return {};
}

template <typename State>
State stateOf(const QList<std::pair<State, QString>>& names, const QString& text, State otherwise) {
    for (const auto& [value, name] : names) {
        if (name == text) {
            return value;
        }
    }
    return otherwise;
}

QString timeText(const QDateTime& time) {
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QDateTime timeFrom(const QJsonValue& value) {
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

QJsonObject stepToJson(const BuildStep& step) {
    return {{QStringLiteral("id"), step.id},
            {QStringLiteral("name"), step.name},
            {QStringLiteral("dockerfileLine"), step.dockerfileLine},
            {QStringLiteral("state"), stepStateName(step.state)},
            {QStringLiteral("started"), timeText(step.started)},
            {QStringLiteral("completed"), timeText(step.completed)},
            {QStringLiteral("current"), step.current},
            {QStringLiteral("total"), step.total},
            {QStringLiteral("error"), step.error},
            {QStringLiteral("internal"), step.internal}};
}

BuildStep stepFromJson(const QJsonObject& object) {
    BuildStep step;
    step.id = object.value(QLatin1String("id")).toString();
    step.name = object.value(QLatin1String("name")).toString();
    step.dockerfileLine = object.value(QLatin1String("dockerfileLine")).toInt();
    step.state = stateOf(stepStateNames(), object.value(QLatin1String("state")).toString(), StepState::Waiting);
    step.started = timeFrom(object.value(QLatin1String("started")));
    step.completed = timeFrom(object.value(QLatin1String("completed")));
    step.current = object.value(QLatin1String("current")).toInteger();
    step.total = object.value(QLatin1String("total")).toInteger();
    step.error = object.value(QLatin1String("error")).toString();
    step.internal = object.value(QLatin1String("internal")).toBool();
    return step;
}

} // namespace

QString stepStateName(StepState state) {
    return nameOf(stepStateNames(), state);
}

QString buildStateName(BuildState state) {
    return nameOf(buildStateNames(), state);
}

double BuildStep::seconds() const {
    if (!started.isValid()) {
        return 0;
    }
    const QDateTime end = completed.isValid() ? completed : QDateTime::currentDateTimeUtc();
    return qMax(0.0, static_cast<double>(started.msecsTo(end)) / 1000.0);
}

QJsonObject BuildRecord::toJson() const {
    QJsonArray stepArray;
    for (const BuildStep& step : steps) {
        stepArray.append(stepToJson(step));
    }
    return {{QStringLiteral("version"), 1},
            {QStringLiteral("id"), id},
            {QStringLiteral("state"), buildStateName(state)},
            {QStringLiteral("host"), hostName},
            {QStringLiteral("tags"), QJsonArray::fromStringList(tags)},
            {QStringLiteral("image"), imageId},
            {QStringLiteral("error"), error},
            {QStringLiteral("failedStep"), failedStep},
            {QStringLiteral("started"), timeText(started)},
            {QStringLiteral("completed"), timeText(completed)},
            {QStringLiteral("steps"), stepArray}};
}

BuildRecord BuildRecord::fromJson(const QJsonObject& object) {
    BuildRecord record;
    record.id = object.value(QLatin1String("id")).toString();
    record.state = stateOf(buildStateNames(), object.value(QLatin1String("state")).toString(), BuildState::Idle);
    record.hostName = object.value(QLatin1String("host")).toString();
    const QJsonArray tagArray = object.value(QLatin1String("tags")).toArray();
    for (const QJsonValue& tag : tagArray) {
        record.tags.append(tag.toString());
    }
    record.imageId = object.value(QLatin1String("image")).toString();
    record.error = object.value(QLatin1String("error")).toString();
    record.failedStep = object.value(QLatin1String("failedStep")).toString();
    record.started = timeFrom(object.value(QLatin1String("started")));
    record.completed = timeFrom(object.value(QLatin1String("completed")));
    const QJsonArray stepArray = object.value(QLatin1String("steps")).toArray();
    for (const QJsonValue& step : stepArray) {
        record.steps.append(stepFromJson(step.toObject()));
    }
    return record;
}

} // namespace reberth::build
