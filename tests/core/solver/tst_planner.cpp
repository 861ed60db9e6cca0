#include "core/knowledge/knowledge.h"
#include "core/knowledge/tables.h"
#include "core/solver/planner.h"
#include "tests/core/solver/findingsbuilder.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::solver;
using recipe::Style;

class TestPlanner : public QObject {
    Q_OBJECT

private:
    knowledge::Knowledge m_knowledge;

    knowledge::Target gpu(const char* name, const char* driver = "") const {
        const auto model = m_knowledge.gpuByName(QString::fromLatin1(name));
        Q_ASSERT(model);
        knowledge::Target target = model->target();
        target.driver = Version::parse(QString::fromLatin1(driver));
        return target;
    }
    static knowledge::Target cpu() { return {QStringLiteral("CPU only"), std::nullopt, std::nullopt, 0}; }

    Plans planned(const FindingsBuilder& builder, const knowledge::Target& target, const FixedChoices& fixed = {}) const {
        const auto plans = plan(builder.findings(), target, fixed, m_knowledge);
        if (!plans) {
            qWarning("%s", qPrintable(plans.error().message));
            return {};
        }
        return *plans;
    }

    static const recipe::PythonPackage* package(const recipe::Recipe& recipe, const char* name) {
        for (const recipe::PythonPackage& candidate : recipe.packages) {
            if (candidate.name.compare(QLatin1String(name), Qt::CaseInsensitive) == 0) {
                return &candidate;
            }
        }
        return nullptr;
    }
    static QString specifier(const recipe::Recipe& recipe, const char* name) {
        const auto* found = package(recipe, name);
        return found != nullptr ? found->specifier : QStringLiteral("(missing)");
    }
    static bool hasSystem(const recipe::Recipe& recipe, const char* name) {
        return std::any_of(recipe.systemPackages.cbegin(), recipe.systemPackages.cend(),
                           [&](const recipe::Choice& c) { return c.value == QLatin1String(name); });
    }
    static QString texts(const Plan& plan) {
        QStringList lines;
        for (const Problem& problem : plan.problems) {
            lines << verdictName(problem.severity) + QLatin1String(": ") + problem.text + QLatin1String(" → ") + problem.cure;
        }
        return lines.join(QLatin1Char('\n'));
    }

    /// What must hold of any plan whatever was asked.
    void verifySound(const Plan& plan) const {
        const recipe::Recipe& recipe = plan.recipe;
        QVERIFY2(!recipe.baseImage.value.isEmpty(), qPrintable(texts(plan)));
        const QList<const recipe::Choice*> choices{&recipe.baseImage, &recipe.osRelease, &recipe.python,  &recipe.framework,
                                                   &recipe.frameworkVersion, &recipe.cuda, &recipe.cudnn, &recipe.gcc,
                                                   &recipe.archList, &recipe.target};
        for (const recipe::Choice* choice : choices) {
            QVERIFY2(choice->value.isEmpty() || !choice->reason.isEmpty(), qPrintable(choice->value));
        }
        QSet<QString> names;
        for (const recipe::PythonPackage& package : recipe.packages) {
            QVERIFY2(!package.reason.isEmpty(), qPrintable(package.name));
            QVERIFY2(!names.contains(package.name.toLower()), qPrintable(package.name));
            names.insert(package.name.toLower());
        }
        for (const recipe::Choice& package : recipe.systemPackages) {
            QVERIFY2(!package.reason.isEmpty(), qPrintable(package.value));
        }
        QSet<QString> verbs;
        for (const recipe::EntryPoint& entry : recipe.entryPoints) {
            QVERIFY2(!entry.verb.isEmpty() && !verbs.contains(entry.verb), qPrintable(entry.verb));
            verbs.insert(entry.verb);
        }
        if (recipe.baseImage.value.startsWith(QLatin1String("nvidia/cuda:")) && !recipe.baseImage.byUser) {
            const auto* image = m_knowledge.tables().cudaImage(recipe.baseImage.value.section(QLatin1Char(':'), 1));
            QVERIFY2(image != nullptr && image->exists(), qPrintable(recipe.baseImage.value));
        }
        const auto worst = std::max_element(plan.problems.cbegin(), plan.problems.cend(),
                                            [](const Problem& a, const Problem& b) { return a.severity < b.severity; });
        QCOMPARE(plan.verdict, worst == plan.problems.cend() ? Verdict::Green : worst->severity);
    }

private slots:
    void statedStackOnItsGpu() {
        const auto plans = planned(FindingsBuilder("resnet", "2020-03-01").framework("torch", "1.4.0").python("3.7").needs("torchvision").needs("numpy"),
                                   gpu("V100"));
        const Plan& plan = plans.faithful;
        verifySound(plan);
        QCOMPARE(plan.verdict, Verdict::Green);
        QCOMPARE(plan.recipe.frameworkVersion.value, QStringLiteral("1.4.0"));
        QCOMPARE(plan.recipe.python.value, QStringLiteral("3.7"));
        QCOMPARE(plan.recipe.cuda.value, QStringLiteral("10.1"));
        QCOMPARE(specifier(plan.recipe, "torchvision"), QStringLiteral("==0.5.0"));
        QCOMPARE(plan.recipe.packages.first().name, QStringLiteral("torch"));
        QCOMPARE(plan.recipe.style, Style::FrameworkImage);
        QCOMPARE(plan.recipe.baseImage.value, QStringLiteral("pytorch/pytorch:1.4-cuda10.1-cudnn7-devel"));
        QCOMPARE(plans.lifted.recipe, plan.recipe);
        QVERIFY(plan.recipe.frameworkVersion.reason.contains(QLatin1String("requirements.txt:1")));
    }

