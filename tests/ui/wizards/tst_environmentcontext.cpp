#include "ui/wizards/environmentcontext.h"
#include "ui/wizards/environmentwizard.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace reberth;
using namespace reberth::ui;

namespace {

analysis::Findings findings() {
    analysis::Findings result;
    result.checkout.name = QStringLiteral("tiny");
    result.checkout.commitDate = QDateTime(QDate(2022, 5, 1), QTime(12, 0), Qt::UTC);
    analysis::Framework torch;
    torch.name = QStringLiteral("torch");
    torch.main = true;
    torch.version.version = Version::of("1.11.0");
    torch.version.confidence = 1;
    result.frameworks.append(torch);
    analysis::Dependency numpy;
    numpy.name = QStringLiteral("numpy");
    result.dependencies.append(numpy);
    analysis::EntryPoint train;
    train.verb = QStringLiteral("train");
    train.command = QStringLiteral("python train.py");
    train.script = QStringLiteral("train.py");
    result.entryPoints.append(train);
    return result;
}

} // namespace

class TestEnvironmentContext : public QObject {
    Q_OBJECT

private slots:
    void beginsWithAPlan();
    void targetsHoldCpuAndEveryGpu();
    void aChoiceIsKeptInTheRecipe();
    void aContradictionKeepsTheLastPlan();
    void greyOptionsSayWhy();
    void ownPackagesSurviveANewPlan();
    void packageNamesAreChecked_data();
    void packageNamesAreChecked();
    void entryPointsAreChecked();
    void changesOfTheSavedRecipeAreCarriedOver();
    void wizardOpensAtAPage();
    void wizardGoesThroughByKeyboard();

private:
    std::unique_ptr<EnvironmentContext> make(knowledge::Target target = {QStringLiteral("CPU only"), {}, {}, 0},
                                             std::optional<recipe::Recipe> current = std::nullopt) const {
        return std::make_unique<EnvironmentContext>(
            EnvironmentContext::Start{findings(), std::move(target), {}, true, std::move(current)}, m_knowledge);
    }
    knowledge::Target t4() const { return m_knowledge.gpuByName(QStringLiteral("T4"))->target(); }

    knowledge::Knowledge m_knowledge;
};

void TestEnvironmentContext::beginsWithAPlan() {
    const auto context = make(t4());
    QVERIFY2(context->isComplete(), qPrintable(context->error() ? context->error()->message : QString()));
    QVERIFY(context->hasFramework());
    QVERIFY(!context->recipe().python.value.isEmpty());
    QVERIFY(!context->recipe().cuda.value.isEmpty());
}

void TestEnvironmentContext::targetsHoldCpuAndEveryGpu() {
    knowledge::Target own = t4();
    own.driver = Version::of("525.60");
    const auto context = make(own);
    const QList<knowledge::Target> targets = context->targets();
    QCOMPARE(targets.size(), m_knowledge.gpus().size() + 1);
    QVERIFY(!targets.first().hasGpu());
    const auto found = std::find_if(targets.cbegin(), targets.cend(),
                                    [&own](const knowledge::Target& target) { return target.name == own.name; });
    QVERIFY(found != targets.cend());
    QVERIFY(found->driver.has_value()); // what was probed is not forgotten
}

void TestEnvironmentContext::aChoiceIsKeptInTheRecipe() {
    const auto context = make(t4());
    QSignalSpy changed(context.get(), &EnvironmentContext::changed);
    QString other;
    const auto options = context->pythonOptions();
    for (const solver::Option& option : options) {
        if (option.objection.isEmpty() && option.value != context->recipe().python.value) {
            other = option.value;
            break;
        }
    }
    QVERIFY2(!other.isEmpty(), "another Python must be possible");
    context->setPython(other);
    QVERIFY(changed.count() > 0);
    QVERIFY2(context->isComplete(), qPrintable(context->error() ? context->error()->message : QString()));
    QCOMPARE(context->recipe().python.value, other);
    QCOMPARE(context->fixedChoices().python, other);
}

void TestEnvironmentContext::aContradictionKeepsTheLastPlan() {
    const auto context = make(t4());
    const recipe::Recipe before = context->recipe();
    context->setPython(QStringLiteral("not a version"));
    QVERIFY(!context->isComplete());
    QVERIFY(!context->error()->message.isEmpty());
    QCOMPARE(context->recipe(), before);
    context->setPython({});
    QVERIFY(context->isComplete());
}

void TestEnvironmentContext::greyOptionsSayWhy() {
    const auto context = make(t4());
    const auto options = context->pythonOptions();
    QVERIFY(std::any_of(options.cbegin(), options.cend(),
                        [](const solver::Option& option) { return !option.objection.isEmpty(); }));
    QVERIFY(std::any_of(options.cbegin(), options.cend(),
                        [](const solver::Option& option) { return option.objection.isEmpty(); }));
}

void TestEnvironmentContext::ownPackagesSurviveANewPlan() {
    const auto context = make(t4());
    QVERIFY(context->setPackage(QStringLiteral("tqdm"), QStringLiteral("4.64.0")));
    context->removePackage(QStringLiteral("NumPy"));
    context->setTarget({QStringLiteral("CPU only"), {}, {}, 0});
    const auto& packages = context->packages();
    const auto own = std::find_if(packages.cbegin(), packages.cend(), [](const recipe::PythonPackage& package) {
        return package.name == QLatin1String("tqdm");
    });
    QVERIFY(own != packages.cend());
    QCOMPARE(own->specifier, QStringLiteral("==4.64.0"));
    QVERIFY(own->byUser);
    QVERIFY(std::none_of(packages.cbegin(), packages.cend(),
                         [](const recipe::PythonPackage& package) { return package.name == QLatin1String("numpy"); }));
}

