#include "core/language/words.h"

#include <QCoreApplication>

#include <array>

namespace reberth::language {

namespace {

#define TEXT(x) QT_TRANSLATE_NOOP("reberth::language", x)

constexpr std::array instructions{
    Words{"FROM", "FROM [--platform=PLATFORM] IMAGE [AS STAGE]",
          TEXT("Begins a stage on an image, or on an earlier stage. The last stage is what the build gives; the others "
               "only lend it files.")},
    Words{"RUN", "RUN [--mount=…] [--network=…] [--security=…] COMMAND…",
          TEXT("Runs a command in the image that is being built and keeps what it changes as a layer. Each RUN is "
               "cached by "
               "its text, so what belongs together (index, install, clean-up) belongs into one.")},
    Words{"CMD", "CMD [\"PROGRAM\", \"ARGUMENT\"…]",
          TEXT("What a container runs when nobody says otherwise, or the default arguments of the ENTRYPOINT. Only the "
               "last "
               "one of a stage counts. As a list the program gets signals itself; as text a shell stands in between.")},
    Words{
        "LABEL", "LABEL NAME=VALUE…",
        TEXT("Notes on the image: where it comes from, its licence, its version. They are read with docker inspect.")},
    Words{"MAINTAINER", "MAINTAINER NAME", TEXT("Deprecated. Write LABEL org.opencontainers.image.authors=… instead.")},
    Words{
        "EXPOSE", "EXPOSE PORT[/tcp|/udp]…",
        TEXT("Says on which ports the program listens. It opens nothing: publishing is up to who runs the container.")},
    Words{"ENV", "ENV NAME=VALUE…",
          TEXT("Sets variables for the instructions that follow and for every container of the image. A value that "
               "only the "
               "build needs is better an ARG, and no secret belongs here: anyone with the image can read it.")},
    Words{
        "ADD", "ADD [--chown=…] [--chmod=…] [--checksum=…] [--link] SOURCE… DESTINATION",
        TEXT(
            "Like COPY, and it also unpacks local archives and fetches URLs and Git repositories. For plain files COPY "
            "says what is meant.")},
    Words{"COPY", "COPY [--from=…] [--chown=…] [--chmod=…] [--link] SOURCE… DESTINATION",
          TEXT("Copies files of the build context, or of another stage or image, into the image. A change of the files "
               "makes "
               "this step and the ones behind it run again, so copy lock files before the code.")},
    Words{"ENTRYPOINT", "ENTRYPOINT [\"PROGRAM\", \"ARGUMENT\"…]",
          TEXT("The program of a container; what is written behind docker run IMAGE, or CMD, becomes its arguments.")},
    Words{
        "VOLUME", "VOLUME PATH…",
        TEXT(
            "Marks folders whose data live outside the container. What later instructions write there is lost with the "
            "older builder, and every run without a named volume leaves an unnamed one behind.")},
    Words{"USER", "USER NAME[:GROUP]",
          TEXT("Whom the following instructions and the container run as. A number also works where the host has to "
               "know the "
               "user, for example on a shared file system.")},
    Words{"WORKDIR", "WORKDIR PATH",
          TEXT("Changes the folder for what follows, and makes it where it is missing. Better than cd in a RUN, which "
               "only "
               "lasts for that RUN.")},
    Words{"ARG", "ARG NAME[=DEFAULT]",
          TEXT("A value that the person who builds may give with --build-arg. Before the first FROM it serves FROM "
               "lines only, "
               "and a stage that wants it names it again. It is gone when the container runs, but visible in the "
               "history.")},
    Words{"ONBUILD", "ONBUILD INSTRUCTION…",
          TEXT("Keeps an instruction for later: it runs when another Dockerfile builds FROM this image.")},
    Words{"STOPSIGNAL", "STOPSIGNAL SIGNAL",
          TEXT("Which signal asks a container to end; SIGTERM unless said otherwise.")},
    Words{"HEALTHCHECK", "HEALTHCHECK [--interval=…] [--timeout=…] [--start-period=…] [--retries=…] CMD COMMAND…|NONE",
          TEXT("A command by which the engine sees whether the container still works. NONE switches off what the base "
               "image "
               "brings.")},
    Words{
        "SHELL", "SHELL [\"PROGRAM\", \"ARGUMENT\"…]",
        TEXT(
            "Which shell reads the text of RUN, CMD and ENTRYPOINT from here on. [\"/bin/bash\", \"-o\", \"pipefail\", "
            "\"-c\"] makes a failure inside a pipe count.")},
};

constexpr std::array flags{
    Words{"FROM --platform", "--platform=OS/ARCHITECTURE",
          TEXT("Which platform's image to take, for example linux/amd64 or $BUILDPLATFORM. A constant ties everybody "
               "to it.")},
    Words{"RUN --mount", "--mount=type=cache,target=PATH",
          TEXT("Lends the command a cache, a folder of the context or another stage, a secret or an SSH agent. Nothing "
               "of it "
               "stays in the layer.")},
    Words{"RUN --network", "--network=default|none|host",
          TEXT("The network that the command sees; none proves that a step needs none.")},
    Words{"RUN --security", "--security=sandbox|insecure",
          TEXT("insecure runs the command with all capabilities; the builder must have allowed it.")},
    Words{"RUN --device", "--device=NAME",
          TEXT("Gives the command a device, such as a GPU, that the builder offers. For the labs syntax only.")},
    Words{"COPY --from", "--from=STAGE|IMAGE|CONTEXT",
          TEXT("Copies out of an earlier stage, another image or a named context instead of the build context.")},
    Words{"COPY --chown", "--chown=USER[:GROUP]",
          TEXT("Who owns the files in the image. A RUN chown later would store all of them a second time.")},
    Words{"COPY --chmod", "--chmod=MODE", TEXT("Access rights of the files, such as 0755 or u+x.")},
    Words{"COPY --link", "--link",
          TEXT("Makes a layer that does not hang on those before it, so that it stays cached when the base image "
               "changes.")},
    Words{"COPY --parents", "--parents", TEXT("Keeps the folders of the sources below the destination.")},
    Words{"COPY --exclude", "--exclude=PATTERN", TEXT("Leaves out what fits the pattern. May be given several times.")},
    Words{"ADD --checksum", "--checksum=sha256:DIGEST",
          TEXT("Stops the build when what was fetched is not what it was: a pin for URLs and Git repositories.")},
    Words{"ADD --keep-git-dir", "--keep-git-dir=true", TEXT("Keeps .git of a repository that ADD fetches.")},
    Words{"ADD --unpack", "--unpack=true|false", TEXT("Whether an archive is unpacked, wherever it comes from.")},
    Words{"ADD --chown", "--chown=USER[:GROUP]", TEXT("Who owns the files in the image.")},
    Words{"ADD --chmod", "--chmod=MODE", TEXT("Access rights of the files, such as 0755 or u+x.")},
    Words{"ADD --link", "--link", TEXT("Makes a layer that does not hang on those before it.")},
    Words{"ADD --exclude", "--exclude=PATTERN", TEXT("Leaves out what fits the pattern. May be given several times.")},
    Words{"HEALTHCHECK --interval", "--interval=DURATION",
          TEXT("How long to wait between two checks; 30s unless given.")},
    Words{"HEALTHCHECK --timeout", "--timeout=DURATION", TEXT("After what time a check has failed; 30s unless given.")},
    Words{"HEALTHCHECK --start-period", "--start-period=DURATION",
          TEXT("How long failures don't count after the start, for example while a model is being loaded.")},
    Words{"HEALTHCHECK --start-interval", "--start-interval=DURATION",
          TEXT("How long to wait between checks during the start period.")},
    Words{"HEALTHCHECK --retries", "--retries=NUMBER",
          TEXT("How many failures in a row make the container unhealthy; 3.")},
};

constexpr std::array mounts{
    Words{"type", "type=cache|bind|secret|ssh|tmpfs", TEXT("What is mounted; bind when it is left out.")},
    Words{"cache", "type=cache,target=PATH",
          TEXT("A folder that outlives the build and is in no layer: for pip's, conda's or apt's downloads.")},
    Words{"bind", "type=bind,source=PATH,target=PATH",
          TEXT("Files of the build context, or of the stage that from names, without copying them into a layer.")},
    Words{
        "secret", "type=secret,id=NAME",
        TEXT("A file with a token or password that docker build gets by --secret; it is in no layer and no history.")},
    Words{"ssh", "type=ssh", TEXT("The SSH agent of the person who builds, for private repositories.")},
    Words{"tmpfs", "type=tmpfs,target=PATH", TEXT("An empty folder in memory that is gone after the command.")},
    Words{"target", "target=PATH", TEXT("Where the command sees it. dst and destination are the same.")},
    Words{"source", "source=PATH", TEXT("What is mounted, within the context or what from names; src is the same.")},
    Words{"from", "from=STAGE|IMAGE", TEXT("Stage, image or named context in which the source lies.")},
    Words{"id", "id=NAME", TEXT("Under which name a cache is shared, or a secret or agent was given.")},
    Words{"sharing", "sharing=shared|private|locked",
          TEXT("What happens when two builds want one cache: shared, one each, or wait. apt needs locked.")},
    Words{"readonly", "readonly", TEXT("The command may not write there; ro is the same.")},
    Words{"rw", "rw", TEXT("The command may write into a bind mount; what it writes is thrown away.")},
    Words{"mode", "mode=MODE", TEXT("Access rights of a new cache folder or of the secret's file, such as 0600.")},
    Words{"uid", "uid=NUMBER", TEXT("Who owns a new cache folder or the secret's file.")},
    Words{"gid", "gid=NUMBER", TEXT("Which group owns a new cache folder or the secret's file.")},
    Words{"required", "required", TEXT("The build stops when the secret or agent was not given.")},
    Words{"env", "env=NAME", TEXT("Puts the secret into a variable instead of a file.")},
    Words{"size", "size=BYTES", TEXT("The most that a tmpfs may hold.")},
};

constexpr std::array directives{
    Words{"syntax", "# syntax=docker/dockerfile:1",
          TEXT("Which version of the Dockerfile language the builder uses; it fetches that frontend first. It must be "
               "among "
               "the very first lines.")},
    Words{
        "escape", "# escape=\\",
        TEXT("The character that joins lines and escapes: \\ or, for Windows paths, `. It must be among the very first "
             "lines.")},
    Words{"check", "# check=skip=RULE;error=true",
          TEXT("Which build checks to leave out, and whether a finding stops the build.")},
};

constexpr std::array variables{
    Words{"TARGETPLATFORM", "",
          TEXT("The builder's: platform of the result, such as linux/amd64. A stage has to name it with ARG.")},
    Words{"TARGETOS", "", TEXT("The builder's: operating system of the result. A stage has to name it with ARG.")},
    Words{"TARGETARCH", "",
          TEXT("The builder's: architecture of the result, such as amd64 or arm64. A stage has to name it with ARG.")},
    Words{"TARGETVARIANT", "", TEXT("The builder's: variant of the result's architecture, such as v7.")},
    Words{"BUILDPLATFORM", "", TEXT("The builder's: platform of the machine that builds.")},
    Words{"BUILDOS", "", TEXT("The builder's: operating system of the machine that builds.")},
    Words{"BUILDARCH", "", TEXT("The builder's: architecture of the machine that builds.")},
    Words{"BUILDVARIANT", "", TEXT("The builder's: variant of the building machine's architecture.")},
    Words{"HTTP_PROXY", "",
          TEXT("The proxy for http, taken from the person who builds; needs no ARG and is not kept.")},
    Words{"HTTPS_PROXY", "",
          TEXT("The proxy for https, taken from the person who builds; needs no ARG and is not kept.")},
    Words{"NO_PROXY", "", TEXT("Hosts that are reached without the proxy; needs no ARG and is not kept.")},
    Words{"SOURCE_DATE_EPOCH", "",
          TEXT("Seconds since 1970 that the builder gives files and the image as their time, for builds that repeat.")},
    Words{"PYTHONUNBUFFERED", "1",
          TEXT("Python writes its output at once instead of in blocks, so that logs show where training is.")},
    Words{"PYTHONDONTWRITEBYTECODE", "1", TEXT("Python leaves no __pycache__ behind.")},
    Words{"PYTHONPATH", "", TEXT("Folders in which Python looks for modules before the installed ones.")},
    Words{"PYTHONHASHSEED", "0", TEXT("Fixes the order of sets of texts, one thing that makes runs differ.")},
    Words{"PIP_NO_CACHE_DIR", "1",
          TEXT("pip keeps no downloads, which keeps layers small. Not together with a cache mount.")},
    Words{"PIP_INDEX_URL", "",
          TEXT("The index that pip asks instead of PyPI. No password here: it stays in the image.")},
    Words{"PIP_DISABLE_PIP_VERSION_CHECK", "1", TEXT("pip does not ask whether there is a newer pip.")},
    Words{"PIP_BREAK_SYSTEM_PACKAGES", "1",
          TEXT("pip may write into the distribution's Python (Debian 12, Ubuntu 24.04 and newer); a virtual "
               "environment is cleaner.")},
    Words{"DEBIAN_FRONTEND", "noninteractive",
          TEXT("apt asks no questions. It belongs on the RUN line or in an ARG, so that containers don't inherit it.")},
    Words{"TZ", "Etc/UTC", TEXT("The time zone; packages such as tzdata otherwise ask for it.")},
    Words{"LANG", "C.UTF-8", TEXT("The locale; C.UTF-8 makes old Pythons read files as UTF-8.")},
    Words{"LC_ALL", "C.UTF-8", TEXT("Overrides all parts of the locale.")},
    Words{"PATH", "", TEXT("Where programs are looked for. Put the new folder in front and keep $PATH.")},
    Words{"LD_LIBRARY_PATH", "",
          TEXT("Where the loader looks for libraries first. The NVIDIA images set it: keep the old value.")},
    Words{"CUDA_HOME", "/usr/local/cuda",
          TEXT("Where extensions look for nvcc and CUDA's headers; only devel images have them.")},
    Words{"CUDA_VISIBLE_DEVICES", "0", TEXT("Which GPUs a program sees, by number or UUID; empty means none.")},
    Words{"CUDA_LAUNCH_BLOCKING", "1", TEXT("Waits for every kernel, so that an error names its own line. Slow.")},
    Words{"NVIDIA_VISIBLE_DEVICES", "all", TEXT("Which GPUs the NVIDIA runtime gives a container.")},
    Words{"NVIDIA_DRIVER_CAPABILITIES", "compute,utility",
          TEXT("Which parts of the driver a container gets: compute for CUDA, utility for nvidia-smi, video, graphics, "
               "display.")},
    Words{"NVIDIA_REQUIRE_CUDA", "",
          TEXT("The container does not start on a driver that does not meet this; the NVIDIA images set it.")},
    Words{"TORCH_CUDA_ARCH_LIST", "7.5",
          TEXT("For which compute capabilities PyTorch's extensions are compiled. Without it the machine's own GPU "
               "decides, and a build has none.")},
    Words{"FORCE_CUDA", "1", TEXT("Many extensions compile their CUDA code only when they see a GPU, or this.")},
    Words{"MAX_JOBS", "4",
          TEXT("How many compilers run at once when PyTorch builds extensions; nvcc takes about 2 GB each.")},
    Words{"TF_FORCE_GPU_ALLOW_GROWTH", "true",
          TEXT("TensorFlow takes GPU memory as it needs it instead of all of it.")},
    Words{"TF_CPP_MIN_LOG_LEVEL", "2", TEXT("Which of TensorFlow's messages are left out: 1 hints, 2 warnings too.")},
    Words{"XLA_PYTHON_CLIENT_PREALLOCATE", "false",
          TEXT("JAX takes GPU memory as it needs it instead of three quarters of it.")},
    Words{"OMP_NUM_THREADS", "4", TEXT("How many threads OpenMP code such as NumPy and PyTorch on the CPU uses.")},
    Words{"HF_HOME", "/data/huggingface",
          TEXT("Where Hugging Face libraries keep models and data sets; put it on a volume.")},
    Words{"HF_TOKEN", "",
          TEXT("A Hugging Face token: give it when the container runs or as a secret mount, never here.")},
    Words{"TRANSFORMERS_CACHE", "", TEXT("The older name of the folder for Hugging Face models; HF_HOME replaces it.")},
    Words{"TORCH_HOME", "/data/torch", TEXT("Where torch.hub and torchvision keep weights; put it on a volume.")},
    Words{"WANDB_MODE", "offline", TEXT("Weights & Biases writes to files only and asks for no key.")},
    Words{"MPLBACKEND", "Agg", TEXT("Matplotlib draws into files without a display.")},
    Words{"SETUPTOOLS_USE_DISTUTILS", "stdlib",
          TEXT("Lets old setup scripts use Python's own distutils, where it still exists.")},
};

} // namespace

std::span<const Words> instructionWords() {
    return instructions;
}

std::span<const Words> flagWords() {
    return flags;
}

std::span<const Words> mountWords() {
    return mounts;
}

std::span<const Words> directiveWords() {
    return directives;
}

std::span<const Words> variableWords() {
    return variables;
}

const Words* findWords(std::span<const Words> rows, QStringView name) {
    for (const Words& row : rows) {
        if (name == QLatin1String(row.name)) {
            return &row;
        }
    }
    return nullptr;
}

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::language", text);
}

QString syntaxOf(const Words& row) {
    return QString::fromUtf8(row.syntax);
}

} // namespace reberth::language
