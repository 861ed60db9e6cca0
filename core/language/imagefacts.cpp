#include "core/language/imagefacts.h"

#include "core/dockerfile/imagereference.h"
#include "core/knowledge/knowledge.h"
#include "core/knowledge/tables.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace reberth::language {

using knowledge::CudaImage;
using knowledge::FrameworkRelease;
using knowledge::OsRelease;
using knowledge::PythonRelease;
using knowledge::Tables;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::language", text);
}

QString osName(const QString& id, const Context& context) {
    const OsRelease* os = context.knowledge->tables().os(id);
    return os ? os->name : id;
}

QString endOfLife(const QString& what, const QDate& end, const Context& context) {
    if (!end.isValid()) {
        return {};
    }
    const QString day = end.toString(Qt::ISODate);
    if (!context.today.isValid()) {
        return tr("%1: updates until %2.").arg(what, day);
    }
    return context.today > end ? tr("%1 has had no updates since %2.").arg(what, day)
                               : tr("%1 gets updates until %2.").arg(what, day);
}

QString cudaDetail(const CudaImage& image, const Context& context) {
    QStringList parts{tr("CUDA %1").arg(image.cuda.toString())};
    if (!image.cudnn.isEmpty()) {
        parts.append(tr("cuDNN %1").arg(image.cudnn));
    }
    if (!image.os.isEmpty()) {
        parts.append(osName(image.os, context));
    }
    return parts.join(QStringLiteral(" · "));
}

QString describeCuda(const CudaImage& image, const Context& context) {
    const Tables& tables = context.knowledge->tables();
    QStringList lines;
    if (!image.exists()) {
        const auto instead = context.knowledge->deletedImageReplacement(image.name());
        lines.append(instead && !instead->isEmpty()
                         ? tr("This tag was deleted from the registry; %1 takes its place.").arg(*instead)
                         : tr("This tag was deleted from the registry."));
    }
    lines.append(cudaDetail(image, context) + QLatin1Char('.'));
    lines.append(
        image.flavour == QLatin1String("devel")
            ? tr("devel: with nvcc and headers, to compile CUDA extensions; about three times the size of runtime.")
        : image.flavour == QLatin1String("runtime")
            ? tr("runtime: CUDA's libraries without nvcc; compiling extensions needs devel.")
            : tr("base: only what the driver needs; wheels that bring their own CUDA need no more."));
    if (const knowledge::Toolkit* toolkit = tables.firstToolkit(image.cuda); toolkit && toolkit->minimumDriver()) {
        lines.append(tr("Runs on driver %1 and newer.").arg(toolkit->minimumDriver()->toString()));
    }
    if (const OsRelease* os = tables.os(image.os)) {
        lines.append(endOfLife(os->name, os->endOfLife, context));
    }
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

const char* const frameworks[] = {"torch", "tensorflow", "jax"};

QString describeFrameworkImage(const FrameworkRelease& release, const knowledge::FrameworkImage& image,
                               const Context& context) {
    QStringList parts{QStringLiteral("%1 %2").arg(release.framework, release.version.toString())};
    if (!image.cuda.isNull()) {
        parts.append(tr("CUDA %1").arg(image.cuda.toString()));
    }
    if (!image.cudnn.isEmpty()) {
        parts.append(tr("cuDNN %1").arg(image.cudnn));
    }
    if (!image.python.isNull()) {
        parts.append(tr("Python %1").arg(image.python.toString()));
    }
    if (!image.os.isEmpty()) {
        parts.append(osName(image.os, context));
    }
    return parts.join(QStringLiteral(" · "));
}

QString withoutHub(QString image) {
    for (const QLatin1String prefix : {QLatin1String("docker.io/"), QLatin1String("library/")}) {
        if (image.startsWith(prefix)) {
            image.remove(0, prefix.size());
        }
    }
    return image;
}

/// Pre-PEP-503 spellings compare equal.
QString normalised(QString name) {
    name = name.toLower();
    name.replace(QLatin1Char('_'), QLatin1Char('-'));
    name.replace(QLatin1Char('.'), QLatin1Char('-'));
    return name;
}

QString frameworkOf(const QString& distribution) {
    const QString name = normalised(distribution);
    if (name == QLatin1String("tensorflow-gpu") || name == QLatin1String("tensorflow-cpu")) {
        return QStringLiteral("tensorflow");
    }
    return name;
}

} // namespace

