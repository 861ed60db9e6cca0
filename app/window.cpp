#include "app/window.h"

#include "app/commandline/console.h"
#include "app/commandline/exitcode.h"
#include "app/privateengine.h"
#include "core/host/hostlist.h"
#include "core/knowledge/knowledge.h"
#include "core/project/sample.h"
#include "core/settings/settings.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/prompts/dialogprompts.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QProcessEnvironment>

namespace reberth::app {

namespace {

/// QApplication would abort without one.
bool hasDisplay() {
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    const QString platform = qEnvironmentVariable("QT_QPA_PLATFORM");
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           platform.startsWith(QLatin1String("offscreen")) || platform.startsWith(QLatin1String("minimal")) ||
           platform.startsWith(QLatin1String("vnc"));
#else
    return true;
#endif
}

} // namespace

int runWindow(int argc, char** argv) {
    if (!hasDisplay()) {
        Console().note(QCoreApplication::translate(
            "reberth::app", "reberth: there is no display to open a window on. “reberth --help” lists the commands that "
                            "need none; “reberth demo” shows the whole way."));
        return Usage;
    }
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("Reberth"));
    QApplication::setDesktopFileName(QStringLiteral("dev.reberth.Reberth"));

    const knowledge::Knowledge knowledge;
    settings::Settings settings(settings::Settings::defaultFile());
    host::HostList hosts(QProcessEnvironment::systemEnvironment());
    if (const auto endpoint = privateEngine()) {
        hosts.addEndpoint(*endpoint);
    }
    ui::Theme theme;
    theme.setMode(ui::Theme::modeFromName(settings.value(settings::keys::theme)));
    ui::DialogPrompts prompts;
    ui::Navigator navigator;
    ui::Workspace workspace(knowledge, hosts, settings);
    const auto makeSample = [&settings]() -> Result<QString> {
        return project::createSample(project::sampleNames().value(0), settings.projectsFolder());
    };
    ui::MainWindow window(ui::Services{knowledge, hosts, settings, workspace, navigator, prompts, theme, makeSample});
    window.show();
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() > 2) { // reberth open ADDRESS
        window.importAddress(arguments.at(2));
    }
    hosts.refresh();
    return QApplication::exec();
}

} // namespace reberth::app