void TestEnvironmentContext::packageNamesAreChecked_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("specifier");
    QTest::addColumn<bool>("fine");
    QTest::newRow("plain") << QStringLiteral("numpy") << QString() << true;
    QTest::newRow("exact") << QStringLiteral("scikit-learn") << QStringLiteral("==1.0.2") << true;
    QTest::newRow("range") << QStringLiteral("a.b_c") << QStringLiteral(">=1.0,<2") << true;
    QTest::newRow("extras") << QStringLiteral("ray[tune]") << QString() << true;
    QTest::newRow("empty") << QString() << QString() << false;
    QTest::newRow("option") << QStringLiteral("--index-url") << QString() << false;
    QTest::newRow("line break") << QStringLiteral("a\nRUN b") << QString() << false;
    QTest::newRow("trailing line break") << QStringLiteral("numpy") << QStringLiteral("==1\nRUN x") << false;
    QTest::newRow("words") << QStringLiteral("numpy") << QStringLiteral("the newest") << false;
}

void TestEnvironmentContext::packageNamesAreChecked() {
    QFETCH(QString, name);
    QFETCH(QString, specifier);
    QFETCH(bool, fine);
    QCOMPARE(EnvironmentContext::packageObjection(name, specifier).isEmpty(), fine);
    const auto context = make();
    const auto before = context->packages();
    QCOMPARE(context->setPackage(name, specifier), fine);
    if (!fine) {
        QCOMPARE(context->packages(), before);
    }
}

void TestEnvironmentContext::entryPointsAreChecked() {
    const auto context = make();
    recipe::EntryPoint train;
    train.verb = QStringLiteral("train");
    train.command = QStringLiteral("python train.py --epochs 2");
    QVERIFY(context->setEntryPoints({train}));
    QCOMPARE(context->recipe().entryPoints, QList<recipe::EntryPoint>{train});
    QVERIFY(!context->setEntryPoints({train, train}));
    recipe::EntryPoint broken = train;
    broken.verb = QStringLiteral("rm -rf");
    QVERIFY(!context->setEntryPoints({broken}));
    broken.verb = QStringLiteral("ok");
    broken.command = QStringLiteral("a\nb");
    QVERIFY(!context->setEntryPoints({broken}));
    QCOMPARE(context->recipe().entryPoints, QList<recipe::EntryPoint>{train});
}

void TestEnvironmentContext::changesOfTheSavedRecipeAreCarriedOver() {
    recipe::Recipe saved = make()->recipe();
    recipe::PythonPackage own;
    own.name = QStringLiteral("einops");
    own.byUser = true;
    saved.packages.append(own);
    saved.entryPoints[0].command = QStringLiteral("python train.py --fast");
    const auto context = make({QStringLiteral("CPU only"), {}, {}, 0}, saved);
    QVERIFY(context->packages().contains(own));
    QCOMPARE(context->entryPoints().first().command, QStringLiteral("python train.py --fast"));
}

void TestEnvironmentContext::wizardOpensAtAPage() {
    EnvironmentWizard wizard(make(t4()).release(), EnvironmentWizard::DependenciesPageId);
    wizard.show();
    QCOMPARE(wizard.currentId(), static_cast<int>(EnvironmentWizard::DependenciesPageId));
    QVERIFY(wizard.findChild<QTableWidget*>(QStringLiteral("packageTable"))->rowCount() > 0);
    wizard.back();
    QCOMPARE(wizard.currentId(), static_cast<int>(EnvironmentWizard::FrameworkPageId));
}

void TestEnvironmentContext::wizardGoesThroughByKeyboard() {
    EnvironmentWizard wizard(make(t4()).release(), EnvironmentWizard::TargetPageId);
    wizard.show();
    QVERIFY(QTest::qWaitForWindowExposed(&wizard));
    auto* targets = wizard.findChild<QListWidget*>(QStringLiteral("targetList"));
    targets->setFocus();
    QTest::keyClick(targets, Qt::Key_Home);
    QVERIFY(!wizard.context().target().hasGpu());
    QVERIFY(!wizard.findChild<QLineEdit*>(QStringLiteral("targetDriver"))->isEnabled());
    for (int page = EnvironmentWizard::TargetPageId; page < EnvironmentWizard::ReviewPageId; ++page) {
        QCOMPARE(wizard.currentId(), page);
        QVERIFY(wizard.button(QWizard::NextButton)->isEnabled());
        QTest::keyClick(wizard.button(QWizard::NextButton), Qt::Key_Space);
    }
    QCOMPARE(wizard.currentId(), static_cast<int>(EnvironmentWizard::ReviewPageId));
    QSignalSpy accepted(&wizard, &QDialog::accepted);
    QTest::keyClick(wizard.button(QWizard::FinishButton), Qt::Key_Space);
    QCOMPARE(accepted.count(), 1);
    QVERIFY(wizard.context().recipe().cuda.value.isEmpty());
}

QTEST_MAIN(TestEnvironmentContext)
#include "tst_environmentcontext.moc"
