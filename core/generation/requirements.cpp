#include "core/generation/requirements.h"

#include "core/base/version.h"
#include "core/generation/platform.h"
#include "core/generation/quoting.h"

#include <QRegularExpression>
#include <QSet>

namespace reberth::generation {

namespace {

using recipe::PythonPackage;
using recipe::Recipe;

/// PEP 503, without extras.
QString normalised(const QString& name) {
    static const QRegularExpression separators(QStringLiteral("[-_.]+"));
    return name.section(QLatin1Char('['), 0, 0).toLower().replace(separators, QStringLiteral("-"));
}

bool isInstaller(const QString& name) {
    return name == QLatin1String("pip") || name == QLatin1String("setuptools") || name == QLatin1String("wheel");
}

bool isFramework(const QString& name) {
    static const QSet<QString> names{
        QStringLiteral("torch"),          QStringLiteral("torchvision"),    QStringLiteral("torchaudio"),
        QStringLiteral("torchtext"),      QStringLiteral("tensorflow"),     QStringLiteral("tensorflow-gpu"),
        QStringLiteral("tensorflow-cpu"), QStringLiteral("jax"),            QStringLiteral("jaxlib"),
        QStringLiteral("mxnet"),          QStringLiteral("paddlepaddle"),   QStringLiteral("paddlepaddle-gpu"),
        QStringLiteral("tensorboard"),    QStringLiteral("nvidia-tensorflow"), QStringLiteral("triton"),
    };
    return names.contains(name);
}

/// Imported by the setup scripts of other packages.
bool isBuildTool(const QString& name) {
    static const QSet<QString> names{QStringLiteral("numpy"),    QStringLiteral("cython"), QStringLiteral("pybind11"),
                                     QStringLiteral("ninja"),    QStringLiteral("cmake"),  QStringLiteral("packaging"),
                                     QStringLiteral("setuptools-scm")};
    return names.contains(name);
}

/// Their setup scripts import torch (or numpy) of the image.
bool isCompiledAgainstFramework(const QString& name) {
    static const QSet<QString> names{
        QStringLiteral("detectron2"),       QStringLiteral("apex"),
        QStringLiteral("pytorch3d"),        QStringLiteral("mmcv"),
        QStringLiteral("mmcv-full"),        QStringLiteral("flash-attn"),
        QStringLiteral("nvdiffrast"),       QStringLiteral("tinycudann"),
        QStringLiteral("torch-scatter"),    QStringLiteral("torch-sparse"),
        QStringLiteral("torch-cluster"),    QStringLiteral("torch-spline-conv"),
        QStringLiteral("pyg-lib"),          QStringLiteral("minkowskiengine"),
        QStringLiteral("causal-conv1d"),    QStringLiteral("mamba-ssm"),
        QStringLiteral("simple-knn"),       QStringLiteral("diff-gaussian-rasterization"),
        QStringLiteral("kaolin"),           QStringLiteral("natten"),
        QStringLiteral("pointnet2-ops"),    QStringLiteral("knn-cuda"),
        QStringLiteral("chamferdist"),      QStringLiteral("torch-points-kernels"),
        QStringLiteral("inplace-abn"),      QStringLiteral("warprnnt-pytorch"),
        QStringLiteral("dcn-v2"),           QStringLiteral("dcnv2"),
        QStringLiteral("horovod"),
    };
    return names.contains(name);
}

bool isLocal(const PythonPackage& package) {
    return !package.url.isEmpty() && !package.url.contains(QLatin1String("://"));
}

/// Indexes that hold only their own packages, so that they can't take the place of the main index.
bool isPartialIndex(const QString& url) {
    static const QRegularExpression partial(
        QStringLiteral("://(?:download\\.pytorch\\.org|pypi\\.ngc\\.nvidia\\.com|pypi\\.nvidia\\.com|storage\\.googleapis\\.com)/"));
    return partial.match(url + QLatin1Char('/')).hasMatch();
}

QByteArray header(const Recipe& recipe, const QString& what) {
    return (comment(what.arg(recipe.name)) + QStringLiteral("# Made by Reberth; the recipe beside it holds the choices.\n"))
        .toUtf8();
}

QString optionLines(const Recipe& recipe) {
    const QStringList words = indexOptions(recipe);
    QString lines;
    for (qsizetype i = 0; i + 1 < words.size(); i += 2) {
        lines += words.at(i) + QLatin1Char(' ') + words.at(i + 1) + QLatin1Char('\n');
    }
    return lines;
}

QString packageLines(const QList<PythonPackage>& packages) {
    QString lines;
    for (const PythonPackage& package : packages) {
        if (!package.reason.isEmpty()) {
            lines += comment(package.reason);
        }
        lines += requirement(package) + QLatin1Char('\n');
    }
    return lines;
}

bool isImageFramework(const QString& name, const Recipe& recipe) {
    const QString framework = normalised(recipe.framework.value);
    return name == framework
           || (framework == QLatin1String("tensorflow") && (name == QLatin1String("tensorflow-gpu") || name == QLatin1String("tensorflow-cpu")));
}

QString indented(const QString& lines) {
    QString result;
    for (const QString& line : lines.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        result += QLatin1String("  ") + line + QLatin1Char('\n');
    }
    return result;
}

} // namespace

bool PackageGroups::needGit() const {
    for (const QList<PythonPackage>* group : {&first, &main, &compiled}) {
        for (const PythonPackage& package : *group) {
            if (package.url.startsWith(QLatin1String("git+"))) {
                return true;
            }
        }
    }
    return false;
}

PackageGroups groupPackages(const Recipe& recipe) {
    PackageGroups groups;
    for (PythonPackage package : recipe.packages) {
        const QString name = normalised(package.name);
        if (isLocal(package)) {
            groups.local.append(package);
        } else if (isInstaller(name)) {
            groups.installers.append(package);
        } else if (isFramework(name) || name == normalised(recipe.framework.value)) {
            if (recipe.style == recipe::Style::FrameworkImage) {
                // Old images were built from source and call themselves 1.0.0a0+…, which no "==1.0.0" fits: pip would
                // replace the image's build by another CUDA's.
                if (isImageFramework(name, recipe)) {
                    groups.fromImage.append(package);
                    continue;
                }
                package.specifier = package.specifier.section(QLatin1Char('+'), 0, 0);
            }
            groups.first.append(package);
        } else if (isBuildTool(name)) {
            groups.first.append(package);
        } else if (isCompiledAgainstFramework(name)) {
            groups.compiled.append(package);
        } else {
            groups.main.append(package);
        }
    }
    return groups;
}

QString requirement(const PythonPackage& package) {
    if (package.url.isEmpty()) {
        return package.name + QString(package.specifier).remove(QLatin1Char(' '));
    }
    return package.name.isEmpty() ? package.url : package.name + QLatin1String(" @ ") + package.url;
}

QStringList indexOptions(const Recipe& recipe) {
    QStringList words;
    for (qsizetype i = 0; i < recipe.indexUrls.size(); ++i) {
        const QString& url = recipe.indexUrls.at(i);
        const bool main = i == 0 && !isPartialIndex(url);
        words << (main ? QStringLiteral("--index-url") : QStringLiteral("--extra-index-url")) << url;
    }
    for (const QString& url : recipe.findLinks) {
        words << QStringLiteral("--find-links") << url;
    }
    return words;
}

QByteArray requirementsFile(const Recipe& recipe, const PackageGroups& groups) {
    QByteArray text = header(recipe, QStringLiteral("Python packages of %1, in the order in which they are installed."));
    for (const PythonPackage& package : groups.fromImage) {
        text += comment(QStringLiteral("%1 is in the base image: %2%3").arg(package.name, package.name, package.specifier)).toUtf8();
    }
    text += optionLines(recipe).toUtf8();
    if (!groups.first.isEmpty()) {
        text += "\n# Installed first, in a layer of their own.\n" + packageLines(groups.first).toUtf8();
    }
    if (!groups.main.isEmpty()) {
        text += "\n" + packageLines(groups.main).toUtf8();
    }
    return text;
}

QByteArray compiledRequirementsFile(const Recipe& recipe, const PackageGroups& groups) {
    QByteArray text = header(recipe, QStringLiteral("Python packages of %1 that are compiled against the packages of "
                                                    "requirements.txt. Install them after those, with --no-build-isolation."));
    text += optionLines(recipe).toUtf8();
    text += "\n" + packageLines(groups.compiled).toUtf8();
    return text;
}

QByteArray environmentFile(const Recipe& recipe, const PackageGroups& groups) {
    QString text = comment(QStringLiteral("Conda environment of %1. The pip packages are in requirements.txt.").arg(recipe.name));
    text += QLatin1String("# Made by Reberth; the recipe beside it holds the choices.\n");
    text += QLatin1String("name: ") + jsonString(recipe.name) + QLatin1String("\nchannels:\n");
    QStringList channels = recipe.condaChannels;
    if (channels.isEmpty()) {
        channels.append(QStringLiteral("conda-forge"));
    }
    // Without this line the user's own default channels would take part.
    if (!channels.contains(QStringLiteral("defaults")) && !channels.contains(QStringLiteral("nodefaults"))) {
        channels.append(QStringLiteral("nodefaults"));
    }
    for (const QString& channel : std::as_const(channels)) {
        text += QLatin1String("  - ") + channel + QLatin1Char('\n');
    }
    text += QLatin1String("dependencies:\n");
    QSet<QString> named;
    for (const PythonPackage& package : recipe.condaPackages) {
        named.insert(package.name.section(QLatin1String("::"), -1).toLower());
    }
    if (!named.contains(QStringLiteral("python"))) {
        text += indented(comment(recipe.python.reason));
        text += recipe.python.value.isEmpty() ? QStringLiteral("  - python\n")
                                              : QStringLiteral("  - python=%1\n").arg(recipe.python.value);
    }
    if (!groups.isEmpty()) {
        // Conda's channels stopped building them for older Pythons at other versions than the index did.
        const std::optional<Version> python = Version::parse(recipe.python.value);
        const bool pinned = python && *python >= Version::of("3.7");
        for (const QString& tool : installers(recipe.python.value)) {
            const QString name = tool.section(QLatin1String("=="), 0, 0);
            if (!named.contains(name)) {
                text += QLatin1String("  - ") + name + (pinned ? QLatin1Char('=') + tool.section(QLatin1String("=="), 1) : QString())
                        + QLatin1Char('\n');
            }
        }
    }
    for (const PythonPackage& package : recipe.condaPackages) {
        text += indented(comment(package.reason));
        QString match = package.specifier.trimmed();
        // "numpy ==1.21": conda wants a blank only before operators of two characters; "numpy=1.21" without one.
        if (!match.isEmpty() && match.at(0).isDigit()) {
            match.prepend(QLatin1Char('='));
        }
        const bool quoted = match.contains(QRegularExpression(QStringLiteral("[<>!~|*, ]")));
        const QString spec = package.name + match;
        text += QLatin1String("  - ") + (quoted ? jsonString(spec) : spec) + QLatin1Char('\n');
    }
    return text.toUtf8();
}

} // namespace reberth::generation
