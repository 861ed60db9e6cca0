#include "core/generation/dockerfilewriter.h"

#include "core/base/version.h"
#include "core/generation/command.h"
#include "core/generation/layout.h"
#include "core/generation/quoting.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace reberth::generation {

namespace {

using recipe::Choice;
using recipe::ExtensionBuild;
using recipe::Recipe;
using recipe::Style;

const QString pipCache = QStringLiteral("--mount=type=cache,target=/root/.cache/pip");
const QString pyenvRelease = QStringLiteral("v2.6.30");
const QString micromambaImage = QStringLiteral("mambaorg/micromamba:1.5.10");

QString because(const QString& what, const Choice& choice) {
    const QString reason = commentText(choice.reason);
    return reason.isEmpty() ? what : what + QLatin1String(": ") + reason;
}

/// True when an apt package comes from NVIDIA's repositories.
bool isCudaPackage(const QString& name) {
    static const QRegularExpression expression(QStringLiteral("\\A(?:cuda-|libcudnn|libnccl|libnvinfer|libcublas|libcusparse)"));
    return expression.match(name).hasMatch();
}

QString joined(const QStringList& words, const QString& separator) {
    return words.join(separator);
}

/// True when `folder` is `parent` or lies in it.
bool isInside(const QString& folder, const QString& parent) {
    return folder == parent || folder.startsWith(parent + QLatin1Char('/'));
}

QString cleaned(QString path) {
    while (path.startsWith(QLatin1String("./"))) {
        path.remove(0, 2);
    }
    while (path.endsWith(QLatin1Char('/'))) {
        path.chop(1);
    }
    return path == QLatin1String(".") ? QString() : path;
}

/// Our exact version of a package that installs others: "setuptools==59.5.0"; "" for any other package.
QString installerFor(const QString& name, const QString& python) {
    for (const QString& tool : installers(python)) {
        if (tool.section(QLatin1String("=="), 0, 0) == name.toLower()) {
            return tool;
        }
    }
    return {};
}

/// The recipe's wish as one exact version where ours fulfils it.
QString pinnedInstaller(const recipe::PythonPackage& package, const QString& python) {
    const std::optional<VersionRange> range = VersionRange::parse(package.specifier);
    if (!package.url.isEmpty() || !range || range->isEmpty()) {
        const QString ours = installerFor(package.name, python);
        return package.url.isEmpty() && !ours.isEmpty() ? ours : requirement(package);
    }
    QStringList candidates{installerFor(package.name, python)};
    if (package.name.toLower() == QLatin1String("setuptools")) {
        // The last before each change that broke setup scripts: 70, 66, 60, 58, 45.
        for (const char* version : {"69.5.1", "65.5.0", "59.5.0", "57.5.0", "44.1.1"}) {
            candidates.append(QLatin1String("setuptools==") + QLatin1String(version));
        }
    }
    for (const QString& candidate : std::as_const(candidates)) {
        const std::optional<Version> version = Version::parse(candidate.section(QLatin1String("=="), 1));
        if (version && range->contains(*version)) {
            return candidate;
        }
    }
    return requirement(package);
}

} // namespace

DockerfileWriter::DockerfileWriter(const Recipe& recipe, const PackageGroups& groups, const Platform& platform)
    : m_recipe(recipe)
    , m_groups(groups)
    , m_platform(platform) {}

QByteArray DockerfileWriter::write() {
    m_text.clear();
    header();
    base();
    systemPackages();
    condaEnvironment();
    python();
    pipPackages();
    compiledPackages();
    extensions();
    owner();
    code();
    command();
    return m_text.toUtf8();
}

void DockerfileWriter::paragraph(const QString& text) {
    m_text += QLatin1Char('\n') + comment(text);
}

void DockerfileWriter::line(const QString& text) {
    m_text += text + QLatin1Char('\n');
}

