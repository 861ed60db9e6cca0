#include "core/meaning/facts.h"

#include "core/knowledge/imagecontents.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::meaning {

using dockerfile::Keyword;
using dockerfile::RunView;
using dockerfile::ShellCommand;
using dockerfile::ShellWord;

namespace {

struct Installer {
    enum class Kind { None, Pip, Conda, Apt } kind = Kind::None;
    QList<ShellWord> words; ///< behind the verb
};

Installer installerOf(const ShellCommand& command) {
    static const QRegularExpression pip(QStringLiteral("^pip[0-9.]*$"));
    static const QRegularExpression python(QStringLiteral("^python[0-9.]*$"));
    QList<ShellWord> words = command.arguments();
    Installer out;
    if (command.name().contains(pip) || command.name() == QLatin1String("uv")) {
        out.kind = Installer::Kind::Pip;
    } else if (command.name().contains(python) && words.value(0).text == QLatin1String("-m") &&
               words.value(1).text == QLatin1String("pip")) {
        out.kind = Installer::Kind::Pip;
    } else if (command.name() == QLatin1String("conda") || command.name() == QLatin1String("mamba") ||
               command.name() == QLatin1String("micromamba")) {
        out.kind = Installer::Kind::Conda;
    } else if (command.name() == QLatin1String("apt-get") || command.name() == QLatin1String("apt")) {
        out.kind = Installer::Kind::Apt;
    }
    const auto verb = std::find_if(words.cbegin(), words.cend(), [](const ShellWord& word) {
        return word.text == QLatin1String("install") || word.text == QLatin1String("create");
    });
    if (out.kind == Installer::Kind::None || verb == words.cend()) {
        return {};
    }
    out.words = words.mid(std::distance(words.cbegin(), verb) + 1);
    return out;
}

bool takesValue(const QString& option) {
    static const QStringList options{QStringLiteral("-c"),
                                     QStringLiteral("--channel"),
                                     QStringLiteral("-n"),
                                     QStringLiteral("--name"),
                                     QStringLiteral("-p"),
                                     QStringLiteral("--prefix"),
                                     QStringLiteral("-f"),
                                     QStringLiteral("--find-links"),
                                     QStringLiteral("-i"),
                                     QStringLiteral("--index-url"),
                                     QStringLiteral("--extra-index-url"),
                                     QStringLiteral("--trusted-host"),
                                     QStringLiteral("-t"),
                                     QStringLiteral("--target"),
                                     QStringLiteral("-e"),
                                     QStringLiteral("--global-option"),
                                     QStringLiteral("--constraint"),
                                     QStringLiteral("--python")};
    return options.contains(option);
}

/// Libraries whose installation runs nvcc, as far as no wheel is asked for.
bool compiles(const ShellCommand& command, const Installer& installer, const knowledge::Tables& tables) {
    const auto has = [&](const char* text) {
        return std::any_of(command.words.cbegin(), command.words.cend(),
                           [&](const ShellWord& word) { return word.text.contains(QLatin1String(text)); });
    };
    if (command.name() == QLatin1String("nvcc")) {
        return !has("--version") && !has("-V");
    }
    const bool forced =
        std::any_of(command.assignments.cbegin(), command.assignments.cend(),
                    [](const ShellWord& word) { return word.text.startsWith(QLatin1String("FORCE_CUDA=1")); });
    if (forced || has("--cuda_ext")) {
        return true;
    }
    if (installer.kind != Installer::Kind::Pip || has("find-links") || has("-f")) {
        return false;
    }
    // Packages with wheels for nobody, or that are told to ignore them.
    static const QStringList always{QStringLiteral("tiny-cuda-nn"), QStringLiteral("diff-gaussian-rasterization"),
                                    QStringLiteral("simple-knn"), QStringLiteral("pytorch3d")};
    return std::any_of(installer.words.cbegin(), installer.words.cend(), [&](const ShellWord& word) {
        const bool built =
            std::any_of(always.cbegin(), always.cend(), [&](const QString& name) { return word.text.contains(name); });
        const bool git = word.text.startsWith(QLatin1String("git+"));
        const bool known =
            std::any_of(tables.nvccBuilt().cbegin(), tables.nvccBuilt().cend(), [&](const QString& name) {
                return git ? word.text.contains(QLatin1Char('/') + name, Qt::CaseInsensitive)
                           : normalizedName(
                                 word.text.section(QRegularExpression(QStringLiteral("[=<>~!\\[]")), 0, 0)) == name;
            });
        return (git && (known || built)) || (built && !git) ||
               (known && (has("--no-binary") || has("--no-build-isolation")));
    });
}

void readStage(Dockerfile& out, const Inputs& inputs, const knowledge::Knowledge& knowledge) {
    const dockerfile::Subject& subject = *out.subject;
    for (const RunView& view : subject.runs) {
        if (!subject.isShipped(view.run->stage)) {
            continue;
        }
        for (const ShellCommand& command : view.script.commands) {
            const Installer installer = installerOf(command);
            for (qsizetype i = 0; i < installer.words.size(); ++i) {
                const ShellWord& word = installer.words.at(i);
                const bool list = word.text == QLatin1String("-r") || word.text == QLatin1String("--requirement");
                if (list && installer.kind == Installer::Kind::Pip) {
                    const QString wanted = QFileInfo(installer.words.value(++i).text).fileName();
                    for (int file = 0; file < inputs.files.size(); ++file) {
                        const SourceFile& source = inputs.files.at(file);
                        if (source.kind == FileKind::Requirements && QFileInfo(source.name).fileName() == wanted) {
                            out.packages += readRequirements(source.text, file);
                        }
                    }
                } else if (takesValue(word.text)) {
                    ++i;
                } else if (installer.kind == Installer::Kind::Apt) {
                    static const QRegularExpression compiler(QStringLiteral("^g(?:cc|\\+\\+)-([0-9]+)(?:=|$)"));
                    if (const auto match = compiler.match(word.text); match.hasMatch()) {
                        out.gcc = match.captured(1).toInt();
                    }
                } else if (!word.text.startsWith(u'-') && !word.text.contains(u'$')) {
                    if (auto package = readRequirement(word.text)) {
                        package->conda = installer.kind == Installer::Kind::Conda;
                        package->place = {out.file, word.range};
                        out.packages.append(*package);
                    }
                }
            }
            if (!out.compiles && compiles(command, installer, knowledge.tables())) {
                out.compilesCuda = true;
                out.compiles = Place{out.file, command.range};
            }
            for (const ShellWord& word : command.assignments) {
                if (word.text.startsWith(QLatin1String("TORCH_CUDA_ARCH_LIST="))) {
                    out.archList = {word.text.section(u'=', 1), Place{out.file, word.range}};
                }
            }
        }
    }
    for (const dockerfile::Instruction* instruction : subject.instructions) {
        if ((instruction->is(Keyword::Env) || instruction->is(Keyword::Arg)) && subject.isShipped(instruction->stage)) {
            for (const dockerfile::Assignment& assignment : dockerfile::assignmentsOf(*instruction)) {
                if (assignment.name == QLatin1String("TORCH_CUDA_ARCH_LIST") && assignment.value) {
                    QString value = *assignment.value;
                    out.archList = {value.remove(u'"').remove(u'\''), Place{out.file, assignment.valueRange}};
                }
            }
        }
    }
}

std::optional<Version> versionIn(const QString& text, const char* pattern) {
    const QRegularExpressionMatch match = QRegularExpression(QLatin1String(pattern)).match(text);
    return match.hasMatch() ? Version::parse(match.captured(1)) : std::nullopt;
}

} // namespace

