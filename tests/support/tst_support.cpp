#include "tests/support/httpserver.h"
#include "tests/support/program.h"
#include "tests/support/registryserver.h"
#include "tests/support/sshserver.h"
#include "tests/support/temporarygitrepository.h"

#include <QDir>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

using namespace reberth::test;

/// The parts that the other tests stand on.
class TestSupport : public QObject {
    Q_OBJECT
private slots:
    void commitsAreReproducible();
    void submodules();
    void httpFolderStaysInside();
    void packageIndex();
    void registryAnswers();
    void cloneOverSsh();
    void wrongHostKeyIsRefused();

private:
    static std::pair<int, QByteArray> get(const QUrl& url) {
        QNetworkAccessManager manager;
        std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(url)));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        finished.wait(10000);
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
    }
};

void TestSupport::commitsAreReproducible() {
    QStringList hashes;
    for (int i = 0; i < 2; ++i) {
        TemporaryGitRepository repository;
        repository.commit(QStringLiteral("Start"), {{QStringLiteral("a/b.py"), "print(1)\n"}});
        repository.tag(QStringLiteral("v1"), true);
        repository.write(QStringLiteral("run.sh"), "#!/bin/sh\n", true);
        repository.link(QStringLiteral("link"), QStringLiteral("a/b.py"));
        hashes.append(repository.commit(QStringLiteral("More")));
        QCOMPARE(repository.git({QStringLiteral("log"), QStringLiteral("-1"), QStringLiteral("--format=%aI")}),
                 QStringLiteral("2020-01-01T13:00:00+00:00"));
    }
    QCOMPARE(hashes.at(0), hashes.at(1));
    QCOMPARE(hashes.at(0).size(), 40);
}

void TestSupport::submodules() {
    TemporaryGitRepository inner;
    inner.commit(QStringLiteral("Inner"), {{QStringLiteral("x.txt"), "x"}});
    TemporaryGitRepository outer;
    outer.addSubmodule(inner, QStringLiteral("lib/inner"));
    outer.commit(QStringLiteral("Outer"));
    QVERIFY(QFile::exists(outer.path() + QLatin1String("/lib/inner/x.txt")));
    QVERIFY(outer.git({QStringLiteral("submodule"), QStringLiteral("status")}).contains(inner.head()));
}

void TestSupport::httpFolderStaysInside() {
    QTemporaryDir folder;
    QDir(folder.path()).mkdir(QStringLiteral("open"));
    const auto write = [&](const QString& name, const QByteArray& content) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    };
    write(QStringLiteral("secret"), "no");
    write(QStringLiteral("open/page"), "yes");
    HttpServer server;
    server.serveFolder(folder.filePath(QStringLiteral("open")));
    server.fail(QStringLiteral("/broken"), 503);
    QCOMPARE(get(server.url(QStringLiteral("/page"))), (std::pair<int, QByteArray>(200, "yes")));
    QCOMPARE(get(server.url(QStringLiteral("/%2e%2e/secret"))).first, 404);
    QCOMPARE(get(server.url(QStringLiteral("/broken"))).first, 503);
    QCOMPARE(server.requests().size(), 3);
}

void TestSupport::packageIndex() {
    HttpServer server;
    const QString wheel = server.addWheel(QStringLiteral("My_Package"), QStringLiteral("1.2"), "answer = 42\n",
                                          {QStringLiteral("other>=1")});
    QCOMPARE(wheel, QStringLiteral("my_package-1.2-py3-none-any.whl"));
    const auto [status, page] = get(server.url(QStringLiteral("/simple/my-package/")));
    QCOMPARE(status, 200);
    QVERIFY2(page.contains("/wheels/" + wheel.toUtf8() + "#sha256="), page.constData());
    const auto [wheelStatus, content] = get(server.url(QStringLiteral("/wheels/") + wheel));
    QCOMPARE(wheelStatus, 200);

    // Python reads it as a package: the archive, its checksums and the module in it are right.
    QTemporaryDir folder;
    QFile file(folder.filePath(wheel));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const QByteArray said =
        runProgram(requireProgram({QStringLiteral("python3")}),
                   {QStringLiteral("-c"),
                    QStringLiteral("import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None; "
                                   "sys.path.insert(0, sys.argv[1]); import my_package, importlib.metadata as m; "
                                   "print(my_package.answer, m.version('my-package'), m.requires('my-package'))"),
                    file.fileName()});
    QCOMPARE(said, QByteArray("42 1.2 ['other>=1']\n"));
}

void TestSupport::registryAnswers() {
    RegistryServer registry;
    const auto [status, body] = get(QUrl(QStringLiteral("http://%1/v2/").arg(registry.address())));
    QCOMPARE(status, 200);
}

void TestSupport::cloneOverSsh() {
    TemporaryGitRepository repository;
    const QString head = repository.commit(QStringLiteral("Start"), {{QStringLiteral("a.txt"), "a"}});
    SshServer server;
    QTemporaryDir target;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_SSH_COMMAND"), server.gitSshCommand());
    runProgram(requireProgram({QStringLiteral("git")}),
               {QStringLiteral("clone"), QStringLiteral("--quiet"), server.url(repository.path()),
                target.filePath(QStringLiteral("clone"))},
               {}, environment);
    const QByteArray cloned =
        runProgram(requireProgram({QStringLiteral("git")}), {QStringLiteral("rev-parse"), QStringLiteral("HEAD")},
                   target.filePath(QStringLiteral("clone")));
    QCOMPARE(QString::fromUtf8(cloned).trimmed(), head);
}

void TestSupport::wrongHostKeyIsRefused() {
    SshServer server;
    QProcess ssh;
    QStringList arguments = server.gitSshCommand().split(QLatin1Char(' '));
    arguments.replaceInStrings(server.knownHostsFile(), server.wrongKnownHostsFile());
    const QString program = requireProgram({arguments.takeFirst()});
    ssh.start(program, arguments + QStringList{QStringLiteral("-p"), QString::number(server.port()),
                                               QStringLiteral("127.0.0.1"), QStringLiteral("true")});
    QVERIFY(ssh.waitForFinished(20000));
    QCOMPARE(ssh.exitCode(), 255);
    QVERIFY(ssh.readAllStandardError().contains("REMOTE HOST IDENTIFICATION HAS CHANGED"));
}

QTEST_GUILESS_MAIN(TestSupport)
#include "tst_support.moc"
