#pragma once

#include "core/build/buildtypes.h"
#include "core/diagnostics/diagnostic.h"
#include "core/host/host.h"
#include "core/run/runsession.h"
#include "core/solver/planner.h"
#include "ui/theme/tone.h"

#include <QString>

namespace reberth::ui {

// Core speaks meaning; here it gets its tone and its words.

Tone toneOf(diagnostics::Severity severity);
Tone toneOf(solver::Verdict verdict);
Tone toneOf(host::Host::State state);
Tone toneOf(build::BuildState state);
Tone toneOf(build::StepState state);
Tone toneOf(const run::RunRecord& record); ///< a non-zero exit code is an error

QString wordsFor(diagnostics::Severity severity); ///< "Error"
QString wordsFor(host::Host::State state);        ///< "Ready"
QString wordsFor(build::BuildState state);        ///< "Succeeded"
QString wordsFor(build::StepState state);         ///< "Cached"
QString wordsFor(const run::RunRecord& record);   ///< "Exited with code 1"

/// Name of the icon for a tone: "check", "alert", "cross", "info".
QString iconNameFor(Tone tone);

/// "0.4 s", "41 s", "1 m 52 s", "1 h 12 m".
QString durationText(double seconds);

} // namespace reberth::ui
