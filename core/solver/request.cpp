#include "core/solver/request.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::solver {

using analysis::Dependency;
using analysis::Evidence;
using analysis::Findings;

namespace {

/// The table that speaks for a framework's name.
QString tableName(const QString& name) {
    const QString key = distributionKey(name);
    if (key == QLatin1String("pytorch") || key == QLatin1String("pytorch-lightning") || key == QLatin1String("lightning")) {
        return QStringLiteral("torch");
    }
    if (key == QLatin1String("tensorflow-gpu") || key == QLatin1String("tensorflow-cpu") || key == QLatin1String("tf")) {
        return QStringLiteral("tensorflow");
    }
    if (key == QLatin1String("jaxlib") || key == QLatin1String("flax")) {
        return QStringLiteral("jax");
    }
    return key;
}

void chooseFramework(Request& request) {
    const analysis::Framework* main = mainFramework(request.findings);
    if (main != nullptr) {
        request.framework = tableName(main->name);
        request.stated = tableName(main->name) == distributionKey(main->name) ||
                                 distributionKey(main->name).startsWith(QLatin1String("tensorflow")) ||
                                 main->name == QLatin1String("pytorch")
                             ? &main->version
                             : nullptr;
    }
    // Keras by itself runs on TensorFlow, so TensorFlow's facts decide.
    if (request.framework == QLatin1String("keras")) {
        request.framework = QStringLiteral("tensorflow");
        request.stated = nullptr;
        for (const analysis::Framework& other : request.findings.frameworks) {
            if (tableName(other.name) == QLatin1String("tensorflow")) {
                request.stated = &other.version;
            }
        }
    }
    if (request.framework.isEmpty()) {
        for (const Dependency& dependency : request.findings.dependencies) {
            const QString key = distributionKey(dependency.name);
            if (key == QLatin1String("torch") || key == QLatin1String("torchvision") ||
                tableName(dependency.name) == QLatin1String("torch")) {
                request.framework = QStringLiteral("torch");
            }
        }
    }
}

bool isNvccBuilt(const Request& request, const Dependency& dependency) {
    const QString key = distributionKey(dependency.name);
    return request.tables.nvccBuilt().contains(key) && !dependency.optional;
}

} // namespace

const Dependency* Request::dependency(const QString& name) const {
    const QString key = distributionKey(name);
    const Dependency* found = nullptr;
    for (const Dependency& candidate : findings.dependencies) {
        if (distributionKey(candidate.name) == key &&
            (found == nullptr || found->origin != Dependency::Origin::Declared)) {
            found = &candidate;
        }
    }
    return found;
}

Request makeRequest(const Findings& findings, const knowledge::Target& target, const FixedChoices& fixed,
                    const knowledge::Knowledge& knowledge) {
    Request request{findings, target, fixed, knowledge, knowledge.tables(), {}, nullptr, {}, {}, false, false, {}, false,
                    false};
    chooseFramework(request);
    request.pythonRange = findings.python.range;
    for (const analysis::Breakage& breakage : findings.breakages) {
        const auto range = VersionRange::parse(breakage.bound);
        if (!range || breakage.hint) {
            continue;
        }
        const QString key = distributionKey(breakage.distribution);
        if (key == request.framework) {
            request.bounds = request.bounds.intersected(*range);
        } else if (key == QLatin1String("python")) {
            request.pythonRange = request.pythonRange.intersected(*range);
        }
    }
    for (const analysis::Extension& extension : findings.extensions) {
        // Compiled when it is first used, or by nobody.
        const bool ahead = extension.kind != QLatin1String("jit") && extension.kind != QLatin1String("source");
        request.buildsExtensions = request.buildsExtensions || ahead;
        request.buildsCuda = request.buildsCuda || extension.cuda;
    }
    for (const Dependency& dependency : findings.dependencies) {
        if (isNvccBuilt(request, dependency)) {
            request.nvccDependencies << distributionKey(dependency.name);
        }
    }
    const auto isConda = [](const QString& file) {
        return file.endsWith(QLatin1String(".yml")) || file.endsWith(QLatin1String(".yaml"));
    };
    const auto& manifests = findings.manifests;
    const auto conda = std::count_if(findings.dependencies.cbegin(), findings.dependencies.cend(), [](const Dependency& d) {
        return d.conda && d.origin == Dependency::Origin::Declared;
    });
    const auto pip = std::count_if(findings.dependencies.cbegin(), findings.dependencies.cend(), [](const Dependency& d) {
        return !d.conda && d.origin == Dependency::Origin::Declared;
    });
    const bool onlyConda = !manifests.isEmpty() && std::all_of(manifests.cbegin(), manifests.cend(), isConda);
    request.condaIsMain = conda > 0 && (onlyConda || conda > 2 * pip);
    const QString os = osOfImage(fixed.baseImage, request.tables);
    static const QRegularExpression special(QStringLiteral("nvidia/|pytorch/|tensorflow/|(^|/)python:"));
    request.plainBase = !target.hasGpu() && !os.isEmpty() && !special.match(fixed.baseImage).hasMatch() &&
                        fixed.style.value_or(recipe::Style::Plain) == recipe::Style::Plain;
    return request;
}

