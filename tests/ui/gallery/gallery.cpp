#include "core/build/buildtypes.h"
#include "core/host/hostlist.h"
#include "core/knowledge/knowledge.h"
#include "core/project/project.h"
#include "core/settings/settings.h"
#include "ui/builds/buildspage.h"
#include "ui/environment/environmentpage.h"
#include "ui/files/filespage.h"
#include "ui/models/navigator.h"
#include "ui/models/services.h"
#include "ui/models/workspace.h"
#include "ui/prompts/prompts.h"
#include "ui/runs/runspage.h"
#include "ui/theme/theme.h"
#include "ui/wizards/environmentcontext.h"
#include "ui/wizards/environmentwizard.h"

#include <QApplication>
#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>

using namespace reberth;
using namespace reberth::ui;

namespace {

class SilentPrompts : public Prompts {
public:
    void ask(QWidget*, const Question&, std::function<void(Question::Answer)>) override {}
    void showError(QWidget*, const QString& title, const Error& error) override {
        qWarning("%s: %s", qPrintable(title), qPrintable(error.message));
    }
    void chooseFolder(QWidget*, const QString&, const QString&, std::function<void(const QString&)>) override {}
    void chooseSaveFile(QWidget*, const QString&, const QString&, std::function<void(const QString&)>) override {}
};

void write(const QString& path, const QByteArray& data) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(data) != data.size()) {
        qFatal("can't write %s", qPrintable(path));
    }
}

