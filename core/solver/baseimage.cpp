#include "core/solver/baseimage.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::solver {

using knowledge::sameMinor;
using knowledge::CudaImage;
using knowledge::FrameworkImage;
using knowledge::FrameworkRelease;
using knowledge::OsRelease;
using recipe::Style;

namespace {

/// Preference among OS releases: old Pythons do not build against OpenSSL 3, new ones want a supported release.
int osRank(const OsRelease& os, const Version& python) {
    static const QStringList modern{QStringLiteral("ubuntu16.04"), QStringLiteral("ubuntu18.04"),
                                    QStringLiteral("ubuntu20.04"), QStringLiteral("ubuntu24.04"),
                                    QStringLiteral("ubuntu22.04")};
    static const QStringList old{QStringLiteral("ubuntu24.04"), QStringLiteral("ubuntu22.04"),
                                 QStringLiteral("ubuntu16.04"), QStringLiteral("ubuntu18.04"),
                                 QStringLiteral("ubuntu20.04")};
    return static_cast<int>((python >= Version::of("3.8") ? modern : old).indexOf(os.id));
}

/// The GCC for nvcc on an OS: 0 = its own one does, -1 = none does.
int gccFor(const OsRelease& os, int maxGcc) {
    if (maxGcc <= 0 || os.gcc <= maxGcc) {
        return 0;
    }
    int best = -1;
    for (const int gcc : os.gccPackages) {
        if (gcc <= maxGcc) {
            best = std::max(best, gcc);
        }
    }
    return best;
}

void setOs(BaseImage& base, const OsRelease& os, const QString& reason) {
    base.os = os.id;
    base.osReason = reason;
}

/// An image's OS has an end of life; whoever chose it should know.
void warnOfAge(const Request& request, BaseImage& base) {
    const OsRelease* os = request.tables.os(base.os);
    static const QDate factsFrom(2026, 11, 22); // the day the tables were made
    if (os != nullptr && os->endOfLife.isValid() && os->endOfLife < factsFrom) {
        base.risks << Solver::tr("%1 has had no standard support since %2; do not expose its container to a network you do not trust.")
                          .arg(os->name, os->endOfLife.toString(Qt::ISODate));
    }
}

const FrameworkImage* frameworkImage(const Request& request, const Stack& stack, bool devel, const Version* python) {
    if (stack.release == nullptr || stack.variant == nullptr || !stack.variant->cuda) {
        return nullptr;
    }
    const FrameworkImage* best = nullptr;
    for (const FrameworkImage& image : stack.release->images) {
        const bool fits = image.isSeen && !image.os.isEmpty() && sameMinor(image.cuda, *stack.variant->cuda) &&
                          (!devel || image.devel) && (python == nullptr || image.python == *python) &&
                          (request.pythonRange.contains(image.python) ||
                           request.pythonRange.contains(*Version::parse(image.python.majorMinor() + QLatin1String(".99"))));
        if (fits && (best == nullptr || (best->devel && !image.devel))) {
            best = &image;
        }
    }
    return best;
}

/// Any framework's image that was seen with nvcc of this CUDA.
const FrameworkImage* compilerFrameworkImage(const Version& cuda, const knowledge::Tables& tables) {
    const FrameworkImage* best = nullptr;
    for (const FrameworkRelease& release : tables.releases(QStringLiteral("torch"))) {
        for (const FrameworkImage& image : release.images) {
            if (image.isSeen && image.devel && !image.os.isEmpty() && sameMinor(image.cuda, cuda)) {
                best = &image;
            }
        }
    }
    return best;
}

const CudaImage* cudaImage(const Request& request, const Stack& stack, const QString& flavour, const QString& cudnn) {
    const Version& cuda = *stack.variant->cuda;
    const knowledge::Toolkit* toolkit = request.tables.toolkit(cuda);
    const CudaImage* best = nullptr;
    int bestRank = -1;
    for (const CudaImage& image : request.tables.cudaImages()) {
        const OsRelease* os = request.tables.os(image.os);
        if (!image.exists() || os == nullptr || image.cuda.majorMinor() != cuda.majorMinor() || image.flavour != flavour ||
            image.cudnn != cudnn) {
            continue;
        }
        const int gcc = flavour == QLatin1String("devel") && toolkit != nullptr ? gccFor(*os, toolkit->maxGcc) : 0;
        if (gcc < 0) {
            continue;
        }
        const int rank = osRank(*os, stack.python) * 10 + (gcc == 0 ? 5 : 0) + (image.status == knowledge::ImageStatus::Available ? 1 : 0);
        if (rank > bestRank || (rank == bestRank && best->cuda < image.cuda)) {
            bestRank = rank;
            best = &image;
        }
    }
    return best;
}

/// cuDNN's major as NVIDIA's tags of this CUDA write it; newer tags carry none ("cudnn").
QString cudnnOfImages(const Request& request, const Version& cuda, const QString& wanted) {
    QString found;
    for (const CudaImage& image : request.tables.cudaImages()) {
        if (image.exists() && sameMinor(image.cuda, cuda) && !image.cudnn.isEmpty()) {
            if (image.cudnn == wanted) {
                return wanted;
            }
            found = image.cudnn;
        }
    }
    return found;
}

void setGcc(const Request& request, const Stack& stack, BaseImage& base) {
    const OsRelease* os = request.tables.os(base.os);
    const knowledge::Toolkit* toolkit =
        stack.variant != nullptr && stack.variant->cuda ? request.tables.toolkit(*stack.variant->cuda) : nullptr;
    if (os == nullptr || toolkit == nullptr || !needsNvcc(request, stack) || !hasCompilerImage(*stack.variant->cuda, request.tables)) {
        return;
    }
    const int gcc = gccFor(*os, toolkit->maxGcc);
    if (gcc > 0) {
        base.gcc = QString::number(gcc);
        base.gccReason = Solver::tr("nvcc of CUDA %1 takes GCC up to %2; %3 has GCC %4 by default.")
                             .arg(stack.cuda()).arg(toolkit->maxGcc).arg(os->name).arg(os->gcc);
    } else if (gcc < 0) {
        base.problems.append({Verdict::Red,
                              Solver::tr("nvcc of CUDA %1 takes GCC up to %2, which %3 does not package.")
                                  .arg(stack.cuda()).arg(toolkit->maxGcc).arg(os->name),
                              Solver::tr("Take an image with an older OS.")});
    }
}

void takeFrameworkImage(BaseImage& base, const FrameworkImage& image, const Stack& stack) {
    base.style = Style::FrameworkImage;
    base.image = image.image;
    base.os = image.os;
    base.osReason = Solver::tr("What the image is made from.");
    base.cudnn = image.cudnn;
    base.python = image.python;
    base.reason = Solver::tr("It brings %1 %2 with CUDA %3 and Python %4; the tag has been seen in use.")
                      .arg(frameworkTitle(stack.release->framework), stack.version.toString(), image.cuda.majorMinor(),
                           image.python.toString());
}

/// Ubuntu without CUDA, for wheels that bring theirs or for conda.
void takePlainUbuntu(const Request& request, const Stack& stack, BaseImage& base, const QString& reason) {
    const OsRelease* best = nullptr;
    for (const OsRelease& os : request.tables.osReleases()) {
        if (osRank(os, stack.python) >= 0 && (best == nullptr || osRank(os, stack.python) > osRank(*best, stack.python))) {
            best = &os;
        }
    }
    if (best != nullptr) {
        base.image = best->image;
        base.reason = reason;
        setOs(base, *best, Solver::tr("The newest release on which Python %1 builds well.").arg(stack.python.toString()));
    }
}

void chooseForCpu(const Request& request, const Stack& stack, BaseImage& base) {
    base.style = request.condaIsMain ? Style::CudaConda : Style::Plain;
    if (request.fixed.style) {
        base.style = *request.fixed.style;
    }
    if (base.style != Style::Plain) {
        takePlainUbuntu(request, stack, base, Solver::tr("No GPU is used, so nothing of CUDA is needed."));
        return;
    }
    for (const knowledge::PythonRelease& python : request.tables.pythons()) {
        if (python.version.majorMinor() != stack.python.majorMinor()) {
            continue;
        }
        for (const QString& image : python.images) {
            const QString os = osOfImage(image, request.tables);
            if (!os.isEmpty()) {
                base.image = image;
                base.os = os;
                base.osReason = Solver::tr("What the image is made from.");
                base.reason = Solver::tr("The official image of Python %1; no GPU is used.").arg(python.version.toString());
                base.python = python.version;
                return;
            }
        }
    }
    base.style = Style::CudaPyenv;
    takePlainUbuntu(request, stack, base,
                    Solver::tr("There is no official image of Python %1 any more, so it is built.").arg(stack.python.toString()));
}

void chooseForGpu(const Request& request, const Stack& stack, BaseImage& base) {
    const bool nvcc = needsNvcc(request, stack);
    const bool system = stack.variant != nullptr && stack.variant->needsSystemCuda;
    if (stack.variant == nullptr || !stack.variant->cuda) {
        base.style = request.condaIsMain ? Style::CudaConda : Style::CudaPyenv;
        takePlainUbuntu(request, stack, base, Solver::tr("No framework with a CUDA of its own was found."));
        return;
    }
    const Version& cuda = *stack.variant->cuda;
    const bool wantsCudnn = system || (nvcc && request.findings.cudnn.version.has_value());
    const QString flavour = nvcc ? QStringLiteral("devel") : system ? QStringLiteral("runtime") : QStringLiteral("base");
    base.style = request.fixed.style.value_or(request.condaIsMain ? Style::CudaConda : Style::CudaPyenv);

    const bool mayUseFramework = !nvcc && !request.condaIsMain && !request.fixed.style;
    if (mayUseFramework || request.fixed.style == Style::FrameworkImage) {
        const FrameworkImage* image = frameworkImage(request, stack, nvcc, stack.pythonIsFirm ? &stack.python : nullptr);
        if (image != nullptr) {
            takeFrameworkImage(base, *image, stack);
            return;
        }
    }
    const QString cudnn = wantsCudnn ? cudnnOfImages(request, cuda, stack.variant->cudnn) : QString();
    if (!(base.style == Style::CudaConda && !nvcc)) {
        if (const CudaImage* image = cudaImage(request, stack, flavour, cudnn)) {
            base.image = image->name();
            base.cudnn = wantsCudnn ? image->cudnn : QString();
            base.reason =
                nvcc     ? Solver::tr("It has nvcc of CUDA %1, the CUDA of the chosen %2, to compile with; the tag exists.")
                               .arg(cuda.majorMinor(), frameworkTitle(request.framework))
                : system ? Solver::tr("These wheels use the system's CUDA %1 and cuDNN; the tag exists.").arg(cuda.majorMinor())
                         : Solver::tr("The wheels bring CUDA %1 themselves, so the smallest image is enough; the tag exists.")
                               .arg(cuda.majorMinor());
            setOs(base, *request.tables.os(image->os),
                  Solver::tr("Of the releases that exist with CUDA %1, the one that suits Python %2%3 best.")
                      .arg(cuda.majorMinor(), stack.python.toString(), nvcc ? Solver::tr(" and nvcc") : QString()));
            return;
        }
    }
    if (nvcc) {
        if (const FrameworkImage* own = frameworkImage(request, stack, true, stack.pythonIsFirm ? &stack.python : nullptr)) {
            takeFrameworkImage(base, *own, stack);
            base.reason += QLatin1Char(' ') + Solver::tr("NVIDIA deleted its own images of CUDA %1; this one still has nvcc.").arg(cuda.majorMinor());
            return;
        }
        const FrameworkImage* other = compilerFrameworkImage(cuda, request.tables);
        if (other != nullptr) {
            base.image = other->image;
            base.os = other->os;
            base.osReason = Solver::tr("What the image is made from.");
            base.cudnn = other->cudnn;
            base.reason = Solver::tr("NVIDIA deleted its own images of CUDA %1; this one is taken for its nvcc, Python %2 is built beside it.")
                              .arg(cuda.majorMinor(), stack.python.toString());
            return;
        }
        takePlainUbuntu(request, stack, base, Solver::tr("No image with nvcc of CUDA %1 exists any more.").arg(cuda.majorMinor()));
        return; // the stack says in red what is missing
    }
    if (system) {
        base.style = Style::CudaConda;
        base.condaCuda = true;
        base.cudnn = stack.variant->cudnn;
        takePlainUbuntu(request, stack, base,
                        Solver::tr("NVIDIA deleted its images of CUDA %1, so its libraries come from conda.").arg(cuda.majorMinor()));
        return;
    }
    takePlainUbuntu(request, stack, base,
                    base.style == Style::CudaConda
                        ? Solver::tr("The wheels bring CUDA %1 themselves and conda brings the rest.").arg(cuda.majorMinor())
                        : Solver::tr("The wheels bring CUDA %1 themselves, and NVIDIA deleted its images of it.").arg(cuda.majorMinor()));
}

Result<BaseImage> takeFixed(const Request& request, const Stack& stack) {
    const QString& image = request.fixed.baseImage;
    BaseImage base;
    base.image = image;
    base.reason = Solver::tr("Chosen by you.");
    base.os = osOfImage(image, request.tables);
    const FrameworkImage* framework = nullptr;
    const QList<FrameworkRelease>& releases = request.tables.releases(QStringLiteral("torch"));
    for (const FrameworkRelease& release : releases) {
        for (const FrameworkImage& known : release.images) {
            if (known.image == image) {
                framework = &known;
            }
        }
    }
    static const QRegularExpression frameworkName(QStringLiteral("(^|/)(pytorch/pytorch|tensorflow/tensorflow):"));
    static const QRegularExpression pythonName(QStringLiteral(R"((?:^|/)python:(\d+\.\d+))"));
    const auto pythonImage = pythonName.match(image);
    if (request.fixed.style) {
        base.style = *request.fixed.style;
    } else if (frameworkName.match(image).hasMatch()) {
        base.style = Style::FrameworkImage;
    } else if (request.plainBase || pythonImage.hasMatch()) {
        base.style = Style::Plain;
    } else {
        base.style = request.condaIsMain ? Style::CudaConda : Style::CudaPyenv;
    }
    if (framework != nullptr) {
        base.os = framework->os;
        base.python = framework->python;
        base.cudnn = framework->cudnn;
        if (stack.variant != nullptr && stack.variant->cuda && stack.variant->cuda->majorMinor() != framework->cuda.majorMinor()) {
            base.problems.append({Verdict::Amber,
                                  Solver::tr("%1 has CUDA %2, and the plan is for CUDA %3.").arg(image, framework->cuda.majorMinor(), stack.cuda()),
                                  QString()});
        }
    } else if (pythonImage.hasMatch()) {
        base.python = Version::parse(pythonImage.captured(1));
    } else if (base.style == Style::Plain) {
        const OsRelease* os = request.tables.os(base.os);
        base.python = os != nullptr ? std::optional(os->python) : std::nullopt;
    }
    if (!request.fixed.python.isEmpty() && base.python &&
        base.python->majorMinor() != Version::parse(request.fixed.python).value_or(Version()).majorMinor()) {
        return fail(ErrorCode::InvalidInput, Solver::tr("%1 brings Python %2, and you chose Python %3. Choose another image or another Python.")
                                                 .arg(image, base.python->toString(), request.fixed.python));
    }
    if (base.os.isEmpty()) {
        base.risks << Solver::tr("The operating system of %1 is not known, so the names of its packages may differ.").arg(image);
    } else {
        base.osReason = Solver::tr("The image's name tells it.");
    }
    const auto replacement = request.knowledge.deletedImageReplacement(image);
    if (replacement) {
        base.problems.append({Verdict::Red, Solver::tr("%1 was deleted by NVIDIA.").arg(image),
                              replacement->isEmpty() ? Solver::tr("Let Reberth choose an image.") : Solver::tr("Take %1.").arg(*replacement)});
    }
    static const QRegularExpression compiler(QStringLiteral("-devel|:devel"));
    if (needsNvcc(request, stack) && !compiler.match(image).hasMatch() && (framework == nullptr || !framework->devel)) {
        base.problems.append({Verdict::Red, Solver::tr("CUDA code must be compiled, and %1 has no nvcc.").arg(image),
                              Solver::tr("Take a devel image.")});
    }
    return base;
}

} // namespace

