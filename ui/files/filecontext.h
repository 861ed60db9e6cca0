#pragma once

#include "core/language/language.h"

namespace reberth::knowledge {
class Knowledge;
}
namespace reberth::project {
class Project;
}

namespace reberth::ui {

/// What an editor of the project's files may know of the project.
language::Context fileContext(const project::Project& project, const knowledge::Knowledge& knowledge);

} // namespace reberth::ui
