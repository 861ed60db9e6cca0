// Framework, CUDA, cuDNN, Python and the base image.
#include "core/meaning/rule.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::meaning {

using diagnostics::Severity;
using knowledge::sameMinor;

namespace {

/// The Python that runs in the last stage, where anything tells.
std::optional<Version> pythonOf(const Dockerfile& file, const Facts& facts) {
    if (const Package* conda = file.package(QStringLiteral("python")); conda && conda->conda) {
        const auto& clauses = conda->range.clauses();
        return clauses.isEmpty() ? std::nullopt : std::optional(clauses.front().version);
    }
    if (file.image.python) {
        return file.image.python;
    }
    const bool other =
        file.subject->source().contains(QLatin1String("conda")) ||
        file.subject->source().contains(QLatin1String("pyenv")) ||
        file.subject->source().contains(QLatin1String("deadsnakes")) ||
        file.subject->source().contains(QRegularExpression(QStringLiteral("python3?\\.[0-9]|uv python")));
    const knowledge::OsRelease* os = other ? nullptr : facts.tables.os(file.image.os);
    return os && file.image.framework.isEmpty() ? std::optional(os->python) : std::nullopt;
}

void frameworkPython(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const std::optional<Version> python = pythonOf(*file, facts);
        if (!python) {
            continue;
        }
        for (const Package& package : file->packages) {
            const QString framework =
                package.name == QLatin1String("tensorflow-gpu") ? QStringLiteral("tensorflow") : package.name;
            const std::optional<Version> version = package.exact();
            const knowledge::FrameworkRelease* release =
                version && !package.conda ? facts.tables.release(framework, *version) : nullptr;
            if (release && !release->pythons.isEmpty() && !release->supportsPython(*python)) {
                QStringList known;
                for (const Version& one : release->pythons) {
                    known.append(one.toString());
                }
                findings.add(package.place, translated("%1 %2 has packages for Python %3, and this image has %4.")
                                                .arg(framework, version->toString(), known.join(QLatin1String(", ")),
                                                     python->majorMinor()));
            }
        }
    }
}

/// The build of torch that a requirement gives.
const knowledge::FrameworkVariant* variantOf(const knowledge::FrameworkRelease& release, const QString& local) {
    if (!local.isEmpty()) {
        return release.variant(local);
    }
    const auto it = std::find_if(release.variants.cbegin(), release.variants.cend(),
                                 [](const knowledge::FrameworkVariant& one) { return one.isDefault; });
    return it == release.variants.cend() ? nullptr : &*it;
}

void torchTag(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        for (const Package& package : file->packages) {
            const std::optional<Version> version = package.exact();
            if (package.name != QLatin1String("torch") || package.local.isEmpty() || !version) {
                continue;
            }
            const knowledge::FrameworkRelease* release = facts.tables.release(QStringLiteral("torch"), *version);
            if (!release || release->variants.isEmpty() || release->variant(package.local) ||
                package.local.contains(u'.')) {
                continue;
            }
            QStringList names;
            for (const knowledge::FrameworkVariant& one : release->variants) {
                names.append(one.name);
            }
            findings.add(package.place, translated("torch %1 was never built for “%2”; there are %3.")
                                            .arg(version->toString(), package.local, names.join(QLatin1String(", "))));
        }
    }
}

void compilerAndWheel(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const Package* torch = file->package(QStringLiteral("torch"));
        const std::optional<Version> version = torch ? torch->exact() : std::nullopt;
        if (!torch || torch->conda || !version || !file->compilesCuda || !file->image.cuda) {
            continue;
        }
        const knowledge::FrameworkRelease* release = facts.tables.release(QStringLiteral("torch"), *version);
        const knowledge::FrameworkVariant* variant = release ? variantOf(*release, torch->local) : nullptr;
        if (variant && variant->cuda && variant->cuda->major() != file->image.cuda->major()) {
            findings.add(
                torch->place,
                translated("This torch was built with CUDA %1, and the image compiles with %2: PyTorch refuses to "
                           "build extensions when the two are of different majors.")
                    .arg(variant->cuda->majorMinor(), file->image.cuda->majorMinor()));
        } else if (variant && !variant->cuda) {
            findings.add(torch->place,
                         translated("This torch knows the CPU only, and the image compiles CUDA code for it."));
        }
    }
}