QList<CompletionItem> imageItems(const Context& context) {
    QList<CompletionItem> items;
    const auto add = [&items](const QString& name, const QString& detail, bool tags) {
        CompletionItem item;
        item.label = name;
        item.insert = tags ? name + QLatin1Char(':') : QString();
        item.kind = ItemKind::Image;
        item.detail = detail;
        item.continues = tags;
        items.append(item);
    };
    for (const QString& image : context.images) {
        add(image, tr("on this engine"), false);
    }
    if (context.knowledge) {
        add(QStringLiteral("nvidia/cuda"), tr("CUDA on Ubuntu"), true);
        add(QStringLiteral("python"), tr("CPython on Debian"), true);
        add(QStringLiteral("pytorch/pytorch"), tr("PyTorch with CUDA"), true);
        add(QStringLiteral("tensorflow/tensorflow"), tr("TensorFlow"), true);
        add(QStringLiteral("ubuntu"), tr("Ubuntu"), true);
        add(QStringLiteral("debian"), tr("Debian"), true);
    }
    add(QStringLiteral("scratch"), tr("the empty image"), false);
    return items;
}

QList<CompletionItem> tagItems(const QString& written, const Context& context) {
    const QString repository = withoutHub(written);
    QList<CompletionItem> items;
    QSet<QString> seen;
    const auto add = [&items, &seen](const QString& tag, const QString& detail, const QString& documentation) {
        if (!tag.isEmpty() && !seen.contains(tag)) {
            seen.insert(tag);
            CompletionItem item;
            item.label = tag;
            item.kind = ItemKind::Image;
            item.detail = detail;
            item.documentation = documentation;
            items.append(item);
        }
    };
    const QString prefix = repository + QLatin1Char(':');
    for (const QString& image : context.images) {
        if (withoutHub(image).startsWith(prefix)) {
            add(withoutHub(image).mid(prefix.size()), tr("on this engine"), {});
        }
    }
    if (!context.knowledge) {
        return items;
    }
    const Tables& tables = context.knowledge->tables();
    if (repository == QLatin1String("nvidia/cuda")) {
        QList<const CudaImage*> images;
        for (const CudaImage& image : tables.cudaImages()) {
            if (image.exists()) {
                images.append(&image);
            }
        }
        std::stable_sort(images.begin(), images.end(),
                         [](const CudaImage* a, const CudaImage* b) { return a->cuda > b->cuda; });
        for (const CudaImage* image : std::as_const(images)) {
            add(image->tag, cudaDetail(*image, context), describeCuda(*image, context));
        }
    }
    for (const PythonRelease& python : tables.pythons()) {
        for (const QString& image : python.images) {
            if (image.startsWith(prefix)) {
                add(image.mid(prefix.size()), tr("Python %1").arg(python.version.toString()),
                    endOfLife(tr("Python %1").arg(python.version.toString()), python.endOfLife, context));
            }
        }
    }
    for (const OsRelease& os : tables.osReleases()) {
        if (os.image.startsWith(prefix)) {
            add(os.image.mid(prefix.size()), os.name, describeImage(os.image, context));
        }
    }
    for (const char* framework : frameworks) {
        const QList<FrameworkRelease>& releases = tables.releases(QLatin1String(framework));
        for (auto release = releases.crbegin(); release != releases.crend(); ++release) {
            for (const knowledge::FrameworkImage& image : release->images) {
                if (image.isSeen && image.image.startsWith(prefix)) {
                    add(image.image.mid(prefix.size()), describeFrameworkImage(*release, image, context), {});
                }
            }
        }
    }
    return items;
}

