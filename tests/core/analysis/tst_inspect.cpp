#include "core/analysis/inspector.h"
#include "core/knowledge/knowledge.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace reberth;
using namespace reberth::analysis;

namespace {

class Repository {
public:
    void write(const QString& path, const QByteArray& content) {
        const QString full = m_folder.filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(full).path()));
        QFile file(full);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    QString path(const QString& name = {}) const { return m_folder.filePath(name); }
    Result<Findings> tryInspect(const CancellationToken& token = {}) const {
        repo::Checkout checkout;
        checkout.path = m_folder.path();
        checkout.name = QStringLiteral("sample");
        return inspect(checkout, m_knowledge, token);
    }
    Findings inspected() const { return tryInspect().value_or(Findings()); }

private:
    QTemporaryDir m_folder;
    knowledge::Knowledge m_knowledge;
};

const Dependency* dependency(const Findings& findings, const char* name) {
    const auto it =
        std::find_if(findings.dependencies.begin(), findings.dependencies.end(), [name](const Dependency& row) {
            return row.name.compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
        });
    return it == findings.dependencies.end() ? nullptr : &*it;
}

const EntryPoint* entryPoint(const Findings& findings, const char* script) {
    const auto it = std::find_if(findings.entryPoints.begin(), findings.entryPoints.end(),
                                 [script](const EntryPoint& row) { return row.script == QLatin1String(script); });
    return it == findings.entryPoints.end() ? nullptr : &*it;
}

const Extension* extension(const Findings& findings, const char* path) {
    const auto it = std::find_if(findings.extensions.begin(), findings.extensions.end(),
                                 [path](const Extension& row) { return row.path == QLatin1String(path); });
    return it == findings.extensions.end() ? nullptr : &*it;
}

QString version(const VersionFinding& finding) {
    return finding.version ? finding.version->toString() : QString();
}

bool hasNote(const Findings& findings, const char* part) {
    return std::any_of(findings.notes.begin(), findings.notes.end(),
                       [part](const Note& note) { return note.text.contains(QLatin1String(part)); });
}

} // namespace

class TestInspect : public QObject {
    Q_OBJECT

private slots:
    void readmeOnly() {
        Repository repository;
        repository.write(QStringLiteral("README.md"),
                         "# Net\nTested with Python 3.6, PyTorch 0.4.1 and CUDA 9.0 on Linux.\n\n## Requirements\n- "
                         "numpy\n- nothing-known\n"
                         "- opencv (3.4)\n\n## Train\n```bash\ncd tools\npython fit.py --lr 0.1 > log.txt\n```\n"
                         "Run `python /path/to/net/tools/check.py --eval` to evaluate. Weights: "
                         "https://drive.google.com/open?id=abcdefgh\n"
                         "    sudo apt-get install espeak\n");
        repository.write(QStringLiteral("tools/fit.py"),
                         "import torch\nimport numpy\nimport cv2\nimport argparse\np = "
                         "argparse.ArgumentParser()\np.add_argument('--lr', type=float)\n");
        repository.write(QStringLiteral("tools/check.py"), "import torch\nfrom fit import net\n");
        const Findings findings = repository.inspected();
        QCOMPARE(version(findings.python), QStringLiteral("3.6"));
        QCOMPARE(findings.python.claims.first().evidence.line, 2);
        QVERIFY(findings.mainFramework());
        QCOMPARE(findings.mainFramework()->name, QStringLiteral("torch"));
        QCOMPARE(version(findings.mainFramework()->version), QStringLiteral("0.4.1"));
        QCOMPARE(version(findings.cuda), QStringLiteral("9.0"));
        QVERIFY(dependency(findings, "numpy"));
        QCOMPARE(dependency(findings, "numpy")->origin, Dependency::Origin::Prose);
        QVERIFY(dependency(findings, "opencv-python"));
        QVERIFY(!dependency(findings, "nothing-known"));
        QVERIFY(!dependency(findings, "fit"));
        const EntryPoint* train = entryPoint(findings, "tools/fit.py");
        QVERIFY(train);
        QCOMPARE(train->verb, QStringLiteral("train"));
        QCOMPARE(train->workdir, QStringLiteral("tools"));
        QCOMPARE(train->command, QStringLiteral("python fit.py --lr 0.1"));
        QCOMPARE(train->parameters.size(), 1);
        const EntryPoint* check = entryPoint(findings, "tools/check.py");
        QVERIFY(check);
        QCOMPARE(check->verb, QStringLiteral("evaluate"));
        QVERIFY(!check->command.contains(QLatin1String("/path/to")));
        QCOMPARE(findings.systemPackages.value(0).name, QStringLiteral("espeak"));
        QCOMPARE(findings.data.value(0).kind, QStringLiteral("weights"));
    }

