#include "core/analysis/dockerfilereader.h"
#include "treefixture.h"

using namespace reberth::analysis;

class TestDockerfileReader : public QObject {
    Q_OBJECT

private slots:
    void stagesAndVariables() {
        TreeFixture files{{"Dockerfile", "ARG CUDA=10.1\nFROM python:3.9 AS tools\nRUN pip install builder-only\n"
                                         "FROM nvidia/cuda:${CUDA}-cudnn7-devel-ubuntu18.04\nARG TORCH=1.4\n"
                                         "ENV PIP=\"python3 -m pip install\"\n"
                                         "RUN apt-get update && apt-get install -y git \\\n"
                                         "    # the headers\n    python3-dev libsndfile1\n"
                                         "RUN $PIP torch==${TORCH} && \\\n    TOOL='pip install' && $TOOL tqdm\n"}};
        readDockerfile(files.tree(), QStringLiteral("Dockerfile"), true, files.draft);
        QCOMPARE(files.draft.baseImage, QStringLiteral("nvidia/cuda:10.1-cudnn7-devel-ubuntu18.04"));
        QCOMPARE(TreeFixture::claimed(files.draft.cuda), QStringLiteral("10.1"));
        QCOMPARE(files.framework("torch"), QStringLiteral("1.4"));
        QVERIFY(files.dependency("tqdm"));
        QCOMPARE(files.systemPackages(),
                 QStringList({QStringLiteral("git"), QStringLiteral("python3-dev"), QStringLiteral("libsndfile1")}));
        QCOMPARE(files.draft.systemPackages.first().evidence.first().line, 7);
        QVERIFY(files.draft.python.first().confidence != 0);
        QVERIFY(TreeFixture::claimed(files.draft.python).contains(QLatin1String("3.6")));
    }

    void copiedListsJsonHeredocAndOnbuild() {
        TreeFixture files{{"docker/Dockerfile", "FROM pytorch/pytorch:1.6.0-cuda10.1-cudnn7-devel\nWORKDIR /app\n"
                                                "COPY docker/reqs.txt ./requirements.txt\n"
                                                "RUN pip install -r requirements.txt\n"
                                                "RUN [\"pip\", \"install\", \"json-form\"]\n"
                                                "RUN <<EOF\npip install here-doc\nEOF\n"
                                                "ONBUILD RUN pip install on-build\n"},
                          {"docker/reqs.txt", "copied\n"}};
        readDockerfile(files.tree(), QStringLiteral("docker/Dockerfile"), true, files.draft);
        for (const char* name : {"copied", "json-form", "here-doc", "on-build"})
            QVERIFY2(files.dependency(name), name);
        QCOMPARE(files.dependency("here-doc")->evidence.first().line, 7);
        QCOMPARE(files.framework("torch"), QStringLiteral("1.6.0"));
    }

    void condaInRun() {
        TreeFixture files{{"Dockerfile",
                           "FROM ubuntu:16.04\n"
                           "RUN wget https://r.example/Miniconda3-4.5.4-Linux-x86_64.sh && bash Miniconda3*.sh\n"
                           "COPY env.yml /tmp/\nRUN conda env create -f /tmp/env.yml\n"
                           "RUN conda install -c pytorch pytorch=1.1 cudatoolkit=9.0\n"},
                          {"env.yml", "dependencies:\n  - numpy\n"}};
        readDockerfile(files.tree(), QStringLiteral("Dockerfile"), true, files.draft);
        QVERIFY(files.dependency("numpy"));
        QCOMPARE(files.framework("torch"), QStringLiteral("1.1"));
        QCOMPARE(TreeFixture::claimed(files.draft.cuda), QStringLiteral("9.0"));
        QCOMPARE(TreeFixture::claimed(files.draft.python), QStringLiteral("3.6"));
    }

    void anotherOneIsOptional() {
        TreeFixture files{{"Dockerfile.cpu", "FROM python:3.7\nRUN pip install thing\n"}};
        readDockerfile(files.tree(), QStringLiteral("Dockerfile.cpu"), false, files.draft);
        QVERIFY(files.dependency("thing")->optional);
        QVERIFY(files.draft.baseImage.isEmpty());
    }

    void mainOneIsNearestToTheRootAndForGpus() {
        TreeFixture files{{"Dockerfile.cpu", "FROM python:3.5\n"},
                          {"Dockerfile.gpu", "FROM nvidia/cuda:9.0-devel\n"},
                          {"docker/Dockerfile", "FROM nvidia/cuda:8.0-devel\n"}};
        detectDockerfiles(files.tree(), files.draft);
        QCOMPARE(files.draft.baseImage, QStringLiteral("nvidia/cuda:9.0-devel"));
    }

    void newerOfTwoComesFirst() {
        TreeFixture files{{"docker/Dockerfile.cuda9", "FROM nvidia/cuda:9.0-devel\n"},
                          {"docker/Dockerfile.cuda10", "FROM nvidia/cuda:10.0-devel\n"}};
        detectDockerfiles(files.tree(), files.draft);
        QCOMPARE(files.draft.baseImage, QStringLiteral("nvidia/cuda:10.0-devel"));
    }

    void filesOfADockerFolderNeedNoName() {
        TreeFixture files{{"dockerfiles/torch04", "# ours\nFROM python:3.6\nRUN pip install thing\n"},
                          {"dockerfiles/notes", "From here on\n"}};
        detectDockerfiles(files.tree(), files.draft);
        QVERIFY(files.dependency("thing"));
        QCOMPARE(files.draft.baseImage, QStringLiteral("python:3.6"));
    }
};

QTEST_GUILESS_MAIN(TestDockerfileReader)
#include "tst_dockerfilereader.moc"
