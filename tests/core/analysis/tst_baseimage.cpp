#include "core/analysis/baseimage.h"
#include "treefixture.h"

using namespace reberth::analysis;

class TestBaseImage : public QObject {
    Q_OBJECT

private slots:
    void tells_data() {
        QTest::addColumn<QString>("image");
        QTest::addColumn<QString>("python");
        QTest::addColumn<QString>("cuda");
        QTest::addColumn<QString>("framework");
        QTest::addColumn<QString>("version");
        const auto row = [](const char* image, const char* python, const char* cuda, const char* framework = "",
                            const char* version = "") {
            QTest::newRow(image) << QString::fromLatin1(image) << QString::fromLatin1(python)
                                 << QString::fromLatin1(cuda) << QString::fromLatin1(framework)
                                 << QString::fromLatin1(version);
        };
        row("python:3.6-slim", "3.6", "");
        row("nvidia/cuda:9.0-cudnn7-devel", "", "9.0");
        row("nvcr.io/nvidia/cuda:11.6.2-runtime-ubuntu20.04", "", "11.6.2");
        row("pytorch/pytorch:1.4-cuda10.1-cudnn7-devel", "3.7", "10.1", "torch", "1.4");
        row("nvcr.io/nvidia/pytorch:20.12-py3", "3.8", "11.1", "torch", "1.8.0");
        row("nvcr.io/nvidia/pytorch:20.10-py3", "3.6", "11.0", "torch", "1.7.0");
        row("tensorflow/tensorflow:1.12.0-gpu-py3", "3.5", "9.0", "tensorflow", "1.12.0");
        row("tensorflow/tensorflow:1.3.0", "2.7", "", "tensorflow", "1.3.0");
        row("caffe2/caffe2:snapshot-py2-cuda9.0-cudnn7-ubuntu16.04", "2.7", "9.0", "caffe2", "");
        row("ufoym/deepo:pytorch-py36-cu101", "3.6", "10.1");
        row("someone/trainer:torch1.6-py3.7", "3.7", "", "torch", "1.6");
        row("continuumio/miniconda2", "2.7", "");
        row("registry.example:5000/team/image", "", "");
    }
    void tells() {
        QFETCH(QString, image);
        QFETCH(QString, framework);
        Draft draft;
        readBaseImage(image, {}, 1.0, draft);
        QTEST(TreeFixture::claimed(draft.python), "python");
        QTEST(TreeFixture::claimed(draft.cuda), "cuda");
        QCOMPARE(draft.frameworkOrder.value(0), framework);
        QTEST(TreeFixture::claimed(draft.frameworks.value(framework)), "version");
    }

    void sourceIsTheCallers() {
        Draft draft;
        readBaseImage(QStringLiteral("python:3.6"), {}, 1.0, draft, QStringLiteral("ci"));
        QCOMPARE(draft.python.first().source, QStringLiteral("ci"));
    }
};

QTEST_GUILESS_MAIN(TestBaseImage)
#include "tst_baseimage.moc"
