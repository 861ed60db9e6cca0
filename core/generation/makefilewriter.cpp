#include "core/generation/makefilewriter.h"

#include "core/generation/command.h"
#include "core/generation/layout.h"
#include "core/generation/quoting.h"

#include <QSet>

namespace reberth::generation {

namespace {

using recipe::EntryPoint;
using recipe::GpuAccess;
using recipe::Recipe;

/// A volume's folder on the host as a word in double quotes.
QString hostPath(const QString& path) {
    if (path.startsWith(QLatin1String("~/"))) {
        return QLatin1String("$(HOME)") + makeText(path.mid(1));
    }
    if (path.startsWith(QLatin1Char('/'))) {
        return makeText(path);
    }
    return QLatin1String("$(HERE)/") + makeText(path.startsWith(QLatin1String("./")) ? path.mid(2) : path);
}

QString runOptions(const Recipe& recipe) {
    QStringList options{QStringLiteral("--rm"), QStringLiteral("--init"), QStringLiteral("$(TERMINAL)")};
    if (recipe.gpuAccess == GpuAccess::Runtime) {
        options << QStringLiteral("$(if $(GPUS),--runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=$(GPUS) "
                                  "-e NVIDIA_DRIVER_CAPABILITIES=compute$(comma)utility)");
    } else if (recipe.gpuAccess != GpuAccess::None) {
        options << QStringLiteral("$(if $(GPUS),--gpus $(GPUS))");
    }
    if (!recipe.shmSize.isEmpty()) {
        options << QLatin1String("--shm-size=") + recipe.shmSize;
    }
    for (auto it = recipe.environment.begin(); it != recipe.environment.end(); ++it) {
        if (recipe.gpuAccess == GpuAccess::Runtime && it.key().startsWith(QLatin1String("NVIDIA_"))) {
            continue; // GPUS decides
        }
        options << (it.value().isEmpty() ? QLatin1String("-e ") + it.key()
                                         : QLatin1String("-e ") + it.key() + QLatin1Char('=') + makeText(shellWord(it.value())));
    }
    for (const recipe::Volume& volume : recipe.volumes) {
        options << QLatin1String("-v \"") + hostPath(volume.host) + QLatin1Char(':') + volume.container
                       + (volume.readOnly ? QLatin1String(":ro") : QLatin1String()) + QLatin1Char('"');
    }
    return options.join(QLatin1String(" \\\n\t"));
}

struct Target {
    QString name;
    QString help;
    QString workdir;
    QStringList words;
};

QString codePath(const QString& workdir) {
    return workdir.isEmpty() || workdir == QLatin1String(".") ? codeFolder : codeFolder + QLatin1Char('/') + workdir;
}

QString runTarget(const Target& target) {
    QStringList words;
    for (const QString& word : target.words) {
        words.append(shellWord(word));
    }
    // docker run takes the program by --entrypoint, so that an entry point of the base image does not stand before it.
    return QStringLiteral("\n%1: data-dirs ## %2\n\tdocker run $(RUN_OPTIONS) -w %3 --entrypoint %4 $(IMAGE)%5 $(ARGS)\n")
        .arg(target.name, makeText(commentText(target.help)), makeText(shellWord(codePath(target.workdir))),
             makeText(words.first()),
             words.size() > 1 ? QLatin1Char(' ') + makeText(words.mid(1).join(QLatin1Char(' '))) : QString());
}

QList<Target> targets(const Recipe& recipe) {
    static const QSet<QString> taken{QStringLiteral("help"), QStringLiteral("build"), QStringLiteral("data-dirs"),
                                     QStringLiteral("clean"), QStringLiteral("gpus")};
    QList<Target> result;
    bool run = false;
    bool shell = false;
    for (const EntryPoint& entry : recipe.entryPoints) {
        const QString name = taken.contains(entry.verb) ? QLatin1String("run-") + entry.verb : entry.verb;
        QString help = commentText(entry.command);
        if (help.size() > 70) {
            help = help.left(69) + QChar(0x2026);
        }
        result.append({name, help, entry.workdir, parseCommand(entry.command).appendable(entry.verb)});
        run = run || name == QLatin1String("run");
        shell = shell || name == QLatin1String("shell");
    }
    if (!run && !recipe.entryPoints.isEmpty()) {
        Target first = result.first();
        first.help = QLatin1String("The default command: ") + first.name;
        first.name = QStringLiteral("run");
        result.prepend(first);
    }
    if (!shell) {
        result.append({QStringLiteral("shell"), QStringLiteral("A shell in the container"), {}, {QStringLiteral("bash")}});
    }
    if (recipe.gpuAccess != GpuAccess::None) {
        result.append({QStringLiteral("gpus"), QStringLiteral("What the container sees of the GPUs"), {}, {QStringLiteral("nvidia-smi")}});
    }
    return result;
}

} // namespace

QByteArray makeFile(const Recipe& recipe) {
    const QList<Target> all = targets(recipe);
    QStringList names{QStringLiteral("help"), QStringLiteral("build")};
    for (const Target& target : all) {
        names.append(target.name);
    }
    names << QStringLiteral("data-dirs") << QStringLiteral("clean");

    QString text = comment(QStringLiteral("Commands of %1, made by Reberth from the recipe beside this file.").arg(recipe.name));
    text += QStringLiteral("#   make -C %1 build\n").arg(filesFolder);
    if (!recipe.entryPoints.isEmpty()) {
        text += QStringLiteral("#   make -C %1 %2 ARGS=\"--help\"\n").arg(filesFolder, all.size() > 1 ? all.at(1).name : all.first().name);
    }
    text += QStringLiteral("# They need Docker only; compose.yaml has the same for docker compose.\n\n");
    text += QStringLiteral("IMAGE ?= %1:local\n").arg(recipe.name);
    if (recipe.gpuAccess != GpuAccess::None) {
        text += recipe.gpuAccess == GpuAccess::Runtime
                    ? QStringLiteral("# GPUs of a run: all, numbers such as 0 or 0,1, or empty for none.\nGPUS ?= all\n")
                    : QStringLiteral("# GPUs of a run: all, one of them as device=0, or empty for none.\nGPUS ?= all\n");
    }
    text += QStringLiteral("# Appended to the command of a run.\nARGS ?=\n"
                           "# Who owns the files that are written; 0 with rootless Docker and Podman.\n"
                           "USER_ID ?= $(shell id -u)\nGROUP_ID ?= $(shell id -g)\n\n"
                           "HERE := $(CURDIR)\n"
                           "TERMINAL := $(shell test -t 0 && echo -it)\n"
                           "comma := ,\n\n");
    if (recipe.gpuAccess != GpuAccess::Runtime) {
        text.remove(QLatin1String("comma := ,\n"));
    }
    text += QLatin1String("RUN_OPTIONS = ") + runOptions(recipe) + QLatin1String("\n\n");
    text += QLatin1String(".DEFAULT_GOAL := help\n.PHONY: ") + names.join(QLatin1Char(' ')) + QLatin1Char('\n');
    text += QStringLiteral("\nhelp: ## This list\n"
                           "\t@awk -F ':.*## ' '/^[a-z0-9_-]+:.*## / {printf \"  %-14s %s\\n\", $$1, $$2}' Makefile\n"
                           "\nbuild: ## Build the image\n"
                           "\tDOCKER_BUILDKIT=1 docker build -f Dockerfile -t $(IMAGE) \\\n"
                           "\t\t--build-arg USER_ID=$(USER_ID) --build-arg GROUP_ID=$(GROUP_ID) ..\n");
    for (const Target& target : all) {
        text += runTarget(target);
    }
    text += QLatin1String("\ndata-dirs: ## Make the folders for data and outputs\n");
    QStringList folders;
    for (const recipe::Volume& volume : recipe.volumes) {
        folders.append(QLatin1Char('"') + hostPath(volume.host) + QLatin1Char('"'));
    }
    text += folders.isEmpty() ? QStringLiteral("\t@true\n")
                              : QLatin1String("\t@mkdir -p ") + folders.join(QLatin1Char(' ')) + QLatin1Char('\n');
    text += QLatin1String("\nclean: ## Remove the image\n\tdocker image rm $(IMAGE)\n");
    return text.toUtf8();
}

} // namespace reberth::generation
