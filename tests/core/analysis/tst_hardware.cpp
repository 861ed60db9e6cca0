#include "tests/core/analysis/inspected.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;

namespace {

QStringList needs(const QByteArray& line) {
    QStringList found;
    const Findings findings = test::inspected({{QStringLiteral("README.md"), line + "\n"}});
    for (const HardwareNeed& need : findings.hardware)
        found.append(QStringLiteral("%1 %2%3").arg(int(need.kind)).arg(need.amount).arg(need.model));
    return found;
}

QString count(double amount) {
    return QStringLiteral("%1 %2").arg(int(HardwareNeed::Kind::GpuCount)).arg(amount);
}
QString vram(double amount) {
    return QStringLiteral("%1 %2").arg(int(HardwareNeed::Kind::GpuMemory)).arg(amount);
}
QString memory(double amount) {
    return QStringLiteral("%1 %2").arg(int(HardwareNeed::Kind::Memory)).arg(amount);
}
QString disk(double amount) {
    return QStringLiteral("%1 %2").arg(int(HardwareNeed::Kind::Disk)).arg(amount);
}
QString model(const char* name) {
    return QStringLiteral("%1 0%2").arg(int(HardwareNeed::Kind::GpuModel)).arg(QLatin1String(name));
}

} // namespace

class TestHardware : public QObject {
    Q_OBJECT
private slots:
    void read_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* line, const QStringList& expected) {
            QTest::newRow(line) << QByteArray(line) << expected;
        };
        row("Tested on 4 Tesla V100 GPUs.", {model("Tesla V100"), count(4)});
        row("It requires 16 GB of GPU memory.", {vram(16)});
        row("You need at least 12GB VRAM.", {vram(12)});
        row("Training needs a GPU with at least 11 GB.", {vram(11)});
        row("We train on 8 GPUs.", {count(8)});
        row("A single GPU is enough to run it.", {count(1)});
        row("The databases need 2.5 TB of disk space.", {disk(2560)});
        row("Preprocessing requires 64 GB of RAM.", {memory(64)});
        row("Tested with an NVIDIA A100.", {model("A100")});
        row("Runs on RTX 3080/3090 cards.", {model("GeForce RTX 3080"), model("GeForce RTX 3090")});
        row("The data set is 3 GB and has 16 classes.", {});
        row("| V100 | 8 GPUs | 32 GB memory used |", {});
        row("We use CUDA >= 10 and GPU arch >= 70.", {});
        row("See Figure 100 and road A40 on the map used here.", {});
    }

    void read() {
        QFETCH(QByteArray, line);
        QFETCH(QStringList, expected);
        QCOMPARE(needs(line), expected);
    }

    void commands() {
        QCOMPARE(needs("```\ntorchrun --nproc_per_node=8 train.py\n```"), QStringList({count(8)}));
        QCOMPARE(needs("```\nCUDA_VISIBLE_DEVICES=0,1,2,3 python train.py\n```"), QStringList({count(4)}));
        QCOMPARE(needs("```\nCUDA_VISIBLE_DEVICES=0 python train.py --num_gpus 1\n```"), QStringList());
    }

    void evidenceIsJoined() {
        const Findings findings =
            test::inspected({{QStringLiteral("README.md"), "We train on 8 GPUs.\nWe test on 8 GPUs.\n"}});
        QCOMPARE(findings.hardware.size(), 1);
        QCOMPARE(findings.hardware.first().evidence.size(), 2);
        QCOMPARE(findings.hardware.first().evidence.last().line, 2);
    }
};

QTEST_GUILESS_MAIN(TestHardware)
#include "tst_hardware.moc"
