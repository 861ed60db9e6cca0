#pragma once

#include "core/build/buildtypes.h"
#include "core/build/dockerfileoutline.h"
#include "core/engine/linesplitter.h"
#include "core/engine/tracedecoder.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QSet>

#include <utility>

namespace reberth::build {

/// Steps and log of a build, kept up to date from BuildKit's trace or the classic builder's text. No I/O.
class BuildProgress {
public:
    explicit BuildProgress(DockerfileOutline outline = {})
        : m_outline(std::move(outline)) {}

    /// What is new since the last time.
    struct Changes {
        QList<int> added;
        QSet<int> changed; ///< without the added ones
        qsizetype firstLog = 0;
        qsizetype logCount = 0;
    };

    void apply(const engine::TraceMessage& message);
    void applyClassicText(const QByteArray& text);

    /// A step of our own.
    int addStep(const QString& name, int dockerfileLine);
    void changeStep(int index, const BuildStep& step);
    void addLog(int step, bool isError, const QString& text);
    /// The build is over: half lines become lines, open steps end as `open`.
    void finish(StepState open);
    /// Of the classic builder, whose errors name no step.
    void failCurrentStep(const QString& error);

    Changes takeChanges();
    const QList<BuildStep>& steps() const { return m_steps; }
    const QList<LogLine>& log() const { return m_log; }
    /// The first failed step that is not a consequence, -1 when none failed.
    int failedStep() const;

private:
    void applyVertex(const engine::TraceVertex& vertex);
    void touch(int index);
    void flush(int step);
    void beginClassicStep(const QString& name);

    DockerfileOutline m_outline;
    QList<BuildStep> m_steps;
    QList<LogLine> m_log;
    QHash<QString, int> m_indexOfVertex;
    QHash<int, QMap<QString, std::pair<qint64, qint64>>> m_transfers;
    QMap<std::pair<int, bool>, engine::LineSplitter> m_splitters;
    engine::LineSplitter m_classic;
    int m_classicStep = -1;
    QList<int> m_added;
    QSet<int> m_changed;
    qsizetype m_reportedLog = 0;
};

} // namespace reberth::build