QString normalizedName(const QString& name) {
    static const QRegularExpression runs(QStringLiteral("[-_.]+"));
    return QString(name).replace(runs, QStringLiteral("-")).toLower();
}

std::optional<Package> readRequirement(const QString& written) {
    static const QRegularExpression pattern(
        QStringLiteral("^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\\[[^\\]]*\\])?\\s*((?:[=<>~!]=?=?\\s*[^;#\\s]+)?)"));
    if (written.contains(QLatin1String("://")) || written.contains(u'/') || written.startsWith(u'.')) {
        return std::nullopt;
    }
    const QRegularExpressionMatch match = pattern.match(written);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    Package out;
    out.name = normalizedName(match.captured(1));
    out.written = written.section(u';', 0, 0).trimmed();
    QString specifier = match.captured(2);
    if (const qsizetype plus = specifier.indexOf(u'+'); plus >= 0) {
        out.local = specifier.mid(plus + 1).section(u',', 0, 0);
        specifier.remove(plus, out.local.size() + 1);
    }
    out.range = VersionRange::parse(specifier).value_or(VersionRange());
    return out;
}

QList<Package> readRequirements(const QString& text, int file) {
    QList<Package> out;
    const LineIndex lines(text);
    for (qsizetype i = 0; i < lines.lineCount(); ++i) {
        const qsizetype start = lines.lineStart(i);
        const qsizetype end = i + 1 < lines.lineCount() ? lines.lineStart(i + 1) : text.size();
        const QString line = text.mid(start, end - start).section(u'#', 0, 0).trimmed();
        if (line.isEmpty() || line.startsWith(u'-')) {
            continue;
        }
        if (auto package = readRequirement(line)) {
            const qsizetype at = text.indexOf(line, start);
            package->place = {file, {at, at + line.size()}};
            out.append(*package);
        }
    }
    return out;
}