void tensorflowCuda(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        for (const Package& package : file->packages) {
            const bool gpuName = package.name == QLatin1String("tensorflow-gpu");
            const std::optional<Version> version = package.exact();
            if ((package.name != QLatin1String("tensorflow") && !gpuName) || package.conda || !version ||
                !file->image.cuda) {
                continue;
            }
            const knowledge::FrameworkRelease* release = facts.tables.release(QStringLiteral("tensorflow"), *version);
            if (!release) {
                continue;
            }
            const auto it = std::find_if(release->variants.cbegin(), release->variants.cend(),
                                         [](const knowledge::FrameworkVariant& one) { return one.cuda.has_value(); });
            const bool own = package.written.contains(QLatin1String("and-cuda"));
            if (it == release->variants.cend() || !it->needsSystemCuda || own) {
                continue;
            }
            // From CUDA 11 on, any minor of the major will do.
            const bool fits = it->cuda->major() >= 11 ? it->cuda->major() == file->image.cuda->major()
                                                      : sameMinor(*it->cuda, *file->image.cuda);
            if (!fits) {
                findings.add(
                    package.place,
                    translated("TensorFlow %1 loads the libraries of CUDA %2, and the image brings %3, so it finds "
                               "no GPU.")
                        .arg(version->toString(), it->cuda->majorMinor(), file->image.cuda->majorMinor()));
            }
        }
    }
}

void tensorflowCudnn(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const std::optional<Version> version = file->frameworkVersion(QStringLiteral("tensorflow"));
        const Package* package = file->package(QStringLiteral("tensorflow"));
        package = package ? package : file->package(QStringLiteral("tensorflow-gpu"));
        const bool nvidia = file->image.name.contains(QLatin1String("nvidia/cuda"));
        if (!version || !package || package->conda || !nvidia) {
            continue;
        }
        const knowledge::FrameworkRelease* release = facts.tables.release(QStringLiteral("tensorflow"), *version);
        const auto it = !release ? QList<knowledge::FrameworkVariant>::const_iterator()
                                 : std::find_if(release->variants.cbegin(), release->variants.cend(),
                                                [](const knowledge::FrameworkVariant& one) {
                                                    return one.cuda.has_value() && one.needsSystemCuda;
                                                });
        if (!release || it == release->variants.cend() || it->cudnn.isEmpty() ||
            file->subject->source().contains(QLatin1String("libcudnn")) ||
            package->written.contains(QLatin1String("and-cuda"))) {
            continue;
        }
        const QString wanted = it->cudnn.section(u'.', 0, 0);
        if (file->image.cudnn != wanted) {
            findings.add(file->image.place,
                         file->image.cudnn.isEmpty()
                             ? translated("TensorFlow %1 needs cuDNN %2, which this image does not have.")
                                   .arg(version->toString(), wanted)
                             : translated("TensorFlow %1 needs cuDNN %2, and this image has %3.")
                                   .arg(version->toString(), wanted, file->image.cudnn));
        }
    }
}

void companions(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const std::optional<Version> torch = file->frameworkVersion(QStringLiteral("torch"));
        const knowledge::FrameworkRelease* release =
            torch ? facts.tables.release(QStringLiteral("torch"), *torch) : nullptr;
        if (!release) {
            continue;
        }
        for (auto it = release->companions.cbegin(); it != release->companions.cend(); ++it) {
            const Package* package = file->package(normalizedName(it.key()));
            const std::optional<Version> got = package ? package->exact() : std::nullopt;
            const std::optional<Version> wanted = Version::parse(it.value());
            if (got && wanted && !sameMinor(*got, *wanted)) {
                findings.add(package->place,
                             translated("%1 %2 belongs to another torch; for torch %3 it is %4.")
                                 .arg(it.key(), got->toString(), torch->toString(), wanted->toString()));
            }
        }
    }
}

void condaCuda(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const Package* toolkit = file->package(QStringLiteral("cudatoolkit"));
        toolkit = toolkit ? toolkit : file->package(QStringLiteral("pytorch-cuda"));
        if (!toolkit || !toolkit->conda || !file->image.cuda || toolkit->range.clauses().isEmpty()) {
            continue;
        }
        const Version version = toolkit->range.clauses().front().version;
        if (version.major() != file->image.cuda->major()) {
            findings.add(
                toolkit->place,
                translated("conda brings CUDA %1 into an image with CUDA %2: what is compiled uses the one, what "
                           "runs the other.")
                    .arg(version.majorMinor(), file->image.cuda->majorMinor()));
        }
    }
}

void frameworkTwice(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const Package* conda = nullptr;
        const Package* pip = nullptr;
        for (const Package& package : file->packages) {
            const bool torch = package.name == QLatin1String("torch") || package.name == QLatin1String("pytorch");
            (package.conda ? conda : pip) = torch ? &package : package.conda ? conda : pip;
        }
        if (conda && pip) {
            findings.add(pip->place, translated("conda has installed PyTorch already; pip puts another one over it."));
        } else if (file->image.framework == QLatin1String("torch") && pip && file->image.frameworkVersion) {
            const std::optional<Version> version = pip->exact();
            if (!version || !sameMinor(*version, *file->image.frameworkVersion)) {
                findings.add(
                    pip->place,
                    version ? translated("The image has torch %1; this replaces it by %2, built for another CUDA "
                                         "perhaps.")
                                  .arg(file->image.frameworkVersion->toString(), version->toString())
                            : translated("The image has torch %1; without a version this may replace it by the newest.")
                                  .arg(file->image.frameworkVersion->toString()));
            }
        }
    }
}

