#pragma once

#include "core/base/result.h"

#include <QString>

#include <functional>

namespace reberth::host {
class HostList;
}
namespace reberth::knowledge {
class Knowledge;
}
namespace reberth::settings {
class Settings;
}

namespace reberth::ui {

class Navigator;
class Prompts;
class Theme;
class Workspace;

/// What app/ hands down to the window and its pages. All of it outlives the window.
struct Services {
    const knowledge::Knowledge& knowledge;
    host::HostList& hosts;
    settings::Settings& settings;
    Workspace& workspace;
    Navigator& navigator;
    Prompts& prompts;
    Theme& theme;
    /// Makes the sample repository in a folder of the user's and returns its path; empty when there is none.
    std::function<Result<QString>()> makeSample;
};

} // namespace reberth::ui
