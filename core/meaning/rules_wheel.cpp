// Packages of an index: for which system they are, and lists of them.
#include "core/knowledge/addresses.h"
#include "core/meaning/rule.h"

#include <QRegularExpression>

namespace reberth::meaning {

using diagnostics::Severity;

namespace {

bool isFramework(const Package& package) {
    return !package.conda &&
           (package.name == QLatin1String("torch") || package.name == QLatin1String("tensorflow") ||
            package.name == QLatin1String("tensorflow-gpu") || package.name == QLatin1String("jaxlib"));
}

/// The C library that the wheels of a release ask for: they are tagged manylinux_2_28 or manylinux_2_27 from here on.
std::optional<Version> glibcOf(const Package& package) {
    const std::optional<Version> version = package.exact();
    const auto from = [&](const char* release) { return version && *version >= Version::of(release); };
    if (package.name == QLatin1String("torch")) {
        return from("2.6") ? std::optional(Version::of("2.28")) : std::nullopt;
    }
    if (package.name == QLatin1String("jaxlib")) {
        return from("0.4.31") ? std::optional(Version::of("2.27")) : std::nullopt;
    }
    return std::nullopt;
}

void oldLibrary(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const knowledge::OsRelease* os = facts.tables.os(file->image.os);
        for (const Package& package : file->packages) {
            const std::optional<Version> wanted = isFramework(package) ? glibcOf(package) : std::nullopt;
            if (os && wanted && !os->glibc.isNull() && os->glibc < *wanted) {
                findings.add(package.place,
                             translated("%1 needs glibc %2, and %3 has %4: pip finds no package that fits.")
                                 .arg(package.written, wanted->toString(), os->name, os->glibc.toString()));
            }
        }
    }
}

void musl(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        for (const Package& package : file->packages) {
            if (isFramework(package) && file->image.name.contains(QLatin1String("alpine"))) {
                findings.add(
                    package.place,
                    translated("“%1” has no packages for Alpine's C library; take an image of Debian or Ubuntu.")
                        .arg(package.name));
            }
        }
    }
}

void otherArchitecture(const Facts& facts, Findings& findings) {
    static const QRegularExpression arm(QStringLiteral("arm64|aarch64"));
    for (const auto& file : facts.dockerfiles) {
        const dockerfile::Stage& stage = file->document.stages.back();
        const dockerfile::Flag* platform = file->document.instructions.at(stage.from).flag(u"platform");
        const bool isArm = (platform && platform->value.value_or(QString()).contains(arm)) ||
                           file->image.name.startsWith(QLatin1String("arm64v8/"));
        for (const Package& package : file->packages) {
            if (isArm && package.name == QLatin1String("torch") && package.local.startsWith(QLatin1String("cu"))) {
                findings.add(
                    package.place,
                    translated("PyTorch's packages with CUDA were made for x86-64; for arm64 there is NVIDIA's own "
                               "image."));
            }
        }
    }
}

const QHash<QString, QString>& betterNames() {
    static const QHash<QString, QString> names{{QStringLiteral("sklearn"), QStringLiteral("scikit-learn")},
                                               {QStringLiteral("pytorch"), QStringLiteral("torch")},
                                               {QStringLiteral("opencv"), QStringLiteral("opencv-python-headless")},
                                               {QStringLiteral("cv2"), QStringLiteral("opencv-python-headless")},
                                               {QStringLiteral("pil"), QStringLiteral("Pillow")},
                                               {QStringLiteral("skimage"), QStringLiteral("scikit-image")}};
    return names;
}

void misleadingNames(const Facts& facts, Findings& findings) {
    for (const Package& package : facts.requirements) {
        const QString better = betterNames().value(package.name);
        const auto why = facts.knowledge.misleadingName(package.name);
        if (!better.isEmpty()) {
            const TextRange range{package.place.range.start, package.place.range.start + package.name.size()};
            findings.add(package.place,
                         translated("On the index “%1” is not what its name says; the package is “%2”.")
                             .arg(package.name, better),
                         {suggestion(translated("Write %1").arg(better), range, better)});
        } else if (why) {
            findings.add(package.place, translated("“%1”: %2.").arg(package.name, *why));
        }
    }
}

void oldAddresses(const Facts& facts, Findings& findings) {
    for (int i = 0; i < facts.inputs.files.size(); ++i) {
        const SourceFile& source = facts.inputs.files.at(i);
        if (source.kind != FileKind::Requirements) {
            continue;
        }
        qsizetype start = 0;
        for (const QString& line : source.text.split(u'\n')) {
            if (const auto moved = knowledge::builtInAddresses().find(line.section(QLatin1String(" #"), 0, 0));
                moved && !line.trimmed().startsWith(u'#')) {
                const TextRange range{start + moved->at, start + moved->at + moved->matched.size()};
                findings.add({i, range}, translated("“%1”: %2 (%3).").arg(moved->matched, moved->what, moved->since),
                             moved->instead.isEmpty()
                                 ? QList<diagnostics::Fix>()
                                 : QList<diagnostics::Fix>{
                                       suggestion(translated("Write %1").arg(moved->instead), range, moved->instead)});
            }
            start += line.size() + 1;
        }
    }
}

void looseList(const Facts& facts, Findings& findings) {
    QHash<int, QPair<int, int>> counts; // file → loose, all
    QHash<int, Place> first;
    for (const Package& package : facts.requirements) {
        auto& [loose, all] = counts[package.place.file];
        ++all;
        if (package.range.isEmpty()) {
            ++loose;
            if (!first.contains(package.place.file)) {
                first.insert(package.place.file, package.place);
            }
        }
    }
    for (auto it = first.cbegin(); it != first.cend(); ++it) {
        findings.add(*it, translated("%1 of %2 packages here have no version, so each build gets others.")
                              .arg(counts.value(it.key()).first)
                              .arg(counts.value(it.key()).second));
    }
}

} // namespace

QList<Rule> wheelRules() {
    return {
        {"wheel-glibc", Severity::Warning, "Packages for a newer C library",
         "Binary packages name the oldest glibc they run with; older systems get no package at all.", oldLibrary},
        {"wheel-musl", Severity::Warning, "Framework on Alpine",
         "The frameworks' packages are built for glibc; on Alpine pip tries to compile them and fails.", musl},
        {"wheel-architecture", Severity::Warning, "CUDA package for another architecture",
         "Binary packages with CUDA exist for few architectures.", otherArchitecture},
        {"requirement-name", Severity::Warning, "Requirement with a misleading name",
         "The name on the index belongs to something else than its import suggests, or was removed.", misleadingNames},
        {"requirement-address", Severity::Warning, "Requirement from an old address",
         "Addresses move; pip stops where nothing answers.", oldAddresses},
        {"requirement-unpinned", Severity::Info, "Requirements without versions",
         "The newest packages of the day of the build are seldom those of the day of the code.", looseList},
    };
}

} // namespace reberth::meaning
