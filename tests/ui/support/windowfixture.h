#pragma once

#include "core/host/hostlist.h"
#include "core/knowledge/knowledge.h"
#include "core/settings/settings.h"
#include "tests/ui/support/scriptedprompts.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/theme/theme.h"

#include <QTemporaryDir>

namespace reberth::test {

/// Everything a window needs, in a folder that goes away; no engine is looked for.
struct WindowFixture {
    QTemporaryDir folder;
    settings::Settings settings{folder.filePath(QStringLiteral("reberth.ini"))};
    knowledge::Knowledge knowledge;
    host::HostList hosts{QProcessEnvironment()};
    ui::Workspace workspace{knowledge, hosts, settings};
    ui::Navigator navigator;
    ScriptedPrompts prompts;
    ui::Theme theme;
    ui::Services services{knowledge, hosts, settings, workspace, navigator, prompts, theme, {}};

    WindowFixture() { settings.setValue(settings::keys::projectsFolder, folder.filePath(QStringLiteral("projects"))); }
};

} // namespace reberth::test
