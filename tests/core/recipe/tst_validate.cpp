#include "core/recipe/validate.h"
#include "tests/core/generation/samplerecipes.h"

#include <QtTest>

using namespace reberth;
using recipe::Recipe;

class TestValidate : public QObject {
    Q_OBJECT

private slots:
    void acceptsWhatPlansMake();
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void messagesHideSecrets();
};

void TestValidate::acceptsWhatPlansMake() {
    for (const Recipe& recipe : {tests::plainRecipe(), tests::pyenvRecipe(), tests::frameworkRecipe(), tests::condaRecipe()}) {
        const auto result = recipe::validate(recipe);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    }
}

using Change = std::function<void(Recipe&)>;

void TestValidate::accepts_data() {
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, Change change) { QTest::newRow(name) << change; };
    row("registry with port and digest", [](Recipe& r) {
        r.baseImage.value = QStringLiteral("registry.example.org:5000/lab/cuda:11.8@sha256:") + QString(64, QLatin1Char('a'));
    });
    row("extras", [](Recipe& r) { r.packages[0].name = QStringLiteral("ray[tune,rllib]"); });
    row("several clauses", [](Recipe& r) { r.packages[0].specifier = QStringLiteral(">=1.0, <2, !=1.5.*"); });
    row("local label", [](Recipe& r) { r.packages[0].specifier = QStringLiteral("==1.13.1+cu117"); });
    row("VCS with subdirectory", [](Recipe& r) {
        r.packages[0].url = QStringLiteral("git+https://github.com/a/b.git@v1.0#egg=b&subdirectory=python");
    });
    row("ssh user", [](Recipe& r) { r.packages[0].url = QStringLiteral("git+ssh://git@github.com/a/b.git"); });
    row("own folder", [](Recipe& r) { r.packages[0].url = QStringLiteral("./third_party/clip"); });
    row("root", [](Recipe& r) { r.packages[0].url = QStringLiteral("."); });
    row("apt version", [](Recipe& r) { r.systemPackages = {{QStringLiteral("libnccl2=2.8.4-1+cuda11.2"), {}, false}}; });
    row("apt plus signs", [](Recipe& r) { r.systemPackages = {{QStringLiteral("g++-8"), {}, false}}; });
    row("shell in a command", [](Recipe& r) { r.entryPoints[0].command = QStringLiteral("cd a && python x.py \"$@\" | tee \"log.txt\""); });
    row("dots in a folder", [](Recipe& r) { r.extensions[0].workdir = QStringLiteral("a..b/v1.0 final"); });
    row("home volume", [](Recipe& r) { r.volumes[0].host = QStringLiteral("~/datasets/COCO 2017"); });
    row("token taken from outside", [](Recipe& r) { r.environment.insert(QStringLiteral("HF_TOKEN"), {}); });
    row("not a secret", [](Recipe& r) { r.environment.insert(QStringLiteral("TOKENIZERS_PARALLELISM"), QStringLiteral("false")); });
}

void TestValidate::accepts() {
    QFETCH(Change, change);
    Recipe recipe = tests::pyenvRecipe();
    change(recipe);
    const auto result = recipe::validate(recipe);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
}

