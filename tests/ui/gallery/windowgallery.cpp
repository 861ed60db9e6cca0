// Opens the main window on a real checkout, with real services and a settings file of its own, to look at the screens.
// Usage: windowgallery CHECKOUT PAGE light|dark PICTURE  (PICTURE is written once the repository has been read)
#include "core/project/project.h"
#include "tests/ui/support/windowfixture.h"
#include "ui/mainwindow/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QPixmap>
#include <QTimer>

using namespace reberth;
using namespace reberth::ui;

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    test::WindowFixture fixture;
    fixture.services.makeSample = []() -> Result<QString> {
        return fail(ErrorCode::NotFound, QStringLiteral("no sample"));
    };
    MainWindow window(fixture.services);
    window.resize(1280, 800);
    window.show();
    fixture.hosts.refresh();
    if (!arguments.value(1).isEmpty()) {
        fixture.workspace.import(arguments.value(1));
    }
    const QStringList pages{QStringLiteral("home"),  QStringLiteral("repository"), QStringLiteral("environment"),
                            QStringLiteral("files"), QStringLiteral("build"),      QStringLiteral("run"),
                            QStringLiteral("hosts"), QStringLiteral("settings")};
    auto* poll = new QTimer(&application);
    QObject::connect(poll, &QTimer::timeout, &application, [&, poll] {
        const project::Project* project = fixture.workspace.project();
        if (!arguments.value(1).isEmpty() && (!project || project->isInspecting())) {
            return;
        }
        poll->stop();
        fixture.theme.setMode(Theme::modeFromName(arguments.value(3))); // late, so that the switch is seen too
        window.showPage(static_cast<PageId>(qMax(0, pages.indexOf(arguments.value(2)))));
        if (arguments.value(2) == QLatin1String("palette")) {
            window.findChild<QAction*>(QStringLiteral("actionPalette"))->trigger();
        }
        QTimer::singleShot(500, &window, [&] {
            if (!arguments.value(4).isEmpty()) {
                window.grab().save(arguments.value(4));
                QApplication::quit();
            }
        });
    });
    poll->start(200);
    return QApplication::exec();
}
