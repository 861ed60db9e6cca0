#include "core/generation/composewriter.h"

#include "core/generation/command.h"
#include "core/generation/layout.h"
#include "core/generation/quoting.h"

#include <algorithm>

namespace reberth::generation {

namespace {

using recipe::EntryPoint;
using recipe::GpuAccess;
using recipe::Recipe;

QString list(const QStringList& words) {
    QStringList parts;
    for (const QString& word : words) {
        parts.append(jsonString(QString(word).replace(QLatin1Char('$'), QLatin1String("$$"))));
    }
    return QLatin1Char('[') + parts.join(QLatin1String(", ")) + QLatin1Char(']');
}

QString environment(const Recipe& recipe) {
    QMap<QString, QString> values = recipe.environment;
    if (recipe.gpuAccess == GpuAccess::Runtime) {
        values.insert(QStringLiteral("NVIDIA_VISIBLE_DEVICES"),
                      recipe.environment.value(QStringLiteral("NVIDIA_VISIBLE_DEVICES"), QStringLiteral("all")));
        values.insert(QStringLiteral("NVIDIA_DRIVER_CAPABILITIES"),
                      recipe.environment.value(QStringLiteral("NVIDIA_DRIVER_CAPABILITIES"), QStringLiteral("compute,utility")));
    }
    QString text;
    for (auto it = values.begin(); it != values.end(); ++it) {
        // A name without a value is taken from the environment of whoever starts compose.
        text += QLatin1String("    ") + it.key() + QLatin1Char(':');
        text += it.value().isEmpty() ? QString() : QLatin1Char(' ') + composeString(it.value());
        text += QLatin1Char('\n');
    }
    return text.isEmpty() ? text : QLatin1String("  environment:\n") + text;
}

QString gpus(const Recipe& recipe) {
    switch (recipe.gpuAccess) {
    case GpuAccess::None:
        return {};
    case GpuAccess::Runtime:
        return QStringLiteral("  # The NVIDIA container toolkit's runtime.\n"
                              "  runtime: nvidia\n");
    case GpuAccess::DeployDevices:
        return QStringLiteral("  # All GPUs; needs the NVIDIA container toolkit on the host.\n"
                              "  deploy:\n"
                              "    resources:\n"
                              "      reservations:\n"
                              "        devices:\n"
                              "          - driver: nvidia\n"
                              "            count: all\n"
                              "            capabilities: [gpu]\n");
    case GpuAccess::Gpus:
        return QStringLiteral("  # Needs compose 2.30 and the NVIDIA container toolkit on the host.\n"
                              "  gpus: all\n");
    }
    return {};
}

QString service(const QString& name, const QStringList& entrypoint, const QString& workdir, const QString& aside) {
    const QString key = name.at(0).isDigit() ? jsonString(name) : name;
    QString text = QStringLiteral("\n  %1:\n    <<: *app\n").arg(key);
    text += aside;
    if (!workdir.isEmpty() && workdir != QLatin1String(".")) {
        text += QLatin1String("    working_dir: ") + composeString(codeFolder + QLatin1Char('/') + workdir) + QLatin1Char('\n');
    } else {
        text += QLatin1String("    working_dir: ") + codeFolder + QLatin1Char('\n');
    }
    text += QLatin1String("    entrypoint: ") + list(entrypoint) + QLatin1Char('\n');
    text += QLatin1String("    command: []\n");
    return text;
}

} // namespace

QByteArray composeFile(const Recipe& recipe) {
    const QString file = filesFolder + QLatin1String("/compose.yaml");
    const QString first = recipe.entryPoints.isEmpty() ? QStringLiteral("shell") : recipe.entryPoints.first().verb;
    QString text = comment(QStringLiteral("Services of %1, made by Reberth from the recipe beside this file.").arg(recipe.name));
    text += QStringLiteral("#   docker compose -f %1 build\n#   docker compose -f %1 run --rm %2\n").arg(file, first);
    text += comment(QStringLiteral("Words after the service's name are appended to its command. Paths are relative to this file."));
    text += QLatin1Char('\n');
    if (!recipe.composeVersion.isEmpty()) {
        text += QLatin1String("version: ") + jsonString(recipe.composeVersion) + QLatin1String("\n\n");
    } else {
        text += QLatin1String("name: ") + jsonString(QString(recipe.name).replace(QLatin1Char('.'), QLatin1Char('-')))
                + QLatin1String("\n\n");
    }
    text += QLatin1String("x-app: &app\n");
    text += QStringLiteral("  image: %1:local\n").arg(recipe.name);
    text += QStringLiteral("  build:\n    context: ..\n    dockerfile: %1/Dockerfile\n").arg(filesFolder);
    text += QStringLiteral("    args:\n"
                           "      # Who owns the files that are written: USER_ID=$$(id -u) GROUP_ID=$$(id -g), root without them.\n"
                           "      USER_ID: ${USER_ID:-0}\n"
                           "      GROUP_ID: ${GROUP_ID:-0}\n")
                .replace(QLatin1String("$$("), QLatin1String("$("));
    text += QLatin1String("  init: true\n");
    text += environment(recipe);
    if (!recipe.volumes.isEmpty()) {
        text += QLatin1String("  # Data and outputs stay out of the image.\n  volumes:\n");
        for (const recipe::Volume& volume : recipe.volumes) {
            text += QLatin1String("    - ")
                    + composeString(volume.host + QLatin1Char(':') + volume.container
                                    + (volume.readOnly ? QStringLiteral(":ro") : QString()))
                    + QLatin1Char('\n');
        }
    }
    if (!recipe.shmSize.isEmpty()) {
        text += QLatin1String("  # Worker processes of data loaders pass batches through shared memory; the default is 64 MB.\n  shm_size: ")
                + jsonString(recipe.shmSize) + QLatin1Char('\n');
    }
    text += gpus(recipe);

    text += QLatin1String("\nservices:");
    const bool old = recipe.composeVersion.startsWith(QLatin1Char('2'));
    bool shell = false;
    for (qsizetype i = 0; i < recipe.entryPoints.size(); ++i) {
        const EntryPoint& entry = recipe.entryPoints.at(i);
        // `up` starts the first only; the others are started by name.
        QString aside;
        if (i > 0) {
            aside = old ? QStringLiteral("    scale: 0\n") : QStringLiteral("    profiles: [%1]\n").arg(jsonString(entry.verb));
        }
        text += service(entry.verb, parseCommand(entry.command).appendable(entry.verb), entry.workdir, aside);
        shell = shell || entry.verb == QLatin1String("shell");
    }
    if (!shell) {
        const QString aside = recipe.entryPoints.isEmpty() ? QString()
                              : old                        ? QStringLiteral("    scale: 0\n")
                                                           : QStringLiteral("    profiles: [\"shell\"]\n");
        text += service(QStringLiteral("shell"), {QStringLiteral("bash")}, {},
                        aside + QLatin1String("    stdin_open: true\n    tty: true\n"));
    }
    return text.replace(QLatin1String("services:\n\n"), QLatin1String("services:\n")).toUtf8();
}

} // namespace reberth::generation