    void dockerfileBeatsReadme() {
        Repository repository;
        repository.write(QStringLiteral("README.md"), "Requires Python 3.7 and PyTorch 1.2.\n");
        repository.write(QStringLiteral("Dockerfile"),
                         "ARG CUDA=10.1\nFROM nvidia/cuda:${CUDA}-cudnn7-devel-ubuntu18.04\n# note\nRUN apt-get update "
                         "&& \\\n    apt-get install -y git \\\n    # why\n    python3-dev\n"
                         "RUN pip install torch==1.4.0 tqdm\n");
        repository.write(QStringLiteral("a.py"), "import torch\n");
        const Findings findings = repository.inspected();
        QCOMPARE(findings.baseImage, QStringLiteral("nvidia/cuda:10.1-cudnn7-devel-ubuntu18.04"));
        QCOMPARE(version(findings.cuda), QStringLiteral("10.1"));
        QCOMPARE(version(findings.cudnn), QStringLiteral("7"));
        QCOMPARE(version(findings.frameworks.value(0).version), QStringLiteral("1.4.0"));
        QVERIFY(hasNote(findings, "disagree on torch"));
        QCOMPARE(findings.systemPackages.size(), 2);
        QCOMPARE(dependency(findings, "tqdm")->evidence.first().line, 8);
    }

    void requirementsForms() {
        Repository repository;
        repository.write(QStringLiteral("requirements.txt"),
                         "-r more.txt\n-f https://example.org/whl/cu101/torch_stable.html\nnumpy==1.16 \\\n  ; "
                         "python_version < '3.8'\n-e .\nbroken line here\n");
        QByteArray utf16("\xff\xfe", 2);
        const QString more = QStringLiteral("-r requirements.txt\r\ntorch==1.7.1+cu110\r\n");
        utf16 += QByteArray(reinterpret_cast<const char*>(more.utf16()), more.size() * 2);
        repository.write(QStringLiteral("more.txt"), utf16);
        repository.write(QStringLiteral("requirements-dev.txt"), "pytest\n");
        const Findings findings = repository.inspected();
        QCOMPARE(dependency(findings, "numpy")->specifier, QStringLiteral("==1.16"));
        QVERIFY(!dependency(findings, "numpy")->marker.isEmpty());
        QCOMPARE(version(findings.frameworks.value(0).version), QStringLiteral("1.7.1+cu110"));
        QVERIFY(dependency(findings, "pytest")->optional);
        QVERIFY(hasNote(findings, "includes itself"));
        QVERIFY(hasNote(findings, "broken line here"));
    }

    void condaAndToml() {
        Repository repository;
        repository.write(
            QStringLiteral("environment.yml"),
            "name: x\nchannels: [pytorch]\ndependencies:\n  - python=3.7\n  - pytorch=1.4.0=py3.7_cuda10.1_0\n  - "
            "cudatoolkit=10.1\n  - libpng=1.6\n  - pip:\n    - tqdm>=4\n");
        repository.write(QStringLiteral("pyproject.toml"),
                         "[project]\nname = 'mine'\nrequires-python = '>=3.6'\ndependencies = ['scipy<1.3', "
                         "'mine']\n[project.optional-dependencies]\ndev = ['black']\n[project.scripts]\nmine-train = "
                         "'mine.train:main'\n");
        repository.write(QStringLiteral("mine/train.py"), "def main():\n    pass\n");
        const Findings findings = repository.inspected();
        QCOMPARE(version(findings.python), QStringLiteral("3.7"));
        QCOMPARE(version(findings.cuda), QStringLiteral("10.1"));
        QCOMPARE(findings.mainFramework()->name, QStringLiteral("torch"));
        QVERIFY(dependency(findings, "tqdm"));
        QVERIFY(!dependency(findings, "libpng"));
        QVERIFY(!dependency(findings, "mine"));
        QVERIFY(dependency(findings, "black")->optional);
        QCOMPARE(entryPoint(findings, "mine/train.py")->command, QStringLiteral("mine-train"));
        QCOMPARE(findings.manifests.size(), 2);
    }

