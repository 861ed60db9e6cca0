#include "core/build/buildprogress.h"

#include <QRegularExpression>

namespace reberth::build {

int BuildProgress::addStep(const QString& name, int dockerfileLine) {
    BuildStep step;
    step.id = QStringLiteral("own-%1").arg(m_steps.size());
    step.name = name;
    step.dockerfileLine = dockerfileLine;
    m_steps.append(step);
    const int index = static_cast<int>(m_steps.size()) - 1;
    m_added.append(index);
    return index;
}

void BuildProgress::changeStep(int index, const BuildStep& step) {
    m_steps[index] = step;
    touch(index);
}

void BuildProgress::touch(int index) {
    if (!m_added.contains(index)) {
        m_changed.insert(index);
    }
}

void BuildProgress::addLog(int step, bool isError, const QString& text) {
    m_log.append({step, isError, text});
}

void BuildProgress::flush(int step) {
    for (const bool isError : {false, true}) {
        const auto splitter = m_splitters.find({step, isError});
        if (splitter != m_splitters.end()) {
            const QStringList lines = splitter->finish();
            for (const QString& line : lines) {
                addLog(step, isError, line);
            }
        }
    }
}

void BuildProgress::applyVertex(const engine::TraceVertex& vertex) {
    int index = m_indexOfVertex.value(vertex.digest, -1);
    if (index < 0) {
        BuildStep step;
        step.id = vertex.digest;
        step.name = vertex.name;
        step.internal = vertex.name.startsWith(QLatin1String("[internal]"));
        step.dockerfileLine = m_outline.lineOfStep(vertex.name);
        m_steps.append(step);
        index = static_cast<int>(m_steps.size()) - 1;
        m_indexOfVertex.insert(vertex.digest, index);
        m_added.append(index);
    }
    BuildStep& step = m_steps[index];
    const BuildStep before = step;
    if (!vertex.name.isEmpty() && vertex.name != step.name) {
        step.name = vertex.name;
        step.dockerfileLine = m_outline.lineOfStep(vertex.name);
    }
    // A step may run several times (a cache that is fetched, then the work): from the first start to the last end.
    if (vertex.started.isValid() && (!step.started.isValid() || vertex.started < step.started)) {
        step.started = vertex.started;
    }
    step.completed = vertex.completed;
    if (!vertex.error.isEmpty()) {
        step.error = vertex.error;
        const bool cancelled = vertex.error.contains(QLatin1String("context canceled"));
        step.state = cancelled ? StepState::Cancelled : StepState::Failed;
    } else if (vertex.completed.isValid()) {
        step.state = vertex.cached ? StepState::Cached : StepState::Done;
    } else if (vertex.started.isValid()) {
        step.state = StepState::Running;
    }
    if (step.state != StepState::Running && step.state != StepState::Waiting) {
        flush(index);
    }
    if (step != before) {
        touch(index);
    }
}

void BuildProgress::apply(const engine::TraceMessage& message) {
    // Logs before vertexes: a message may carry a step's last output and its end.
    QList<engine::TraceVertex> later;
    for (const engine::TraceVertex& vertex : message.vertexes) {
        if (m_indexOfVertex.contains(vertex.digest) && vertex.completed.isValid()) {
            later.append(vertex);
        } else {
            applyVertex(vertex);
        }
    }
    for (const engine::TraceLog& log : message.logs) {
        const int step = m_indexOfVertex.value(log.vertex, -1);
        const QStringList lines = m_splitters[{step, log.isError}].feed(log.data);
        for (const QString& line : lines) {
            addLog(step, log.isError, line);
        }
    }
    for (const engine::TraceStatus& status : message.statuses) {
        const int index = m_indexOfVertex.value(status.vertex, -1);
        if (index < 0) {
            continue;
        }
        auto& transfers = m_transfers[index];
        transfers.insert(status.id, {status.current, status.total});
        qint64 current = 0;
        qint64 total = 0;
        for (const auto& [now, all] : std::as_const(transfers)) {
            current += now;
            total += qMax(now, all);
        }
        if (m_steps.at(index).current != current || m_steps.at(index).total != total) {
            m_steps[index].current = current;
            m_steps[index].total = total;
            touch(index);
        }
    }
    for (const engine::TraceVertex& vertex : later) {
        applyVertex(vertex);
    }
    for (const engine::TraceWarning& warning : message.warnings) {
        addLog(m_indexOfVertex.value(warning.vertex, -1), true, warning.text);
    }
}

void BuildProgress::beginClassicStep(const QString& name) {
    if (m_classicStep >= 0) {
        BuildStep& previous = m_steps[m_classicStep];
        if (previous.state == StepState::Running) {
            previous.state = StepState::Done;
        }
        previous.completed = QDateTime::currentDateTimeUtc();
        touch(m_classicStep);
    }
    m_classicStep = addStep(name, m_outline.lineOfStep(name));
    m_steps[m_classicStep].state = StepState::Running;
    m_steps[m_classicStep].started = QDateTime::currentDateTimeUtc();
}

void BuildProgress::applyClassicText(const QByteArray& text) {
    static const QRegularExpression step(QStringLiteral("^(?:Step|STEP) \\d+/\\d+ ?: "));
    static const QRegularExpression cached(QStringLiteral("^ *--+> Using cache"));
    const QStringList lines = m_classic.feed(text);
    for (const QString& line : lines) {
        if (step.match(line).hasMatch()) {
            beginClassicStep(line);
            continue;
        }
        if (m_classicStep >= 0 && cached.match(line).hasMatch()) {
            m_steps[m_classicStep].state = StepState::Cached;
            touch(m_classicStep);
        }
        addLog(m_classicStep, false, line);
    }
}

void BuildProgress::failCurrentStep(const QString& error) {
    if (m_classicStep >= 0 && m_steps.at(m_classicStep).state == StepState::Running) {
        m_steps[m_classicStep].state = StepState::Failed;
        m_steps[m_classicStep].error = error;
        m_steps[m_classicStep].completed = QDateTime::currentDateTimeUtc();
        touch(m_classicStep);
    }
}

void BuildProgress::finish(StepState open) {
    for (int i = -1; i < m_steps.size(); ++i) {
        flush(i);
    }
    const QStringList lines = m_classic.finish();
    for (const QString& line : lines) {
        addLog(m_classicStep, false, line);
    }
    for (int i = 0; i < m_steps.size(); ++i) {
        BuildStep& step = m_steps[i];
        if (step.state != StepState::Running && step.state != StepState::Waiting) {
            continue;
        }
        if (step.state == StepState::Running && !step.completed.isValid()) {
            step.completed = qMax(QDateTime::currentDateTimeUtc(), step.started);
        }
        step.state = open;
        touch(i);
    }
}

BuildProgress::Changes BuildProgress::takeChanges() {
    Changes changes;
    changes.added = std::exchange(m_added, {});
    changes.changed = std::exchange(m_changed, {});
    changes.firstLog = m_reportedLog;
    changes.logCount = m_log.size() - m_reportedLog;
    m_reportedLog = m_log.size();
    return changes;
}

int BuildProgress::failedStep() const {
    for (int i = 0; i < m_steps.size(); ++i) {
        if (m_steps.at(i).state == StepState::Failed) {
            return i;
        }
    }
    return -1;
}

} // namespace reberth::build
