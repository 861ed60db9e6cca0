#include "ui/models/whenfree.h"

#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/prompts/prompts.h"

#include <QCoreApplication>

namespace reberth::ui {

void whenFree(const Services& services, QWidget* parent, const QString& title, std::function<void()> go) {
    const bool building = services.workspace.isBuilding();
    const bool running = services.workspace.isRunning();
    if (!building && !running) {
        go();
        return;
    }
    const auto tr = [](const char* text) { return QCoreApplication::translate("WhenFree", text); };
    Question question;
    question.title = title;
    question.text =
        running ? tr("A container of this project is running. It will be stopped and removed; what it wrote to "
                     "mounted folders stays.")
                : tr("A build of this project is under way. It will be cancelled; the layers that are done stay "
                     "in the engine's cache.");
    question.primary = running ? tr("Stop the Run") : tr("Cancel the Build");
    question.destructive = true;
    services.prompts.ask(parent, question, [&workspace = services.workspace, go](Question::Answer answer) {
        if (answer == Question::Answer::Primary) {
            workspace.cancelBuild();
            workspace.stopRun();
            go();
        }
    });
}

} // namespace reberth::ui
