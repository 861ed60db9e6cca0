#include "ui/theme/meaning.h"

#include <QCoreApplication>

#include <cmath>

namespace reberth::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Meaning", text);
}

} // namespace

Tone toneOf(diagnostics::Severity severity) {
    switch (severity) {
    case diagnostics::Severity::Error:
        return Tone::Error;
    case diagnostics::Severity::Warning:
        return Tone::Warning;
    case diagnostics::Severity::Info:
        return Tone::Accent;
    }
    return Tone::Neutral;
}

Tone toneOf(solver::Verdict verdict) {
    switch (verdict) {
    case solver::Verdict::Green:
        return Tone::Ok;
    case solver::Verdict::Amber:
        return Tone::Warning;
    case solver::Verdict::Red:
        return Tone::Error;
    }
    return Tone::Neutral;
}

Tone toneOf(host::Host::State state) {
    switch (state) {
    case host::Host::State::Unknown:
        return Tone::Neutral;
    case host::Host::State::Probing:
        return Tone::Accent;
    case host::Host::State::Ready:
        return Tone::Ok;
    case host::Host::State::Unreachable:
        return Tone::Error;
    case host::Host::State::Unsupported:
        return Tone::Warning;
    }
    return Tone::Neutral;
}

Tone toneOf(build::BuildState state) {
    switch (state) {
    case build::BuildState::Succeeded:
        return Tone::Ok;
    case build::BuildState::Failed:
        return Tone::Error;
    case build::BuildState::Preparing:
    case build::BuildState::Uploading:
    case build::BuildState::Running:
        return Tone::Accent;
    case build::BuildState::Idle:
    case build::BuildState::Cancelled:
        return Tone::Neutral;
    }
    return Tone::Neutral;
}

Tone toneOf(build::StepState state) {
    switch (state) {
    case build::StepState::Running:
        return Tone::Accent;
    case build::StepState::Done:
    case build::StepState::Cached:
        return Tone::Ok;
    case build::StepState::Failed:
        return Tone::Error;
    case build::StepState::Waiting:
    case build::StepState::Cancelled:
        return Tone::Neutral;
    }
    return Tone::Neutral;
}

Tone toneOf(const run::RunRecord& record) {
    switch (record.state) {
    case run::RunState::Starting:
    case run::RunState::Running:
    case run::RunState::Stopping:
        return Tone::Accent;
    case run::RunState::Exited:
        return record.exitCode == 0 ? Tone::Ok : Tone::Error;
    case run::RunState::Failed:
        return Tone::Error;
    case run::RunState::Idle:
    case run::RunState::Cancelled:
        return Tone::Neutral;
    }
    return Tone::Neutral;
}

QString wordsFor(diagnostics::Severity severity) {
    switch (severity) {
    case diagnostics::Severity::Error:
        return tr("Error");
    case diagnostics::Severity::Warning:
        return tr("Warning");
    case diagnostics::Severity::Info:
        return tr("Hint");
    }
    return {};
}

QString wordsFor(host::Host::State state) {
    switch (state) {
    case host::Host::State::Unknown:
        return tr("Not asked yet");
    case host::Host::State::Probing:
        return tr("Asking…");
    case host::Host::State::Ready:
        return tr("Ready");
    case host::Host::State::Unreachable:
        return tr("Does not answer");
    case host::Host::State::Unsupported:
        return tr("Can't be used yet");
    }
    return {};
}

QString wordsFor(build::BuildState state) {
    switch (state) {
    case build::BuildState::Idle:
        return tr("Not started");
    case build::BuildState::Preparing:
        return tr("Packing the build context");
    case build::BuildState::Uploading:
        return tr("Sending the build context");
    case build::BuildState::Running:
        return tr("Building");
    case build::BuildState::Succeeded:
        return tr("Succeeded");
    case build::BuildState::Failed:
        return tr("Failed");
    case build::BuildState::Cancelled:
        return tr("Cancelled");
    }
    return {};
}

QString wordsFor(build::StepState state) {
    switch (state) {
    case build::StepState::Waiting:
        return tr("Not reached");
    case build::StepState::Running:
        return tr("Running");
    case build::StepState::Done:
        return tr("Done");
    case build::StepState::Cached:
        return tr("Cached");
    case build::StepState::Failed:
        return tr("Failed");
    case build::StepState::Cancelled:
        return tr("Cancelled");
    }
    return {};
}

QString wordsFor(const run::RunRecord& record) {
    switch (record.state) {
    case run::RunState::Idle:
        return tr("Not started");
    case run::RunState::Starting:
        return tr("Starting");
    case run::RunState::Running:
        return tr("Running");
    case run::RunState::Stopping:
        return tr("Stopping");
    case run::RunState::Exited:
        return record.exitCode == 0 ? tr("Finished") : tr("Exited with code %1").arg(record.exitCode);
    case run::RunState::Failed:
        return tr("Failed");
    case run::RunState::Cancelled:
        return tr("Stopped");
    }
    return {};
}

QString iconNameFor(Tone tone) {
    switch (tone) {
    case Tone::Ok:
        return QStringLiteral("check");
    case Tone::Warning:
        return QStringLiteral("alert");
    case Tone::Error:
        return QStringLiteral("error");
    case Tone::Neutral:
    case Tone::Accent:
        break;
    }
    return QStringLiteral("info");
}

QString durationText(double seconds) {
    if (seconds < 10) {
        return tr("%1 s").arg(seconds, 0, 'f', 1);
    }
    const auto whole = static_cast<qint64>(std::llround(seconds));
    if (whole < 60) {
        return tr("%1 s").arg(whole);
    }
    if (whole < 3600) {
        return tr("%1 m %2 s").arg(whole / 60).arg(whole % 60);
    }
    return tr("%1 h %2 m").arg(whole / 3600).arg(whole / 60 % 60);
}

} // namespace reberth::ui