bool hasCompilerImage(const Version& cuda, const knowledge::Tables& tables) {
    const bool nvidia = std::any_of(tables.cudaImages().cbegin(), tables.cudaImages().cend(), [&](const CudaImage& image) {
        return image.exists() && image.flavour == QLatin1String("devel") && sameMinor(image.cuda, cuda);
    });
    return nvidia || compilerFrameworkImage(cuda, tables) != nullptr;
}

Result<BaseImage> chooseBaseImage(const Request& request, const Stack& stack) {
    BaseImage base;
    if (!request.fixed.baseImage.isEmpty()) {
        auto fixed = takeFixed(request, stack);
        if (!fixed) {
            return fixed;
        }
        base = *fixed;
    } else if (!request.target.hasGpu()) {
        chooseForCpu(request, stack, base);
    } else {
        chooseForGpu(request, stack, base);
    }
    if (request.fixed.style && base.style != *request.fixed.style) {
        return fail(ErrorCode::InvalidInput,
                    Solver::tr("The style “%1” cannot be had for %2 %3 on %4. Choose another style or another version.")
                        .arg(recipe::styleName(*request.fixed.style), frameworkTitle(request.framework), stack.version.toString(),
                             request.target.name));
    }
    setGcc(request, stack, base);
    warnOfAge(request, base);
    return base;
}

} // namespace reberth::solver