const analysis::Framework* mainFramework(const Findings& findings) {
    const auto main = std::find_if(findings.frameworks.cbegin(), findings.frameworks.cend(),
                                   [](const analysis::Framework& framework) { return framework.main; });
    return main != findings.frameworks.cend()  ? &*main
           : !findings.frameworks.isEmpty() ? &findings.frameworks.first()
                                               : nullptr;
}

QString where(const QList<Evidence>& evidence) {
    if (evidence.isEmpty()) {
        return {};
    }
    const Evidence& first = evidence.first();
    return first.line > 0 ? QStringLiteral("%1:%2").arg(first.file).arg(first.line) : first.file;
}

QString because(const analysis::VersionFinding& finding) {
    QString reason = finding.reason;
    if (!finding.claims.isEmpty()) {
        const QString place = where({finding.claims.first().evidence});
        if (!place.isEmpty() && !reason.contains(place)) {
            reason += reason.isEmpty() ? Solver::tr("Stated in %1.").arg(place) : QStringLiteral(" (%1)").arg(place);
        }
    }
    return reason;
}

QString frameworkTitle(const QString& framework) {
    return framework == QLatin1String("torch")        ? QStringLiteral("PyTorch")
           : framework == QLatin1String("tensorflow") ? QStringLiteral("TensorFlow")
           : framework == QLatin1String("jax")        ? QStringLiteral("JAX")
                                                      : framework;
}

QString distributionKey(const QString& name) {
    static const QRegularExpression separators(QStringLiteral("[-_.]+"));
    QString key = name.trimmed().toLower();
    key.replace(separators, QStringLiteral("-"));
    return key;
}

QString osOfImage(const QString& image, const knowledge::Tables& tables) {
    static const QRegularExpression release(QStringLiteral(R"((ubuntu|debian)[:-]?(\d+(?:\.\d+)?))"));
    const auto match = release.match(image);
    if (match.hasMatch()) {
        const QString id = match.captured(1) + match.captured(2);
        return tables.os(id) != nullptr ? id : QString();
    }
    static const QList<std::pair<QString, QString>> names{
        {QStringLiteral("trixie"), QStringLiteral("debian13")},    {QStringLiteral("bookworm"), QStringLiteral("debian12")},
        {QStringLiteral("bullseye"), QStringLiteral("debian11")},  {QStringLiteral("buster"), QStringLiteral("debian10")},
        {QStringLiteral("stretch"), QStringLiteral("debian9")},    {QStringLiteral("noble"), QStringLiteral("ubuntu24.04")},
        {QStringLiteral("jammy"), QStringLiteral("ubuntu22.04")},  {QStringLiteral("focal"), QStringLiteral("ubuntu20.04")},
        {QStringLiteral("bionic"), QStringLiteral("ubuntu18.04")}, {QStringLiteral("xenial"), QStringLiteral("ubuntu16.04")},
    };
    for (const auto& [name, id] : names) {
        if (image.contains(name)) {
            return id;
        }
    }
    return {};
}

} // namespace reberth::solver
