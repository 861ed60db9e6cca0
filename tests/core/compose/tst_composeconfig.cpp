#include "core/compose/config.h"
#include "core/compose/lint.h"
#include "core/yaml/document.h"

#include <QJsonDocument>
#include <QtTest>

using namespace reberth;
using namespace reberth::compose;

namespace {

using Files = QHash<QString, QString>;

Result<Config> resolved(const Files& files, QStringList names = {QStringLiteral("/p/compose.yaml")},
                        const QHash<QString, QString>& environment = {}, const QStringList& profiles = {}) {
    ConfigRequest request;
    request.files = names;
    request.profiles = profiles;
    request.environment = environment;
    request.readFile = [files](const QString& path) -> Result<QByteArray> {
        if (!files.contains(path)) {
            return fail(ErrorCode::NotFound, QStringLiteral("There is no file %1.").arg(path));
        }
        return files.value(path).toUtf8();
    };
    return resolve(request);
}

QJsonObject json(const char* text) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (document.isNull()) {
        qWarning("%s", qPrintable(error.errorString()));
    }
    return document.object();
}

} // namespace

class TestComposeConfig : public QObject {
    Q_OBJECT

private slots:
    void services_data();
    void services();
    void variables_data();
    void variables();
    void laterFilesChangeEarlierOnes();
    void resetAndOverride();
    void extendsAFile();
    void extendsInACircle();
    void includes();
    void includesThatDisagree();
    void profiles();
    void environmentFiles();
    void unusedResourcesAreLeftOut();
    void nameOfTheProject();
    void refuses_data();
    void refuses();
    void yamlReadsBackAsTheModel();
};

