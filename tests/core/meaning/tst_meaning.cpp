#include "core/base/textedit.h"
#include "core/knowledge/knowledge.h"
#include "core/meaning/meaning.h"

#include <QDir>
#include <QFile>
#include <QtTest>

#include <algorithm>

using namespace reberth;
using diagnostics::Diagnostic;

/// Every rule has a pair of files in rules/: <id>.bad, which it must find, and <id>.good, which it must leave alone.
/// A file is a small project: `=== NAME` begins a text, `=== machine` and `=== recipe` hold key=value lines.
class TestMeaning : public QObject {
    Q_OBJECT

private slots:
    void findsAndLeavesAlone_data();
    void findsAndLeavesAlone();
    void everyFileHasARule();
    void saysNothingOfAGoodProject();
    void suppresses();
    void survivesAnything();
};

namespace {

QString folder() {
    return QStringLiteral(REBERTH_SOURCE_DIR "/tests/core/meaning/rules/");
}

const knowledge::Knowledge& facts() {
    static const knowledge::Knowledge knowledge;
    return knowledge;
}

struct Fixture {
    meaning::Inputs inputs;
    recipe::Recipe recipe;

    void addSection(const QString& name, const QString& text) {
        if (name == QLatin1String("machine")) {
            meaning::Machine machine;
            for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
                const QString key = line.section(u'=', 0, 0);
                const QString value = line.section(u'=', 1);
                if (key == QLatin1String("gpu")) {
                    machine.target = facts().gpuByName(value)->target();
                } else if (key == QLatin1String("driver")) {
                    machine.target.driver = Version::parse(value);
                } else if (key == QLatin1String("architecture")) {
                    machine.architecture = value;
                } else if (key == QLatin1String("runtime")) {
                    machine.nvidiaRuntime = value == QLatin1String("yes");
                } else if (key == QLatin1String("buildkit")) {
                    machine.buildKit = value == QLatin1String("yes");
                }
            }
            inputs.machine = machine;
        } else if (name == QLatin1String("recipe")) {
            for (const QString& line : text.split(u'\n', Qt::SkipEmptyParts)) {
                (line.startsWith(QLatin1String("base="))        ? recipe.baseImage.value
                 : line.startsWith(QLatin1String("framework=")) ? recipe.framework.value
                                                                : recipe.frameworkVersion.value) =
                    line.section(u'=', 1);
            }
            inputs.recipe = &recipe;
        } else {
            const meaning::FileKind kind = name.endsWith(QLatin1String(".yaml"))  ? meaning::FileKind::Compose
                                           : name.endsWith(QLatin1String(".txt")) ? meaning::FileKind::Requirements
                                                                                  : meaning::FileKind::Dockerfile;
            inputs.files.append({kind, name, text});
        }
    }
};

std::unique_ptr<Fixture> fixture(const QString& name) {
    QFile file(folder() + name);
    if (!file.open(QIODevice::ReadOnly)) {
        return nullptr;
    }
    auto out = std::make_unique<Fixture>();
    const QString text = QString::fromUtf8(file.readAll());
    for (const QString& section : text.split(QStringLiteral("=== "), Qt::SkipEmptyParts)) {
        out->addSection(section.section(u'\n', 0, 0), section.section(u'\n', 1));
    }
    return out;
}

qsizetype count(const QList<Diagnostic>& found, const QString& id) {
    return std::count_if(found.cbegin(), found.cend(), [&](const Diagnostic& one) { return one.ruleId == id; });
}

} // namespace

void TestMeaning::findsAndLeavesAlone_data() {
    QTest::addColumn<QString>("id");
    for (const auto& rule : meaning::rules()) {
        QTest::newRow(qPrintable(rule.id)) << rule.id;
    }
}

void TestMeaning::findsAndLeavesAlone() {
    QFETCH(QString, id);
    const auto bad = fixture(id + QLatin1String(".bad"));
    const auto good = fixture(id + QLatin1String(".good"));
    QVERIFY2(bad && good, "a fixture is missing");
    const QList<Diagnostic> found = meaning::check(bad->inputs, facts());
    QVERIFY2(count(found, id) > 0, "the bad project passes");
    for (const Diagnostic& one : found) {
        const auto file = std::find_if(bad->inputs.files.cbegin(), bad->inputs.files.cend(),
                                       [&](const meaning::SourceFile& source) { return source.name == one.file; });
        QVERIFY(file != bad->inputs.files.cend());
        QVERIFY(!one.message.isEmpty() && !one.explanation.isEmpty());
        QVERIFY(one.range.start >= 0 && one.range.start < one.range.end && one.range.end <= file->text.size());
        for (const diagnostics::Fix& fix : one.fixes) {
            QVERIFY(applyEdits(file->text, fix.edits) != file->text);
        }
    }
    for (const Diagnostic& one : meaning::check(good->inputs, facts())) {
        QVERIFY2(one.ruleId != id, qPrintable(one.message));
    }
}

