#include "core/diagnostics/nearest.h"
#include "core/dockerfile/imagereference.h"
#include "core/dockerfile/rule.h"
#include "core/dockerfile/variables.h"

#include <QRegularExpression>

#include <algorithm>
#include <functional>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

/// FROMs on an image of a registry, with the image as far as defaults tell it.
void eachImage(
    const Subject& subject,
    const std::function<void(const Stage&, const QString& image, const Instruction&, const Variables&)>& visit) {
    subject.eachInstruction([&](const Instruction& from, const Variables& variables) {
        if (!from.is(Keyword::From) || from.words.isEmpty()) {
            return;
        }
        const Stage& stage = subject.document.stages.at(from.stage);
        if (stage.parent < 0 && stage.base != QLatin1String("scratch")) {
            visit(stage, expand(stage.base, subject.document.escape, variables.lookup()).value, from, variables);
        }
    });
}

void untagged(const Subject& subject, Findings& findings) {
    eachImage(subject, [&](const Stage& stage, const QString& image, const Instruction&, const Variables&) {
        const auto reference = ImageReference::parse(image);
        if (!stage.base.contains(u'$') && reference && reference->tag.isEmpty() && reference->digest.isEmpty()) {
            findings.add(stage.baseRange,
                         translated("The image “%1” has no tag, so each build may get another one.").arg(image));
        }
    });
}

void latest(const Subject& subject, Findings& findings) {
    eachImage(subject, [&](const Stage& stage, const QString& image, const Instruction&, const Variables&) {
        const auto reference = ImageReference::parse(image);
        if (reference && reference->tag == QLatin1String("latest") && reference->digest.isEmpty()) {
            findings.add(stage.baseRange,
                         translated("The tag “latest” names another image next month; name a version."));
        }
    });
}

void deleted(const Subject& subject, Findings& findings) {
    if (!subject.context.deletedImage) {
        return;
    }
    eachImage(subject, [&](const Stage& stage, const QString& image, const Instruction&, const Variables&) {
        const std::optional<QString> replacement = subject.context.deletedImage(image);
        if (!replacement) {
            return;
        }
        QList<diagnostics::Fix> fixes;
        if (!replacement->isEmpty() && !stage.base.contains(u'$')) {
            fixes.append(suggestion(translated("Use %1").arg(*replacement), stage.baseRange, *replacement));
        }
        findings.add(stage.baseRange,
                     replacement->isEmpty()
                         ? translated("The image “%1” was removed from its registry.").arg(image)
                         : translated("The image “%1” was removed from its registry; “%2” takes its place.")
                               .arg(image, *replacement),
                     fixes);
    });
}

void constantPlatform(const Subject& subject, Findings& findings) {
    for (const Stage& stage : subject.document.stages) {
        const Flag* platform = subject.document.instructions.at(stage.from).flag(u"platform");
        if (!platform || !platform->value || platform->value->contains(u'$')) {
            continue;
        }
        const QStringList parts = platform->value->split(u'/');
        const bool told = std::any_of(parts.cbegin(), parts.cend(), [&](const QString& part) {
            return !part.isEmpty() && stage.name.contains(part, Qt::CaseInsensitive);
        });
        if (!told) {
            findings.add(platform->range,
                         translated("The platform is fixed to %1, whatever the build asks for.").arg(*platform->value));
        }
    }
}

void redundantPlatform(const Subject& subject, Findings& findings) {
    static const QRegularExpression target(QStringLiteral("^\\$(TARGETPLATFORM|\\{TARGETPLATFORM\\})$"));
    for (const Stage& stage : subject.document.stages) {
        const Flag* platform = subject.document.instructions.at(stage.from).flag(u"platform");
        if (platform && platform->value && target.match(*platform->value).hasMatch()) {
            TextRange whole = platform->range;
            whole.end = std::max(whole.end, stage.baseRange.start);
            findings.add(platform->range, translated("$TARGETPLATFORM is the platform of a FROM anyway."),
                         {safeFix(translated("Remove it"), whole, QString())});
        }
    }
}

void undefinedArg(const Subject& subject, Findings& findings) {
    subject.eachInstruction([&](const Instruction& from, const Variables& variables) {
        if (!from.is(Keyword::From) || from.words.isEmpty()) {
            return;
        }
        QList<std::pair<QString, TextRange>> texts{{from.words.front().text, from.words.front().range}};
        if (const Flag* platform = from.flag(u"platform"); platform && platform->value) {
            texts.append({*platform->value, platform->valueRange});
        }
        for (const auto& [text, range] : texts) {
            for (const VariableUse& use : expand(text, subject.document.escape, variables.lookup()).uses) {
                if (variables.isDefined(use.name)) {
                    continue;
                }
                const QString near = diagnostics::nearest(use.name, variables.names());
                QString message =
                    translated("FROM uses “%1”, which no ARG before the first FROM declares.").arg(use.name);
                QList<diagnostics::Fix> fixes;
                if (!near.isEmpty()) {
                    message += QLatin1Char(' ') + translated("Did you mean “%1”?").arg(near);
                    fixes.append(suggestion(translated("Change to “%1”").arg(near), range,
                                            QString(text).replace(use.name, near)));
                }
                findings.add(range, message, fixes);
            }
        }
    });
}