void TestValidate::refuses_data() {
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, Change change) { QTest::newRow(name) << change; };
    row("no name", [](Recipe& r) { r.name.clear(); });
    row("upper case name", [](Recipe& r) { r.name = QStringLiteral("Name"); });
    row("image with a line", [](Recipe& r) { r.baseImage.value = QStringLiteral("debian:12\nRUN touch /x"); });
    row("image with a line at the end", [](Recipe& r) { r.baseImage.value = QStringLiteral("debian:12\n"); });
    row("image with a stage", [](Recipe& r) { r.baseImage.value = QStringLiteral("debian:12 AS x"); });
    row("image with a flag", [](Recipe& r) { r.baseImage.value = QStringLiteral("--platform=x"); });
    row("image with a variable", [](Recipe& r) { r.baseImage.value = QStringLiteral("$IMAGE"); });
    row("no image", [](Recipe& r) { r.baseImage.value.clear(); });
    row("Python", [](Recipe& r) { r.python.value = QStringLiteral("3.8; rm -rf /"); });
    row("architectures", [](Recipe& r) { r.archList.value = QStringLiteral("7.5\" FOO=\""); });
    row("package option", [](Recipe& r) { r.packages[0].name = QStringLiteral("-e"); });
    row("package with a blank", [](Recipe& r) { r.packages[0].name = QStringLiteral("numpy scipy"); });
    row("package without a name", [](Recipe& r) { r.packages[0].name.clear(); });
    row("specifier with an option", [](Recipe& r) { r.packages[0].specifier = QStringLiteral("==1 --install-option=x"); });
    row("specifier with a line", [](Recipe& r) { r.packages[0].specifier = QStringLiteral("==1\n-r /etc/passwd"); });
    row("specifier with Python's line end", [](Recipe& r) { r.packages[0].specifier = QStringLiteral("==1\u2028x"); });
    row("specifier with a here-document", [](Recipe& r) { r.packages[0].specifier = QStringLiteral("<<EOF"); });
    row("pip's variable", [](Recipe& r) { r.packages[0].url = QStringLiteral("https://example.org/${HOME}/a.whl"); });
    row("URL with a blank", [](Recipe& r) { r.packages[0].url = QStringLiteral("https://example.org/a --pre"); });
    row("URL with a password", [](Recipe& r) { r.packages[0].url = QStringLiteral("git+https://me:pw@example.org/a.git"); });
    row("URL with a token", [](Recipe& r) { r.indexUrls = {QStringLiteral("https://abc123@example.org/simple")}; });
    row("git's command transport", [](Recipe& r) { r.packages[0].url = QStringLiteral("git+ext::sh -c x"); });
    row("folder outside", [](Recipe& r) { r.packages[0].url = QStringLiteral("../other"); });
    row("absolute folder", [](Recipe& r) { r.packages[0].url = QStringLiteral("/etc"); });
    row("index option", [](Recipe& r) { r.indexUrls = {QStringLiteral("--trusted-host=x")}; });
    row("conda channel", [](Recipe& r) { r.condaChannels = {QStringLiteral("a\n  - b")}; });
    row("conda package", [](Recipe& r) { r.condaPackages = {tests::pip("a: {b}")}; });
    row("apt option", [](Recipe& r) { r.systemPackages = {{QStringLiteral("-o=x"), {}, false}}; });
    row("apt with a command", [](Recipe& r) { r.systemPackages = {{QStringLiteral("git && sh"), {}, false}}; });
    row("apt with a line", [](Recipe& r) { r.systemPackages = {{QStringLiteral("git\n"), {}, false}}; });
    row("file name with an instruction", [](Recipe& r) { r.extensions[0].path = QStringLiteral("a\nRUN touch /x\n/setup.py"); });
    row("folder out of the code", [](Recipe& r) { r.extensions[0].workdir = QStringLiteral("a/../../b"); });
    row("folder is ..", [](Recipe& r) { r.extensions[0].workdir = QStringLiteral(".."); });
    row("folder with a glob", [](Recipe& r) { r.extensions[0].workdir = QStringLiteral("lib*"); });
    row("folder with a variable", [](Recipe& r) { r.extensions[0].workdir = QStringLiteral("$HOME"); });
    row("build with a line", [](Recipe& r) { r.extensions[0].command = QStringLiteral("make\nUSER root"); });
    row("build joins lines", [](Recipe& r) { r.extensions[0].command = QStringLiteral("make \\ "); });
    row("build with a here-document", [](Recipe& r) { r.extensions[0].command = QStringLiteral("cat <<EOF"); });
    row("build is a flag of RUN", [](Recipe& r) { r.extensions[0].command = QStringLiteral("--network=host make"); });
    row("no build command", [](Recipe& r) { r.extensions[0].command = QStringLiteral(" "); });
    row("verb", [](Recipe& r) { r.entryPoints[0].verb = QStringLiteral("train: build"); });
    row("verb twice", [](Recipe& r) { r.entryPoints[0].verb = r.entryPoints[1].verb; });
    row("command with a line", [](Recipe& r) { r.entryPoints[0].command = QStringLiteral("python a.py\nb"); });
    row("command with a zero", [](Recipe& r) { r.entryPoints[0].command = QStringLiteral("python a.py") + QChar(0); });
    row("command with half a surrogate", [](Recipe& r) { r.entryPoints[0].command = QStringLiteral("python a.py") + QChar(0xD800); });
    row("no command", [](Recipe& r) { r.entryPoints[0].command.clear(); });
    row("volume with an option", [](Recipe& r) { r.volumes[0].host = QStringLiteral("./a:/etc"); });
    row("named volume", [](Recipe& r) { r.volumes[0].host = QStringLiteral("data"); });
    row("volume with a variable", [](Recipe& r) { r.volumes[0].host = QStringLiteral("/$(id)"); });
    row("volume's target", [](Recipe& r) { r.volumes[0].container = QStringLiteral("/data; id"); });
    row("variable's name", [](Recipe& r) { r.environment.insert(QStringLiteral("A B"), {}); });
    row("variable's value", [](Recipe& r) { r.environment.insert(QStringLiteral("A"), QStringLiteral("x\ny")); });
    row("secret's value", [](Recipe& r) { r.environment.insert(QStringLiteral("HF_TOKEN"), QStringLiteral("hf_x")); });
    row("shared memory", [](Recipe& r) { r.shmSize = QStringLiteral("8 gigs"); });
    row("ignore line", [](Recipe& r) { r.ignore = {QStringLiteral("a\n!.git")}; });
    row("compose 3 knows no GPU", [](Recipe& r) { r.composeVersion = QStringLiteral("3.8"); });
    row("compose 2.4 knows no devices", [](Recipe& r) { r.composeVersion = QStringLiteral("2.4"); });
}

void TestValidate::refuses() {
    QFETCH(Change, change);
    Recipe recipe = tests::pyenvRecipe();
    change(recipe);
    const auto result = recipe::validate(recipe);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::InvalidInput);
    QVERIFY(!result.error().message.contains(QLatin1Char('\n')));
}

void TestValidate::messagesHideSecrets() {
    Recipe recipe = tests::pyenvRecipe();
    recipe.environment.insert(QStringLiteral("HF_TOKEN"), QStringLiteral("hf_verysecret"));
    QVERIFY(!recipe::validate(recipe).error().message.contains(QLatin1String("verysecret")));
    recipe = tests::pyenvRecipe();
    recipe.indexUrls = {QStringLiteral("https://me:verysecret@example.org/simple")};
    QVERIFY(!recipe::validate(recipe).error().message.contains(QLatin1String("verysecret")));
}

QTEST_GUILESS_MAIN(TestValidate)
#include "tst_validate.moc"