void TestComposeConfig::services_data() {
    QTest::addColumn<QString>("yaml");
    QTest::addColumn<QString>("expected");
    QTest::newRow("ports") << "ports: ['8080:80', '127.0.0.1:9000-9001:9000-9001/udp', 3000]"
                           << R"({"ports": [
        {"mode":"ingress","target":80,"published":"8080","protocol":"tcp"},
        {"mode":"ingress","host_ip":"127.0.0.1","target":9000,"published":"9000","protocol":"udp"},
        {"mode":"ingress","host_ip":"127.0.0.1","target":9001,"published":"9001","protocol":"udp"},
        {"mode":"ingress","target":3000,"protocol":"tcp"}]})";
    QTest::newRow("port range to one") << "ports: ['8000-8002:80']"
                                       << R"({"ports": [{"mode":"ingress","target":80,"published":"8000-8002",
                                             "protocol":"tcp"}]})";
    QTest::newRow("volumes") << "volumes: ['./d:/d:ro', '/x/', '~/h:/h:z', {type: tmpfs, target: /t, tmpfs: {size: 1k}}]"
                             << R"({"volumes": [
        {"type":"bind","source":"/p/d","target":"/d","read_only":true,"bind":{"create_host_path":true}},
        {"type":"volume","target":"/x","volume":{}},
        {"type":"bind","source":"/home/me/h","target":"/h","bind":{"selinux":"z","create_host_path":true}},
        {"type":"tmpfs","target":"/t","tmpfs":{"size":"1024"}}]})";
    QTest::newRow("build") << "build: {args: [A=1, B], shm_size: 1m}"
                           << R"({"build": {"context":"/p","dockerfile":"Dockerfile","args":{"A":"1"},
                                            "shm_size":"1048576"}})";
    QTest::newRow("remote build") << "build: https://example.com/x.git"
                                  << R"({"build": {"context":"https://example.com/x.git","dockerfile":"Dockerfile"}})";
    QTest::newRow("commands") << "command: a 'b c' \"d\\\"\" e\\ f\n    entrypoint: []"
                              << R"({"command": ["a","b c","d\"","e f"], "entrypoint": []})";
    QTest::newRow("environment") << "environment: [A=1, B, HOME]"
                                 << R"({"environment": {"A":"1","B":null,"HOME":"/home/me"}})";
    QTest::newRow("kinds") << "labels: {a: 1, b: true, c: , d: 1.50}\n    privileged: false\n    init: false\n"
                              "    stop_grace_period: 90s\n    mem_limit: 1.5g\n    cpus: '2'"
                           << R"({"labels": {"a":"1","b":"true","c":"","d":"1.5"}, "init": false,
                                  "stop_grace_period": "1m30s", "mem_limit": "1610612736", "cpus": 2})";
    QTest::newRow("gpus") << "gpus: all" << R"({"gpus": [{"count": -1}]})";
    QTest::newRow("gpu devices")
        << "deploy: {resources: {limits: {memory: 1k}, reservations: {devices: [{capabilities: [gpu], count: all}]}}}"
        << R"({"deploy": {"resources": {"limits": {"memory": "1024"},
               "reservations": {"devices": [{"capabilities": ["gpu"], "count": -1}]}}}})";
    QTest::newRow("health") << "healthcheck: {test: x y, interval: 1500ms, timeout: 0s, retries: 0}"
                            << R"({"healthcheck": {"test": ["CMD-SHELL","x y"], "interval": "1.5s", "timeout": "0s",
                                   "retries": 0}})";
    QTest::newRow("hosts") << "extra_hosts: {b: 1.1.1.1, a: [2.2.2.2, '::1']}"
                           << R"({"extra_hosts": ["a=2.2.2.2","a=::1","b=1.1.1.1"]})";
    QTest::newRow("devices") << "devices: ['/dev/a:/dev/b:r', nvidia.com/gpu=all]"
                             << R"({"devices": [{"source":"/dev/a","target":"/dev/b","permissions":"r"},
                                    {"source":"nvidia.com/gpu=all","target":"nvidia.com/gpu=all",
                                     "permissions":"rwm"}]})";
    QTest::newRow("limits") << "ulimits: {nofile: 5, core: {soft: 0, hard: -1}}"
                            << R"({"ulimits": {"nofile": 5, "core": {"soft": 0, "hard": -1}}})";
    QTest::newRow("octal") << "secrets: [{source: s, mode: 0440}]"
                           << R"({"secrets": [{"source":"s","target":"/run/secrets/s","mode":288}]})";
    QTest::newRow("merge key") << "<<: *usual\n    tty: true" << R"({"tty": true, "restart": "always"})";
    QTest::newRow("own network") << "network_mode: host" << R"({"network_mode": "host", "networks": null})";
}

void TestComposeConfig::services() {
    QFETCH(QString, yaml);
    QFETCH(QString, expected);
    const QString image = yaml.startsWith(QLatin1String("build")) ? QString() : QStringLiteral("    image: i\n");
    const QString text = QStringLiteral("x-usual: &usual {restart: always}\nservices:\n  a:\n") + image + "    " + yaml +
                         "\nsecrets: {s: {file: s.txt}}\n";
    const auto config = resolved({{"/p/compose.yaml", text}}, {"/p/compose.yaml"}, {{"HOME", "/home/me"}});
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QJsonObject wanted = json(expected.toUtf8());
    if (!image.isEmpty()) {
        wanted.insert("image", "i");
    }
    if (wanted.value("networks").isNull()) {
        wanted.remove("networks");
    } else {
        wanted.insert("networks", QJsonObject{{"default", QJsonValue::Null}});
    }
    const QJsonObject got = config->project.value("services").toObject().value("a").toObject();
    QVERIFY2(got == wanted, QJsonDocument(got).toJson().constData());
}