    void setupScriptIsReadAndNeverRun() {
        Repository repository;
        repository.write(
            QStringLiteral("setup.py"),
            "import os\nopen('ran', 'w').write('x')\nos.system('touch ran2')\nfrom setuptools import setup\n"
            "def reqs():\n    return [l.strip() for l in open('reqs.txt').readlines()]\n"
            "NEED = ['torch>=1.5', 'tqdm']\nsetup(name='thing', python_requires='>=3.6', install_requires=NEED + "
            "['regex'],\n"
            "      extras_require={'gpu': ['faiss-gpu']})\n");
        const Findings findings = repository.inspected();
        QVERIFY(!QFile::exists(repository.path(QStringLiteral("ran"))));
        QVERIFY(!QFile::exists(repository.path(QStringLiteral("ran2"))));
        QCOMPARE(dependency(findings, "torch")->specifier, QStringLiteral(">=1.5"));
        QVERIFY(dependency(findings, "regex"));
        QVERIFY(dependency(findings, "faiss-gpu")->optional);
        QCOMPARE(version(findings.python), QStringLiteral("3.6"));
        QVERIFY(findings.python.reason.contains(QLatin1String("oldest")));
    }

    void extensions() {
        Repository repository;
        repository.write(QStringLiteral("ops/setup.py"),
                         "from setuptools import setup\nfrom torch.utils.cpp_extension import "
                         "CUDAExtension\nsetup(ext_modules=[CUDAExtension('my_cuda', ['a.cpp', 'a.cu'])])\n");
        repository.write(QStringLiteral("ops/a.cu"), "#include <THC/THC.h>\n");
        repository.write(QStringLiteral("ops/a.cpp"), "\n");
        repository.write(QStringLiteral("nms/build.py"),
                         "from torch.utils.ffi import create_extension\nffi = create_extension('_ext.nms', "
                         "sources=['nms.c'], with_cuda=True)\nffi.build()\n");
        repository.write(QStringLiteral("nms/nms.c"), "\n");
        repository.write(QStringLiteral("nms/make.sh"),
                         "nvcc -c -o nms.cu.o nms.cu -Xcompiler -fPIC\npython build.py\n");
        repository.write(QStringLiteral("nms/nms.cu"), "\n");
        repository.write(QStringLiteral("net/jit.py"),
                         "from torch.utils import cpp_extension\nm = cpp_extension.load(name='j', sources=['j.cu'])\n");
        repository.write(QStringLiteral("net/j.cu"), "\n");
        repository.write(QStringLiteral("main.py"), "import my_cuda\nimport torch\nfrom scipy.misc import imread\n");
        const Findings findings = repository.inspected();
        QVERIFY(extension(findings, "ops/setup.py"));
        QVERIFY(extension(findings, "ops/setup.py")->cuda);
        QCOMPARE(extension(findings, "ops/setup.py")->workdir, QStringLiteral("ops"));
        QCOMPARE(extension(findings, "nms/make.sh")->buildCommand, QStringLiteral("sh make.sh"));
        QCOMPARE(extension(findings, "nms/build.py")->kind, QStringLiteral("torch-ffi"));
        QVERIFY(extension(findings, "nms/build.py")->buildCommand.isEmpty());
        QCOMPARE(extension(findings, "net/jit.py")->kind, QStringLiteral("jit"));
        QVERIFY(!extension(findings, "net/j.cu"));
        QVERIFY(!dependency(findings, "my_cuda"));
        QStringList symbols;
        for (const Breakage& breakage : findings.breakages)
            symbols.append(breakage.symbol);
        QVERIFY(symbols.contains(QStringLiteral("scipy.misc.imread")));
        QVERIFY(symbols.contains(QStringLiteral("torch.utils.ffi")));
        QVERIFY(symbols.contains(QStringLiteral("THC/THC.h")));
    }

