// Services of a compose file against the Dockerfiles that they build.
#include "core/diagnostics/nearest.h"
#include "core/meaning/rule.h"

#include <QRegularExpression>

#include <algorithm>
#include <functional>

namespace reberth::meaning {

using diagnostics::Severity;
using yaml::Entry;
using yaml::Node;

namespace {

void eachService(const Facts& facts,
                 const std::function<void(const Compose&, const Entry& service, const Dockerfile* built)>& visit) {
    for (const Compose& compose : facts.composes) {
        for (const Entry& service : compose.document.root().value(u"services").entries()) {
            visit(compose, service, facts.builtBy(service.value));
        }
    }
}

Image imageOf(const Facts& facts, const Entry& service, const Dockerfile* built) {
    return built ? built->image : readImage(service.value.value(u"image").text(), facts.knowledge);
}

bool needsGpu(const Image& image, const Dockerfile* built) {
    const bool cpuWheel = built && built->package(QStringLiteral("torch")) &&
                          built->package(QStringLiteral("torch"))->local == QLatin1String("cpu");
    return image.isCuda() && !cpuWheel;
}

void notRequested(const Facts& facts, Findings& findings) {
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile* built) {
        const Image image = imageOf(facts, service, built);
        if (needsGpu(image, built) && !gpuRequest(service.value) && !service.value.contains(u"extends") &&
            !service.value.contains(u"devices")) {
            findings.add(
                {compose.file, service.keyRange},
                translated("“%1” runs an image with CUDA and asks for no GPU, so it gets none.").arg(service.key));
        }
    });
}

void withoutUse(const Facts& facts, Findings& findings) {
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile* built) {
        const Entry* request = gpuRequest(service.value);
        const Package* torch = built ? built->package(QStringLiteral("torch")) : nullptr;
        if (request && torch && torch->local == QLatin1String("cpu")) {
            findings.add({compose.file, request->keyRange},
                         translated("“%1” asks for GPUs, but its torch was built for the CPU only.").arg(service.key));
        }
    });
}

void shmIgnored(const Facts& facts, Findings& findings) {
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile*) {
        const Entry* size = service.value.find(u"shm_size");
        if (size && service.value.value(u"ipc").text() == QLatin1String("host")) {
            findings.add(
                {compose.file, size->keyRange},
                translated("With “ipc: host” the machine's own shared memory is used, whatever is written here."));
        }
    });
}

/// Name and value of every environment variable of a service, with its place.
void eachVariable(const Node& service, const std::function<void(const QString&, const QString&, TextRange)>& visit) {
    const Node environment = service.value(u"environment");
    for (const Entry& entry : environment.entries()) {
        visit(entry.key, entry.value.text(), entry.keyRange);
    }
    for (const Node& item : environment.items()) {
        visit(item.text().section(u'=', 0, 0), item.text().section(u'=', 1), item.range());
    }
}

void visibleAlone(const Facts& facts, Findings& findings) {
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile*) {
        if (gpuRequest(service.value)) {
            return;
        }
        eachVariable(service.value, [&](const QString& name, const QString& value, TextRange range) {
            const bool chooses =
                name == QLatin1String("NVIDIA_VISIBLE_DEVICES") || name == QLatin1String("CUDA_VISIBLE_DEVICES");
            static const QStringList none{QStringLiteral("none"), QStringLiteral("void"), QStringLiteral("-1"),
                                          QString()};
            if (chooses && !none.contains(value)) {
                findings.add({compose.file, range},
                             translated("“%1” chooses among GPUs that the service does not ask for.").arg(name));
            }
        });
    });
}

void secretValue(const Facts& facts, Findings& findings) {
    static const QRegularExpression secret(
        QStringLiteral("(?:_|^)(?:apikey|api_key|token|secret|password|passwd)(?:_|$)"),
        QRegularExpression::CaseInsensitiveOption);
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile*) {
        eachVariable(service.value, [&](const QString& name, const QString& value, TextRange range) {
            if (name.contains(secret) && value.size() >= 8 && !value.contains(u'$') && !value.startsWith(u'/')) {
                findings.add(
                    {compose.file, range},
                    translated("The value of “%1” stands in the file; ${%1} takes it from the environment or .env.")
                        .arg(name));
            }
        });
    });
}

