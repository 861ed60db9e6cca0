#include "core/analysis/inspector.h"

#include "core/analysis/dependencymerge.h"
#include "core/analysis/detectors.h"
#include "core/analysis/notebooks.h"
#include "core/analysis/pythonfiles.h"
#include "core/analysis/ranking.h"
#include "core/knowledge/knowledge.h"

#include <QCoreApplication>
#include <QScopeGuard>

#include <functional>
#include <optional>

namespace reberth::analysis {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

/// Tells the caller of a stage when it begins and of every few files in it, so that neither a fast stage floods the
/// receiver nor a slow one looks dead.
class Reporter {
public:
    using Stage = InspectProgress::Stage;

    explicit Reporter(const std::function<void(const InspectProgress&)>& progress)
        : m_progress(progress) {}
    void begin(Stage stage, int total = 0) {
        m_now.stage = stage;
        m_now.filesTotal = total;
        m_reported = 0;
        send(0);
    }
    void at(int filesRead, qint64 bytesRead) {
        m_now.bytesRead = bytesRead;
        if (filesRead - m_reported >= 32 || (filesRead == m_now.filesTotal && filesRead != m_reported)) {
            m_reported = filesRead;
            send(filesRead);
        }
    }

private:
    void send(int filesRead) {
        m_now.filesRead = filesRead;
        if (m_progress)
            m_progress(m_now);
    }
    const std::function<void(const InspectProgress&)>& m_progress;
    InspectProgress m_now;
    int m_reported = 0;
};

} // namespace

QString InspectProgress::stageName() const {
    switch (stage) {
    case Stage::Listing:
        return tr("Listing files");
    case Stage::Python:
        return tr("Reading Python files");
    case Stage::Manifests:
        return tr("Reading manifests");
    case Stage::Scripts:
        return tr("Reading Dockerfiles and scripts");
    case Stage::Documents:
        return tr("Reading documents");
    case Stage::Code:
        return tr("Looking through imports");
    case Stage::Extensions:
        return tr("Looking for extensions");
    case Stage::EntryPoints:
        return tr("Looking for entry points");
    case Stage::Weighing:
        break;
    }
    return tr("Weighing the evidence");
}

QString InspectProgress::text() const {
    if (filesRead == 0)
        return stageName();
    const QString count = filesTotal > 0 ? tr("%1 of %2").arg(filesRead).arg(filesTotal) : QString::number(filesRead);
    if (bytesRead == 0)
        return tr("%1: %2").arg(stageName(), count);
    return tr("%1: %2, %3 MB").arg(stageName(), count).arg(double(bytesRead) / 1e6, 0, 'f', 1);
}

Result<Findings> inspect(const repo::Checkout& checkout, const knowledge::Knowledge& knowledge,
                         const CancellationToken& cancellation,
                         const std::function<void(const InspectProgress&)>& progress) {
    Reporter reporter(progress);
    reporter.begin(Reporter::Stage::Listing);
    const Result<SourceTree> tree =
        SourceTree::open(checkout.path, checkout.submodules, cancellation, SourceTree::Limits(),
                         [&reporter](qsizetype files) { reporter.at(int(files), 0); });
    if (!tree)
        return fail(tree.error());
    return inspect(*tree, checkout, knowledge, progress);
}