    void jsonRoundTrip() {
        Repository repository;
        repository.write(QStringLiteral("requirements.txt"),
                         "torch[extra]>=1.2,<2 ; python_version>'3'\nthing @ git+https://example.org/o/thing.git\n");
        repository.write(QStringLiteral("README.md"),
                         "Python 3.6 and Python 3.7\n`python train.py`\nhttps://example.org/a.pth\n");
        repository.write(QStringLiteral("train.py"),
                         "import numpy as np\nx = np.float(1)\nimport argparse\np = "
                         "argparse.ArgumentParser()\np.add_argument('--a', choices=['x'])\n");
        repository.write(QStringLiteral("Dockerfile"), "FROM python:3.6\nRUN apt-get install -y git\n");
        repository.write(QStringLiteral("k.cu"), "\n");
        const Findings findings = repository.inspected();
        const QJsonObject json = findings.toJson();
        QCOMPARE(json.value(QLatin1String("schema")).toInt(), Findings::schemaVersion);
        const QJsonObject again =
            Findings::fromJson(QJsonDocument::fromJson(QJsonDocument(json).toJson()).object()).toJson();
        QCOMPARE(QJsonDocument(again).toJson(), QJsonDocument(json).toJson());
        for (const char* key : {"python", "frameworks", "cuda", "dependencies", "extensions", "entryPoints",
                                "systemPackages", "data", "breakages", "notes"})
            QVERIFY2(!json.value(QLatin1String(key)).isUndefined(), key);
        QVERIFY(!findings.breakages.isEmpty());
        QVERIFY(!findings.extensions.isEmpty());
        // Wrong types are read as absent, not as a crash.
        QCOMPARE(
            Findings::fromJson({{QStringLiteral("python"), 3}, {QStringLiteral("dependencies"), QStringLiteral("x")}})
                .dependencies.size(),
            0);
    }

    void sameAnswerEveryTime() {
        Repository repository;
        for (int i = 0; i < 60; ++i)
            repository.write(QStringLiteral("m%1/file.py").arg(i),
                             QStringLiteral("import torch, lib%1\nimport cv2\n").arg(i % 7).toUtf8());
        const QByteArray first = QJsonDocument(repository.inspected().toJson()).toJson();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(QJsonDocument(repository.inspected().toJson()).toJson(), first);
    }

    void linksOutAreNotFollowed() {
        Repository outside, repository;
        outside.write(QStringLiteral("requirements.txt"), "secret-package\n");
        outside.write(QStringLiteral("deep/Dockerfile"), "FROM python:2.7\n");
        QVERIFY(QFile::link(outside.path(QStringLiteral("requirements.txt")),
                            repository.path(QStringLiteral("requirements.txt"))));
        QVERIFY(QFile::link(outside.path(QStringLiteral("deep")), repository.path(QStringLiteral("deep"))));
        QVERIFY(QFile::link(repository.path(), repository.path(QStringLiteral("loop"))));
        repository.write(QStringLiteral("reqs/requirements.txt"), "-r ../../../../../../etc/passwd\nnumpy\n");
        const Findings findings = repository.inspected();
        QVERIFY(!dependency(findings, "secret-package"));
        QVERIFY(dependency(findings, "numpy"));
        QVERIFY(findings.baseImage.isEmpty());
    }

    void hostileInput() {
        Repository repository;
        repository.write(QStringLiteral("big.py"), QByteArray(20'000'000, 'x'));
        repository.write(QStringLiteral("line.md"), QByteArray(3'000'000, 'a') + " python 3.6");
        repository.write(QStringLiteral("requirements.txt"), QByteArray("\xff\xfe\xfa bad \x80\n") + "tqdm\n");
        repository.write(QStringLiteral("environment.yml"),
                         "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c "
                         "[*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                         "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ndependencies: "
                         "[*f,*f,*f,*f,*f,*f,*f]\n");
        repository.write(QStringLiteral("pyproject.toml"), QByteArray("a = ") + QByteArray(100'000, '[') + "\n");
        repository.write(QStringLiteral("Pipfile"), "[packages\n");
        repository.write(QStringLiteral("new\nline RUN rm.py"), "import evil\n");
        repository.write(QStringLiteral("README.md"), QByteArray(2'000, '`') + "\n```\n" + QByteArray(200'000, '\\') +
                                                          "\n" + QByteArray("python ").repeated(20'000));
        QElapsedTimer timer;
        timer.start();
        const Result<Findings> findings = repository.tryInspect();
        QVERIFY(findings);
        QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(hasNote(*findings, "larger than 4 MiB"));
        QVERIFY(hasNote(*findings, "environment.yml"));
        QVERIFY(hasNote(*findings, "pyproject.toml"));
        QVERIFY(hasNote(*findings, "Pipfile is not valid TOML"));
        QVERIFY(hasNote(*findings, "control characters"));
        QVERIFY(!dependency(*findings, "evil"));
    }

    void errorsInWords() {
        Repository repository;
        repository.write(QStringLiteral("a.py"), "import torch\n");
        CancellationSource source;
        source.cancel();
        const Result<Findings> cancelled = repository.tryInspect(source.token());
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        repo::Checkout nowhere;
        nowhere.path = repository.path(QStringLiteral("none"));
        const knowledge::Knowledge knowledge;
        const Result<Findings> missing = inspect(nowhere, knowledge);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestInspect)
#include "tst_inspect.moc"