void missingArgument(const Facts& facts, Findings& findings) {
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile* built) {
        const Entry* build = service.value.find(u"build");
        if (!built || !build) {
            return;
        }
        const Node args = build->value.value(u"args");
        QStringList given;
        for (const Entry& entry : args.entries()) {
            given.append(entry.key);
        }
        for (const QString& text : args.texts()) {
            given.append(text.section(u'=', 0, 0));
        }
        QStringList declared;
        for (const dockerfile::Instruction* instruction : built->subject->instructions) {
            if (instruction->is(dockerfile::Keyword::Arg)) {
                for (const dockerfile::Assignment& one : dockerfile::assignmentsOf(*instruction)) {
                    declared.append(one.name);
                }
            }
        }
        for (const dockerfile::Stage& stage : built->document.stages) {
            const auto& variables = built->subject->variables.at(stage.from);
            for (const auto& use : dockerfile::expand(stage.base, built->document.escape, variables.lookup()).uses) {
                if (variables.isDefined(use.name) && !variables.value(use.name) && !use.hasDefault &&
                    !given.contains(use.name)) {
                    findings.add(
                        {compose.file, build->keyRange},
                        translated("The Dockerfile's FROM needs the argument “%1”, which “args” does not give.")
                            .arg(use.name));
                }
            }
        }
        for (const QString& name : given) {
            if (!name.isEmpty() && !name.contains(u'$') && !declared.contains(name) &&
                !name.endsWith(QLatin1String("_proxy"), Qt::CaseInsensitive) &&
                !name.startsWith(QLatin1String("BUILDKIT_"))) {
                const QString near = diagnostics::nearest(name, declared);
                findings.add({compose.file, build->keyRange},
                             near.isEmpty()
                                 ? translated("The Dockerfile has no ARG “%1”.").arg(name)
                                 : translated("The Dockerfile has no ARG “%1”. Did you mean “%2”?").arg(name, near));
            }
        }
    });
}

void missingTarget(const Facts& facts, Findings& findings) {
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile* built) {
        const Node target = service.value.value(u"build").value(u"target");
        if (!built || !target.isScalar() || target.text().contains(u'$')) {
            return;
        }
        QStringList names;
        for (const dockerfile::Stage& stage : built->document.stages) {
            names.append(stage.name);
        }
        if (built->document.stageIndex(target.text(), built->document.stages.size()) < 0) {
            const QString near = diagnostics::nearest(target.text(), names);
            findings.add({compose.file, target.range()},
                         translated("The Dockerfile has no stage “%1”.").arg(target.text()),
                         near.isEmpty() ? QList<diagnostics::Fix>()
                                        : QList<diagnostics::Fix>{suggestion(translated("Change to “%1”").arg(near),
                                                                             target.range(), near)});
        }
    });
}

/// Folders in which a RUN leaves compiled code behind.
QStringList builtFolders(const Dockerfile& file) {
    QStringList out;
    QString folder;
    for (const dockerfile::Instruction* instruction : file.subject->instructions) {
        if (instruction->is(dockerfile::Keyword::Workdir)) {
            const QString path = instruction->arguments();
            folder = path.startsWith(u'/') ? path : folder + QLatin1Char('/') + path;
        }
        if (!instruction->is(dockerfile::Keyword::Run)) {
            continue;
        }
        for (const dockerfile::RunView& view : file.subject->runs) {
            const bool builds =
                view.run == instruction &&
                std::any_of(view.script.commands.cbegin(), view.script.commands.cend(),
                            [](const dockerfile::ShellCommand& command) {
                                const QStringList options{QStringLiteral("-e"), QStringLiteral("--editable")};
                                const QString first = command.verb();
                                const bool setup = first.endsWith(QLatin1String("setup.py"));
                                return setup ||
                                       (command.name().startsWith(QLatin1String("pip")) && command.hasOption(options));
                            });
            if (builds && !folder.isEmpty()) {
                out.append(folder);
            }
        }
    }
    return out;
}