void TestMeaning::everyFileHasARule() {
    const auto& all = meaning::rules();
    for (const QString& name : QDir(folder()).entryList(QDir::Files)) {
        const QString id = name.section(u'.', 0, 0);
        QVERIFY2(std::any_of(all.cbegin(), all.cend(), [&](const auto& rule) { return rule.id == id; }),
                 qPrintable(name));
    }
}

void TestMeaning::saysNothingOfAGoodProject() {
    Fixture project;
    project.addSection(
        QStringLiteral("Dockerfile"),
        QStringLiteral("FROM nvidia/cuda:11.8.0-cudnn8-devel-ubuntu22.04\n"
                       "ENV TORCH_CUDA_ARCH_LIST=\"7.5 8.6\"\n"
                       "RUN apt-get update && apt-get install -y python3-pip\n"
                       "RUN pip3 install torch==2.1.0+cu118 torchvision==0.16.0+cu118 numpy==1.26.0 --index-url "
                       "https://download.pytorch.org/whl/cu118\n"
                       "WORKDIR /code\nCOPY . .\nRUN python3 setup.py build_ext --inplace\n"));
    project.addSection(QStringLiteral("compose.yaml"),
                       QStringLiteral("services:\n  train:\n    build: .\n    shm_size: 8gb\n    volumes:\n      - "
                                      "./data:/data\n    deploy:\n      resources:\n        reservations:\n          "
                                      "devices:\n            - driver: nvidia\n              count: 1\n              "
                                      "capabilities: [gpu]\n"));
    project.addSection(QStringLiteral("machine"),
                       QStringLiteral("gpu=Tesla T4\ndriver=525.60\narchitecture=x86_64\nruntime=yes\nbuildkit=yes\n"));
    const QList<Diagnostic> found = meaning::check(project.inputs, facts());
    QVERIFY2(found.isEmpty(), found.isEmpty() ? "" : qPrintable(found.front().message));
}

void TestMeaning::suppresses() {
    const QString compose = QStringLiteral("services:\n  a:\n    image: nvidia/cuda:12.2.2-base-ubuntu22.04\n");
    const auto found = [](const QString& text, const dockerfile::LintSettings& settings = {}) {
        meaning::Inputs inputs;
        inputs.files = {{meaning::FileKind::Compose, QStringLiteral("compose.yaml"), text}};
        inputs.settings = settings;
        return count(meaning::check(inputs, facts()), QStringLiteral("gpu-not-requested"));
    };
    QCOMPARE(found(compose), 1);
    QCOMPARE(found(QString(compose).replace(QStringLiteral("a:\n"),
                                            QStringLiteral("a: # reberth ignore=gpu-not-requested\n"))),
             0);
    QCOMPARE(found(QString(compose).replace(QStringLiteral("  a:\n"),
                                            QStringLiteral("  # reberth ignore=small-shm, gpu-not-requested\n  a:\n"))),
             0);
    dockerfile::LintSettings settings;
    settings.off.insert(QStringLiteral("gpu-not-requested"), QStringLiteral("only its shell is used"));
    QCOMPARE(found(compose, settings), 0);

    meaning::Inputs inputs;
    inputs.files = {{meaning::FileKind::Dockerfile, QStringLiteral("Dockerfile"),
                     QStringLiteral("# reberth ignore=system-ended\nFROM ubuntu:16.04\nRUN true\n")}};
    QCOMPARE(meaning::check(inputs, facts()).size(), 0);
}

void TestMeaning::survivesAnything() {
    for (const QString& text :
         {QString(), QStringLiteral("FROM"), QStringLiteral("services: ["), QStringLiteral("RUN <<"),
          QStringLiteral("FROM ${"), QStringLiteral("services:\n  a: 1\n"), QStringLiteral("==\n-r\n")}) {
        meaning::Inputs inputs;
        inputs.files = {{meaning::FileKind::Dockerfile, QStringLiteral("Dockerfile"), text},
                        {meaning::FileKind::Compose, QStringLiteral("compose.yaml"), text},
                        {meaning::FileKind::Requirements, QStringLiteral("requirements.txt"), text}};
        inputs.machine =
            meaning::Machine{facts().gpuByName(QStringLiteral("T4"))->target(), QStringLiteral("x86_64"), false, false};
        const recipe::Recipe recipe;
        inputs.recipe = &recipe;
        meaning::check(inputs, facts());
    }
}

QTEST_GUILESS_MAIN(TestMeaning)
#include "tst_meaning.moc"
