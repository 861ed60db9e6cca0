#include "tests/support/privateengine.h"
#include "tests/support/program.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace reberth::test;

/// packaging/engine: a killed engine comes back, and a stopped one leaves no process, mount or bridge.
class TestSystemEngineScript : public QObject {
    Q_OBJECT
private slots:
    void killedAndStopped_data();
    void killedAndStopped();

private:
    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// As packaging/engine names it: other engines of this machine have other folders.
    static QString bridgeOf(const PrivateEngine& engine) {
        const QByteArray path = QFileInfo(engine.folder()).canonicalFilePath().toUtf8();
        return QStringLiteral("rb-") +
               QString::fromLatin1(QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(10));
    }
    static bool hasBridge(const QString& name) { return QFile::exists(QStringLiteral("/sys/class/net/") + name); }
    static QByteArray rules() {
        return runProgram(requireProgram({QStringLiteral("iptables")}), {QStringLiteral("-S")});
    }
    static QStringList processesNaming(const QString& text) {
        QStringList found;
        const QStringList ids = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs);
        for (const QString& id : ids) {
            const QByteArray line = read(QStringLiteral("/proc/%1/cmdline").arg(id)).replace('\0', ' ');
            if (line.contains(text.toUtf8())) {
                found.append(QString::fromUtf8(line));
            }
        }
        return found;
    }
    static QString startSleeper(const PrivateEngine& engine, const QByteArray& marker) {
        const auto created =
            engine.ask("POST", "/containers/create",
                       "{\"Image\":\"" + engine.baseImage().toUtf8() + "\",\"Cmd\":[\"sleep\",\"" + marker + "\"]}");
        const QString id = QJsonDocument::fromJson(created.body).object().value(QStringLiteral("Id")).toString();
        return engine.ask("POST", "/containers/" + id.toUtf8() + "/start").status == 204 ? id : QString();
    }
};

void TestSystemEngineScript::killedAndStopped_data() {
    QTest::addColumn<QString>("version");
    QTest::newRow("20.10") << QStringLiteral("20");
    QTest::newRow("26.1") << QStringLiteral("26");
}

void TestSystemEngineScript::killedAndStopped() {
    QFETCH(QString, version);
    const QByteArray marker = "98765" + version.toUtf8() + QByteArray::number(QCoreApplication::applicationPid());
    const QString sleeper = QStringLiteral("sleep ") + QString::fromUtf8(marker);

    PrivateEngine engine = PrivateEngine::startOwn(version);
    QCOMPARE(engine.control(QStringLiteral("start")), 0); // a second start changes nothing
    QCOMPARE(engine.control(QStringLiteral("status")), 0);
    const QString bridge = bridgeOf(engine);
    QVERIFY(hasBridge(bridge));
    QCOMPARE(rules().count(bridge.toUtf8() + ' '), 4); // two rules, each with the bridge as interface and as comment
    QVERIFY(!startSleeper(engine, marker).isEmpty());
    QCOMPARE(processesNaming(sleeper).size(), 1);

    engine.killNow();
    QTRY_COMPARE(engine.control(QStringLiteral("status")), 1);
    QCOMPARE(engine.control(QStringLiteral("start")), 0);
    QCOMPARE(engine.ask("GET", "/_ping").status, 200);
    QCOMPARE(processesNaming(sleeper), QStringList()); // what the killed engine ran

    QVERIFY(!startSleeper(engine, marker).isEmpty());
    QCOMPARE(engine.control(QStringLiteral("stop")), 0);
    QCOMPARE(engine.control(QStringLiteral("status")), 1);
    QCOMPARE(processesNaming(sleeper), QStringList());
    QCOMPARE(processesNaming(engine.folder()), QStringList());
    QVERIFY(!read(QStringLiteral("/proc/self/mountinfo")).contains(engine.folder().toUtf8()));
    QVERIFY(!hasBridge(bridge));
    QVERIFY(!rules().contains(bridge.toUtf8()));
}

QTEST_GUILESS_MAIN(TestSystemEngineScript)
#include "tst_system_enginescript.moc"
