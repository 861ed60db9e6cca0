#include "core/generation/ignorewriter.h"

#include "core/generation/layout.h"
#include "core/generation/quoting.h"

namespace reberth::generation {

QByteArray ignoreFile(const recipe::Recipe& recipe) {
    QString text = comment(QStringLiteral("What stays out of the image of %1, made by Reberth from the recipe beside this file. "
                                          "BuildKit reads it because it is named after the Dockerfile.")
                               .arg(recipe.name));
    text += QStringLiteral("\n# History, caches and environments of the host\n"
                           ".git\n"
                           ".github\n"
                           "**/.git\n"
                           "**/__pycache__\n"
                           "**/*.py[cod]\n"
                           "**/.ipynb_checkpoints\n"
                           "**/.mypy_cache\n"
                           "**/.pytest_cache\n"
                           "**/.DS_Store\n"
                           ".idea\n"
                           ".vscode\n"
                           ".tox\n"
                           ".venv\n"
                           "venv\n");
    text += QStringLiteral("\n# Outputs of runs\n"
                           "outputs\n"
                           "wandb\n"
                           "mlruns\n"
                           "lightning_logs\n"
                           "**/events.out.tfevents.*\n");
    text += QStringLiteral("\n# Data and weights: mounted when the container runs (see compose.yaml). Code in such folders stays.\n");
    for (const char* folder : {"data", "dataset", "datasets"}) {
        for (const char* kind : {"zip", "tar", "tar.*", "tgz", "gz", "bz2", "xz", "7z", "jpg", "jpeg", "png", "mp4", "avi", "wav",
                                 "npy", "npz", "h5", "hdf5", "mdb", "tfrecord*"}) {
            text += QStringLiteral("%1/**/*.%2\n").arg(QLatin1String(folder), QLatin1String(kind));
        }
    }
    for (const char* folder : {"checkpoint", "checkpoints", "weights", "pretrained"}) {
        for (const char* kind : {"pth", "pt", "ckpt", "h5", "bin", "safetensors", "onnx", "caffemodel", "tar"}) {
            text += QStringLiteral("%1/**/*.%2\n").arg(QLatin1String(folder), QLatin1String(kind));
        }
    }
    text += QStringLiteral("**/*.ckpt\n**/*.safetensors\n");
    if (!recipe.ignore.isEmpty()) {
        text += QLatin1String("\n# From the recipe\n");
        for (const QString& line : recipe.ignore) {
            text += line + QLatin1Char('\n');
        }
    }
    text += QStringLiteral("\n# Of this folder the image takes only the lists of packages.\n"
                           "%1/*\n"
                           "!%1/requirements.txt\n"
                           "!%1/requirements-build.txt\n"
                           "!%1/environment.yml\n")
                .arg(filesFolder);
    return text.toUtf8();
}

} // namespace reberth::generation