Result<Findings> inspect(const SourceTree& tree, const repo::Checkout& checkout, const knowledge::Knowledge& knowledge,
                         const std::function<void(const InspectProgress&)>& progress) {
    using Stage = Reporter::Stage;
    const auto cancelled = [] { return fail(ErrorCode::Cancelled, tr("Reading the repository was cancelled.")); };
    Reporter reporter(progress);
    Draft draft;
    for (const Note& note : tree.notes())
        draft.addNote(note.text, note.evidence);
    for (const QString& note : checkout.notes)
        draft.addNote(note);
    const QStringList pythonFiles = pythonFilesOf(tree);
    reporter.begin(Stage::Python, int(pythonFiles.size()));
    const QList<PythonFacts> python =
        readPythonFiles(tree, pythonFiles, knowledge, [&](int done) { reporter.at(done, tree.bytesRead()); });
    if (tree.isCancelled())
        return cancelled();

    QList<PythonFacts> code; // with the cells of notebooks
    // Manifests that name the repository itself come first, so that it is not taken for a dependency.
    struct Step {
        Stage stage;
        std::function<void()> run;
    };
    const QList<Step> steps{
        {Stage::Manifests, [&] { detectSetupCfg(tree, draft); }},
        {Stage::Manifests, [&] { detectPyproject(tree, draft); }},
        {Stage::Manifests, [&] { detectSetupScripts(tree, python, draft); }},
        {Stage::Manifests, [&] { detectRequirements(tree, draft); }},
        {Stage::Manifests, [&] { detectCondaEnvironments(tree, draft); }},
        {Stage::Manifests, [&] { detectCog(tree, draft); }},
        {Stage::Manifests, [&] { detectPipfile(tree, draft); }},
        {Stage::Manifests, [&] { detectPixi(tree, draft); }},
        {Stage::Manifests, [&] { detectTox(tree, draft); }},
        {Stage::Manifests, [&] { detectDevcontainers(tree, draft); }},
        {Stage::Manifests, [&] { detectBinder(tree, draft); }},
        {Stage::Manifests, [&] { detectPythonVersionFiles(tree, draft); }},
        {Stage::Scripts, [&] { detectDockerfiles(tree, draft); }},
        {Stage::Scripts, [&] { detectContinuousIntegration(tree, draft); }},
        {Stage::Scripts, [&] { detectLockFiles(tree, draft); }},
        {Stage::Scripts, [&] { detectShellScripts(tree, draft); }},
        {Stage::Documents, [&] { detectReadmes(tree, python, knowledge, draft); }},
        {Stage::Documents, [&] { detectDataSources(tree, python, draft); }},
        {Stage::Documents, [&] { detectEnvironmentVariables(tree, python, draft); }},
        {Stage::Documents, [&] { detectHardware(tree, knowledge, draft); }},
        {Stage::Documents, [&] { detectLicenses(tree, knowledge, draft); }},
        {Stage::Documents, [&] { code = python + detectNotebooks(tree, knowledge, draft); }},
        {Stage::Code, [&] { detectImports(tree, code, knowledge, draft); }},
        {Stage::Code, [&] { detectSyntax(tree, code, knowledge, draft); }},
        {Stage::Code, [&] { detectBreakages(tree, code, knowledge, draft); }},
        {Stage::Code, [&] { detectBounds(tree, code, knowledge, draft); }},
        {Stage::Extensions, [&] { detectSubmodules(tree, draft); }},
        {Stage::Extensions, [&] { detectExtensions(tree, python, draft); }},
        {Stage::Extensions, [&] { detectNativeApis(tree, knowledge, draft); }},
        {Stage::Extensions, [&] { detectUnpinnedDependencies(draft); }},
        {Stage::Extensions, [&] { detectLfsPointers(tree, draft); }},
        {Stage::EntryPoints, [&] { detectEntryPoints(tree, python, draft); }},
    };
    int before = 0;
    std::optional<Stage> stage;
    tree.onRead([&] { reporter.at(tree.filesRead() - before, tree.bytesRead()); });
    const auto quiet = qScopeGuard([&tree] { tree.onRead({}); });
    for (const Step& step : steps) {
        if (step.stage != stage) {
            stage = step.stage;
            before = tree.filesRead();
            reporter.begin(step.stage);
        }
        step.run();
        if (tree.isCancelled())
            return cancelled();
    }
    reporter.begin(Stage::Weighing);
    for (const Note& note : tree.skipped())
        draft.addNote(note.text, note.evidence);
    draft.noteLeftOut();

    Findings findings;
    findings.checkout = checkout;
    findings.cuda = chooseVersion(QStringLiteral("CUDA"), draft.cuda);
    findings.cudnn = chooseVersion(QStringLiteral("cuDNN"), draft.cudnn);
    findings.frameworks = rankFrameworks(draft);
    findings.python = choosePython(draft.python, checkout.commitDate, findings.frameworks, knowledge.tables());
    findings.baseImage = draft.baseImage;
    findings.dependencies = mergeDependencies(draft.packages, draft.locked);
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
    findings.indexes = draft.indexes;
    findings.breakages = draft.breakages;
    findings.bounds = draft.bounds;
    findings.manifests = draft.manifests;
    findings.notes = draft.notes;
    noteContradictions(QStringLiteral("Python"), findings.python, findings.notes);
    noteContradictions(QStringLiteral("CUDA"), findings.cuda, findings.notes);
    for (const Framework& framework : std::as_const(findings.frameworks))
        noteContradictions(framework.name, framework.version, findings.notes);
    findings.pythonFiles = int(python.size());
    if (tree.isCancelled())
        return cancelled();
    return findings;
}

} // namespace reberth::analysis
