#include "core/project/project.h"

#include "core/knowledge/knowledge.h"
#include "core/project/sample.h"
#include "tests/support/temporarygitrepository.h"

#include <QtTest>

using namespace reberth;
using project::Project;

namespace {

const auto dockerfile = QStringLiteral("Dockerfile");

/// A project on the sample, inspected and planned.
std::unique_ptr<Project> inspected(const knowledge::Knowledge& facts, const QString& folder) {
    auto project = std::make_unique<Project>(facts);
    if (!project->open(folder)) {
        return nullptr;
    }
    QSignalSpy recipeChanged(project.get(), &Project::recipeChanged);
    project->inspect();
    while (!project->recipe() && recipeChanged.wait(20000)) {
    }
    return project;
}

} // namespace

class TestProject : public QObject {
    Q_OBJECT

private slots:
    void init();
    void goesFromFolderToFiles();
    void opensAgainWithEverything();
    void unsavedEditsOutliveTheProgram();
    void savedEditsAreOnDisk();
    void lateAnswersAreDropped();
    void rulesAreIgnoredWithAReason();
    void changesOnDiskAreMerged();
    void regenerationMergesEdits();
    void regenerationMarksConflicts();
    void brokenRecipeIsSaidAndKept();
    void contradictingChoicesChangeNothing();
    void undoesTheRecipe();
    void sampleIsTheSameCommitEverywhere();
    void cancelledInspectionIsSaid();
    void authorsFilesStayUntouched();
    void buildNeedsADockerfile();

private:
    std::unique_ptr<QTemporaryDir> m_parent;
    QString m_sample;
    knowledge::Knowledge m_facts;
};

void TestProject::init() {
    m_parent = std::make_unique<QTemporaryDir>();
    QVERIFY(!project::sampleNames().isEmpty());
    const auto sample = project::createSample(project::sampleNames().constFirst(), m_parent->path());
    QVERIFY2(sample, sample ? "" : qPrintable(sample.error().detail));
    m_sample = *sample;
}

void TestProject::goesFromFolderToFiles() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->recipe());
    QVERIFY(project->findings());
    QVERIFY(project->plans());
    QVERIFY(project->generateFiles());
    QVERIFY(project->fileNames().contains(dockerfile));
    QVERIFY(project->fileNames().contains(QStringLiteral("compose.yaml")));
    QVERIFY(QFile::exists(project->filesFolder() + QStringLiteral("/Makefile")));
    QVERIFY(QFile::exists(project->filesFolder() + QStringLiteral("/Dockerfile.dockerignore")));
    QCOMPARE(project->problemCount(), 0);
}

void TestProject::opensAgainWithEverything() {
    recipe::Recipe recipe;
    {
        const auto project = inspected(m_facts, m_sample);
        QVERIFY(project && project->recipe());
        recipe = *project->recipe();
        recipe.python.value = QStringLiteral("3.11");
        recipe.python.byUser = true;
        QVERIFY(project->setRecipe(recipe));
        QVERIFY(project->generateFiles());
    }
    Project again(m_facts);
    QVERIFY(again.open(m_sample));
    QVERIFY(again.findings());
    QVERIFY(again.recipe());
    QCOMPARE(*again.recipe(), recipe);
    QVERIFY(again.file(dockerfile) != nullptr);
    QVERIFY(!again.file(dockerfile)->modified);
    Project byFolder(m_facts);
    QVERIFY(byFolder.open(m_sample + QStringLiteral("/.reberth")));
    QCOMPARE(byFolder.root(), again.root());
}

void TestProject::unsavedEditsOutliveTheProgram() {
    QString before;
    {
        const auto project = inspected(m_facts, m_sample);
        QVERIFY(project && project->generateFiles());
        before = project->file(dockerfile)->text;
        project->setFileText(dockerfile, before + QStringLiteral("# mine\n"));
        const QString autosaved = project->filesFolder() + QStringLiteral("/autosave/Dockerfile");
        QTRY_VERIFY(QFile::exists(autosaved)); // as a kill would leave it
    }
    Project again(m_facts);
    QVERIFY(again.open(m_sample));
    QCOMPARE(again.file(dockerfile)->text, before + QStringLiteral("# mine\n"));
    QVERIFY(again.file(dockerfile)->modified);
    QVERIFY(again.file(dockerfile)->recovered);
    again.revertFile(dockerfile);
    QCOMPARE(again.file(dockerfile)->text, before);
    QVERIFY(!QFile::exists(again.filesFolder() + QStringLiteral("/autosave/Dockerfile")));
}

void TestProject::savedEditsAreOnDisk() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->generateFiles());
    QSignalSpy modified(project.get(), &Project::modifiedChanged);
    project->setFileText(dockerfile, QStringLiteral("FROM scratch\nRUNN x\n"));
    QCOMPARE(modified.size(), 1);
    QTRY_VERIFY(project->file(dockerfile)->checked); // linted as it is typed
    QVERIFY(project->problemCount() > 0);
    QVERIFY(project->saveFile(dockerfile));
    QFile file(project->filesFolder() + QStringLiteral("/Dockerfile"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("FROM scratch\nRUNN x\n"));
}