void DockerfileWriter::header() {
    m_text += comment(QStringLiteral("Environment of %1, made by Reberth from the recipe beside this file.").arg(m_recipe.name));
    if (!m_recipe.source.isEmpty()) {
        m_text += comment(QStringLiteral("Code: %1 %2").arg(m_recipe.source, m_recipe.commit));
    }
    if (!m_recipe.target.value.isEmpty()) {
        m_text += comment(QStringLiteral("Target: %1").arg(m_recipe.target.value));
    }
    m_text += comment(QStringLiteral("Build it at the root of the code: docker build -f %1/Dockerfile -t %2:local .")
                          .arg(filesFolder, m_recipe.name));
    m_text += QStringLiteral("# The cache mounts need BuildKit, which Docker uses since 23.0 (before: DOCKER_BUILDKIT=1).\n");
    for (const QString& risk : m_recipe.risks) {
        m_text += comment(QStringLiteral("Mind: %1").arg(risk));
    }
}

void DockerfileWriter::base() {
    paragraph(because(QStringLiteral("Base image"), m_recipe.baseImage));
    line(QLatin1String("FROM ") + m_recipe.baseImage.value);
    m_text += QLatin1Char('\n');
    line(QStringLiteral("ARG DEBIAN_FRONTEND=noninteractive"));
    QStringList values{QStringLiteral("LANG=C.UTF-8"), QStringLiteral("LC_ALL=C.UTF-8"), QStringLiteral("TZ=Etc/UTC"),
                       QStringLiteral("PYTHONUNBUFFERED=1"), QStringLiteral("PIP_DISABLE_PIP_VERSION_CHECK=1")};
    if (m_recipe.style == Style::FrameworkImage && m_platform.managesPython()) {
        values.append(QStringLiteral("PIP_BREAK_SYSTEM_PACKAGES=1"));
    }
    line(QLatin1String("ENV ") + joined(values, QStringLiteral(" \\\n    ")));
    if (!m_recipe.extensions.isEmpty() || keepsImageFramework()) {
        paragraph(QStringLiteral("Commands are written for bash, and fail when a part of a pipe does."));
        line(QStringLiteral("SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]"));
    }
}

QString DockerfileWriter::aptMounts() const {
    // A cache of its own for each release: their indexes and packages must not mix.
    const QString id = m_platform.name().isEmpty() ? QStringLiteral("apt") : QLatin1String("apt-") + m_platform.name();
    return QStringLiteral("RUN --mount=type=cache,id=%1-archives,target=/var/cache/apt,sharing=locked \\\n"
                          "    --mount=type=cache,id=%1-lists,target=/var/lib/apt/lists,sharing=locked \\\n")
        .arg(id);
}