    void torch041_data() {
        QTest::addColumn<QString>("gpuName");
        QTest::addColumn<bool>("faithfulRed");
        QTest::addColumn<QString>("lifted");
        QTest::newRow("K80") << "Tesla K80" << false << "0.4.1";
        QTest::newRow("T4") << "T4" << true << "1.0.0";
        QTest::newRow("3090") << "RTX 3090" << true << "1.7.0";
        QTest::newRow("H100") << "H100" << true << "2.0.0";
        QTest::newRow("5090") << "RTX 5090" << true << "2.7.0";
    }

    void torch041() {
        QFETCH(QString, gpuName);
        QFETCH(bool, faithfulRed);
        QFETCH(QString, lifted);
        const auto plans = planned(FindingsBuilder("old", "2018-09-01").framework("torch", "0.4.1").python("3.6").cuda("9.0"),
                                   gpu(qPrintable(gpuName)));
        verifySound(plans.faithful);
        verifySound(plans.lifted);
        QCOMPARE(plans.faithful.recipe.frameworkVersion.value, QStringLiteral("0.4.1"));
        QCOMPARE(plans.faithful.verdict == Verdict::Red, faithfulRed);
        QVERIFY2(plans.lifted.verdict != Verdict::Red, qPrintable(texts(plans.lifted)));
        QCOMPARE(plans.lifted.recipe.frameworkVersion.value, lifted);
        QCOMPARE(&plans.recommended(), faithfulRed ? &plans.lifted : &plans.faithful);
        if (faithfulRed) {
            QVERIFY2(plans.faithful.problems.first().cure.contains(lifted), qPrintable(texts(plans.faithful)));
        }
    }

    void extensionNeedsCompiler() {
        const auto plans = planned(FindingsBuilder("det", "2021-09-01").framework("torch", "1.8.1").python("3.8").extension("ops", true).entry("train", "train.py"),
                                   gpu("RTX 3090", "525.60.13"));
        const Plan& plan = plans.faithful;
        verifySound(plan);
        QCOMPARE(plan.verdict, Verdict::Green);
        QCOMPARE(plan.recipe.cuda.value, QStringLiteral("11.1"));
        QCOMPARE(plan.recipe.style, Style::CudaPyenv);
        QCOMPARE(plan.recipe.baseImage.value, QStringLiteral("nvidia/cuda:11.1.1-devel-ubuntu20.04"));
        QCOMPARE(plan.recipe.archList.value, QStringLiteral("8.6"));
        QVERIFY(hasSystem(plan.recipe, "build-essential"));
        QVERIFY(hasSystem(plan.recipe, "ninja-build"));
        QCOMPARE(specifier(plan.recipe, "setuptools"), QStringLiteral("<70"));
        QCOMPARE(plan.recipe.extensions.first().command, QStringLiteral("python setup.py build develop"));
        QVERIFY(plan.recipe.extensions.first().cuda);
        QVERIFY(plan.recipe.findLinks.contains(QStringLiteral("https://download.pytorch.org/whl/torch_stable.html")));
        QCOMPARE(specifier(plan.recipe, "torch"), QStringLiteral("==1.8.1+cu111"));
    }