QString describeImage(const QString& written, const Context& context) {
    const auto reference = dockerfile::ImageReference::parse(written);
    if (!reference) {
        return {};
    }
    QStringList lines;
    if (context.images.contains(written)) {
        lines.append(tr("The engine has this image."));
    }
    const QString repository = withoutHub(reference->repository());
    const QString image = repository + QLatin1Char(':') + reference->tag;
    if (reference->repository() == QLatin1String("scratch")) {
        return tr("The empty image: nothing to start from, for programs that bring everything themselves.");
    }
    if (context.knowledge) {
        const Tables& tables = context.knowledge->tables();
        if (repository == QLatin1String("nvidia/cuda")) {
            if (const CudaImage* cuda = tables.cudaImage(reference->tag)) {
                lines.append(describeCuda(*cuda, context));
            } else if (const auto alias = tables.osLessAlias(reference->tag)) {
                lines.append(tr("Tags without a system were deleted from the registry."));
            }
        }
        for (const OsRelease& os : tables.osReleases()) {
            if (os.image == image) {
                lines.append(tr("%1 with Python %2 and GCC %3.").arg(os.name, os.python.toString()).arg(os.gcc));
                lines.append(endOfLife(os.name, os.endOfLife, context));
            }
        }
        if (repository == QLatin1String("python")) {
            const PythonRelease* best = nullptr;
            const QString tag = reference->tag.section(QLatin1Char('-'), 0, 0);
            const auto version = Version::parse(tag);
            for (const PythonRelease& python : tables.pythons()) {
                if (version && version->size() > 1 && version->startsWith(python.version)) {
                    best = &python;
                }
            }
            if (best) {
                lines.append(endOfLife(tr("Python %1").arg(best->version.toString()), best->endOfLife, context));
                if (!best->latestPatch.isEmpty()) {
                    lines.append(tr("Its newest release is %1.").arg(best->latestPatch));
                }
            }
        }
        for (const char* framework : frameworks) {
            for (const FrameworkRelease& release : tables.releases(QLatin1String(framework))) {
                for (const knowledge::FrameworkImage& row : release.images) {
                    if (row.image == image) {
                        lines.append(describeFrameworkImage(release, row, context) + QLatin1Char('.'));
                        lines.append(row.devel ? tr("With nvcc, so that CUDA extensions compile.")
                                               : tr("Without nvcc: CUDA extensions don't compile in it."));
                    }
                }
            }
        }
    }
    if (reference->tag.isEmpty() && reference->digest.isEmpty()) {
        lines.append(tr("No tag: latest is taken, which is another image tomorrow."));
    }
    lines.removeAll(QString());
    lines.removeDuplicates();
    return lines.join(QLatin1Char('\n'));
}

QStringList versionsOf(const QString& distribution, const Context& context) {
    QStringList versions;
    if (context.knowledge) {
        for (const FrameworkRelease& release : context.knowledge->tables().releases(frameworkOf(distribution))) {
            versions.prepend(release.version.toString());
        }
    }
    return versions;
}

QString describeDistribution(const QString& written, const QString& version, const Context& context) {
    if (!context.knowledge) {
        return {};
    }
    const knowledge::Knowledge& facts = *context.knowledge;
    const QString name = normalised(written);
    QStringList lines;
    if (const auto why = facts.misleadingName(name)) {
        lines.append(*why + QLatin1Char('.'));
    }
    if (const auto parsed = Version::parse(version)) {
        if (const FrameworkRelease* release = facts.tables().release(frameworkOf(name), *parsed)) {
            QStringList pythons;
            for (const Version& python : release->pythons) {
                pythons.append(python.toString());
            }
            QStringList builds;
            for (const knowledge::FrameworkVariant& variant : release->variants) {
                builds.append(variant.cuda ? tr("CUDA %1").arg(variant.cuda->toString()) : tr("CPU"));
            }
            builds.removeDuplicates();
            if (release->date.isValid()) {
                lines.append(tr("Released %1.").arg(release->date.toString(Qt::ISODate)));
            }
            if (!pythons.isEmpty()) {
                lines.append(tr("For Python %1.").arg(pythons.join(QStringLiteral(", "))));
            }
            if (!builds.isEmpty()) {
                lines.append(tr("Built for %1.").arg(builds.join(QStringLiteral(", "))));
            }
            for (auto it = release->companions.cbegin(); it != release->companions.cend(); ++it) {
                lines.append(tr("Goes with %1 %2.").arg(it.key(), it.value()));
            }
            if (!release->pins.isEmpty()) {
                lines.append(
                    tr("Needs %1, which its own metadata does not say.").arg(release->pins.join(QStringLiteral(", "))));
            }
        }
    }
    const QStringList apt = facts.aptPackagesFor(name, QStringLiteral("ubuntu22.04"));
    if (!apt.isEmpty()) {
        lines.append(tr("On Ubuntu it needs %1 from apt.").arg(apt.join(QStringLiteral(", "))));
    }
    const QStringList build = facts.aptBuildPackagesFor(name, QStringLiteral("ubuntu22.04"));
    if (!build.isEmpty()) {
        lines.append(tr("To build it from source: %1.").arg(build.join(QStringLiteral(", "))));
    }
    int broken = 0;
    for (const knowledge::BreakageRule& rule : facts.breakages()) {
        broken += normalised(rule.distribution) == name ? 1 : 0;
    }
    if (broken > 0) {
        lines.append(tr("Names that newer or older releases lack, known here: %1.").arg(broken));
    }
    return lines.join(QLatin1Char('\n'));
}

