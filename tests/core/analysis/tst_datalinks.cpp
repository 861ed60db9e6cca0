#include "core/analysis/datalinks.h"
#include "core/analysis/downloadcommand.h"

#include <QTest>

using namespace reberth::analysis;

class TestDataLinks : public QObject {
    Q_OBJECT
private slots:
    void addresses_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("data");
        const auto row = [](const char* address, bool data) {
            QTest::newRow(address) << QString::fromLatin1(address) << data;
        };
        row("https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUv/view?usp=sharing", true);
        row("https://www.dropbox.com/s/abc/weights.pth?dl=0", true);
        row("https://zenodo.org/record/12345", true);
        row("https://huggingface.co/some-lab/some-model", true);
        row("https://huggingface.co/datasets/some-lab/some-set", true);
        row("gs://lab-models/run1/model.ckpt", true);
        row("https://lab.example-university.edu/files/train_images.tar.gz", true);
        row("https://github.com/lab/code/releases/download/v1/net.pth", true);
        row("https://storage.googleapis.com/lab/folder", true);
        row("https://huggingface.co/docs/transformers", false);
        row("https://huggingface.co/spaces/lab/demo", false);
        row("https://huggingface.co/lab", false);
        row("https://huggingface.co/datasets/lab/set/resolve/main/plot.png", false);
        row("https://github.com/lab/code/archive/master.zip", false);
        row("https://img.shields.io/badge/data-zip.svg", false);
        row("https://arxiv.org/pdf/1901.00001.pdf", false);
        row("https://lab.github.io/project", false);
        row("https://files.pythonhosted.org/packages/x.tar.gz", false);
        row("https://developer.download.nvidia.com/cudnn.tgz", false);
        row("https://drive.google.com/uc?id=", false);
        row("s3://bucket/path/model.pth", false);
        row("https://example.com/data.zip", false);
    }

    void addresses() {
        QFETCH(QString, address);
        QFETCH(bool, data);
        QCOMPARE(isDataAddress(address), data);
    }

    void kinds() {
        const QString share = QStringLiteral("https://drive.google.com/open?id=1AbCdEfGhIjKlMnOpQrStUv");
        const QString row =
            QStringLiteral("Download the dataset [here](%1) and a pretrained model [there](x).").arg(share);
        QCOMPARE(kindOfData(share, row, row.indexOf(share), {}), QStringLiteral("dataset"));
        const QString other = QStringLiteral("The data are described below; the checkpoint is at ") + share;
        QCOMPARE(kindOfData(share, other, other.indexOf(share), {}), QStringLiteral("weights"));
        QCOMPARE(kindOfData(share, share, 0, QStringLiteral("Pretrained models")), QStringLiteral("weights"));
        QCOMPARE(kindOfData(share, share, 0, {}), QStringLiteral("unknown"));
        QCOMPARE(kindOfData(QStringLiteral("https://x.org/a/train2014.zip"), {}, 0, QStringLiteral("Datasets")),
                 QStringLiteral("dataset"));
        QCOMPARE(kindOfData(QStringLiteral("https://x.org/dataset/net.pth"), {}, 0, {}), QStringLiteral("weights"));
    }

    void sizes() {
        QCOMPARE(writtenSize(QStringLiteral("model.zip (1.2 GB)"), 9), qint64(1'200'000'000));
        QCOMPARE(writtenSize(QStringLiteral("~300MB, link"), 12), qint64(300'000'000));
        QCOMPARE(writtenSize(QStringLiteral("link [2 GiB]"), 4), qint64(2) * 1024 * 1024 * 1024);
        QCOMPARE(writtenSize(QStringLiteral("a 7B model"), 0), qint64(-1));
        QCOMPARE(writtenSize(QStringLiteral("needs 16 GB of GPU memory"), 0), qint64(-1));
    }

    void linksOfALine() {
        const QList<DataSource> found =
            findLinks(QStringLiteral("See the [paper](https://lab.org/p.pdf), [weights](https://lab.org/w.pth) (98 "
                                     "MB), [project](https://lab.org)."),
                      QStringLiteral("README.md"), 7, {});
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().url, QStringLiteral("https://lab.org/w.pth"));
        QCOMPARE(found.first().kind, QStringLiteral("weights"));
        QCOMPARE(found.first().size, qint64(98'000'000));
        QCOMPARE(found.first().evidence.first().line, 7);
        QCOMPARE(findLinks(QStringLiteral("url = 'https://lab.org/part{}.zip'"), {}, 1, {}).value(0).url,
                 QStringLiteral("https://lab.org/part{}.zip"));
    }

    void keys() {
        QCOMPARE(dataKey(QStringLiteral("https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUv/view")),
                 dataKey(QStringLiteral("https://drive.google.com/uc?id=1AbCdEfGhIjKlMnOpQrStUv")));
        QCOMPARE(dataKey(QStringLiteral("http://www.lab.org/a.zip")), dataKey(QStringLiteral("https://lab.org/a.zip")));
        QVERIFY(dataKey(QStringLiteral("https://lab.org/a.zip")) != dataKey(QStringLiteral("https://lab.org/b.zip")));
    }

    void commands_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("tool");
        const auto row = [](const char* command, const char* url, const char* path, const char* tool) {
            QTest::newRow(command) << QString::fromLatin1(command) << QString::fromLatin1(url)
                                   << QString::fromLatin1(path) << QString::fromLatin1(tool);
        };
        row("wget -c https://lab.org/net.bin -O weights/net.bin", "https://lab.org/net.bin", "weights/net.bin", "wget");
        row("wget -P data https://lab.org/obsolete.dat", "https://lab.org/obsolete.dat", "data", "wget");
        row("curl -L -o a.zip -H 'X: y' https://lab.org/a.zip", "https://lab.org/a.zip", "a.zip", "curl");
        row("aria2c -x 4 https://lab.org/a.zip --dir=data", "https://lab.org/a.zip", "data", "aria2c");
        row("gdown --id 1AbCdEfGhIjKlMnOpQrStUv -O m.zip", "https://drive.google.com/uc?id=1AbCdEfGhIjKlMnOpQrStUv",
            "m.zip", "gdown");
        row("gdown --folder 1AbCdEfGhIjKlMnOpQrStUv", "https://drive.google.com/drive/folders/1AbCdEfGhIjKlMnOpQrStUv",
            "", "gdown");
        row("gsutil -m cp -r gs://lab/x data/x", "gs://lab/x", "data/x", "gsutil");
        row("aws s3 sync s3://lab/set data --no-sign-request", "s3://lab/set", "data", "aws");
        row("kaggle competitions download -c cats -p data", "https://www.kaggle.com/c/cats", "data", "kaggle");
        row("huggingface-cli download lab/net --local-dir ckpt", "https://huggingface.co/lab/net", "ckpt",
            "huggingface");
        row("git clone https://huggingface.co/lab/net weights", "https://huggingface.co/lab/net", "weights", "git");
        row("git clone https://github.com/lab/code", "", "", "");
        row("wget https://repo.anaconda.com/miniconda/Miniconda3.sh", "", "", "");
        row("wget $URL", "", "", "");
        row("curl https://lab.org/install.sh", "", "", "");
    }

    void commands() {
        QFETCH(QString, command);
        QFETCH(QString, url);
        QFETCH(QString, path);
        QFETCH(QString, tool);
        QList<DataSource> found;
        for (const ShellCommand& shell : splitShell(command))
            found += readDownload(shell, QStringLiteral("get.sh"), {});
        QCOMPARE(found.size(), url.isEmpty() ? 0 : 1);
        QCOMPARE(found.value(0).url, url);
        QCOMPARE(found.value(0).path, path);
        QCOMPARE(found.value(0).tool, tool);
    }
};

QTEST_GUILESS_MAIN(TestDataLinks)
#include "tst_datalinks.moc"
