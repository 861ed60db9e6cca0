#include "core/knowledge/knowledge.h"

#include <QSet>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace reberth;
using namespace reberth::knowledge;

class TestKnowledge : public QObject {
    Q_OBJECT

private slots:
    void imports() {
        const Knowledge knowledge;
        QCOMPARE(knowledge.distributionsForImport(QStringLiteral("cv2")).value(0), QStringLiteral("opencv-python"));
        QCOMPARE(knowledge.distributionsForImport(QStringLiteral("skimage.io")).value(0),
                 QStringLiteral("scikit-image"));
        QCOMPARE(knowledge.distributionsForImport(QStringLiteral("yaml")).value(0), QStringLiteral("PyYAML"));
        QVERIFY(knowledge.distributionsForImport(QStringLiteral("no_such_module_at_all")).isEmpty());
        QVERIFY(knowledge.distributionsForImport(QString()).isEmpty());
    }

    void standardLibrary() {
        const Knowledge knowledge;
        QVERIFY(knowledge.isStandardLibrary(QStringLiteral("os")));
        QVERIFY(knowledge.isStandardLibrary(QStringLiteral("os.path")));
        QVERIFY(knowledge.isStandardLibrary(QStringLiteral("__future__")));
        QVERIFY(knowledge.isStandardLibrary(QStringLiteral("cPickle")));
        QVERIFY(knowledge.isPython2Module(QStringLiteral("cPickle")));
        QVERIFY(!knowledge.isPython2Module(QStringLiteral("pickle")));
        QVERIFY(!knowledge.isStandardLibrary(QStringLiteral("numpy")));
    }

    void misleadingNames() {
        const Knowledge knowledge;
        QVERIFY(knowledge.misleadingName(QStringLiteral("apex")));
        QVERIFY(!knowledge.misleadingName(QStringLiteral("numpy")));
    }

    void breakages() {
        const Knowledge knowledge;
        QVERIFY(knowledge.breakages().size() > 500);
        QSet<QString> ids;
        for (const BreakageRule& rule : knowledge.breakages()) {
            QVERIFY2(!rule.id.isEmpty() && !ids.contains(rule.id), qPrintable(rule.id));
            ids.insert(rule.id);
            QVERIFY2(QStringList({QStringLiteral("break"), QStringLiteral("hint"), QStringLiteral("log_only")})
                         .contains(rule.staticCheck),
                     qPrintable(rule.id));
        }
    }

    void gpuNames_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("capability");
        QTest::newRow("t4") << "t4" << "7.5";
        QTest::newRow("tesla") << "NVIDIA Tesla T4" << "7.5";
        QTest::newRow("3090") << "RTX 3090" << "8.6";
        QTest::newRow("glued") << "rtx3090ti" << "8.6";
        QTest::newRow("4090") << "NVIDIA GeForce RTX 4090" << "8.9";
        QTest::newRow("a100") << "A100" << "8.0";
        QTest::newRow("smi") << "NVIDIA A100-SXM4-80GB" << "8.0";
        QTest::newRow("v100") << "Tesla V100-SXM2-16GB" << "7.0";
        QTest::newRow("h100") << "NVIDIA H100 PCIe" << "9.0";
        QTest::newRow("sm") << "sm_75" << "7.5";
        QTest::newRow("number") << "12.0" << "12.0";
        QTest::newRow("unknown") << "Voodoo 2" << "";
        QTest::newRow("empty") << "" << "";
        QTest::newRow("no such capability") << "sm_99" << "";
    }

    void gpuNames() {
        QFETCH(QString, name);
        QFETCH(QString, capability);
        const Knowledge knowledge;
        const auto gpu = knowledge.gpuByName(name);
        QCOMPARE(gpu ? gpu->computeCapability.toString() : QString(), capability);
    }

    void a100IsTheSmallOne() {
        const Knowledge knowledge;
        QCOMPARE(knowledge.gpuByName(QStringLiteral("A100"))->memoryGib, 40.0);
    }

    void gpusNewestFirst() {
        const Knowledge knowledge;
        QVERIFY(knowledge.gpus().size() > 150);
        QVERIFY(knowledge.gpus().first().computeCapability > knowledge.gpus().last().computeCapability);
    }

    void sharedBetweenThreads() {
        const Knowledge knowledge;
        std::vector<std::thread> threads;
        std::atomic<qsizetype> sum = 0;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] { sum += knowledge.breakages().size() + knowledge.gpus().size(); });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(sum.load(), 4 * (knowledge.breakages().size() + knowledge.gpus().size()));
    }
};

QTEST_APPLESS_MAIN(TestKnowledge)
#include "tst_knowledge.moc"
