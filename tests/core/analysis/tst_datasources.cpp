#include "tests/core/analysis/inspected.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;
using test::inspected;

namespace {

const DataSource* at(const Findings& findings, const char* url) {
    return test::find(findings.data, &DataSource::url, QString::fromLatin1(url));
}

const DataSource* place(const Findings& findings, const char* path) {
    return test::find(findings.data, &DataSource::path, QString::fromLatin1(path));
}

} // namespace

class TestDataSources : public QObject {
    Q_OBJECT
private slots:
    void python() {
        const Findings findings = inspected(
            {{QStringLiteral("net.py"),
              "import os, gdown\nimport torch.utils.model_zoo as model_zoo\nfrom datasets import load_dataset\n"
              "from transformers import AutoModel\nfrom urllib.request import urlretrieve\n"
              "model_urls = {'a': 'https://lab.org/a.pth'}\nBASE = 'https://lab.org/opaque'\n"
              "AutoModel.from_pretrained('lab/encoder')\nAutoModel.from_pretrained('./local')\n"
              "load_dataset('lab/corpus')\ngdown.download(id='1AbCdEfGhIjKlMnOpQrStUv', output='ckpt/m.pth')\n"
              "urlretrieve(BASE, 'raw/file')\nos.system('wget https://lab.org/set.dat -O raw/set.dat')\n"
              "torch.hub.load('lab/code', 'net')\n"}});
        QVERIFY(at(findings, "https://lab.org/a.pth"));
        QCOMPARE(at(findings, "https://lab.org/a.pth")->kind, QStringLiteral("weights"));
        QCOMPARE(at(findings, "https://lab.org/a.pth")->evidence.first().line, 6);
        QVERIFY(at(findings, "https://huggingface.co/lab/encoder"));
        QCOMPARE(at(findings, "https://huggingface.co/lab/encoder")->tool, QStringLiteral("huggingface"));
        QVERIFY(at(findings, "https://huggingface.co/datasets/lab/corpus"));
        QVERIFY(at(findings, "https://drive.google.com/uc?id=1AbCdEfGhIjKlMnOpQrStUv"));
        QCOMPARE(at(findings, "https://drive.google.com/uc?id=1AbCdEfGhIjKlMnOpQrStUv")->path,
                 QStringLiteral("ckpt/m.pth"));
        QVERIFY(at(findings, "https://lab.org/opaque"));
        QCOMPARE(at(findings, "https://lab.org/opaque")->path, QStringLiteral("raw/file"));
        QVERIFY(at(findings, "https://lab.org/set.dat"));
        QVERIFY(!at(findings, "https://huggingface.co/./local"));
    }

    void scriptFollowsVariablesAndFolders() {
        const Findings findings = inspected(
            {{QStringLiteral("scripts/get.sh"),
              "HOST=https://lab.org\nSOURCE=\"${HOST}/opaque\"\nmkdir -p data\ncd data\nwget \"$SOURCE\"\n"}});
        QVERIFY(at(findings, "https://lab.org/opaque"));
        QCOMPARE(at(findings, "https://lab.org/opaque")->path, QStringLiteral("data"));
        QCOMPARE(at(findings, "https://lab.org/opaque")->tool, QStringLiteral("wget"));
    }

    void documentsAndNotebooks() {
        const Findings findings = inspected(
            {{QStringLiteral("README.md"),
              "## Weights\n\n| net | [link](https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUv/view) | 98 MB |\n\n"
              "```\ngdown 1AbCdEfGhIjKlMnOpQrStUv -O w.pth\n```\n"},
             {QStringLiteral("demo.ipynb"),
              "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"!wget https://lab.org/opaque -O d.bin\\n\"]}]}"}});
        QCOMPARE(findings.data.size(), 2);
        const DataSource* link = at(findings, "https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUv/view");
        QVERIFY(link);
        QCOMPARE(link->kind, QStringLiteral("weights"));
        QCOMPARE(link->path, QStringLiteral("w.pth"));
        QCOMPARE(link->tool, QStringLiteral("gdown"));
        QCOMPARE(link->size, qint64(98'000'000));
        QCOMPARE(link->evidence.size(), 2);
        QVERIFY(at(findings, "https://lab.org/opaque"));
    }

    void expectedPlaces() {
        const Findings findings = inspected(
            {{QStringLiteral("README.md"),
              "```\ndata\n├── coco\n│   └── images\n└── kept\n```\n\n```\nln -s /mnt/x data/voc\n```\n"},
             {QStringLiteral("data/kept/a.txt"), "\n"},
             {QStringLiteral("train.py"),
              "import argparse\np = argparse.ArgumentParser()\np.add_argument('--data_root', default='data/shapes')\n"
              "p.add_argument('--checkpoint', default='weights/net.pth')\np.add_argument('--out', "
              "default='data/out')\n"}});
        QVERIFY(place(findings, "data/coco"));
        QCOMPARE(place(findings, "data/coco")->kind, QStringLiteral("dataset"));
        QVERIFY(place(findings, "data/voc"));
        QVERIFY(place(findings, "data/shapes"));
        QVERIFY(place(findings, "weights/net.pth"));
        QCOMPARE(place(findings, "weights/net.pth")->kind, QStringLiteral("weights"));
        QVERIFY2(!place(findings, "data/kept"), "it is here already");
        QVERIFY(!place(findings, "data/out"));
    }
};

QTEST_GUILESS_MAIN(TestDataSources)
#include "tst_datasources.moc"