Image readImage(const QString& name, const knowledge::Knowledge& knowledge) {
    const knowledge::Tables& tables = knowledge.tables();
    Image out;
    out.name = name;
    const QString plain = name.section(u'@', 0, 0);
    const QString tag = plain.section(u'/', -1).section(u':', 1);
    const QString repository = plain.left(plain.size() - tag.size() - (tag.isEmpty() ? 0 : 1));
    static const QRegularExpression os(QStringLiteral("(ubuntu|debian)-?([0-9]+(?:\\.[0-9]+)?)"));
    if (const auto match = os.match(plain.contains(u':') ? QString(plain).replace(u':', u'-') : plain);
        match.hasMatch()) {
        out.os = match.captured(1) + match.captured(2);
    }
    static const QHash<QString, QString> codeNames{{QStringLiteral("stretch"), QStringLiteral("debian9")},
                                                   {QStringLiteral("buster"), QStringLiteral("debian10")},
                                                   {QStringLiteral("bullseye"), QStringLiteral("debian11")},
                                                   {QStringLiteral("bookworm"), QStringLiteral("debian12")},
                                                   {QStringLiteral("trixie"), QStringLiteral("debian13")},
                                                   {QStringLiteral("xenial"), QStringLiteral("ubuntu16.04")},
                                                   {QStringLiteral("bionic"), QStringLiteral("ubuntu18.04")},
                                                   {QStringLiteral("focal"), QStringLiteral("ubuntu20.04")},
                                                   {QStringLiteral("jammy"), QStringLiteral("ubuntu22.04")},
                                                   {QStringLiteral("noble"), QStringLiteral("ubuntu24.04")}};
    for (auto it = codeNames.cbegin(); it != codeNames.cend() && out.os.isEmpty(); ++it) {
        out.os = tag.contains(it.key()) ? it.value() : QString();
    }
    const QString flavours[]{QStringLiteral("devel"), QStringLiteral("runtime"), QStringLiteral("base")};
    if (repository.endsWith(QLatin1String("nvidia/cuda"))) {
        out.cuda = versionIn(tag, "^([0-9]+\\.[0-9]+(?:\\.[0-9]+)?)");
        for (const QString& flavour : flavours) {
            out.flavour = out.flavour.isEmpty() && tag.contains(flavour) ? flavour : out.flavour;
        }
        out.cudnn = versionIn(tag, "cudnn([0-9]+)").value_or(Version()).toString();
        if (const knowledge::CudaImage* known = tables.cudaImage(tag)) {
            out.os = known->os;
            out.cudnn = known->cudnn;
        } else if (tag.contains(QLatin1String("-cudnn-"))) {
            out.cudnn = QStringLiteral("9");
        }
    } else if (repository.endsWith(QLatin1String("pytorch/pytorch")) && !name.contains(QLatin1String("nvcr.io"))) {
        out.framework = QStringLiteral("torch");
        out.frameworkVersion = versionIn(tag, "^([0-9]+\\.[0-9]+(?:\\.[0-9]+)?)");
        out.cuda = versionIn(tag, "cuda([0-9]+\\.[0-9]+)");
        out.cudnn = versionIn(tag, "cudnn([0-9]+)").value_or(Version()).toString();
        out.flavour = tag.contains(flavours[0]) ? flavours[0] : tag.contains(flavours[1]) ? flavours[1] : QString();
    } else if (repository.endsWith(QLatin1String("tensorflow/tensorflow")) &&
               !name.contains(QLatin1String("nvcr.io"))) {
        out.framework = QStringLiteral("tensorflow");
        out.frameworkVersion = versionIn(tag, "^([0-9]+\\.[0-9]+(?:\\.[0-9]+)?)");
        if (out.frameworkVersion) {
            const auto contents = knowledge::builtInImageFacts().tensorflow(*out.frameworkVersion, tag);
            out.python = Version::parse(contents.python);
            if (tag.contains(QLatin1String("gpu"))) {
                out.cuda = Version::parse(contents.cuda);
                out.flavour = flavours[1];
            }
        }
    } else if (name.contains(QLatin1String("nvcr.io/nvidia/pytorch"))) {
        const auto contents = knowledge::builtInImageFacts().ngc(QStringLiteral("pytorch"), tag);
        out.framework = QStringLiteral("torch");
        out.frameworkVersion = Version::parse(contents.frameworkVersion);
        out.cuda = Version::parse(contents.cuda);
        out.python = Version::parse(contents.python);
        out.flavour = flavours[0];
    } else if (repository == QLatin1String("python") || repository.endsWith(QLatin1String("library/python"))) {
        out.python = versionIn(tag, "^([0-9]+\\.[0-9]+)");
    }
    for (const auto& list : {QStringLiteral("torch"), QStringLiteral("tensorflow")}) {
        for (const knowledge::FrameworkRelease& release : tables.releases(list)) {
            for (const knowledge::FrameworkImage& image : release.images) {
                if (image.image == name) {
                    out.python = image.python.isNull() ? out.python : std::optional(image.python);
                    out.os = image.os.isEmpty() ? out.os : image.os;
                }
            }
        }
    }
    return out;
}