void TestComposeConfig::variables_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // "!" = refused
    QTest::newRow("plain") << "$A-${A}" << "one-one";
    QTest::newRow("dollar") << "$$A" << "$A";
    QTest::newRow("unset") << "x${U}y" << "xy";
    QTest::newRow("default") << "${U-d}${E-d}${A-d}" << "done";
    QTest::newRow("default or empty") << "${U:-d}${E:-d}${A:-d}" << "ddone";
    QTest::newRow("other") << "${U+o}${E+o}${A+o}" << "oo";
    QTest::newRow("other or empty") << "${U:+o}${E:+o}${A:+o}" << "o";
    QTest::newRow("nested") << "${U:-x${U:-${A}}z}" << "xonez";
    QTest::newRow("required") << "${A:?must}" << "one";
    QTest::newRow("required missing") << "${U?must}" << "!";
    QTest::newRow("required empty") << "${E:?must}" << "!";
    QTest::newRow("required may be empty") << "x${E?must}" << "x";
    QTest::newRow("open") << "${A" << "!";
    QTest::newRow("no name") << "${}" << "!";
    QTest::newRow("bash") << "${A%x}" << "!";
}

void TestComposeConfig::variables() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto config = resolved({{"/p/compose.yaml", "services: {a: {image: i, hostname: '" + text + "'}}"}},
                                 {"/p/compose.yaml"}, {{"A", "one"}, {"E", ""}});
    QCOMPARE(bool(config), expected != QLatin1String("!"));
    if (config) {
        QCOMPARE(config->project.value("services").toObject().value("a").toObject().value("hostname").toString(), expected);
    }
}

void TestComposeConfig::laterFilesChangeEarlierOnes() {
    const auto config = resolved(
        {{"/p/a.yaml", "services:\n  a:\n    image: one\n    command: [x]\n    environment: [A=1, B=2]\n"
                       "    ports: ['80:80']\n    volumes: ['./a:/d', './b:/e']\n    dns: 1.1.1.1\n"
                       "    logging: {driver: x, options: {o: 1}}\n"},
         {"/p/b.yaml", "services:\n  a:\n    image: two\n    command: [y]\n    environment: {B: 3}\n"
                       "    ports: ['80:80', '81:81']\n    volumes: ['./c:/d']\n    dns: [2.2.2.2]\n"
                       "    logging: {driver: y}\n"}},
        {"/p/a.yaml", "/p/b.yaml"});
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    const QJsonObject a = config->project.value("services").toObject().value("a").toObject();
    QCOMPARE(a.value("image").toString(), QStringLiteral("two"));
    QCOMPARE(a.value("command").toArray(), QJsonArray{"y"});
    QCOMPARE(a.value("environment").toObject(), json(R"({"A":"1","B":"3"})"));
    QCOMPARE(a.value("ports").toArray().size(), 2);
    QCOMPARE(a.value("volumes").toArray().size(), 2);
    QCOMPARE(a.value("volumes").toArray().at(0).toObject().value("source").toString(), QStringLiteral("/p/c"));
    QCOMPARE(a.value("dns").toArray(), (QJsonArray{"1.1.1.1", "2.2.2.2"}));
    QCOMPARE(a.value("logging").toObject(), json(R"({"driver":"y"})"));
}

void TestComposeConfig::resetAndOverride() {
    const auto config =
        resolved({{"/p/a.yaml", "services: {a: {image: i, ports: ['1:1'], environment: {A: 1}, hostname: h}}"},
                  {"/p/b.yaml", "services: {a: {ports: !override ['2:2'], environment: !reset {}, hostname: !reset x}}"}},
                 {"/p/a.yaml", "/p/b.yaml"});
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    const QJsonObject a = config->project.value("services").toObject().value("a").toObject();
    QCOMPARE(a.value("ports").toArray().size(), 1);
    QVERIFY(!a.contains("environment"));
    QVERIFY(!a.contains("hostname"));
}

