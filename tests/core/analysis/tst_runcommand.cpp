#include "core/analysis/runcommand.h"
#include "core/analysis/runtarget.h"
#include "tests/core/analysis/samplerepository.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;

namespace {

class Runs {
public:
    Runs() {
        for (const char* path : {"train.py", "tools/test.py", "tools/dist.sh", "pkg/sub.py", "pkg/__main__.py",
                                 "app.py", "demo.ipynb", "main.lua", "evaluate_depth.py", "bin/go"})
            m_repository.write(path, "x\n");
        m_tree = std::make_unique<SourceTree>(SourceTree::open(m_repository.path(), {}, CancellationToken()).value());
        m_draft.consoleScripts.insert(QStringLiteral("net-train"), QStringLiteral("pkg.sub:main"));
    }
    std::optional<EntryPoint> parse(const QString& text,
                                    const RunContext& context = {QStringLiteral("README.md"), {}, {}}) {
        for (const ShellCommand& command : splitShell(text)) {
            if (auto entry = parseRun(command, context, *m_tree, m_draft))
                return entry;
        }
        return std::nullopt;
    }
    const Draft& draft() const { return m_draft; }
    const SourceTree& tree() const { return *m_tree; }

private:
    SampleRepository m_repository;
    std::unique_ptr<SourceTree> m_tree;
    Draft m_draft;
};

} // namespace

