#include "core/build/dockerfileoutline.h"

#include <QtTest>

using reberth::build::DockerfileOutline;

class TestDockerfileOutline : public QObject {
    Q_OBJECT

private slots:
    void findsLines_data();
    void findsLines();
    void baseImages_data();
    void baseImages();
    void readsAnything();
};

namespace {
const QByteArray sample = "# syntax=docker/dockerfile:1\n" // 1
                          "ARG TAG=3.10\n"                 // 2
                          "FROM python:${TAG} AS build\n"  // 3
                          "WORKDIR /src\n"                 // 4
                          "RUN apt-get update && \\\n"     // 5
                          "  # a comment\n"                // 6
                          "    apt-get install x\n"        // 7
                          "RUN <<EOF\n"                    // 8
                          "FROM nothing\n"                 // 9
                          "EOF\n"                          // 10
                          "ENV A=b\n"                      // 11
                          "RUN make $A\n"                  // 12
                          "FROM debian:12\n"               // 13
                          "COPY --from=build /src /app\n"  // 14
                          "RUN make $A\n";                 // 15
}

void TestDockerfileOutline::findsLines_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("line");
    QTest::newRow("from") << "[build 1/5] FROM docker.io/library/python:3.10" << 3;
    QTest::newRow("from of an unnamed stage") << "[stage-1 1/3] FROM docker.io/library/debian:12@sha256:0" << 13;
    QTest::newRow("workdir") << "[build 2/5] WORKDIR /src" << 4;
    QTest::newRow("continued") << "[build 3/5] RUN apt-get update &&     apt-get install x" << 5;
    QTest::newRow("heredoc") << "[build 4/5] RUN <<EOF (FROM nothing)" << 8;
    QTest::newRow("variable replaced") << "[build 5/5] RUN make b" << 12;
    QTest::newRow("same text, other stage") << "[stage-1 3/3] RUN make $A" << 15;
    QTest::newRow("copy from") << "[stage-1 2/3] COPY --from=build /src /app" << 14;
    QTest::newRow("platform") << "[linux/amd64 build 2/5] WORKDIR /src" << 4;
    QTest::newRow("classic") << "Step 4/9 : WORKDIR /src" << 4;
    QTest::newRow("podman") << "STEP 4/9: COPY --from=build /src /app" << 14;
    QTest::newRow("internal") << "[internal] load build context" << 0;
    QTest::newRow("export") << "exporting to image" << 0;
    QTest::newRow("out of range") << "[build 77/78] RUN no" << 0;
}

void TestDockerfileOutline::findsLines() {
    QFETCH(QString, name);
    QFETCH(int, line);
    QCOMPARE(DockerfileOutline::parse(sample).lineOfStep(name), line);
}

void TestDockerfileOutline::baseImages_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("images");
    QTest::newRow("stages, args, syntax") << sample << QString()
                                          << QStringList{QStringLiteral("docker/dockerfile:1"),
                                                         QStringLiteral("debian:12"), QStringLiteral("python:3.11")};
    QTest::newRow("target") << sample << QStringLiteral("build")
                            << QStringList{QStringLiteral("docker/dockerfile:1"), QStringLiteral("python:3.11")};
    QTest::newRow("unused stage") << QByteArray("FROM a AS x\nFROM b\n") << QString()
                                  << QStringList{QStringLiteral("b")};
    QTest::newRow("scratch") << QByteArray("FROM scratch\n") << QString() << QStringList();
    QTest::newRow("platform") << QByteArray("FROM --platform=linux/amd64 a:1\n") << QString()
                              << QStringList{QStringLiteral("a:1")};
    QTest::newRow("default value") << QByteArray("FROM ${NO:-a}:1\n") << QString()
                                   << QStringList{QStringLiteral("a:1")};
    QTest::newRow("unknown variable") << QByteArray("FROM $NO\n") << QString() << QStringList();
    QTest::newRow("copy and mount") << QByteArray("FROM a\nCOPY --chown=1 --from=b:1 x y\nRUN "
                                                  "--mount=type=bind,from=c:2,target=/x ls\n")
                                    << QString()
                                    << QStringList{QStringLiteral("b:1"), QStringLiteral("c:2"), QStringLiteral("a")};
    QTest::newRow("by number") << QByteArray("FROM a\nFROM b\nCOPY --from=0 x y\n") << QString()
                               << QStringList{QStringLiteral("b"), QStringLiteral("a")};
}

void TestDockerfileOutline::baseImages() {
    QFETCH(QByteArray, text);
    QFETCH(QString, target);
    QFETCH(QStringList, images);
    QStringList found;
    for (const auto& image : DockerfileOutline::parse(text).baseImages(
             {{QStringLiteral("TAG"), QStringLiteral("3.11")}, {QStringLiteral("NO"), QStringLiteral("x")}}, target)) {
        found.append(image.reference);
    }
    QCOMPARE(found, images);
}

void TestDockerfileOutline::readsAnything() {
    for (const QByteArray& text : {QByteArray(), QByteArray("\\"), QByteArray("FROM"), QByteArray("\xff\xfe\x00", 3),
                                   QByteArray("RUN <<EOF\nnever ends"), QByteArray("COPY --from= a b\nFROM x AS")}) {
        const auto outline = DockerfileOutline::parse(text);
        static_cast<void>(outline.baseImages({}, {}));
        QVERIFY(outline.lineOfStep(QStringLiteral("[9/2] RUN x")) <= 1);
    }
}

QTEST_GUILESS_MAIN(TestDockerfileOutline)
#include "tst_dockerfileoutline.moc"