void TestComposeConfig::extendsAFile() {
    const auto config = resolved(
        {{"/p/compose.yaml", "services:\n  a: {extends: {file: sub/base.yaml, service: b}, environment: {X: 2}}\n"
                             "  c: {extends: a, tty: true}\n"},
         {"/p/sub/base.yaml", "services:\n  b: {extends: d, build: ., environment: {X: 1, Y: 1}}\n"
                              "  d: {restart: always, volumes: ['./v:/v']}\n"}});
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    const QJsonObject services = config->project.value("services").toObject();
    const QJsonObject a = services.value("a").toObject();
    QCOMPARE(a.value("build").toObject().value("context").toString(), QStringLiteral("/p/sub"));
    QCOMPARE(a.value("environment").toObject(), json(R"({"X":"2","Y":"1"})"));
    QCOMPARE(a.value("restart").toString(), QStringLiteral("always"));
    QCOMPARE(a.value("volumes").toArray().at(0).toObject().value("source").toString(), QStringLiteral("/p/sub/v"));
    QVERIFY(!a.contains("extends"));
    QCOMPARE(services.value("c").toObject().value("environment"), a.value("environment"));
    QVERIFY(services.value("c").toObject().value("tty").toBool());
}

void TestComposeConfig::extendsInACircle() {
    QVERIFY(!resolved({{"/p/compose.yaml", "services: {a: {extends: b}, b: {extends: a, image: i}}"}}));
    QVERIFY(!resolved({{"/p/compose.yaml", "services: {a: {extends: nobody, image: i}}"}}));
}

void TestComposeConfig::includes() {
    const auto config = resolved({{"/p/compose.yaml", "include: [sub/compose.yaml]\nservices: {a: {image: i, depends_on: [b]}}"},
                                  {"/p/sub/compose.yaml", "services: {b: {image: '${TAG}', volumes: ['./x:/x', 'vol:/v']}}\n"
                                                          "volumes: {vol: }"},
                                  {"/p/sub/.env", "TAG=from-sub\n"}});
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    const QJsonObject b = config->project.value("services").toObject().value("b").toObject();
    QCOMPARE(b.value("image").toString(), QStringLiteral("from-sub"));
    QCOMPARE(b.value("volumes").toArray().at(0).toObject().value("source").toString(), QStringLiteral("/p/sub/x"));
    QCOMPARE(config->project.value("volumes").toObject().value("vol").toObject().value("name").toString(), QStringLiteral("p_vol"));
    QVERIFY(!config->project.contains("include"));
}

void TestComposeConfig::includesThatDisagree() {
    QVERIFY(!resolved({{"/p/compose.yaml", "include: [b.yaml]\nservices: {a: {image: i}}"},
                       {"/p/b.yaml", "services: {a: {image: j}}"}}));
    QVERIFY(!resolved({{"/p/compose.yaml", "include: [compose.yaml]\nservices: {a: {image: i}}"}}));
}

void TestComposeConfig::profiles() {
    const Files files{{"/p/compose.yaml", "services:\n  a: {image: i, depends_on: {b: {condition: service_started, "
                                          "required: false}}}\n  b: {image: i, profiles: [x]}\n"}};
    QCOMPARE(resolved(files)->project.value("services").toObject().keys(), QStringList{"a"});
    QCOMPARE(resolved(files, {"/p/compose.yaml"}, {}, {"x"})->project.value("services").toObject().size(), 2);
    QCOMPARE(resolved(files, {"/p/compose.yaml"}, {{"COMPOSE_PROFILES", "y,x"}})->project.value("services").toObject().size(), 2);
    QCOMPARE(resolved(files, {"/p/compose.yaml"}, {}, {"*"})->project.value("services").toObject().size(), 2);
}