void hiddenBuild(const Facts& facts, Findings& findings) {
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile* built) {
        if (!built) {
            return;
        }
        const QStringList folders = builtFolders(*built);
        for (const Node& volume : service.value.value(u"volumes").items()) {
            const bool map = volume.isMap();
            const QString source = map ? volume.value(u"source").text() : volume.text().section(u':', 0, 0);
            QString target = map ? volume.value(u"target").text() : volume.text().section(u':', 1, 1);
            while (target.size() > 1 && target.endsWith(u'/')) {
                target.chop(1);
            }
            const bool bind = source.startsWith(u'.') || source.startsWith(u'/') || source.startsWith(u'~');
            const bool hides = std::any_of(folders.cbegin(), folders.cend(), [&](const QString& folder) {
                return folder == target || folder.startsWith(target + QLatin1Char('/'));
            });
            if (bind && !target.isEmpty() && hides) {
                findings.add(
                    {compose.file, volume.range()},
                    translated("This mount hides “%1”, where the image has compiled or installed code in place.")
                        .arg(target));
            }
        }
    });
}

void builtAndLatest(const Facts& facts, Findings& findings) {
    eachService(facts, [&](const Compose& compose, const Entry& service, const Dockerfile* built) {
        const Node image = service.value.value(u"image");
        if (built || !image.isScalar() || image.text().contains(u'$') || service.value.contains(u"build")) {
            return;
        }
        const QString last = image.text().section(u'/', -1);
        if (!last.contains(u':') && !last.contains(u'@') && !last.isEmpty()) {
            findings.add({compose.file, image.range()},
                         translated("“%1” has no tag, so each pull may bring another image.").arg(image.text()));
        }
        if (const auto gone = facts.knowledge.deletedImageReplacement(image.text())) {
            findings.add({compose.file, image.range()},
                         gone->isEmpty()
                             ? translated("The image “%1” was removed from its registry.").arg(image.text())
                             : translated("The image “%1” was removed from its registry; “%2” takes its place.")
                                   .arg(image.text(), *gone));
        }
    });
}

} // namespace

QList<Rule> serviceRules() {
    return {
        {"gpu-not-requested", Severity::Warning, "Image with CUDA, service without GPU",
         "A container sees a GPU only when it asks for one: gpus, or deploy.resources.reservations.devices.",
         notRequested},
        {"gpu-without-use", Severity::Warning, "GPU for a program of the CPU",
         "A framework that was built for the CPU never uses the GPU.", withoutUse},
        {"shm-ignored", Severity::Info, "shm_size with ipc: host", "One of the two is enough.", shmIgnored},
        {"visible-devices-alone", Severity::Info, "GPUs chosen, none requested",
         "The variables choose among the GPUs that a container was given; they give none on engines of today.",
         visibleAlone},
        {"compose-secret", Severity::Warning, "Secret in a compose file",
         "Compose files are shared and kept in Git; secrets belong to .env or “secrets”.", secretValue},
        {"build-argument", Severity::Warning, "Arguments of the build don't fit the Dockerfile",
         "A FROM with an argument that nobody gives fails; an argument that no ARG takes does nothing.",
         missingArgument},
        {"build-target", Severity::Warning, "Target that is no stage",
         "The build stops when there is no stage of that name.", missingTarget},
        {"mount-hides-build", Severity::Warning, "Mount over what was built",
         "A folder of the machine takes the place of the image's; what setup.py or pip -e left there is gone.",
         hiddenBuild},
        {"compose-image", Severity::Info, "Image of a service without a version, or removed",
         "Name a version, so that the service is the same next year.", builtAndLatest},
    };
}

} // namespace reberth::meaning