build::BuildRecord failedBuild(const QDateTime& start) {
    build::BuildRecord record;
    record.id = QStringLiteral("20260501-120000-aaaa");
    record.state = build::BuildState::Failed;
    record.hostName = QStringLiteral("This computer · Docker 26.1");
    record.failedStep = QStringLiteral("[5/6] RUN python setup.py build develop");
    record.error = QStringLiteral("The step ended with exit code 1.");
    record.started = start;
    record.completed = start.addSecs(200);
    const auto step = [&record, &start](const char* name, build::StepState state, double from, double to, int line) {
        build::BuildStep made;
        made.id = QString::number(record.steps.size());
        made.name = QLatin1String(name);
        made.state = state;
        made.dockerfileLine = line;
        if (to > 0) {
            made.started = start.addMSecs(static_cast<qint64>(from * 1000));
            made.completed = start.addMSecs(static_cast<qint64>(to * 1000));
        }
        record.steps.append(made);
    };
    using build::StepState;
    step("[1/6] FROM nvidia/cuda:11.3.1-cudnn8-devel-ubuntu20.04", StepState::Cached, 0, 1, 2);
    step("[2/6] RUN apt-get update && apt-get install -y python3.8 g++-9 git", StepState::Cached, 1, 2, 5);
    step("[3/6] COPY requirements.txt .", StepState::Done, 2, 2.1, 9);
    step("[4/6] RUN pip install -r requirements.txt", StepState::Done, 2.1, 114, 10);
    step("[5/6] RUN python setup.py build develop", StepState::Failed, 114, 155, 12);
    step("[6/6] COPY . .", StepState::Waiting, 0, 0, 14);
    return record;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QString out = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QDir::currentPath();
    QTemporaryDir work;
    const QString root = work.filePath(QStringLiteral("tiny-digits"));
    QDir().mkpath(root);
    const auto copy = [&root](const QString& name, const QByteArray& data) {
        write(root + QLatin1Char('/') + name, data);
    };
    copy(QStringLiteral("train.py"),
         "import argparse\nimport torch\nimport torchvision\nimport cv2\nfrom tqdm import tqdm\n"
         "p = argparse.ArgumentParser()\n"
         "p.add_argument('--net', choices=['res50','res101'], default='res50', help='backbone')\n"
         "p.add_argument('--lr', type=float, default=0.001)\np.add_argument('--epochs', type=int, default=5)\n"
         "p.add_argument('--cuda', action='store_true')\np.add_argument('--out', required=True)\n"
         "if __name__ == '__main__':\n    args = p.parse_args()\n");
    copy(QStringLiteral("requirements.txt"), "torch==1.4.0\ntorchvision==0.5.0\nnumpy\nopencv-python\ntqdm\n");
    copy(QStringLiteral("evaluate.py"),
         "import argparse\nimport torch\nif __name__ == '__main__':\n    argparse.ArgumentParser().parse_args()\n");
    copy(QStringLiteral("README.md"),
         "# tiny\n\n* Python 3.6\n* CUDA 10.1\n\n```\npython train.py --net res50\npython evaluate.py\n```\n");
    const build::BuildRecord failed = failedBuild(QDateTime(QDate(2026, 5, 1), QTime(12, 0), Qt::UTC));

    knowledge::Knowledge knowledge;
    host::HostList hosts(QProcessEnvironment{});
    settings::Settings settings(work.filePath(QStringLiteral("settings.ini")));
    Workspace workspace(knowledge, hosts, settings);
    Navigator navigator;
    SilentPrompts prompts;
    Theme theme;
    const Services services{knowledge, hosts, settings, workspace, navigator, prompts, theme, {}};

    project::Project project(knowledge);
    repo::Checkout checkout;
    checkout.path = root;
    checkout.name = QStringLiteral("tiny-digits");
    checkout.commitDate = QDateTime(QDate(2020, 5, 29), QTime(12, 0), Qt::UTC);
    if (const auto opened = project.open(checkout); !opened) {
        qFatal("%s", qPrintable(opened.error().message));
    }
    QDir().mkpath(project.buildsFolder());
    const QString folder = project.buildsFolder() + QLatin1Char('/') + failed.id;
    write(folder + QStringLiteral(".json"), QJsonDocument(failed.toJson()).toJson());
    QByteArray log;
    for (int i = 0; i < 60; ++i) {
        log += "3 o Collecting package " + QByteArray::number(i) + "\n";
    }
    log += "4 o running build_ext\n4 o building 'model.utils.cython_bbox' extension\n4 e Traceback (most recent call "
           "last):\n"
           "4 e   File \"build.py\", line 4, in <module>\n4 e     from torch.utils.ffi import create_extension\n"
           "4 e ImportError: torch.utils.ffi is deprecated. Please use cpp extensions instead.\n4 o exit code 1\n";
    write(folder + QStringLiteral(".log"), log);
    QObject::connect(&project, &project::Project::failed, &application,
                     [](const Error& error) { qWarning("%s", qPrintable(error.message)); });

    const auto shoot = [&] {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            theme.setMode(mode);
            const auto save = [&out, mode](QWidget& widget, const QString& name) {
                widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(out, name, Theme::nameOf(mode)));
            };
            const auto page = [&](Page* made, const QString& name) {
                std::unique_ptr<Page> owner(made);
                owner->setProject(&project);
                owner->resize(1104, 722);
                owner->show();
                owner->activated();
                QCoreApplication::processEvents();
                QCoreApplication::processEvents();
                save(*owner, name);
                return owner;
            };
            {
                auto environment = page(new EnvironmentPage(services), QStringLiteral("environment"));
                for (int i = 0; i < 200; ++i) {
                    QCoreApplication::processEvents();
                }
                if (auto* why = environment->findChild<QToolButton*>(QStringLiteral("why:python"))) {
                    why->click();
                }
                QCoreApplication::processEvents();
                save(*environment, QStringLiteral("environment-why"));
            }
            page(new FilesPage(services), QStringLiteral("files"));
            page(new BuildsPage(services), QStringLiteral("builds"));
            page(new RunsPage(services), QStringLiteral("runs"));
            {
                RunsPage empty(services);
                empty.resize(1104, 722);
                empty.show();
                QCoreApplication::processEvents();
                save(empty, QStringLiteral("empty"));
            }
            for (int step = EnvironmentWizard::TargetPageId; step <= EnvironmentWizard::ReviewPageId; ++step) {
                EnvironmentWizard wizard(new EnvironmentContext({*project.findings(), project.target(),
                                                                 project.fixedChoices(), true, project.recipe()},
                                                                knowledge),
                                         step);
                wizard.show();
                QCoreApplication::processEvents();
                save(wizard, QStringLiteral("wizard%1").arg(step));
            }
        }
        QApplication::quit();
    };
    QObject::connect(&project, &project::Project::findingsChanged, &application, [&] {
        QTimer::singleShot(0, &application, [&] {
            project.setTarget(knowledge.gpuByName(QStringLiteral("T4"))->target());
            if (project.plans()) {
                (void)project.setRecipe(project.plans()->recommended().recipe);
            }
            if (const auto generated = project.generateFiles(); !generated) {
                qWarning("%s", qPrintable(generated.error().message));
            }
            shoot();
        });
    });
    QTimer::singleShot(0, &application, [&project] { project.inspect(); });
    return application.exec();
}