    void newerGpuThanCompiler() {
        const auto plans = planned(FindingsBuilder("det", "2021-09-01").framework("torch", "1.9.0").python("3.8").cuda("11.1").extension("ops", true), gpu("RTX 4090"));
        QVERIFY2(plans.faithful.verdict != Verdict::Red, qPrintable(texts(plans.faithful)));
        QCOMPARE(plans.faithful.recipe.archList.value, QStringLiteral("8.6+PTX"));
    }

    void deletedCudaWithExtension() {
        // CUDA 9.0 has no image of its own any more; 0.4_cuda9_cudnn7 still has nvcc, but of torch 0.4.0.
        const auto plans = planned(FindingsBuilder("ffi", "2018-06-01").framework("torch", "0.4.1").python("3.6").cuda("9.0").extension("lib", true), gpu("Tesla P100"));
        verifySound(plans.faithful);
        QVERIFY2(plans.faithful.verdict != Verdict::Red, qPrintable(texts(plans.faithful)));
        QCOMPARE(plans.faithful.recipe.baseImage.value, QStringLiteral("pytorch/pytorch:0.4_cuda9_cudnn7"));
    }

    void cudaWithoutAnyCompiler() {
        const auto plans = planned(FindingsBuilder("ffi", "2019-10-20").framework("torch", "1.3.0").python("3.6").cuda("9.2").extension("lib", true), gpu("Tesla P100"));
        QCOMPARE(plans.faithful.verdict, Verdict::Red);
        QVERIFY2(plans.lifted.verdict != Verdict::Red, qPrintable(texts(plans.lifted)));
        QCOMPARE(plans.lifted.recipe.frameworkVersion.value, QStringLiteral("1.3.0"));
        QVERIFY(plans.lifted.recipe.cuda.value != QLatin1String("9.2"));
    }