void differentVersions(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        QHash<QString, const Package*> first;
        for (const Package& package : file->packages) {
            const Package* earlier = first.value(package.name);
            const std::optional<Version> version = package.exact();
            if (earlier && version && earlier->exact() && *earlier->exact() != *version) {
                findings.add(package.place, translated("%1 %2 was installed before; this replaces it by %3.")
                                                .arg(package.name, earlier->exact()->toString(), version->toString()));
            } else if (version) {
                first.insert(package.name, &package);
            }
        }
    }
}

void eraBounds(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        for (const knowledge::EraPin& pin : facts.tables.eraPins()) {
            if (pin.framework.isEmpty() || pin.before.isValid() || (!pin.uses.isEmpty() && !file->installs(pin.uses)) ||
                (pin.whenBuilding && !file->compilesCuda) || pin.whenCython) {
                continue;
            }
            const std::optional<Version> framework = file->frameworkVersion(pin.framework);
            const Package* package = file->package(normalizedName(pin.package));
            const std::optional<VersionRange> bound = VersionRange::parse(pin.specifier);
            // Only what is asked for without any bound takes the newest.
            if (!framework || !pin.range.contains(*framework) || !package || !bound) {
                continue;
            }
            const std::optional<Version> exact = package->exact();
            const bool open =
                package->range.isEmpty() ||
                std::all_of(package->range.clauses().cbegin(), package->range.clauses().cend(),
                            [](const VersionRange::Clause& one) {
                                return one.op == VersionRange::Op::Greater || one.op == VersionRange::Op::GreaterEqual;
                            });
            if ((open && !exact) || (exact && !bound->contains(*exact))) {
                findings.add(package->place,
                             translated("With %1 %2, “%3” must be %4: %5.")
                                 .arg(pin.framework, framework->toString(), pin.package, pin.specifier, pin.because));
            }
        }
    }
}

void endedSystem(const Facts& facts, Findings& findings) {
    for (const auto& file : facts.dockerfiles) {
        const knowledge::OsRelease* os = facts.tables.os(file->image.os);
        if (os && os->endOfLife.isValid() && os->endOfLife < QDate::currentDate()) {
            findings.add(
                file->image.place,
                translated("%1 has had no fixes since %2.").arg(os->name, os->endOfLife.toString(Qt::ISODate)));
        }
    }
}

} // namespace

QList<Rule> stackRules() {
    return {
        {"framework-python", Severity::Warning, "Framework without packages for this Python",
         "pip finds “no matching distribution”: choose a Python that the release was built for.", frameworkPython},
        {"torch-build-unknown", Severity::Warning, "Build of torch that never was",
         "Each release of PyTorch was built for two or three versions of CUDA.", torchTag},
        {"compiler-cuda", Severity::Warning, "torch and nvcc of different CUDA",
         "Extensions are compiled by the image's nvcc and loaded by torch's own CUDA; their majors must agree.",
         compilerAndWheel},
        {"tensorflow-cuda", Severity::Warning, "TensorFlow and another CUDA",
         "TensorFlow before 2.15 has no CUDA in its packages and loads that of the image, of one version.",
         tensorflowCuda},
        {"tensorflow-cudnn", Severity::Warning, "TensorFlow without its cuDNN",
         "Without cuDNN of the right major TensorFlow finds no GPU.", tensorflowCudnn},
        {"companion-version", Severity::Warning, "torchvision or torchaudio of another torch",
         "They are compiled against one release of torch; another one ends with an undefined symbol, or is replaced.",
         companions},
        {"conda-cuda", Severity::Warning, "CUDA of conda and of the image",
         "Two CUDA toolkits in one image are found by different programs.", condaCuda},
        {"framework-twice", Severity::Warning, "Framework installed twice",
         "The second installation hides the first, often with another CUDA, and makes the image gigabytes larger.",
         frameworkTwice},
        {"package-replaced", Severity::Info, "Package replaced by another version",
         "The same package is asked for twice with different versions; the last one wins.", differentVersions},
        {"framework-bound", Severity::Warning, "Package too new for the framework",
         "The framework's own metadata does not exclude it, yet the two don't work together.", eraBounds},
        {"system-ended", Severity::Info, "System without support",
         "No fixes come any more, and its packages will move to an archive.", endedSystem},
    };
}

} // namespace reberth::meaning