QStringList DockerfileWriter::aptPackages() const {
    QSet<QString> packages;
    const auto add = [&packages](std::initializer_list<const char*> names) {
        for (const char* name : names) {
            packages.insert(QLatin1String(name));
        }
    };
    const bool pip = !m_groups.isEmpty();
    const bool plain = m_recipe.style == Style::Plain;
    if (m_platform.python == PythonSource::Distribution) {
        add({"python3"});
        if (pip || !plain) {
            add({"python3-pip", "python3-venv"});
        } else if (!m_platform.isUbuntu(2004) && !m_platform.isDebian(11)) {
            add({"python-is-python3"});
        }
        if (compiles() || (pip && !plain)) {
            add({"python3-dev"});
        }
    } else if (m_platform.python == PythonSource::Built) {
        add({"build-essential", "ca-certificates", "curl", "git", "libbz2-dev", "libffi-dev", "liblzma-dev", "libreadline-dev",
             "libsqlite3-dev", "libssl-dev", "xz-utils", "zlib1g-dev"});
        packages.insert(m_platform.isUbuntu(2004) || m_platform.isDebian(10) ? QStringLiteral("libncurses5-dev")
                                                                              : QStringLiteral("libncurses-dev"));
    }
    if (m_platform.python == PythonSource::Conda) {
        add({"ca-certificates"});
    }
    if (compiles() || (pip && !plain)) {
        add({"build-essential"});
    }
    if (m_groups.needGit()) {
        add({"ca-certificates", "git"});
    }
    const QString gcc = m_recipe.gcc.value.section(QLatin1Char('.'), 0, 0);
    if (!gcc.isEmpty() && gcc != m_platform.defaultGcc()) {
        // Before GCC 5 the packages carry the minor version too.
        const QString version = gcc.toInt() < 5 ? m_recipe.gcc.value : gcc;
        packages.insert(QLatin1String("gcc-") + version);
        packages.insert(QLatin1String("g++-") + version);
    }
    for (const Choice& package : m_recipe.systemPackages) {
        packages.insert(package.value);
    }
    QStringList sorted(packages.begin(), packages.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

void DockerfileWriter::systemPackages() {
    const QStringList packages = aptPackages();
    if (packages.isEmpty()) {
        return;
    }
    paragraph(QStringLiteral("System packages."));
    QStringList reasons;
    for (const Choice& package : m_recipe.systemPackages) {
        if (!package.reason.isEmpty() && !reasons.contains(package.reason)) {
            reasons.append(package.reason);
        }
    }
    for (const QString& reason : std::as_const(reasons)) {
        QStringList names;
        for (const Choice& package : m_recipe.systemPackages) {
            if (package.reason == reason) {
                names.append(package.value);
            }
        }
        m_text += comment(names.join(QLatin1String(", ")) + QLatin1String(": ") + reason);
    }

    QStringList steps{QStringLiteral("rm -f /etc/apt/apt.conf.d/docker-clean")};
    const bool keepsCudaSources = std::any_of(packages.begin(), packages.end(), isCudaPackage);
    if (m_platform.hasCudaRepositories && !keepsCudaSources) {
        m_text += comment(QStringLiteral("NVIDIA's apt sources are removed: CUDA is in the image already, and the key in images "
                                         "from before May 2022 is no longer valid."));
        steps.append(QStringLiteral("rm -f /etc/apt/sources.list.d/cuda*.list /etc/apt/sources.list.d/nvidia-ml.list"));
    } else if (m_platform.hasCudaRepositories && m_platform.isUbuntu(2204)) {
        m_text += comment(QStringLiteral("NVIDIA changed the key of its apt sources in April 2022; images from before carry the old one."));
        steps.append(QStringLiteral("apt-key adv --fetch-keys https://developer.download.nvidia.com/compute/cuda/repos/ubuntu%1/"
                                    "x86_64/3bf863cc.pub")
                         .arg(m_platform.number()));
        steps.append(QStringLiteral("rm -f /etc/apt/sources.list.d/nvidia-ml.list"));
    }
    QString update = QStringLiteral("apt-get update");
    if (m_platform.inDebianArchive()) {
        m_text += comment(QStringLiteral("Debian %1 has moved to the archive, where nothing is renewed any more.").arg(m_platform.release));
        steps.append(QStringLiteral("sed -i -e 's|deb.debian.org|archive.debian.org|g' -e 's|security.debian.org|archive.debian.org|g' "
                                    "-e '/-updates/d' /etc/apt/sources.list"));
        update = QStringLiteral("apt-get -o Acquire::Check-Valid-Until=false update");
    } else if (m_platform.inUbuntuArchive()) {
        m_text += comment(QStringLiteral("Ubuntu %1 has moved to the servers of old releases.").arg(m_platform.release));
        steps.append(QStringLiteral("sed -i -e 's|archive.ubuntu.com|old-releases.ubuntu.com|g' "
                                    "-e 's|security.ubuntu.com|old-releases.ubuntu.com|g' /etc/apt/sources.list"));
    }
    steps.append(update);
    steps.append(QLatin1String("apt-get install -y --no-install-recommends \\\n        ")
                 + packages.join(QLatin1String(" \\\n        ")));
    m_text += comment(QStringLiteral("Without versions: apt's servers keep only the newest build of a package, and a fixed one would soon be gone."));
    line(QStringLiteral("# hadolint ignore=DL3008"));
    line(aptMounts() + QLatin1String("    ") + steps.join(QLatin1String(" \\\n    && ")));
}

void DockerfileWriter::condaEnvironment() {
    if (m_platform.python != PythonSource::Conda) {
        return;
    }
    paragraph(because(QStringLiteral("Conda environment with Python %1").arg(m_recipe.python.value), m_recipe.python));
    line(QStringLiteral("COPY --from=%1 /bin/micromamba /usr/local/bin/micromamba").arg(micromambaImage));
    QStringList values{QStringLiteral("MAMBA_ROOT_PREFIX=/opt/conda"), QStringLiteral("CONDA_PREFIX=/opt/conda/envs/app"),
                       QStringLiteral("PATH=/opt/conda/envs/app/bin:${PATH}")};
    if (!m_recipe.cuda.value.isEmpty()) {
        // The solver of conda looks for a driver, which no build has.
        values.append(QStringLiteral("CONDA_OVERRIDE_CUDA=") + m_recipe.cuda.value);
    }
    line(QLatin1String("ENV ") + joined(values, QStringLiteral(" \\\n    ")));
    line(QStringLiteral("COPY %1/environment.yml /tmp/environment.yml").arg(filesFolder));
    line(QStringLiteral("RUN --mount=type=cache,target=/opt/conda/pkgs,sharing=locked \\\n"
                        "    micromamba create -y -n app -f /tmp/environment.yml"));
}

QString DockerfileWriter::pipInstall() const {
    return QLatin1String("RUN ") + pipCache + QLatin1String(" \\\n    python -m pip install");
}

void DockerfileWriter::python() {
    if (m_platform.python == PythonSource::Built) {
        paragraph(because(QStringLiteral("Python %1, built from source").arg(m_platform.pythonVersion), m_recipe.python));
        line(QStringLiteral("RUN git -c advice.detachedHead=false clone --quiet --depth 1 --branch %1 \\\n"
                            "        https://github.com/pyenv/pyenv.git /opt/pyenv \\\n"
                            "    && MAKEOPTS=\"-j$(nproc)\" /opt/pyenv/plugins/python-build/bin/python-build %2 /opt/python \\\n"
                            "    && rm -rf /opt/pyenv")
                 .arg(pyenvRelease, m_platform.pythonVersion));
        line(QStringLiteral("ENV PATH=/opt/python/bin:${PATH}"));
    } else if (m_platform.python == PythonSource::Distribution && (!m_groups.isEmpty() || m_recipe.style != Style::Plain)) {
        paragraph(because(QStringLiteral("The distribution's Python %1, in an environment of its own that also sees the packages "
                                         "of apt")
                              .arg(m_platform.pythonVersion),
                          m_recipe.python));
        line(QStringLiteral("RUN python3 -m venv --system-site-packages /opt/venv"));
        line(QStringLiteral("ENV PATH=/opt/venv/bin:${PATH}"));
    } else if (m_platform.python == PythonSource::Distribution && (m_platform.isUbuntu(2004) || m_platform.isDebian(11))) {
        paragraph(QStringLiteral("The commands say python, the distribution says python3."));
        line(QStringLiteral("RUN ln -s /usr/bin/python3 /usr/local/bin/python"));
    }
}

void DockerfileWriter::pipPackages() {
    // An image that brings its Python brings a pip of the same age, and conda has its own.
    const bool ownPip = m_platform.python == PythonSource::Built || m_platform.python == PythonSource::Distribution;
    QStringList tools = ownPip && (!m_groups.isEmpty() || compiles()) ? installers(m_platform.pythonVersion) : QStringList();
    for (const recipe::PythonPackage& package : m_groups.installers) {
        const QString pinned = pinnedInstaller(package, m_platform.pythonVersion);
        const QString prefix = package.name.toLower() + QLatin1String("==");
        tools.removeIf([&](const QString& tool) { return tool.startsWith(prefix); });
        if (m_platform.python != PythonSource::Conda || pinned != installerFor(package.name, m_platform.pythonVersion)) {
            tools.append(pinned);
        }
    }
    std::sort(tools.begin(), tools.end());
    if (!tools.isEmpty()) {
        paragraph(QStringLiteral("What installs the packages: the newest that packages of this age install with."));
        QStringList words;
        for (const QString& tool : std::as_const(tools)) {
            words.append(shellWord(tool));
        }
        line(pipInstall() + QLatin1Char(' ') + words.join(QLatin1Char(' ')));
    }
    if (keepsImageFramework()) {
        paragraph(QStringLiteral("The image's %1 stays: no other package may bring another build of it.").arg(m_recipe.framework.value));
        const QString names = m_recipe.framework.value == QLatin1String("tensorflow") ? QStringLiteral("tensorflow tensorflow-gpu")
                                                                                       : shellWord(m_recipe.framework.value);
        line(QStringLiteral("RUN python -m pip show %1 \\\n"
                            "    | awk '/^Name: / {name = $2} /^Version: / {print name \"==\" $2}' > /opt/image-packages.txt")
                 .arg(names));
        line(QStringLiteral("ENV PIP_CONSTRAINT=/opt/image-packages.txt"));
    }
    const QString options = [this] {
        QStringList words;
        for (const QString& word : indexOptions(m_recipe)) {
            words.append(shellWord(word));
        }
        QString text;
        for (qsizetype i = 0; i + 1 < words.size(); i += 2) {
            text += QLatin1String(" \\\n        ") + words.at(i) + QLatin1Char(' ') + words.at(i + 1);
        }
        return text;
    }();
    if (!m_groups.first.isEmpty()) {
        QString what = m_recipe.framework.value.isEmpty()
                           ? QStringLiteral("First the packages that the setup scripts of others import.")
                           : because(m_recipe.framework.value + QLatin1Char(' ') + m_recipe.frameworkVersion.value,
                                     m_recipe.frameworkVersion);
        paragraph(what);
        QString packages;
        QStringList open;
        for (const recipe::PythonPackage& package : m_groups.first) {
            if (package.specifier.isEmpty() && package.url.isEmpty()) {
                open.append(package.name);
            }
            packages += QLatin1String(" \\\n        ") + shellWord(requirement(package));
        }
        if (!open.isEmpty()) {
            m_text += comment(QStringLiteral("Without a version, because the repository names none: %1.").arg(open.join(QLatin1String(", "))));
            line(QStringLiteral("# hadolint ignore=DL3013"));
        }
        line(pipInstall() + options + packages);
    }
    if (!m_groups.main.isEmpty()) {
        m_text += QLatin1Char('\n');
        line(QStringLiteral("COPY %1/requirements.txt /tmp/requirements.txt").arg(filesFolder));
        line(pipInstall() + QLatin1String(" -r /tmp/requirements.txt"));
    }
}

void DockerfileWriter::compiledPackages() {
    if (!compiles()) {
        return;
    }
    const bool cuda = !m_recipe.archList.value.isEmpty();
    QStringList values;
    if (cuda) {
        values << QLatin1String("TORCH_CUDA_ARCH_LIST=") + dockerValue(m_recipe.archList.value) << QStringLiteral("FORCE_CUDA=1");
    }
    const QString gcc = m_recipe.gcc.value.section(QLatin1Char('.'), 0, 0);
    if (!gcc.isEmpty() && gcc != m_platform.defaultGcc()) {
        const QString version = gcc.toInt() < 5 ? m_recipe.gcc.value : gcc;
        values << QStringLiteral("CC=/usr/bin/gcc-") + version << QStringLiteral("CXX=/usr/bin/g++-") + version
               << QStringLiteral("CUDAHOSTCXX=/usr/bin/g++-") + version;
    }
    paragraph(cuda ? because(QStringLiteral("What is compiled from here on is compiled for this GPU, which a build does not see"),
                             m_recipe.archList)
                   : QStringLiteral("What follows is compiled. Fewer jobs need less memory."));
    if (!values.isEmpty()) {
        line(QLatin1String("ENV ") + joined(values, QStringLiteral(" \\\n    ")));
    }
    line(QStringLiteral("ARG MAX_JOBS=4"));
    if (!m_groups.compiled.isEmpty()) {
        line(QStringLiteral("COPY %1/requirements-build.txt /tmp/requirements-build.txt").arg(filesFolder));
        line(pipInstall() + QLatin1String(" --no-build-isolation -r /tmp/requirements-build.txt"));
    }
}

void DockerfileWriter::extensions() {
    QStringList copied;
    for (const ExtensionBuild& extension : m_recipe.extensions) {
        const QString folder = cleaned(extension.workdir);
        if (folder.isEmpty()) {
            continue;
        }
        paragraph(QStringLiteral("Extension %1. Only its folder is copied, so that an edit elsewhere does not compile it again.")
                      .arg(extension.path));
        const bool present = std::any_of(copied.begin(), copied.end(), [&](const QString& parent) { return isInside(folder, parent); });
        const QString destination = codeFolder + QLatin1Char('/') + folder;
        if (!present) {
            const QString to = destination + QLatin1Char('/');
            line(folder.contains(QLatin1Char(' '))
                     ? QLatin1String("COPY ") + jsonArray({folder + QLatin1Char('/'), to})
                     : QStringLiteral("COPY %1/ %2").arg(folder, to));
            copied.append(folder);
        }
        line(QLatin1String("WORKDIR ") + dockerValue(destination));
        line(QLatin1String("RUN ") + pipCache + QLatin1String(" \\\n    ") + extension.command.trimmed());
    }
}

void DockerfileWriter::owner() {
    if (!m_recipe.environment.isEmpty()) {
        QStringList values;
        for (auto it = m_recipe.environment.begin(); it != m_recipe.environment.end(); ++it) {
            if (!it.value().isEmpty()) {
                values.append(it.key() + QLatin1Char('=') + dockerValue(it.value()));
            }
        }
        if (!values.isEmpty()) {
            paragraph(QStringLiteral("Environment of the program."));
            line(QLatin1String("ENV ") + joined(values, QStringLiteral(" \\\n    ")));
        }
    }
    paragraph(QStringLiteral("Whose files the program writes: root, or the user who runs make (it passes both numbers). With rootless "
                             "Docker and Podman, root in the container is that user already."));
    line(QStringLiteral("ARG USER_ID=0"));
    line(QStringLiteral("ARG GROUP_ID=0"));
    // A number has no name in the image; what asks for one (getpass, PyTorch's caches) looks here first.
    line(QStringLiteral("ENV HOME=%1 \\\n    USER=app").arg(homeFolder));
    QStringList folders{codeFolder, homeFolder};
    for (const recipe::Volume& volume : m_recipe.volumes) {
        if (!folders.contains(volume.container)) {
            folders.append(volume.container);
        }
    }
    line(QStringLiteral("RUN install -d -m 0777 -o \"${USER_ID}\" -g \"${GROUP_ID}\" %1").arg(folders.join(QLatin1Char(' '))));
}

void DockerfileWriter::code() {
    QStringList labels;
    if (!m_recipe.source.isEmpty()) {
        labels.append(QLatin1String("org.opencontainers.image.source=") + dockerValue(m_recipe.source));
    }
    if (!m_recipe.commit.isEmpty()) {
        labels.append(QLatin1String("org.opencontainers.image.revision=") + dockerValue(m_recipe.commit));
    }
    if (!labels.isEmpty()) {
        line(QLatin1String("LABEL ") + joined(labels, QStringLiteral(" \\\n      ")));
    }
    paragraph(QStringLiteral("The code. It changes most often, so it comes last; data and outputs stay outside (see compose.yaml)."));
    line(QLatin1String("WORKDIR ") + codeFolder);
    line(QStringLiteral("COPY --chown=${USER_ID}:${GROUP_ID} . ."));
    for (const recipe::PythonPackage& package : m_groups.local) {
        const QString folder = cleaned(package.url);
        paragraph(QStringLiteral("The repository's own package; what it needs is installed already."));
        line(pipInstall() + QLatin1String(" --no-deps --editable ")
             + shellWord(folder.isEmpty() ? codeFolder : codeFolder + QLatin1Char('/') + folder));
    }
    for (const ExtensionBuild& extension : m_recipe.extensions) {
        if (cleaned(extension.workdir).isEmpty()) {
            paragraph(QStringLiteral("Extension %1. It is built from the whole of the code, so that every edit compiles it again.")
                          .arg(extension.path));
            line(QLatin1String("RUN ") + pipCache + QLatin1String(" \\\n    ") + extension.command.trimmed());
        }
    }
    m_text += QLatin1Char('\n');
    line(QStringLiteral("USER ${USER_ID}:${GROUP_ID}"));
}

void DockerfileWriter::command() {
    if (m_recipe.entryPoints.isEmpty()) {
        line(QStringLiteral("CMD [\"bash\"]"));
        return;
    }
    const recipe::EntryPoint& entry = m_recipe.entryPoints.first();
    const QString folder = cleaned(entry.workdir);
    if (!folder.isEmpty()) {
        line(QLatin1String("WORKDIR ") + dockerValue(codeFolder + QLatin1Char('/') + folder));
    }
    line(QLatin1String("CMD ") + jsonArray(parseCommand(entry.command).words));
}

} // namespace reberth::generation