    void oldDriver() {
        const auto findings = FindingsBuilder("a", "2022-06-01").framework("torch", "1.10.1").python("3.8");
        const auto plans = planned(findings, gpu("T4", "418.87"));
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.verdict, Verdict::Red);
        QVERIFY2(plans.lifted.verdict != Verdict::Red, qPrintable(texts(plans.lifted)));
        QVERIFY(*Version::parse(plans.lifted.recipe.cuda.value) < Version::of("10.2"));
        QVERIFY(planned(findings, gpu("T4", "450.80.02")).faithful.verdict != Verdict::Red);
    }

    void versionFromDate() {
        const auto plans = planned(FindingsBuilder("a", "2021-05-01").framework("torch").needs("tqdm"), gpu("T4"));
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.recipe.frameworkVersion.value, QStringLiteral("1.8.1"));
        QCOMPARE(plans.faithful.recipe.python.value, QStringLiteral("3.8"));
        QVERIFY(plans.faithful.recipe.frameworkVersion.reason.contains(QLatin1String("2021-05-01")));
    }

    void versionFromUsedName() {
        const auto plans = planned(FindingsBuilder("a", "2023-05-01").framework("torch").breaks("THC/THC.h", "torch", "<1.11.0").extension("ops", true), gpu("T4"));
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.recipe.frameworkVersion.value, QStringLiteral("1.10.2"));
        QVERIFY2(plans.faithful.verdict != Verdict::Red, qPrintable(texts(plans.faithful)));
        QVERIFY(plans.faithful.recipe.frameworkVersion.reason.contains(QLatin1String("THC/THC.h")));
    }

    void liftOverUsedNameTellsTheCode() {
        const auto plans = planned(FindingsBuilder("a", "2021-05-01").framework("torch", "1.8.0").breaks("THC/THC.h", "torch", "<1.11.0").extension("ops", true), gpu("H100"));
        QCOMPARE(plans.faithful.verdict, Verdict::Red);
        QCOMPARE(plans.lifted.verdict, Verdict::Amber);
        QVERIFY2(texts(plans.lifted).contains(QLatin1String("THC/THC.h")), qPrintable(texts(plans.lifted)));
    }

    void rangeIsKept() {
        const auto plans = planned(FindingsBuilder("a", "2024-05-01").framework("torch", "", ">=1.7,<1.13").python("3.8"), gpu("A100"));
        QCOMPARE(plans.faithful.recipe.frameworkVersion.value, QStringLiteral("1.12.1"));
        QCOMPARE(plans.faithful.verdict, Verdict::Green);
    }

    void pythonWithoutWheel() {
        const auto plans = planned(FindingsBuilder("a", "2023-08-01").framework("torch", "2.0.1").python("3.7"), gpu("A100"));
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.verdict, Verdict::Amber);
        QCOMPARE(plans.faithful.recipe.python.value, QStringLiteral("3.8"));
    }

    void pinsFromUsedNames() {
        const auto plans = planned(FindingsBuilder("a", "2019-05-01").framework("torch", "1.1.0").python("3.6").needs("scipy").needs("numpy", "==1.16.4").breaks("scipy.misc.imread", "scipy", "<1.2.0").breaks("np.foo", "numpy", "<1.10"),
                                   gpu("V100"));
        QCOMPARE(specifier(plans.faithful.recipe, "scipy"), QStringLiteral("<1.2.0"));
        QVERIFY(package(plans.faithful.recipe, "scipy")->reason.contains(QLatin1String("train.py:3")));
        QCOMPARE(specifier(plans.faithful.recipe, "numpy"), QStringLiteral("==1.16.4"));
        QVERIFY(texts(plans.faithful).contains(QLatin1String("np.foo")));
    }

    void eraPins() {
        const auto plans = planned(FindingsBuilder("a", "2022-05-01").framework("torch", "1.11.0").python("3.8").needs("numpy").needs("Pillow", ">=5"), gpu("V100"));
        QCOMPARE(specifier(plans.faithful.recipe, "numpy"), QStringLiteral("<1.24"));
        QCOMPARE(specifier(plans.faithful.recipe, "Pillow"), QStringLiteral(">=5,<10"));
    }

    void whatPeopleCameForIsFirst() {
        FindingsBuilder builder("a", "2020-05-01");
        builder.framework("torch", "1.4.0").entry("preprocess", "download.py").entry("evaluate", "eval.py").entry("train", "train.py");
        for (int i = 0; i < 10; ++i) {
            builder.entry("preprocess", "tool.py");
        }
        const auto plans = planned(builder, cpu());
        QStringList verbs;
        for (const auto& entry : plans.faithful.recipe.entryPoints) {
            verbs << entry.verb;
        }
        QCOMPARE(verbs, (QStringList{QStringLiteral("train"), QStringLiteral("evaluate"), QStringLiteral("preprocess"),
                                     QStringLiteral("preprocess-tool"), QStringLiteral("preprocess-tool-2"),
                                     QStringLiteral("preprocess-tool-3")}));
    }

    void unknownImportsAreNotInstalled() {
        const auto plans = planned(FindingsBuilder("a", "2020-05-01").framework("torch", "1.4.0").imports("csHelpers", 0.2).imports("scipy", 0.8), gpu("V100"));
        QVERIFY(package(plans.faithful.recipe, "scipy") != nullptr);
        QVERIFY(package(plans.faithful.recipe, "csHelpers") == nullptr);
        QVERIFY(plans.faithful.recipe.risks.join(QLatin1Char(' ')).contains(QLatin1String("csHelpers")));
    }

    void misleadingNames() {
        const auto plans = planned(FindingsBuilder("a", "2022-05-01").framework("torch", "1.11.0").needs("sklearn").needs("apex").needs("argparse").needs("cv2").needs("pymesh"), gpu("V100"));
        const recipe::Recipe& recipe = plans.faithful.recipe;
        verifySound(plans.faithful);
        QVERIFY(package(recipe, "scikit-learn") != nullptr);
        QVERIFY(package(recipe, "sklearn") == nullptr);
        QCOMPARE(package(recipe, "apex")->url, QStringLiteral("git+https://github.com/NVIDIA/apex"));
        QVERIFY(package(recipe, "argparse") == nullptr);
        QVERIFY(package(recipe, "pymesh2") != nullptr);
        QVERIFY(package(recipe, "opencv-python") != nullptr);
        QVERIFY(hasSystem(recipe, "libglib2.0-0"));
    }

    void gitUrlsAreKept() {
        const auto plans = planned(FindingsBuilder("a", "2022-05-01").framework("torch", "1.11.0").needs("clip", "", "git+https://github.com/openai/CLIP.git"), gpu("V100"));
        QCOMPARE(package(plans.faithful.recipe, "clip")->url, QStringLiteral("git+https://github.com/openai/CLIP.git"));
        QVERIFY(hasSystem(plans.faithful.recipe, "git"));
    }

    void extensionWheels() {
        const auto plans = planned(FindingsBuilder("a", "2022-05-01").framework("torch", "1.10.0").python("3.8").cuda("11.3").needs("mmcv-full", "==1.4.0"), gpu("RTX 3090"));
        QVERIFY2(plans.faithful.recipe.findLinks.contains(QStringLiteral("https://download.openmmlab.com/mmcv/dist/cu113/torch1.10.0/index.html")),
                 qPrintable(plans.faithful.recipe.findLinks.join(QLatin1Char(' '))));
        QVERIFY(plans.faithful.recipe.archList.value.isEmpty());
    }

    void tensorflow1() {
        const auto plans = planned(FindingsBuilder("tf", "2019-05-01").framework("tensorflow", "1.12.0").python("3.6").needs("numpy"), gpu("V100"));
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.recipe.style, Style::CudaConda);
        QCOMPARE(plans.faithful.recipe.packages.first().name, QStringLiteral("tensorflow-gpu"));
        QCOMPARE(plans.faithful.recipe.packages.first().specifier, QStringLiteral("==1.12.0"));
        QVERIFY(std::any_of(plans.faithful.recipe.condaPackages.cbegin(), plans.faithful.recipe.condaPackages.cend(),
                            [](const auto& p) { return p.name == QLatin1String("cudatoolkit") && p.specifier == QLatin1String("=9.0"); }));
        QVERIFY(specifier(plans.faithful.recipe, "protobuf") == QLatin1String("<3.21"));
    }

    void tensorflow1OnAmpere() {
        const auto plans = planned(FindingsBuilder("tf", "2019-12-01").framework("tensorflow", "1.15.0").python("3.7"), gpu("A100"));
        QCOMPARE(plans.faithful.verdict, Verdict::Red);
        QVERIFY2(plans.lifted.verdict != Verdict::Red, qPrintable(texts(plans.lifted)));
        QCOMPARE(plans.lifted.recipe.frameworkVersion.value.left(3), QStringLiteral("2.4"));
        verifySound(plans.lifted);
        QVERIFY(plans.lifted.recipe.baseImage.value.startsWith(QLatin1String("nvidia/cuda:11.0.3-cudnn8-runtime")));
    }

    void jax() {
        const auto plans = planned(FindingsBuilder("j", "2023-06-15").framework("jax").python("3.10"), gpu("A100"));
        verifySound(plans.faithful);
        QVERIFY2(plans.faithful.verdict != Verdict::Red, qPrintable(texts(plans.faithful)));
        QVERIFY(plans.faithful.recipe.packages.first().name.startsWith(QLatin1String("jax[cuda")));
        QVERIFY(!plans.faithful.recipe.findLinks.isEmpty());
    }

    void python2() {
        const auto plans = planned(FindingsBuilder("p2", "2017-11-01").framework("torch", "0.2.0").python("2.7"), gpu("Tesla K80"));
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.recipe.python.value, QStringLiteral("2.7"));
        QVERIFY2(plans.faithful.verdict != Verdict::Red, qPrintable(texts(plans.faithful)));
    }

    void cpu_() {
        const auto plans = planned(FindingsBuilder("a", "2021-05-01").framework("torch", "1.8.1").python("3.8").needs("torchvision").extension("ops", true), cpu());
        const recipe::Recipe& recipe = plans.faithful.recipe;
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.verdict, Verdict::Amber);
        QVERIFY2(texts(plans.faithful).contains(QLatin1String("ops/setup.py")), qPrintable(texts(plans.faithful)));
        QCOMPARE(recipe.style, Style::Plain);
        QCOMPARE(recipe.baseImage.value, QStringLiteral("python:3.8-slim-bookworm"));
        QCOMPARE(recipe.osRelease.value, QStringLiteral("debian12"));
        QCOMPARE(specifier(recipe, "torch"), QStringLiteral("==1.8.1+cpu"));
        QCOMPARE(specifier(recipe, "torchvision"), QStringLiteral("==0.9.1+cpu"));
        QVERIFY(recipe.cuda.value.isEmpty() && recipe.archList.value.isEmpty());
        QCOMPARE(recipe.gpuAccess, recipe::GpuAccess::None);
        QVERIFY(!recipe.extensions.first().cuda);
    }

    void distributionPython() {
        FixedChoices fixed;
        fixed.baseImage = QStringLiteral("reberth/base:debian12");
        const auto plans = planned(FindingsBuilder("sample", "2026-11-01").framework("torch").needs("numpy").needs("tqdm").needs("PyYAML").needs("fancy-thing").entry("train", "train.py"),
                                   cpu(), fixed);
        const recipe::Recipe& recipe = plans.faithful.recipe;
        verifySound(plans.faithful);
        QVERIFY2(plans.faithful.verdict == Verdict::Green, qPrintable(texts(plans.faithful)));
        QCOMPARE(recipe.style, Style::Plain);
        QCOMPARE(recipe.osRelease.value, QStringLiteral("debian12"));
        QCOMPARE(recipe.python.value, QStringLiteral("3.11"));
        QCOMPARE(recipe.frameworkVersion.value, QStringLiteral("1.13.1"));
        QVERIFY(hasSystem(recipe, "python3-torch"));
        QVERIFY(hasSystem(recipe, "python3-numpy"));
        QVERIFY(hasSystem(recipe, "python3-yaml"));
        QCOMPARE(recipe.packages.size(), 1);
        QCOMPARE(recipe.packages.first().name, QStringLiteral("fancy-thing"));
        QVERIFY(recipe.indexUrls.isEmpty() && recipe.findLinks.isEmpty());
        QVERIFY(recipe.baseImage.byUser);
    }

    void condaManifest() {
        const auto plans = planned(FindingsBuilder("c", "2020-10-01").framework("torch", "1.6.0").python("3.7").conda("pytorch", "=1.6.0").conda("cudatoolkit", "=10.1").conda("numpy", "=1.19.1=py37h30dfecb_0").conda("libgcc-ng", "=9.1.0"),
                                   gpu("V100"));
        const recipe::Recipe& recipe = plans.faithful.recipe;
        verifySound(plans.faithful);
        QCOMPARE(recipe.style, Style::CudaConda);
        QCOMPARE(recipe.condaPackages.size(), 1);
        QCOMPARE(recipe.condaPackages.first().name, QStringLiteral("numpy"));
        QCOMPARE(recipe.condaPackages.first().specifier, QStringLiteral("=1.19.1"));
        QVERIFY(package(recipe, "torch") != nullptr);
        QVERIFY(!recipe.condaChannels.isEmpty());
    }

    void fixedChoicesAreKept() {
        FixedChoices fixed;
        fixed.python = QStringLiteral("3.8");
        fixed.frameworkVersion = QStringLiteral("1.12.1");
        fixed.cuda = QStringLiteral("11.3");
        const auto plans = planned(FindingsBuilder("a", "2020-05-01").framework("torch", "1.4.0").python("3.6"), gpu("A100"), fixed);
        const recipe::Recipe& recipe = plans.faithful.recipe;
        verifySound(plans.faithful);
        QVERIFY(recipe.python.byUser && recipe.frameworkVersion.byUser && recipe.cuda.byUser);
        QCOMPARE(recipe.frameworkVersion.value, QStringLiteral("1.12.1"));
        QCOMPARE(recipe.cuda.value, QStringLiteral("11.3"));
        QCOMPARE(recipe.python.value, QStringLiteral("3.8"));
    }

    void contradictions_data() {
        QTest::addColumn<QString>("python");
        QTest::addColumn<QString>("framework");
        QTest::addColumn<QString>("cuda");
        QTest::addColumn<QString>("image");
        QTest::addColumn<QString>("names");
        QTest::newRow("python") << "3.12" << "1.4.0" << "" << "" << "3.12";
        QTest::newRow("cuda") << "" << "1.4.0" << "11.8" << "" << "11.8";
        QTest::newRow("no such release") << "" << "1.99" << "" << "" << "1.99";
        QTest::newRow("no such python") << "3.99" << "" << "" << "" << "3.99";
        QTest::newRow("not a version") << "three" << "" << "" << "" << "three";
        QTest::newRow("image's python") << "3.6" << "1.8.1" << "" << "pytorch/pytorch:1.8.1-cuda11.1-cudnn8-devel" << "3.8";
    }

    void contradictions() {
        QFETCH(QString, python);
        QFETCH(QString, framework);
        QFETCH(QString, cuda);
        QFETCH(QString, image);
        QFETCH(QString, names);
        FixedChoices fixed;
        fixed.python = python;
        fixed.frameworkVersion = framework;
        fixed.cuda = cuda;
        fixed.baseImage = image;
        const auto plans = plan(FindingsBuilder("a", "2021-05-01").framework("torch", "1.8.1").findings(), gpu("V100"), fixed, m_knowledge);
        QVERIFY(!plans);
        QCOMPARE(plans.error().code, ErrorCode::InvalidInput);
        QVERIFY2(plans.error().message.contains(names), qPrintable(plans.error().message));
    }

    void deletedImageOfTheUser() {
        FixedChoices fixed;
        fixed.baseImage = QStringLiteral("nvidia/cuda:11.0-devel-ubuntu18.04");
        const auto plans = planned(FindingsBuilder("a", "2021-01-01").framework("torch", "1.7.1").cuda("11.0"), gpu("A100"), fixed);
        QCOMPARE(plans.faithful.verdict, Verdict::Red);
        QVERIFY2(texts(plans.faithful).contains(QLatin1String("11.0.3-devel-ubuntu18.04")), qPrintable(texts(plans.faithful)));
    }

    void nothingFound() {
        const auto plans = planned(FindingsBuilder("empty", "2022-01-01"), gpu("T4"));
        verifySound(plans.faithful);
        QVERIFY(plans.faithful.recipe.framework.value.isEmpty());
        const auto forCpu = planned(FindingsBuilder("empty", "2022-01-01"), cpu());
        verifySound(forCpu.faithful);
    }

    void unknownFramework() {
        const auto plans = planned(FindingsBuilder("mx", "2019-01-01").framework("mxnet", "1.3.0").needs("mxnet", "==1.3.0").python("3.6"), gpu("V100"));
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.verdict, Verdict::Amber);
        QCOMPARE(specifier(plans.faithful.recipe, "mxnet"), QStringLiteral("==1.3.0"));
    }

    void verbsAreUnique() {
        const auto plans = planned(FindingsBuilder("v", "2022-01-01").framework("torch").entry("train", "train.py").entry("train", "tools/train_net.py").entry("train", "other/train.py").entry("other", "main.py"), cpu());
        verifySound(plans.faithful);
        QCOMPARE(plans.faithful.recipe.entryPoints.size(), 4);
        QCOMPARE(plans.faithful.recipe.entryPoints.at(1).verb, QStringLiteral("train-train-net"));
        QCOMPARE(plans.faithful.recipe.entryPoints.last().verb, QStringLiteral("main"));
    }

    /// Every release on every generation and on the CPU: whatever is proposed exists, and green means kernels.
    void everyReleaseOnEveryGeneration() {
        const QList<knowledge::Target> targets{gpu("Tesla K80"), gpu("Tesla P100"), gpu("V100"), gpu("T4"), gpu("A100"), gpu("RTX 3090"),
                                               gpu("RTX 4090"), gpu("H100"), gpu("B200"), gpu("RTX 5090"), cpu()};
        int count = 0;
        for (const char* framework : {"torch", "tensorflow", "jax"}) {
            for (const auto& release : m_knowledge.tables().releases(QString::fromLatin1(framework))) {
                for (const auto& target : targets) {
                    // Both take the same way up to the image; one of them is enough for each pair.
                    for (const bool extension : {count % 2 == 0}) {
                        FindingsBuilder builder("any", qPrintable(release.date.addDays(30).toString(Qt::ISODate)));
                        builder.framework(framework, qPrintable(release.version.toString())).needs("numpy").needs("opencv-python");
                        if (extension) {
                            builder.extension("ops", true);
                        }
                        const auto plans = plan(builder.findings(), target, {}, m_knowledge);
                        QVERIFY2(plans, qPrintable(plans ? QString() : plans.error().message));
                        verifySound(plans->faithful);
                        verifySound(plans->lifted);
                        if (QTest::currentTestFailed()) {
                            qWarning("%s %s on %s", framework, qPrintable(release.version.toString()), qPrintable(target.name));
                            return;
                        }
                        ++count;
                    }
                }
            }
        }
        QVERIFY(count > 1500);
    }

    void optionsSayWhyNot() {
        const auto plans = planned(FindingsBuilder("a", "2020-03-01").framework("torch", "1.4.0").python("3.7").extension("ops", true), gpu("V100"));
        const recipe::Recipe& recipe = plans.faithful.recipe;
        const auto find = [](const QList<Option>& options, const char* value) {
            for (const Option& option : options) {
                if (option.value == QLatin1String(value)) {
                    return option.objection;
                }
            }
            return QStringLiteral("(missing)");
        };
        const auto frameworks = frameworkOptions(recipe, gpu("RTX 3090"), m_knowledge);
        QVERIFY(find(frameworks, "1.4.0").contains(QLatin1String("8.6")));
        QCOMPARE(find(frameworks, "1.8.1"), QString());
        QVERIFY(find(frameworks, "2.5.1").contains(QLatin1String("Python 3.7")));
        QVERIFY(Version::parse(frameworks.first().value) > Version::parse(frameworks.last().value));
        const auto cudas = cudaOptions(recipe, gpu("V100"), m_knowledge);
        QCOMPARE(find(cudas, "10.1"), QString());
        QVERIFY(!find(cudas, "12.1").isEmpty());
        QVERIFY(!find(cudaOptions(recipe, gpu("V100", "410.48"), m_knowledge), "10.1").isEmpty());
    }

    void pythonOptionsSayWhyNot() {
        recipe::Recipe recipe;
        recipe.framework.value = QStringLiteral("torch");
        recipe.frameworkVersion.value = QStringLiteral("1.4.0");
        const auto options = pythonOptions(recipe, m_knowledge);
        QCOMPARE(options.first().value, QStringLiteral("3.14"));
        QVERIFY(!options.first().objection.isEmpty());
        const auto allowed = std::count_if(options.cbegin(), options.cend(), [](const Option& o) { return o.objection.isEmpty(); });
        QCOMPARE(allowed, 5);
    }

    void solveIsFast() {
        const auto findings = FindingsBuilder("a", "2021-05-01").framework("torch").needs("numpy").extension("ops", true).findings();
        const auto target = gpu("H100");
        QVERIFY(plan(findings, target, {}, m_knowledge)); // reads the tables
        QBENCHMARK {
            QVERIFY(plan(findings, target, {}, m_knowledge));
        }
    }
};

QTEST_APPLESS_MAIN(TestPlanner)
#include "tst_planner.moc"
