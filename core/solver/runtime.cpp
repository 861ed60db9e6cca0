#include "core/solver/runtime.h"

#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace reberth::solver {

using recipe::Recipe;

namespace {

// Where the generated image keeps the code; volumes must lie where the code looks for them.
const QString codeFolder = QStringLiteral("/app");

QString slug(const QString& text) {
    static const QRegularExpression other(QStringLiteral("[^a-z0-9]+"));
    QString result = text.toLower();
    result.replace(other, QStringLiteral("-"));
    while (result.startsWith(QLatin1Char('-'))) {
        result.remove(0, 1);
    }
    while (result.endsWith(QLatin1Char('-'))) {
        result.chop(1);
    }
    return result;
}

QString uniqueVerb(const analysis::EntryPoint& entry, const QSet<QString>& taken) {
    QString verb = slug(entry.verb);
    const QString script = slug(QFileInfo(entry.script).completeBaseName());
    if (verb.isEmpty() || verb == QLatin1String("other")) {
        verb = script.isEmpty() ? QStringLiteral("run") : script;
    }
    if (!taken.contains(verb)) {
        return verb;
    }
    const QString named = script.isEmpty() || script == verb ? verb : verb + QLatin1Char('-') + script;
    QString candidate = named;
    for (int i = 2; taken.contains(candidate); ++i) {
        candidate = QStringLiteral("%1-%2").arg(named).arg(i);
    }
    return candidate;
}

/// What people came for stands first: the first one is the container's default command.
int rank(const QString& verb) {
    static const QStringList order = {QStringLiteral("train"), QStringLiteral("infer"), QStringLiteral("demo"),
                                      QStringLiteral("serve"), QStringLiteral("evaluate"), QStringLiteral("preprocess")};
    const qsizetype place = order.indexOf(verb);
    return place < 0 ? static_cast<int>(order.size()) : static_cast<int>(place);
}

void addEntryPoints(const Request& request, Recipe& recipe) {
    constexpr qsizetype most = 24;      // a Makefile with more verbs helps nobody
    constexpr int mostOfAScript = 3;    // a README shows one script with a dozen arguments
    QList<analysis::EntryPoint> entries = request.findings.entryPoints;
    std::stable_sort(entries.begin(), entries.end(), [](const analysis::EntryPoint& a, const analysis::EntryPoint& b) {
        return rank(a.verb) < rank(b.verb);
    });
    QSet<QString> taken;
    QHash<QString, int> ofScript;
    for (const analysis::EntryPoint& entry : std::as_const(entries)) {
        if (recipe.entryPoints.size() >= most) {
            break;
        }
        if (!entry.script.isEmpty() && ++ofScript[entry.verb + QLatin1Char(' ') + entry.script] > mostOfAScript) {
            continue;
        }
        const QString verb = uniqueVerb(entry, taken);
        taken.insert(verb);
        recipe::EntryPoint point{verb, entry.command, entry.workdir, {}};
        for (const analysis::Parameter& p : entry.parameters) {
            point.parameters.append({p.name, p.type, p.defaultValue, p.help, p.choices, p.required});
        }
        recipe.entryPoints.append(point);
    }
}

/// A folder of the repository's root that outputs or data go to; "" for a path outside.
QString topFolder(QString path) {
    while (path.startsWith(QLatin1String("./"))) {
        path.remove(0, 2);
    }
    static const QRegularExpression usable(QStringLiteral("^[A-Za-z0-9_][A-Za-z0-9_.-]*"));
    const auto match = usable.match(path);
    const QString top = match.captured(0);
    return path.startsWith(QLatin1Char('/')) || path.contains(QLatin1String("..")) || top.contains(QLatin1Char('.')) ? QString() : top;
}

void addVolumes(const Request& request, Recipe& recipe) {
    QStringList folders{QStringLiteral("data"), QStringLiteral("outputs")};
    for (const analysis::DataSource& source : request.findings.data) {
        const QString folder = topFolder(source.path);
        if (!folder.isEmpty() && !folders.contains(folder) && folders.size() < 6) {
            folders << folder;
        }
    }
    for (const QString& folder : std::as_const(folders)) {
        // A folder with code in it must not be covered.
        bool isCode = false;
        for (const analysis::EntryPoint& entry : request.findings.entryPoints) {
            isCode = isCode || entry.script.startsWith(folder + QLatin1Char('/'));
        }
        for (const analysis::Extension& extension : request.findings.extensions) {
            isCode = isCode || extension.path.startsWith(folder + QLatin1Char('/'));
        }
        for (const analysis::Dependency& dependency : request.findings.dependencies) {
            for (const analysis::Evidence& evidence : dependency.evidence) {
                isCode = isCode || (evidence.file.startsWith(folder + QLatin1Char('/')) && evidence.file.endsWith(QLatin1String(".py")));
            }
        }
        if (!isCode) {
            recipe.volumes.append({QLatin1String("./") + folder, codeFolder + QLatin1Char('/') + folder, false});
            recipe.ignore << QLatin1Char('/') + folder;
        } else if (folder == QLatin1String("data")) {
            recipe.volumes.append({QStringLiteral("./data"), QStringLiteral("/data"), false});
            recipe.risks << Solver::tr("The repository keeps code in data/, so the data folder of the host appears as /data.");
        }
    }
}

} // namespace

void addRuntime(const Request& request, const Stack& stack, const BaseImage& base, Recipe& recipe) {
    for (const analysis::Extension& extension : request.findings.extensions) {
        if (!extension.buildCommand.isEmpty() && extension.kind != QLatin1String("jit")) {
            recipe.extensions.append({extension.path, extension.workdir, extension.buildCommand,
                                      extension.cuda && request.target.hasGpu()});
        }
    }
    addEntryPoints(request, recipe);
    addVolumes(request, recipe);
    if (request.framework == QLatin1String("torch")) {
        recipe.shmSize = QStringLiteral("8gb"); // data loaders pass batches through shared memory
    }
    if (request.target.hasGpu()) {
        recipe.gpuAccess = recipe::GpuAccess::DeployDevices;
        if (!base.image.startsWith(QLatin1String("nvidia/")) && base.style != recipe::Style::FrameworkImage) {
            recipe.environment.insert(QStringLiteral("NVIDIA_VISIBLE_DEVICES"), QStringLiteral("all"));
            recipe.environment.insert(QStringLiteral("NVIDIA_DRIVER_CAPABILITIES"), QStringLiteral("compute,utility"));
        }
    }
    if (request.framework == QLatin1String("torch") && stack.release != nullptr && stack.version >= Version::of("2.6")) {
        for (const analysis::Breakage& breakage : request.findings.breakages) {
            if (breakage.symbol == QLatin1String("torch.load")) {
                recipe.environment.insert(QStringLiteral("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"), QStringLiteral("1"));
            }
        }
    }
}

} // namespace reberth::solver