const Package* Dockerfile::package(const QString& name) const {
    const auto it =
        std::find_if(packages.crbegin(), packages.crend(), [&](const Package& one) { return one.name == name; });
    return it == packages.crend() ? nullptr : &*it;
}

std::optional<Version> Dockerfile::frameworkVersion(const QString& framework) const {
    for (auto it = packages.crbegin(); it != packages.crend(); ++it) {
        const QString name = it->name == QLatin1String("pytorch")          ? QStringLiteral("torch")
                             : it->name == QLatin1String("tensorflow-gpu") ? QStringLiteral("tensorflow")
                                                                           : it->name;
        if (name == framework) {
            return it->exact();
        }
    }
    return image.framework == framework ? image.frameworkVersion : std::nullopt;
}

Facts::Facts(const Inputs& allInputs, const knowledge::Knowledge& facts)
    : inputs(allInputs)
    , knowledge(facts)
    , tables(facts.tables()) {
    for (int i = 0; i < inputs.files.size(); ++i) {
        const SourceFile& source = inputs.files.at(i);
        if (source.kind == FileKind::Compose) {
            composes.append({i, yaml::read(source.text)});
            continue;
        }
        if (source.kind == FileKind::Requirements) {
            requirements += readRequirements(source.text, i);
            continue;
        }
        auto out = std::make_unique<Dockerfile>();
        out->file = i;
        out->document = dockerfile::parse(source.text);
        out->context.settings = inputs.settings;
        if (out->document.foreignSyntax || out->document.stages.isEmpty()) {
            continue;
        }
        out->subject = std::make_unique<dockerfile::Subject>(out->document, out->context);
        const qsizetype root = out->subject->lineage(out->document.stages.size() - 1).back();
        const dockerfile::Stage& stage = out->document.stages.at(root);
        const QString image =
            dockerfile::expand(stage.base, out->document.escape, out->subject->variables.at(stage.from).lookup()).value;
        out->image = readImage(image, knowledge);
        out->image.place = {i, stage.baseRange};
        readStage(*out, inputs, knowledge);
        dockerfiles.push_back(std::move(out));
    }
}

const Dockerfile* Facts::builtBy(const yaml::Node& service) const {
    const yaml::Node build = service.value(u"build");
    if (build.isNull() || dockerfiles.empty()) {
        return nullptr;
    }
    const QString named = build.isMap() ? build.value(u"dockerfile").text() : QString();
    const QString wanted = named.isEmpty() ? QStringLiteral("Dockerfile") : QFileInfo(named).fileName();
    for (const auto& one : dockerfiles) {
        if (QFileInfo(inputs.files.at(one->file).name).fileName() == wanted) {
            return one.get();
        }
    }
    return nullptr;
}

const yaml::Entry* gpuRequest(const yaml::Node& service) {
    if (const yaml::Entry* gpus = service.find(u"gpus")) {
        return gpus;
    }
    if (const yaml::Entry* runtime = service.find(u"runtime");
        runtime && runtime->value.text() == QLatin1String("nvidia")) {
        return runtime;
    }
    const yaml::Node reservations = service.value(u"deploy").value(u"resources").value(u"reservations");
    const yaml::Entry* devices = reservations.find(u"devices");
    return devices;
}

} // namespace reberth::meaning