void TestComposeConfig::environmentFiles() {
    const Files files{{"/p/compose.yaml", "services: {a: {image: '${I}', env_file: [a.env, {path: no.env, required: false}], "
                                          "environment: {B: mine}}}"},
                      {"/p/.env", "I=img\n"},
                      {"/p/a.env", "# note\nexport A='x $I'\nB=2\nC=\"l1\\nl2 $B\"\nD=  plain # no\nE=\n\nF=\"two\nlines\"\n"}};
    const auto config = resolved(files);
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    const QJsonObject a = config->project.value("services").toObject().value("a").toObject();
    QCOMPARE(a.value("image").toString(), QStringLiteral("img"));
    QCOMPARE(a.value("environment").toObject(),
             json(R"({"A":"x $I","B":"mine","C":"l1\nl2 2","D":"plain","E":"","F":"two\nlines"})"));
    Files less = files;
    less.remove("/p/a.env");
    const auto missing = resolved(less);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void TestComposeConfig::unusedResourcesAreLeftOut() {
    const auto config = resolved({{"/p/compose.yaml", "services: {a: {image: i, networks: [n]}}\n"
                                                      "networks: {n: {external: true}, m: }\nvolumes: {v: }\nx-k: {a: 1}\n"}});
    QVERIFY(config);
    QCOMPARE(config->project.value("networks").toObject(), json(R"({"n":{"name":"n","external":true}})"));
    QVERIFY(!config->project.contains("volumes"));
    QVERIFY(config->project.contains("x-k"));
}

void TestComposeConfig::nameOfTheProject() {
    const auto name = [](const QString& text, const QHash<QString, QString>& environment) {
        return resolved({{"/My.Dir/compose.yaml", text}}, {"/My.Dir/compose.yaml"}, environment)
            ->project.value("name")
            .toString();
    };
    QCOMPARE(name("services: {a: {image: i}}", {}), QStringLiteral("mydir"));
    QCOMPARE(name("name: own-${X}\nservices: {a: {image: i}}", {{"X", "1"}}), QStringLiteral("own-1"));
    QCOMPARE(name("name: own\nservices: {a: {image: i}}", {{"COMPOSE_PROJECT_NAME", "env"}}), QStringLiteral("env"));
}

void TestComposeConfig::refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("unknown key") << "services: {a: {imag: i}}";
    QTest::newRow("no image") << "services: {a: {tty: true}}";
    QTest::newRow("undefined network") << "services: {a: {image: i, networks: [n]}}";
    QTest::newRow("undefined volume") << "services: {a: {image: i, volumes: ['vol:/v']}}";
    QTest::newRow("undefined service") << "services: {a: {image: i, depends_on: [b]}}";
    QTest::newRow("cycle") << "services: {a: {image: i, depends_on: [b]}, b: {image: i, depends_on: [a]}}";
    QTest::newRow("port") << "services: {a: {image: i, ports: ['99999:80']}}";
    QTest::newRow("size") << "services: {a: {image: i, shm_size: 8 gigs}}";
    QTest::newRow("yaml") << "services: {a: {image: i";
    QTest::newRow("list") << "- a";
}

void TestComposeConfig::refuses() {
    QFETCH(QString, text);
    const auto config = resolved({{"/p/compose.yaml", text}});
    QVERIFY(!config);
    QVERIFY(!config.error().message.isEmpty());
}

void TestComposeConfig::yamlReadsBackAsTheModel() {
    const auto config = resolved({{"/p/compose.yaml", "services:\n  a:\n    image: 'i:1'\n    command: ['yes', '1', 'a$$b', '#']\n"
                                                      "    labels: {on: 'x: y', '1': \"a\\nb\"}\n    environment: {E: }\n"
                                                      "    volumes: ['vol:/v']\nvolumes: {vol: }\n"}});
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    const QString yaml = toYaml(config->project);
    const auto again = resolved({{"/p/compose.yaml", yaml}});
    QVERIFY2(again, qPrintable(yaml));
    QVERIFY2(again->project == config->project, qPrintable(yaml));
    QVERIFY(yaml.startsWith(QLatin1String("name: p\n")));
}

QTEST_GUILESS_MAIN(TestComposeConfig)
#include "tst_composeconfig.moc"