QList<CompletionItem> distributionItems(const Context& context) {
    QList<CompletionItem> items;
    QSet<QString> seen;
    const auto add = [&](const QString& name, const QString& detail) {
        if (!seen.contains(normalised(name))) {
            seen.insert(normalised(name));
            CompletionItem item;
            item.label = name;
            item.kind = ItemKind::Package;
            item.detail = detail;
            item.documentation = describeDistribution(name, {}, context);
            items.append(item);
        }
    };
    for (const QString& name : context.distributions) {
        add(name, tr("in this project"));
    }
    if (context.knowledge) {
        QStringList known{QStringLiteral("torch"),        QStringLiteral("torchvision"), QStringLiteral("torchaudio"),
                          QStringLiteral("tensorflow"),   QStringLiteral("jax"),         QStringLiteral("jaxlib"),
                          QStringLiteral("numpy"),        QStringLiteral("scipy"),       QStringLiteral("pandas"),
                          QStringLiteral("transformers"), QStringLiteral("datasets"),    QStringLiteral("matplotlib")};
        for (const knowledge::BreakageRule& rule : context.knowledge->breakages()) {
            known.append(rule.distribution);
        }
        for (const knowledge::ExtensionWheels& library : context.knowledge->tables().extensionWheels()) {
            known += library.distributions;
        }
        for (const QString& name : std::as_const(known)) {
            add(name, {});
        }
    }
    return items;
}

QList<CompletionItem> aptItems(const Context& context) {
    QList<CompletionItem> items;
    QSet<QString> seen;
    const auto add = [&](const QString& name, const QString& detail) {
        if (!name.isEmpty() && !seen.contains(name)) {
            seen.insert(name);
            CompletionItem item;
            item.label = name;
            item.kind = ItemKind::Package;
            item.detail = detail;
            items.append(item);
        }
    };
    for (const QString& name : context.aptPackages) {
        add(name, tr("in this project"));
    }
    if (context.knowledge) {
        for (const CompletionItem& item : distributionItems(context)) {
            for (const QString& name : context.knowledge->aptPackagesFor(item.label, QStringLiteral("ubuntu22.04"))) {
                add(name, tr("for %1").arg(item.label));
            }
            for (const QString& name :
                 context.knowledge->aptBuildPackagesFor(item.label, QStringLiteral("ubuntu22.04"))) {
                add(name, tr("to build %1").arg(item.label));
            }
        }
        for (const char* name : {"build-essential", "ca-certificates", "cmake", "curl", "ffmpeg", "git", "git-lfs",
                                 "libgl1", "libglib2.0-0", "ninja-build", "pkg-config", "python3", "python3-dev",
                                 "python3-pip", "python3-venv", "tini", "unzip", "wget"}) {
            add(QLatin1String(name), {});
        }
    }
    return items;
}

} // namespace reberth::language