class TestRunCommand : public QObject {
    Q_OBJECT

private slots:
    void launchers_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("shown"); // empty: as written
        const auto row = [](const char* command, const char* script, const char* shown = "") {
            QTest::newRow(command) << QString::fromLatin1(command) << QString::fromLatin1(script)
                                   << QString::fromLatin1(shown);
        };
        row("python train.py --lr 1", "train.py");
        row("python3.7 -u -W ignore train.py", "train.py");
        row("CUDA_VISIBLE_DEVICES=0 python train.py", "train.py");
        row("CUDA_VISIBLE_DEVICES=0,1 nohup python -u train.py --x > log.txt 2>&1 &", "train.py",
            "CUDA_VISIBLE_DEVICES=0,1 nohup python -u train.py --x");
        row("python -m torch.distributed.launch --nproc_per_node=8 --use_env tools/test.py --a", "tools/test.py");
        row("torchrun --nproc_per_node 8 train.py", "train.py");
        row("accelerate launch --config_file x.yaml train.py", "train.py");
        row("deepspeed --hostfile h train.py --deepspeed", "train.py");
        row("horovodrun -np 4 python train.py", "train.py");
        row("mpirun -np 8 -H a:4,b:4 -bind-to none python train.py", "train.py");
        row("srun --gres=gpu:1 python -u train.py", "train.py", "python -u train.py");
        row("xvfb-run -a -s \"-screen 0 1x1\" python train.py", "train.py");
        row("poetry run python train.py", "train.py", "python train.py");
        row("conda run -n net --no-capture-output python train.py", "train.py", "python train.py");
        row("uv run --with rich train.py", "train.py");
        row("pipenv run ./tools/test.py x", "tools/test.py", "./tools/test.py x");
        row("docker run --gpus all -v /a:/b net:latest python tools/test.py --x", "tools/test.py",
            "python tools/test.py --x");
        row("docker run net bash -c \"cd tools && python test.py\"", "tools/test.py",
            "bash -c \"cd tools && python test.py\"");
        row("bash tools/dist.sh 8", "tools/dist.sh");
        row("sbatch tools/dist.sh", "tools/dist.sh", "bash tools/dist.sh");
        row("./tools/dist.sh", "tools/dist.sh");
        row("python -m pkg.sub --x", "pkg/sub.py");
        row("python -m pkg", "pkg/__main__.py");
        row("python /path/to/net/tools/test.py", "tools/test.py", "python tools/test.py");
        row("python $ROOT/tools/test.py", "tools/test.py", "python tools/test.py");
        row("python tools\\test.py", "tools/test.py");
        row("python train", "train.py", "python train.py");
        row("train.py --lr 1", "train.py", "python train.py --lr 1");
        row("streamlit run app.py", "app.py");
        row("uvicorn app:server --port 80", "app.py");
        row("jupyter notebook demo.ipynb", "demo.ipynb");
        row("th main.lua -gpu 0", "main.lua");
        row("net-train --lr 1", "pkg/sub.py");
        row("poetry run net-train --lr 1", "pkg/sub.py", "net-train --lr 1");
        row("time python -m cProfile train.py", "train.py");
        row("$PYTHON train.py", "train.py");
    }
    void launchers() {
        QFETCH(QString, command);
        QFETCH(QString, script);
        QFETCH(QString, shown);
        Runs runs;
        const std::optional<EntryPoint> entry = runs.parse(command);
        QVERIFY(entry);
        QCOMPARE(entry->script, script);
        if (!shown.isEmpty())
            QCOMPARE(entry->command, shown);
        QVERIFY(runs.draft().notes.isEmpty());
    }

    void nothingToRun_data() {
        QTest::addColumn<QString>("command");
        for (const char* command :
             {"pip install torch", "python setup.py install", "python -c 'import torch'", "ls train.py.txt",
              "python is great", "git clone x", "python your_script.py", "python train.py --help",
              "python -m http.server", "bash", "docker build .", "python <script>.py"})
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void nothingToRun() {
        QFETCH(QString, command);
        Runs runs;
        QVERIFY(!runs.parse(command));
    }

    void nearlyRightNames() {
        Runs runs;
        const auto entry = runs.parse(QStringLiteral("python evaluate-depth.py --x"));
        QVERIFY(entry);
        QCOMPARE(entry->script, QStringLiteral("evaluate_depth.py"));
        QCOMPARE(entry->command, QStringLiteral("python evaluate_depth.py --x"));
        QCOMPARE(runs.draft().notes.size(), 1);
        QVERIFY(runs.draft().notes.first().text.contains(QLatin1String("evaluate-depth.py")));
        QVERIFY(entry->confidence < RunContext().confidence);
        QVERIFY(runs.parse(QStringLiteral("python Train.py")));
        QVERIFY(!runs.parse(QStringLiteral("python strain.py")));
        QVERIFY(!runs.parse(QStringLiteral("python train2.py")));
    }

    void foldersAndVariables() {
        Runs runs;
        RunContext context{QStringLiteral("README.md"), {}, QStringLiteral("tools")};
        auto entry = runs.parse(QStringLiteral("python test.py"), context);
        QVERIFY(entry);
        QCOMPARE(entry->workdir, QStringLiteral("tools"));
        QCOMPARE(entry->command, QStringLiteral("python test.py"));
        context.workdir.clear();
        context.variables.insert(QStringLiteral("WHERE"), QStringLiteral("tools"));
        entry = runs.parse(QStringLiteral("python ${WHERE}/test.py"), context);
        QVERIFY(entry);
        QCOMPARE(entry->script, QStringLiteral("tools/test.py"));
        QCOMPARE(changedFolder({}, QStringLiteral("/home/me/net/tools/"), runs.tree()), QStringLiteral("tools"));
        QCOMPARE(changedFolder(QStringLiteral("tools"), QStringLiteral(".."), runs.tree()), QString());
        QCOMPARE(changedFolder(QStringLiteral("tools"), QStringLiteral("-"), runs.tree()), QStringLiteral("tools"));
    }

    void verbs_data() {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("section");
        QTest::addColumn<QString>("verb");
        const auto row = [](const char* script, const char* command, const char* section, const char* verb) {
            QTest::newRow(command) << QString::fromLatin1(script) << QString::fromLatin1(command)
                                   << QString::fromLatin1(section) << QString::fromLatin1(verb);
        };
        row("train.py", "python train.py", "", "train");
        row("train.py", "python train.py --eval-only", "", "evaluate");
        row("tools/trainval_net.py", "python tools/trainval_net.py", "", "train");
        row("prepare_train_data.py", "python prepare_train_data.py", "", "preprocess");
        row("run.py", "python run.py", "Install\nTraining", "train");
        row("run.py", "python run.py --x", "Getting started\nEvaluation on KITTI", "evaluate");
        row("main.py", "python main.py train --data x", "Results", "train");
        row("main.py", "python main.py --mode=test", "", "evaluate");
        row("main.py", "python main.py --lr 0.1", "", "train");
        row("main.py", "python main.py", "", "other");
        row("webui.py", "python webui.py", "", "serve");
        row("sample.py", "python sample.py", "", "infer");
        row("analysis.ipynb", "jupyter notebook analysis.ipynb", "", "demo");
    }
    void verbs() {
        QFETCH(QString, script);
        QFETCH(QString, command);
        QFETCH(QString, section);
        QTEST(verbOf(script, command, section), "verb");
    }

    void nestedShellsEnd() {
        Runs runs;
        QString text = QStringLiteral("python train.py");
        for (int i = 0; i < 200; ++i)
            text = QStringLiteral("bash -c ") + text;
        QVERIFY(!runs.parse(text));
    }
};

QTEST_GUILESS_MAIN(TestRunCommand)
#include "tst_runcommand.moc"
