#include "app/commandline/command.h"
#include "app/logging.h"
#include "app/window.h"
#include "core/knowledge/knowledge.h"
#include "core/settings/settings.h"

#include <QCoreApplication>
#include <QTimer>

namespace {

using namespace reberth;

int runCommandLine(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    app::Console console;
    app::Interrupt interrupt;
    const knowledge::Knowledge knowledge;
    settings::Settings settings(settings::Settings::defaultFile());
    app::CommandContext context{console, interrupt, knowledge, settings};
    int exitCode = app::Ok;
    // Inside the event loop, so that a command that ends at once can end the loop too.
    QTimer::singleShot(0, &application, [&] {
        app::runCommand(QCoreApplication::arguments().mid(1), &context, [&](int code) {
            exitCode = code;
            QMetaObject::invokeMethod(&application, &QCoreApplication::quit, Qt::QueuedConnection);
        });
    });
    QCoreApplication::exec();
    return exitCode;
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication::setApplicationName(QStringLiteral("reberth"));
    QCoreApplication::setApplicationVersion(QStringLiteral(REBERTH_VERSION));
    app::installLogging();

    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (first == QLatin1String("--version")) {
        app::Console().print(QStringLiteral("reberth %1").arg(QCoreApplication::applicationVersion()));
        return app::Ok;
    }
    if (first == QLatin1String("--help") || first == QLatin1String("-h") || first == QLatin1String("help")) {
        app::Console().print(app::generalHelp());
        return app::Ok;
    }
    if (first.isEmpty() || first == QLatin1String("open")) {
        return app::runWindow(argc, argv);
    }
    return runCommandLine(argc, argv);
}
