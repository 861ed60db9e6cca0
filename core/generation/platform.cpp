#include "core/generation/platform.h"

#include "core/base/version.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

namespace reberth::generation {

namespace {

/// The python3 of each release.
QString distributionPython(const QString& os) {
    static const QHash<QString, QString> pythons{
        {QStringLiteral("ubuntu16.04"), QStringLiteral("3.5")},  {QStringLiteral("ubuntu18.04"), QStringLiteral("3.6")},
        {QStringLiteral("ubuntu20.04"), QStringLiteral("3.8")},  {QStringLiteral("ubuntu22.04"), QStringLiteral("3.10")},
        {QStringLiteral("ubuntu24.04"), QStringLiteral("3.12")}, {QStringLiteral("ubuntu26.04"), QStringLiteral("3.14")},
        {QStringLiteral("debian9"), QStringLiteral("3.5")},      {QStringLiteral("debian10"), QStringLiteral("3.7")},
        {QStringLiteral("debian11"), QStringLiteral("3.9")},     {QStringLiteral("debian12"), QStringLiteral("3.11")},
        {QStringLiteral("debian13"), QStringLiteral("3.13")},
    };
    return pythons.value(os);
}

/// The newest release of each Python that the pinned python-build knows.
QString builtPython(const QString& version) {
    static const QHash<QString, QString> releases{
        {QStringLiteral("2.7"), QStringLiteral("2.7.18")},   {QStringLiteral("3.5"), QStringLiteral("3.5.10")},
        {QStringLiteral("3.6"), QStringLiteral("3.6.15")},   {QStringLiteral("3.7"), QStringLiteral("3.7.17")},
        {QStringLiteral("3.8"), QStringLiteral("3.8.20")},   {QStringLiteral("3.9"), QStringLiteral("3.9.25")},
        {QStringLiteral("3.10"), QStringLiteral("3.10.20")}, {QStringLiteral("3.11"), QStringLiteral("3.11.15")},
        {QStringLiteral("3.12"), QStringLiteral("3.12.13")}, {QStringLiteral("3.13"), QStringLiteral("3.13.13")},
        {QStringLiteral("3.14"), QStringLiteral("3.14.4")},  {QStringLiteral("3.4"), QStringLiteral("3.4.10")},
    };
    return version.count(QLatin1Char('.')) >= 2 ? version : releases.value(version);
}

/// "python" of "docker.io/library/python:3.8-slim", "cuda" of "nvidia/cuda:11.8.0-…".
QString imageName(const QString& image) {
    return image.section(QLatin1Char('@'), 0, 0).section(QLatin1Char('/'), -1).section(QLatin1Char(':'), 0, 0);
}

} // namespace

int Platform::number() const {
    return QString(release).remove(QLatin1Char('.')).toInt();
}

bool Platform::inUbuntuArchive() const {
    // Long-term releases stay on the main servers; the others move when their nine months are over.
    return family == QLatin1String("ubuntu") && number() > 0 && number() < 2604
           && !(release.endsWith(QLatin1String(".04")) && (number() / 100) % 2 == 0);
}

bool Platform::managesPython() const {
    return (family == QLatin1String("ubuntu") && number() >= 2304) || (family == QLatin1String("debian") && number() >= 12);
}

QString Platform::defaultGcc() const {
    static const QHash<QString, QString> compilers{
        {QStringLiteral("ubuntu14.04"), QStringLiteral("4")},  {QStringLiteral("ubuntu16.04"), QStringLiteral("5")},
        {QStringLiteral("ubuntu18.04"), QStringLiteral("7")},  {QStringLiteral("ubuntu20.04"), QStringLiteral("9")},
        {QStringLiteral("ubuntu22.04"), QStringLiteral("11")}, {QStringLiteral("ubuntu24.04"), QStringLiteral("13")},
        {QStringLiteral("debian9"), QStringLiteral("6")},      {QStringLiteral("debian10"), QStringLiteral("8")},
        {QStringLiteral("debian11"), QStringLiteral("10")},    {QStringLiteral("debian12"), QStringLiteral("12")},
        {QStringLiteral("debian13"), QStringLiteral("14")},
    };
    return compilers.value(name());
}

Result<Platform> platformOf(const recipe::Recipe& recipe) {
    Platform platform;
    static const QRegularExpression expression(QStringLiteral("\\A([a-z]+)([0-9.]*)\\z"));
    const QRegularExpressionMatch match = expression.match(recipe.osRelease.value);
    platform.family = match.captured(1);
    platform.release = match.captured(2);
    if (!platform.family.isEmpty() && platform.family != QLatin1String("ubuntu") && platform.family != QLatin1String("debian")) {
        return fail(ErrorCode::Unsupported,
                    QCoreApplication::translate("Generation",
                                                "The base image %1 is built on %2, which has no apt. Choose an image built on "
                                                "Debian or Ubuntu.")
                        .arg(recipe.baseImage.value, recipe.osRelease.value));
    }
    const QString image = imageName(recipe.baseImage.value);
    platform.hasCudaRepositories = image == QLatin1String("cuda") || image == QLatin1String("pytorch") || image == QLatin1String("tensorflow");

    platform.pythonVersion = recipe.python.value;
    const QString own = distributionPython(platform.name());
    const std::optional<Version> wanted = Version::parse(recipe.python.value);
    if (recipe.style == recipe::Style::CudaConda) {
        platform.python = PythonSource::Conda;
    } else if (recipe.style == recipe::Style::FrameworkImage || image == QLatin1String("python")) {
        platform.python = PythonSource::Image;
    } else if (!wanted || recipe.python.value == own || recipe.python.value == QLatin1String("3")) {
        platform.python = PythonSource::Distribution;
        platform.pythonVersion = own;
    } else {
        platform.python = PythonSource::Built;
        platform.pythonVersion = builtPython(recipe.python.value);
        if (platform.pythonVersion.isEmpty()) {
            return fail(ErrorCode::Unsupported,
                        QCoreApplication::translate("Generation",
                                                    "Python %1 is in no image and cannot be built. Choose 2.7 or 3.4 to 3.14.")
                            .arg(recipe.python.value));
        }
    }
    return platform;
}

QStringList installers(const QString& pythonVersion) {
    const Version python = Version::parse(pythonVersion).value_or(Version());
    const auto list = [](const char* pip, const char* setuptools, const char* wheel) {
        return QStringList{QLatin1String("pip==") + QLatin1String(pip),
                           QLatin1String("setuptools==") + QLatin1String(setuptools),
                           QLatin1String("wheel==") + QLatin1String(wheel)};
    };
    if (python.isNull()) {
        return list("24.0", "69.5.1", "0.42.0");
    }
    if (python < Version::of("3.0")) {
        return list("20.3.4", "44.1.1", "0.37.1");
    }
    if (python < Version::of("3.5")) {
        return list("19.1.1", "43.0.0", "0.33.6");
    }
    if (python < Version::of("3.6")) {
        return list("20.3.4", "50.3.2", "0.37.1");
    }
    if (python < Version::of("3.7")) {
        return list("21.3.1", "59.5.0", "0.37.1");
    }
    if (python < Version::of("3.9")) {
        return list("24.0", "59.5.0", "0.42.0");
    }
    if (python < Version::of("3.12")) {
        return list("24.0", "69.5.1", "0.42.0");
    }
    return list("24.3.1", "75.8.0", "0.45.1");
}

} // namespace reberth::generation