void TestProject::lateAnswersAreDropped() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->generateFiles());
    QSignalSpy told(project.get(), &Project::diagnosticsChanged);
    for (int i = 0; i < 20; ++i) {
        project->setFileText(dockerfile, QStringLiteral("FROM scratch\nRUNN x%1\n").arg(i));
        QVERIFY(!project->file(dockerfile)->checked);
    }
    project->setFileText(dockerfile, QStringLiteral("FROM scratch\nCMD [\"x\"]\n"));
    QTRY_VERIFY(project->file(dockerfile)->checked);
    for (const diagnostics::Diagnostic& diagnostic : project->file(dockerfile)->diagnostics) {
        QVERIFY(diagnostic.severity != diagnostics::Severity::Error);
    }
    QVERIFY(told.size() < 20);
}

void TestProject::rulesAreIgnoredWithAReason() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->generateFiles());
    project->setFileText(dockerfile, QStringLiteral("FROM ubuntu\nCMD [\"x\"]\n"));
    QTRY_VERIFY(project->file(dockerfile)->checked);
    QVERIFY(!project->file(dockerfile)->diagnostics.isEmpty());
    const QString rule = project->file(dockerfile)->diagnostics.first().ruleId;
    const auto has = [&project](const QString& wanted) {
        const auto& all = project->file(dockerfile)->diagnostics;
        return std::any_of(all.cbegin(), all.cend(), [&wanted](const auto& each) { return each.ruleId == wanted; });
    };
    QVERIFY(project->ignoreRule(rule, QStringLiteral("it is fine here")));
    QVERIFY(!has(rule));
    QVERIFY(project->saveFile(dockerfile));
    Project again(m_facts);
    QVERIFY(again.open(m_sample));
    for (const diagnostics::Diagnostic& diagnostic : again.file(dockerfile)->diagnostics) {
        QVERIFY(diagnostic.ruleId != rule);
    }
    QFile kept(project->filesFolder() + QStringLiteral("/lint.json"));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(kept.readAll().contains("it is fine here"));
    QVERIFY(QFile::remove(kept.fileName()));
}

void TestProject::changesOnDiskAreMerged() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->generateFiles());
    const QString path = project->filesFolder() + QStringLiteral("/Dockerfile");
    const auto write = [&path](const QByteArray& text) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    project->setFileText(dockerfile, QStringLiteral("FROM a:1\nRUN b\n\nRUN c\n"));
    QVERIFY(project->saveFile(dockerfile));
    QSignalSpy merged(project.get(), &Project::mergedFromDisk);
    // Nothing of ours is unsaved: theirs is taken.
    QVERIFY(write("FROM a:2\nRUN b\n\nRUN c\n"));
    QTRY_COMPARE(merged.size(), 1);
    QCOMPARE(project->file(dockerfile)->text, QStringLiteral("FROM a:2\nRUN b\n\nRUN c\n"));
    QVERIFY(!project->file(dockerfile)->modified);
    // Both changed, in different lines.
    project->setFileText(dockerfile, QStringLiteral("FROM a:2\nRUN b\n\nRUN mine\n"));
    QVERIFY(write("FROM a:3\nRUN b\n\nRUN c\n"));
    QTRY_COMPARE(merged.size(), 2);
    QCOMPARE(project->file(dockerfile)->text, QStringLiteral("FROM a:3\nRUN b\n\nRUN mine\n"));
    QVERIFY(project->file(dockerfile)->modified);
    QVERIFY(!merged.at(1).at(1).toBool());
    // Both changed the same line: nothing is lost.
    QVERIFY(write("FROM a:3\nRUN b\n\nRUN theirs\n"));
    QTRY_COMPARE(merged.size(), 3);
    QVERIFY(merged.at(2).at(1).toBool());
    QVERIFY(project->file(dockerfile)->text.contains(QLatin1String("RUN mine")));
    QVERIFY(project->file(dockerfile)->text.contains(QLatin1String("RUN theirs")));
    QVERIFY(project->file(dockerfile)->conflict);
}

void TestProject::regenerationMergesEdits() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->generateFiles());
    const QString mine = QStringLiteral("\n# a line of mine\n");
    project->setFileText(dockerfile, project->file(dockerfile)->text + mine);
    QVERIFY(project->saveFile(dockerfile));
    recipe::Recipe recipe = *project->recipe();
    recipe.systemPackages.append({QStringLiteral("git"), QStringLiteral("for the test"), true});
    QVERIFY(project->setRecipe(recipe));
    QVERIFY(project->generateFiles());
    QVERIFY(!project->file(dockerfile)->conflict);
    QVERIFY(project->file(dockerfile)->text.endsWith(mine));
    QVERIFY(project->file(dockerfile)->text.contains(QStringLiteral("git")));
}