void invalidDefault(const Subject& subject, Findings& findings) {
    // What --build-arg gives does not count: the rule is about a build without any.
    const QList<Variables> defaults =
        subject.context.settings.buildArguments.isEmpty() ? subject.variables : variablesOf(subject.document);
    eachImage(subject, [&](const Stage& stage, const QString&, const Instruction&, const Variables&) {
        const Variables& variables = defaults.at(stage.from);
        const Expansion expansion = expand(stage.base, subject.document.escape, variables.lookup());
        const QString& image = expansion.value;
        const bool declared = std::all_of(expansion.uses.cbegin(), expansion.uses.cend(),
                                          [&](const VariableUse& use) { return variables.isDefined(use.name); });
        if (!expansion.uses.isEmpty() && expansion.error.isEmpty() && declared && !ImageReference::parse(image)) {
            findings.add(
                stage.baseRange,
                translated("Without build arguments this makes “%1”, which is no image; give the ARG a default.")
                    .arg(image));
        }
    });
}

/// Does a command compile CUDA code, as far as its words tell?
bool compilesCuda(const ShellCommand& command) {
    const QString& name = command.name();
    if (name == QLatin1String("nvcc")) {
        return !command.hasOption({QStringLiteral("--version"), QStringLiteral("-V")});
    }
    bool cudaPackage = false;
    bool setupBuild = false;
    for (const ShellWord& word : command.words) {
        static const QRegularExpression known(
            QStringLiteral("^(flash-attn|apex|detectron2|pytorch3d|mmcv-full|tiny-cuda-nn|deepspeed|torch-scatter|diff-"
                           "gaussian-rasterization)\\b"));
        cudaPackage = cudaPackage || word.text.contains(QLatin1String("--cuda_ext")) ||
                      word.text.contains(QLatin1String("cuda"), Qt::CaseInsensitive);
        setupBuild = setupBuild || word.text == QLatin1String("setup.py");
        if (name.startsWith(QLatin1String("pip")) && known.match(word.text).hasMatch()) {
            return command.hasOption(
                {QStringLiteral("--no-binary"), QStringLiteral("--no-build-isolation"), QStringLiteral("--cuda_ext")});
        }
    }
    const bool forced =
        std::any_of(command.assignments.cbegin(), command.assignments.cend(), [](const ShellWord& word) {
            return word.text.startsWith(QLatin1String("FORCE_CUDA=1")) ||
                   word.text.startsWith(QLatin1String("TORCH_CUDA_ARCH_LIST="));
        });
    return forced || (setupBuild && cudaPackage);
}

void cudaRuntimeCompile(const Subject& subject, Findings& findings) {
    for (const RunView& view : subject.runs) {
        static const QRegularExpression bare(QStringLiteral("-runtime|cuda.*-base"));
        const QString image = subject.rootImage(view.run->stage);
        if (!image.contains(bare)) {
            continue;
        }
        for (const ShellCommand& command : view.script.commands) {
            if (compilesCuda(command)) {
                const QString devel = QString(image)
                                          .replace(QLatin1String("-runtime"), QLatin1String("-devel"))
                                          .replace(QLatin1String("-base"), QLatin1String("-devel"));
                findings.add(command.range,
                             translated("This compiles CUDA code, but “%1” has no compiler for it; “%2” has.")
                                 .arg(image, devel));
            }
        }
    }
}

} // namespace

QList<Rule> imageRules() {
    return {
        {"image-untagged",
         {QStringLiteral("DL3006")},
         Severity::Warning,
         "Image without a tag",
         "No tag means latest, which moves on. Name a version so that the build is the same next year.",
         untagged},
        {"image-latest",
         {QStringLiteral("DL3007")},
         Severity::Warning,
         "Image tag latest",
         "latest moves on. Name a version so that the build is the same next year.",
         latest},
        {"image-deleted",
         {},
         Severity::Error,
         "Image that was removed",
         "Registries remove old images; the build fails at its first step.",
         deleted},
        {"platform-constant",
         {QStringLiteral("FromPlatformFlagConstDisallowed"), QStringLiteral("DL3029")},
         Severity::Warning,
         "FROM with a fixed platform",
         "A fixed platform can't be built for another machine.",
         constantPlatform},
        {"platform-redundant",
         {QStringLiteral("RedundantTargetPlatform"), QStringLiteral("DL3065")},
         Severity::Warning,
         "FROM with the platform it has anyway",
         "The flag says what holds without it.",
         redundantPlatform},
        {"from-undefined-arg",
         {QStringLiteral("UndefinedArgInFrom")},
         Severity::Warning,
         "FROM with an undeclared ARG",
         "Only ARGs before the first FROM can be used in FROM; everything else is empty.",
         undefinedArg},
        {"from-invalid-default",
         {QStringLiteral("InvalidDefaultArgInFrom")},
         Severity::Warning,
         "FROM that needs a build argument",
         "Without --build-arg the build fails at its first line.",
         invalidDefault},
        {"cuda-runtime-compile",
         {},
         Severity::Warning,
         "CUDA code compiled in a runtime image",
         "Images with “runtime” or “base” in their tag carry no nvcc and no CUDA headers; “devel” ones do.",
         cudaRuntimeCompile},
    };
}

} // namespace reberth::dockerfile
