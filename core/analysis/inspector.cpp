#include "core/analysis/inspector.h"

#include "core/analysis/detectors.h"
#include "core/analysis/ranking.h"
#include "core/knowledge/knowledge.h"

#include <QCoreApplication>
#include <QFuture>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

QSet<QString> watchedSymbols(const knowledge::Knowledge& knowledge) {
    QSet<QString> symbols;
    for (const knowledge::BreakageRule& rule : knowledge.breakages()) {
        if (rule.staticCheck == QLatin1String("break") && rule.kind != QLatin1String("c_api"))
            symbols.unite(QSet<QString>(rule.symbols.begin(), rule.symbols.end()));
    }
    return symbols;
}

/// Reads the Python files on a few threads; the result stands in the order of the files.
QList<PythonFacts> readPythonFiles(const SourceTree& tree, const knowledge::Knowledge& knowledge,
                                   const CancellationToken& cancellation,
                                   const std::function<void(const InspectProgress&)>& progress, QStringList& tooLarge) {
    QList<const SourceFile*> files;
    for (const SourceFile& file : tree.files()) {
        if (file.path.endsWith(QLatin1String(".py")))
            files.append(&file);
    }
    const QSet<QString> watched = watchedSymbols(knowledge);
    std::vector<std::optional<PythonFacts>> results(size_t(files.size()));
    std::atomic<qsizetype> next{0}, done{0};
    const auto work = [&] {
        while (!cancellation.isCancelled()) {
            const qsizetype i = next.fetch_add(1);
            if (i >= files.size())
                return;
            if (const std::optional<QByteArray> bytes = tree.bytes(files.at(i)->path)) {
                PythonFacts facts = readPython(files.at(i)->path, *bytes, watched);
                facts.vendored = files.at(i)->vendored;
                results[size_t(i)] = std::move(facts);
            }
            done.fetch_add(1);
        }
    };
    // The calling thread works too: it reports progress, and a pool of one core needs no second thread.
    QThreadPool pool;
    const int helpers = files.size() < 16 ? 0 : std::clamp(QThread::idealThreadCount() - 1, 0, 7);
    for (int i = 0; i < helpers; ++i)
        pool.start(work);
    while (!cancellation.isCancelled()) {
        const qsizetype i = next.fetch_add(1);
        if (i >= files.size())
            break;
        if (const std::optional<QByteArray> bytes = tree.bytes(files.at(i)->path)) {
            PythonFacts facts = readPython(files.at(i)->path, *bytes, watched);
            facts.vendored = files.at(i)->vendored;
            results[size_t(i)] = std::move(facts);
        }
        done.fetch_add(1);
        if (progress && i % 32 == 0)
            progress({int(done.load()), int(files.size())});
    }
    pool.waitForDone();
    if (progress)
        progress({int(done.load()), int(files.size())});
    QList<PythonFacts> all;
    all.reserve(files.size());
    for (size_t i = 0; i < results.size(); ++i) {
        if (results[i])
            all.append(std::move(*results[i]));
        else
            tooLarge.append(files.at(qsizetype(i))->path);
    }
    return all;
}

} // namespace

Result<Findings> inspect(const repo::Checkout& checkout, const knowledge::Knowledge& knowledge,
                         const CancellationToken& cancellation,
                         const std::function<void(const InspectProgress&)>& progress) {
    const auto cancelled = [] { return fail(ErrorCode::Cancelled, tr("Reading the repository was cancelled.")); };
    Result<SourceTree> opened = SourceTree::open(checkout.path, checkout.submodules, cancellation);
    if (!opened)
        return fail(opened.error());
    const SourceTree& tree = *opened;
    Draft draft;
    for (const QString& note : tree.notes())
        draft.addNote(note);
    for (const QString& note : checkout.notes)
        draft.addNote(note);
    QStringList tooLarge;
    const QList<PythonFacts> python = readPythonFiles(tree, knowledge, cancellation, progress, tooLarge);
    if (cancellation.isCancelled())
        return cancelled();
    if (!tooLarge.isEmpty()) {
        QList<Evidence> evidence;
        for (const QString& path : tooLarge.mid(0, 20))
            evidence.append({path, 0, {}});
        draft.addNote(tr("%1 Python files are larger than 4 MiB or unreadable and were left out.").arg(tooLarge.size()),
                      evidence);
    }

    // Manifests that name the repository itself come first, so that it is not taken for a dependency.
    using Step = std::function<void()>;
    const QList<Step> steps{
        [&] { detectSetupCfg(tree, draft); },
        [&] { detectPyproject(tree, draft); },
        [&] { detectSetupScripts(tree, python, draft); },
        [&] { detectRequirements(tree, draft); },
        [&] { detectCondaEnvironments(tree, draft); },
        [&] { detectCog(tree, draft); },
        [&] { detectPipfile(tree, draft); },
        [&] { detectPythonVersionFiles(tree, draft); },
        [&] { detectDockerfiles(tree, draft); },
        [&] { detectShellScripts(tree, draft); },
        [&] { detectReadmes(tree, python, knowledge, draft); },
        [&] { detectImports(tree, python, knowledge, draft); },
        [&] { detectSyntax(python, draft); },
        [&] { detectBreakages(tree, python, knowledge, draft); },
        [&] { detectExtensions(tree, python, draft); },
        [&] { detectEntryPoints(tree, python, draft); },
    };
    for (const Step& step : steps) {
        if (cancellation.isCancelled())
            return cancelled();
        step();
    }

    Findings findings;
    findings.checkout = checkout;
    const QString dated = pythonOfDate(checkout.commitDate);
    findings.python = chooseVersion(QStringLiteral("Python"), draft.python);
    if (!dated.isEmpty() && (!findings.python.version || findings.python.version->size() < 2)) {
        const std::optional<Version> usual = Version::parse(dated);
        if (usual && (findings.python.range.isEmpty() || findings.python.range.contains(*usual))) {
            findings.python.version = usual;
            findings.python.confidence = sourceWeight(QStringLiteral("date"));
            findings.python.reason = tr("Python %1 was the usual one when the code was written (%2).")
                                         .arg(dated, checkout.commitDate.date().toString(Qt::ISODate));
        }
    }
    findings.cuda = chooseVersion(QStringLiteral("CUDA"), draft.cuda);
    findings.cudnn = chooseVersion(QStringLiteral("cuDNN"), draft.cudnn);
    findings.frameworks = rankFrameworks(draft);
    findings.baseImage = draft.baseImage;
    findings.dependencies = mergeDependencies(draft.packages);
    findings.extensions = draft.extensions;
    findings.entryPoints = draft.entryPoints;
    findings.systemPackages = draft.systemPackages;
    findings.data = draft.data;
    findings.environment = draft.environment;
    findings.hardware = draft.hardware;
    findings.licenses = draft.licenses;
    findings.submodules = draft.submodules;
    findings.lfsPointers = draft.lfsPointers;
    findings.locked = draft.locked;
    findings.breakages = draft.breakages;
    findings.bounds = draft.bounds;
    findings.manifests = draft.manifests;
    findings.notes = draft.notes;
    noteContradictions(QStringLiteral("Python"), findings.python, findings.notes);
    noteContradictions(QStringLiteral("CUDA"), findings.cuda, findings.notes);
    for (const Framework& framework : std::as_const(findings.frameworks))
        noteContradictions(framework.name, framework.version, findings.notes);
    findings.pythonFiles = int(python.size());
    return findings;
}

} // namespace reberth::analysis