void TestProject::regenerationMarksConflicts() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->generateFiles());
    QString text = project->file(dockerfile)->text;
    const QString image = project->recipe()->baseImage.value;
    QVERIFY(text.contains(image));
    project->setFileText(dockerfile, text.replace(image, QStringLiteral("my/own:image")));
    recipe::Recipe recipe = *project->recipe();
    recipe.baseImage.value = QStringLiteral("debian:12.5");
    QVERIFY(project->setRecipe(recipe));
    QVERIFY(project->generateFiles());
    QVERIFY(project->file(dockerfile)->conflict);
    QVERIFY(project->file(dockerfile)->text.contains(QStringLiteral("my/own:image")));
    QVERIFY(project->file(dockerfile)->text.contains(QStringLiteral("debian:12.5")));
}

void TestProject::brokenRecipeIsSaidAndKept() {
    inspected(m_facts, m_sample);
    const QString path = m_sample + QStringLiteral("/.reberth/recipe.yaml");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("schema: 1\nstyle: {\n");
    file.close();
    Project again(m_facts);
    QVERIFY(again.open(m_sample));
    QVERIFY(!again.recipe());
    QVERIFY(again.recipeError());
    const auto generated = again.generateFiles();
    QVERIFY(!generated);
    QVERIFY(generated.error().message.contains(QStringLiteral("recipe.yaml")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("schema: 1\nstyle: {\n"));
}

void TestProject::contradictingChoicesChangeNothing() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->plans());
    const solver::FixedChoices before = project->fixedChoices();
    solver::FixedChoices impossible = before;
    impossible.python = QStringLiteral("9.9");
    QVERIFY(!project->setFixedChoices(impossible));
    QCOMPARE(project->fixedChoices().python, before.python);
    QVERIFY(project->plans());
}

void TestProject::undoesTheRecipe() {
    const auto project = inspected(m_facts, m_sample);
    QVERIFY(project && project->recipe());
    const recipe::Recipe before = *project->recipe();
    recipe::Recipe changed = before;
    changed.shmSize = QStringLiteral("1gb");
    QVERIFY(project->setRecipe(changed));
    QVERIFY(project->canUndoRecipe());
    project->undoRecipe();
    QCOMPARE(*project->recipe(), before);
    QVERIFY(!project->canUndoRecipe());
}

void TestProject::sampleIsTheSameCommitEverywhere() {
    QTemporaryDir other;
    const auto second = project::createSample(project::sampleNames().constFirst(), other.path());
    QVERIFY(second);
    const auto head = [](const QString& folder) {
        QFile file(folder + QStringLiteral("/.git/refs/heads/main"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(!head(m_sample).isEmpty());
    QCOMPARE(head(*second), head(m_sample));
    QVERIFY(!project::createSample(QStringLiteral("nothing"), other.path()));
}

void TestProject::cancelledInspectionIsSaid() {
    Project project(m_facts);
    QVERIFY(project.open(m_sample));
    std::optional<Error> error;
    connect(&project, &Project::failed, this, [&](const Error& failure) { error = failure; });
    project.inspect();
    QVERIFY(project.isInspecting());
    project.cancelInspect();
    QTRY_VERIFY(!project.isInspecting());
    // A small repository may be read before the cancel is seen; then there are findings and no error.
    QVERIFY(error ? error->code == ErrorCode::Cancelled : project.findings().has_value());
}

void TestProject::authorsFilesStayUntouched() {
    test::TemporaryGitRepository repository;
    repository.commit(QStringLiteral("One"), {{QStringLiteral("Dockerfile"), "FROM author\n"},
                                              {QStringLiteral("train.py"), "import numpy\n"},
                                              {QStringLiteral("requirements.txt"), "numpy==1.19.5\n"}});
    repo::Checkout checkout;
    checkout.path = repository.path();
    checkout.name = QStringLiteral("authors");
    Project project(m_facts);
    QVERIFY(project.open(checkout));
    project.inspect();
    QTRY_VERIFY_WITH_TIMEOUT(project.recipe().has_value(), 20000);
    QVERIFY(project.generateFiles());
    QVERIFY(QFile::exists(project.filesFolder() + QStringLiteral("/requirements.txt")));
    for (const auto& diagnostic : project.file(dockerfile)->diagnostics) {
        QVERIFY2(diagnostic.ruleId != QLatin1String("copy-missing"), qPrintable(diagnostic.message));
    }
    QCOMPARE(repository.git({QStringLiteral("status"), QStringLiteral("--porcelain")}), QStringLiteral("?? .reberth/"));
}

void TestProject::buildNeedsADockerfile() {
    Project project(m_facts);
    QVERIFY(project.open(m_sample));
    const auto build = project.startBuild({}, QStringLiteral("nowhere"));
    QVERIFY(!build);
    QVERIFY(build.error().message.contains(QStringLiteral("Generate")));
}

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
