#include "tests/system/programrun.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace reberth::test;

/// `reberth inspect` on a folder, seen from outside.
class TestInspectCommand : public QObject {
    Q_OBJECT
private slots:
    void init();
    void nothingIsExecuted();
    void textIsPlain();
    void jsonAloneOnStdout();
    void help();

private:
    void write(const QString& name, const QByteArray& content) {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestInspectCommand::init() {
    m_home = std::make_unique<QTemporaryDir>();
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestInspectCommand::nothingIsExecuted() {
    const QString trace = m_home->filePath(QStringLiteral("ran"));
    const QByteArray touch = "open('" + trace.toUtf8() + "', 'w').write('x')\n";
    write(QStringLiteral("setup.py"), touch + "from setuptools import setup\nsetup(install_requires=['torch==1.4'])\n");
    write(QStringLiteral("sitecustomize.py"), touch);
    write(QStringLiteral("Makefile"), "X := $(shell touch " + trace.toUtf8() + ")\nall:\n\tnvcc -shared a.cu\n");
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run({QStringLiteral("inspect"), m_folder->path()}) == 0, reberth.all().constData());
    QVERIFY2(reberth.output().contains("torch==1.4"), reberth.all().constData());
    QVERIFY2(reberth.output().contains("setup.py:3"), reberth.all().constData());
    QVERIFY(!QFile::exists(trace));
}

void TestInspectCommand::textIsPlain() {
    write(QStringLiteral("README.md"), "# A\n\nPython 3.6\n\n    python train.py --name \x1b[31mred\x1b]0;title\x07\n");
    write(QStringLiteral("train.py"), "import torch\n");
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run({QStringLiteral("inspect"), m_folder->path()}) == 0, reberth.all().constData());
    QVERIFY(!reberth.output().contains('\x1b'));
    QVERIFY(!reberth.output().contains('\x07'));
    QVERIFY2(reberth.output().contains("train.py"), reberth.all().constData());
    // What is not known is said.
    QVERIFY2(reberth.output().contains("CUDA        not stated"), reberth.all().constData());
    QVERIFY2(reberth.output().contains("torch, version not stated"), reberth.all().constData());
}

void TestInspectCommand::jsonAloneOnStdout() {
    write(QStringLiteral("train.py"), "import torch\n");
    ProgramRun reberth(m_home->path(), QString());
    QVERIFY2(reberth.run({QStringLiteral("inspect"), QStringLiteral("--json"), m_folder->path()}) == 0,
             reberth.all().constData());
    QJsonParseError error;
    const QJsonObject findings = QJsonDocument::fromJson(reberth.output(), &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(findings.value(QLatin1String("schema")).toInt(), 1);
    QVERIFY2(reberth.errors().contains("Reading the repository"), reberth.all().constData());
}

void TestInspectCommand::help() {
    ProgramRun reberth(m_home->path(), QString());
    QCOMPARE(reberth.run({QStringLiteral("inspect"), QStringLiteral("--help")}), 0);
    for (const char* part : {"Usage: reberth inspect", "--json", "--all", "--ref", "Nothing of the repository is executed", "Exit codes"})
        QVERIFY2(reberth.output().contains(part), part);
}

QTEST_GUILESS_MAIN(TestInspectCommand)
#include "tst_inspectcommand.moc"
