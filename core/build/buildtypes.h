#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

namespace reberth::build {

struct BuildRequest {
    QString contextFolder; ///< absolute
    QString dockerfile;    ///< relative to the context: ".reberth/Dockerfile"
    QStringList tags;
    QMap<QString, QString> buildArgs;
    QString target; ///< stage, "" for the last
    bool noCache = false;
    bool pull = false;
    QString networkMode;  ///< "", "host", "none"
    QString recordFolder; ///< where the record and the log are kept; "" = nowhere
    QString hostName;     ///< for the record: "This computer · Docker 20.10"
};

enum class StepState { Waiting, Running, Done, Cached, Failed, Cancelled };
QString stepStateName(StepState state);

/// One vertex of the build, or one "Step n/m" of the classic builder.
struct BuildStep {
    QString id;
    QString name;           ///< "[2/5] RUN apt-get update …"
    int dockerfileLine = 0; ///< 1-based, 0 when it stands in no line (internal steps)
    StepState state = StepState::Waiting;
    QDateTime started;   ///< engine's clock; invalid until it starts
    QDateTime completed; ///< invalid until it ends
    qint64 current = 0;  ///< bytes of a pull or transfer
    qint64 total = 0;    ///< 0 while unknown
    QString error;
    bool internal = false; ///< "[internal] load build definition" and the like

    bool operator==(const BuildStep&) const = default;
    double seconds() const; ///< 0 until started; up to now while running
};

enum class BuildState { Idle, Preparing, Uploading, Running, Succeeded, Failed, Cancelled };
QString buildStateName(BuildState state);

/// What is kept of a build; written at the start and at every change of state, so that a crash leaves a readable one.
struct BuildRecord {
    QString id; ///< "20261122-214500-3f2a"
    BuildState state = BuildState::Idle;
    QString hostName;
    QStringList tags;
    QString imageId;
    QString error;      ///< Error::message when failed
    QString failedStep; ///< name
    QDateTime started;  ///< our clock
    QDateTime completed;
    QList<BuildStep> steps;

    bool operator==(const BuildRecord&) const = default;
    QJsonObject toJson() const;
    static BuildRecord fromJson(const QJsonObject& object);
};

/// A line of the log with the step that wrote it (-1: ours). No line end; ANSI sequences kept.
struct LogLine {
    int step = -1;
    bool isError = false; ///< stderr
    QString text;
};

} // namespace reberth::build
