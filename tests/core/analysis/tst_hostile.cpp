#include "core/analysis/inspector.h"
#include "core/analysis/sourcetree.h"
#include "core/knowledge/knowledge.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace reberth;
using namespace reberth::analysis;

namespace {

using Files = QList<std::pair<QString, QByteArray>>;

const knowledge::Knowledge& facts() {
    static const knowledge::Knowledge knowledge;
    return knowledge;
}

/// A sanitizer makes everything slower and keeps what was freed, so that a peak says nothing there.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool isSanitized = true;
#else
constexpr bool isSanitized = false;
#endif

/// Far above what any of these takes, so that only a blow-up fails; a busy machine doesn't count.
constexpr double maxSeconds = isSanitized ? 150 : 20;

double processorSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

Findings inspected(const SourceTree& tree) {
    const double before = processorSeconds();
    const Result<Findings> findings = inspect(tree, {}, facts());
    const double spent = processorSeconds() - before;
    if (!findings)
        QTest::qFail(qPrintable(findings.error().message), __FILE__, __LINE__);
    if (spent > maxSeconds)
        QTest::qFail(qPrintable(QStringLiteral("%1 s").arg(spent)), __FILE__, __LINE__);
    return findings.value_or(Findings());
}

Findings inspected(const Files& files) {
    return inspected(SourceTree::fromBytes(files));
}

Findings inspected(const QString& folder, const SourceTree::Limits& limits = SourceTree::Limits()) {
    const Result<SourceTree> tree = SourceTree::open(folder, {}, {}, limits);
    if (!tree) {
        QTest::qFail(qPrintable(tree.error().message), __FILE__, __LINE__);
        return {};
    }
    return inspected(*tree);
}

bool hasNote(const Findings& findings, const char* part) {
    return std::any_of(findings.notes.begin(), findings.notes.end(),
                       [part](const Note& note) { return note.text.contains(QLatin1String(part)); });
}

bool needs(const Findings& findings, const char* name) {
    return std::any_of(findings.dependencies.begin(), findings.dependencies.end(),
                       [name](const Dependency& row) { return row.name == QLatin1String(name); });
}

void write(const QString& path, const QByteArray& content) {
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QByteArray repeated(const char* text, int count) {
    return QByteArray(text).repeated(count);
}

} // namespace

class TestHostile : public QObject {
    Q_OBJECT
private slots:
    void hugeFilesAreLeftOutWithANote();
    void longLines_data();
    void longLines();
    void pythonNobodyWrote_data();
    void pythonNobodyWrote();
    void setupScripts_data();
    void setupScripts();
    void requirementsThatIncludeEachOther();
    void aMillionRequirements();
    void bombs_data();
    void bombs();
    void specialFilesDoNotBlock();
    void linksAreNotFollowed();
    void unreadableFilesAndFolders();
    void deepFolders();
    void manyFilesInOneFolder();
    void manyFolders();
    void namesThatAreNotNames();
    void vanishingAndGrowingFiles();
    void neverSourceFolders();
    void nothingIsExecuted();
    void cancelInEveryStage_data();
    void cancelInEveryStage();
};

void TestHostile::hugeFilesAreLeftOutWithANote() {
    // Sparse: 100 MB each that take no room on the disk.
    QTemporaryDir folder;
    const QStringList names{
        QStringLiteral("big.py"),           QStringLiteral("requirements.txt"), QStringLiteral("Pipfile.lock"),
        QStringLiteral("environment.yml"),  QStringLiteral("pyproject.toml"),   QStringLiteral("notebook.ipynb"),
        QStringLiteral("README.md"),        QStringLiteral("setup.py"),         QStringLiteral("Dockerfile"),
        QStringLiteral("poetry.lock"),      QStringLiteral("setup.cfg"),        QStringLiteral("run.sh"),
        QStringLiteral("environment.yaml"), QStringLiteral("kernel.cu"),        QStringLiteral("LICENSE")};
    for (const QString& name : names) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(100'000'000));
    }
    write(folder.filePath(QStringLiteral("good.py")), "import torch\n");
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    const Findings findings = inspected(folder.path());
    getrusage(RUSAGE_SELF, &after);
    QVERIFY(needs(findings, "torch"));
    QVERIFY2(isSanitized || after.ru_maxrss - before.ru_maxrss < 90'000, "a file was read whole");
    const auto note = std::find_if(findings.notes.begin(), findings.notes.end(), [](const Note& one) {
        return one.text.contains(QLatin1String("larger than 4 MiB"));
    });
    QVERIFY(note != findings.notes.end());
    for (const char* name : {"big.py", "requirements.txt", "environment.yml", "pyproject.toml", "README.md"})
        QVERIFY2(note->evidence.contains(Evidence{QString::fromLatin1(name), 0, {}}), name);
}

void TestHostile::longLines_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    constexpr int size = 1'500'000;
    const QList<std::pair<const char*, QByteArray>> fills{
        {"letters", QByteArray(size, 'a')},
        {"spaces", QByteArray(size, ' ')},
        {"digits", QByteArray(size, '1')},
        {"dots", repeated("1.", size / 2)},
        {"dashes", QByteArray(size, '-')},
        {"opening", QByteArray(size, '[')},
        {"quotes", QByteArray(size, '"')},
        {"ticks", QByteArray(size, '`')},
        {"backslashes", QByteArray(size, '\\')},
        {"pythons", repeated("python ", size / 7)},
        {"versions", repeated("python 3.6, ", size / 12)},
        {"links", repeated("https://a.org/b.zip ", size / 20)},
        {"one link", "https://" + QByteArray(size, 'a') + ".zip"},
        {"images", repeated("![a](", size / 5)},
        {"entities", repeated("<a href=\"", size / 9)},
        {"installs", repeated("pip install a b c && ", size / 21)},
        {"comparison", repeated(">=1,", size / 4)},
        {"percent", repeated("%(a)s", size / 5)},
        {"dollars", repeated("${A:-", size / 5)},
        {"nuls", QByteArray(size, '\0')},
    };
    for (const char* name : {"README.md", "README.rst", "requirements.txt", "a.py", "setup.py", "environment.yml",
                             "pyproject.toml", "setup.cfg", "Pipfile", "Dockerfile", "run.sh", "Makefile", "a.ipynb",
                             "a.cu", "CMakeLists.txt", "LICENSE", ".gitmodules", "tox.ini", "conda-lock.yml"}) {
        for (const auto& [fill, content] : fills)
            QTest::addRow("%s, %s", name, fill) << QString::fromLatin1(name) << content;
    }
}

void TestHostile::longLines() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    inspected(Files{{name, content}, {QStringLiteral("main.py"), "import torch\n"}});
}

void TestHostile::pythonNobodyWrote_data() {
    QTest::addColumn<QByteArray>("content");
    QByteArray noise(1'000'000, '\0');
    QRandomGenerator generator(7);
    for (char& byte : noise)
        byte = char(generator.bounded(256));
    QTest::newRow("random bytes") << noise;
    QTest::newRow("NULs") << QByteArray(1'000'000, '\0');
    QTest::newRow("invalid UTF-8") << repeated("\xff\xfe\x80\xc3( = 'a'\n", 50'000);
    QTest::newRow("brackets") << QByteArray(100'000, '(');
    QTest::newRow("brackets, closed") << "x = " + QByteArray(100'000, '(') + "1" + QByteArray(100'000, ')') + "\n";
    QTest::newRow("lists") << "x = " + QByteArray(100'000, '[') + QByteArray(100'000, ']') + "\n";
    QTest::newRow("dictionaries") << "x = " + repeated("{1:", 100'000) + "1" + QByteArray(100'000, '}') + "\n";
    QByteArray indented;
    for (int i = 0; i < 2'000; ++i)
        indented += QByteArray(i, ' ') + "if x:\n";
    QTest::newRow("indentation") << indented;
    QTest::newRow("concatenation") << "x = " + repeated("'a' + ", 100'000) + "'a'\n";
    QTest::newRow("implicit concatenation") << "x = (" + repeated("'a' ", 100'000) + ")\n";
    QTest::newRow("minus") << "x = " + QByteArray(100'000, '-') + "1\n";
    QTest::newRow("not") << "x = " + repeated("not ", 100'000) + "1\n";
    QTest::newRow("attributes") << "import a\nx = a" + repeated(".b", 100'000) + "\n";
    QTest::newRow("calls") << "x = a" + repeated("()", 100'000) + "\n";
    QTest::newRow("subscripts") << "x = a" + repeated("[0]", 100'000) + "\n";
    QTest::newRow("lambdas") << "x = " + repeated("lambda: ", 100'000) + "1\n";
    QTest::newRow("conditions") << "x = " + repeated("1 if a else ", 100'000) + "1\n";
    QTest::newRow("f-strings") << "x = " + repeated("f'{", 50'000) + "\n";
    QTest::newRow("open text") << QByteArray("x = '''") + QByteArray(1'000'000, 'a');
    QTest::newRow("imports") << repeated("import a.b.c.d.e.f as g, h\n", 100'000);
    QTest::newRow("names of one import") << "from a import (" + repeated("b, ", 500'000) + ")\n";
    QTest::newRow("dotted import") << "import a" + repeated(".a", 500'000) + "\n";
    QTest::newRow("tries") << repeated("try:\n  import a\nexcept:\n  pass\n", 50'000);
    QTest::newRow("arguments") << repeated("p.add_argument('--a', default=1)\n", 60'000);
    QTest::newRow("decorators") << repeated("@a.b(c)\n", 200'000) + "def f(): pass\n";
    QTest::newRow("backslashes") << repeated("x = \\\n", 200'000);
    QTest::newRow("ten thousand distinct imports") << [] {
        QByteArray text;
        for (int i = 0; i < 10'000; ++i)
            text += "import m" + QByteArray::number(i) + "\n";
        return text;
    }();
}

void TestHostile::pythonNobodyWrote() {
    QFETCH(QByteArray, content);
    const Findings findings = inspected(Files{{QStringLiteral("a.py"), content},
                                              {QStringLiteral("setup.py"), content},
                                              {QStringLiteral("b.py"), "import torch\n"}});
    QCOMPARE(findings.pythonFiles, 3);
    QVERIFY(needs(findings, "torch"));
}

void TestHostile::setupScripts_data() {
    QTest::addColumn<QByteArray>("content");
    const QByteArray setup = "\nfrom setuptools import setup\nsetup(name=x, install_requires=[x, 'torch'])\n";
    QTest::newRow("multiplied text") << "x = 'a' * 10**9" + setup;
    QTest::newRow("multiplied lists") << "x = [[[['a'] * 10000] * 10000] * 10000] * 10000" + setup;
    QTest::newRow("comprehension") << "x = [str(i) for i in range(10**12)]" + setup;
    QTest::newRow("nested comprehension") << "x = [a for a in range(10**6) for b in range(10**6)]" + setup;
    QTest::newRow("doubled text") << "x = 'a'\n" + repeated("x += x\n", 200) + setup;
    QTest::newRow("doubled list") << "x = ['a']\n" + repeated("x += x\n", 200) + setup;
    QTest::newRow("doubled by assignment") << "x = ['a']\n" + repeated("x = x + x\n", 200) + setup;
    QTest::newRow("nested list") << "x = ['a']\n" + repeated("x = [x, x]\n", 200) + setup;
    QTest::newRow("nested dictionary") << "x = {'a': 'b'}\n" + repeated("x = {'a': x, 'b': x}\n", 200) + setup;
    QTest::newRow("extended") << "x = ['a']\n" + repeated("x.extend(x)\n", 200) + setup;
    QTest::newRow("appended") << "x = ['a']\n" + repeated("x.append(x)\n", 200) + setup;
    QTest::newRow("percent") << "x = 'a'\n" + repeated("x = '%s%s' % (x, x)\n", 200) + setup;
    QTest::newRow("format") << "x = 'a'\n" + repeated("x = '{}{}'.format(x, x)\n", 200) + setup;
    QTest::newRow("named format") << "x = 'a'\n" + repeated("x = '{y}{y}'.format(y=x)\n", 200) + setup;
    QTest::newRow("f-string") << "x = 'a'\n" + repeated("x = f'{x}{x}'\n", 200) + setup;
    QTest::newRow("joined") << "x = 'a'\n" + repeated("x = x.join([x, x, x])\n", 200) + setup;
    QTest::newRow("replaced") << "x = 'a'\n" + repeated("x = x.replace('a', 'aa')\n", 200) + setup;
    QTest::newRow("split") << "x = 'a,a'\n" + repeated("x = ','.join(x.split(',') + x.split(','))\n", 200) + setup;
    QTest::newRow("power") << "x = 10**10**10**10" + setup;
    QTest::newRow("shift") << "x = 1 << 10**12" + setup;
    QTest::newRow("width") << "x = '%1000000000s' % 'a'\nx = '{:1000000000}'.format('a')" + setup;
    QTest::newRow("recursion") << "def f(n):\n    return f(n)\nx = f(1)" + setup;
    QTest::newRow("mutual recursion") << "def f(n):\n    return g(n)\ndef g(n):\n    return f(n)\nx = f(1)" + setup;
    QTest::newRow("endless loop") << "x = []\nwhile True:\n    x.append('a')\n" + setup;
    QTest::newRow("device") << "x = open('/dev/zero').read()\ny = open('/dev/stdin').read()" + setup;
    QTest::newRow("itself") << "x = open('setup.py').read() * 100000" + setup;
    QByteArray functions = "def f0(): return 'aa'\n";
    for (int i = 1; i < 100; ++i)
        functions += "def f" + QByteArray::number(i) + "(): return f" + QByteArray::number(i - 1) + "() + f" +
                     QByteArray::number(i - 1) + "()\n";
    QTest::newRow("functions that double") << functions + "x = f99()" + setup;
    QByteArray many;
    for (int i = 0; i < 20'000; ++i)
        many += "v" + QByteArray::number(i) + " = ['p" + QByteArray::number(i) + "']\nx += v" + QByteArray::number(i) + "\n";
    QTest::newRow("many lists") << "x = []\n" + many + setup;
}

void TestHostile::setupScripts() {
    QFETCH(QByteArray, content);
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    const Findings findings =
        inspected(Files{{QStringLiteral("setup.py"), content}, {QStringLiteral("b.py"), "import torch\n"}});
    getrusage(RUSAGE_SELF, &after);
    QVERIFY(needs(findings, "torch"));
    QVERIFY2(after.ru_maxrss - before.ru_maxrss < 500'000, "more than 500 MB");
}

void TestHostile::requirementsThatIncludeEachOther() {
    const Findings findings = inspected(
        Files{{QStringLiteral("requirements.txt"),
               "-r requirements.txt\n-r a.txt\n-r ../../../../etc/passwd\n-r /etc/passwd\n-r /dev/zero\n-c /dev/zero\n"
               "-r file:///etc/passwd\n-r https://example.org/x.txt\n-r ./././a.txt\n-r sub/../a.txt\nnumpy\n"},
              {QStringLiteral("a.txt"), "-r b.txt\nscipy\n"},
              {QStringLiteral("b.txt"), "-r a.txt\n-r requirements.txt\n-c b.txt\npandas\n"}});
    for (const char* name : {"numpy", "scipy", "pandas"})
        QVERIFY2(needs(findings, name), name);
    QCOMPARE(findings.dependencies.size(), 3);
    // Each of a hundred includes every other one.
    Files many;
    for (int i = 0; i < 100; ++i) {
        QByteArray text = "p" + QByteArray::number(i) + "\n";
        for (int j = 0; j < 100; ++j)
            text += "-r r" + QByteArray::number(j) + ".txt\n";
        many.append({QStringLiteral("r%1.txt").arg(i), text});
    }
    many.append({QStringLiteral("requirements.txt"), "-r r0.txt\n"});
    QVERIFY(needs(inspected(many), "p0"));
}

void TestHostile::aMillionRequirements() {
    QByteArray text;
    text.reserve(4'100'000);
    for (int i = 0; text.size() < 4'000'000; ++i)
        text += "p" + QByteArray::number(i, 36) + "\n";
    Findings findings = inspected(Files{{QStringLiteral("requirements.txt"), text}});
    QVERIFY(needs(findings, "p0"));
    QVERIFY(hasNote(findings, "requirements.txt"));
    QVERIFY2(findings.dependencies.size() <= 50'000, qPrintable(QString::number(findings.dependencies.size())));
    // The same in lines that mean nothing, continue each other, or are all the same.
    findings = inspected(Files{{QStringLiteral("requirements.txt"), repeated("a\\\n", 1'000'000)}});
    findings = inspected(Files{{QStringLiteral("requirements.txt"), repeated("?\n", 1'000'000)}});
    QVERIFY(findings.notes.size() < 300);
    findings = inspected(Files{{QStringLiteral("requirements.txt"), repeated("numpy\n", 600'000)}});
    QVERIFY(needs(findings, "numpy"));
    findings = inspected(Files{{QStringLiteral("requirements.txt"), repeated("-r x.txt\n", 400'000)}});
    findings = inspected(Files{{QStringLiteral("requirements.txt"), "torch" + repeated(">=1,", 900'000) + "\n"}});
    findings = inspected(Files{{QStringLiteral("requirements.txt"), "a[" + repeated("b,", 900'000) + "]\n"}});
}

void TestHostile::bombs_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QByteArray aliases = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 30; ++i) {
        const QByteArray last = "*a" + QByteArray::number(i - 1);
        aliases += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" + (last + ", ").repeated(8) + last + "]\n";
    }
    aliases += "dependencies: *a29\nname: x\n";
    const QByteArray deepToml = "a = " + QByteArray(200'000, '[') + "\n";
    const QByteArray deepTables = "[" + repeated("a.", 100'000) + "a]\nb = 1\n";
    const QByteArray inlineTables = "a = " + repeated("{b=", 100'000) + "1" + QByteArray(100'000, '}') + "\n";
    const QByteArray deepYaml = "a: " + QByteArray(200'000, '[') + "\n";
    const QByteArray deepMaps = "a: " + repeated("{b: ", 100'000) + "\n";
    QByteArray stairs;
    for (int i = 0; i < 1'500; ++i)
        stairs += QByteArray(i, ' ') + "a:\n";
    const QByteArray dashes = repeated("- ", 200'000) + "a\n";
    const QByteArray deepJson = repeated("{\"cells\":[", 100'000);
    for (const char* name : {"environment.yml", "conda-lock.yml", "cog.yaml", ".github/workflows/ci.yml"}) {
        QTest::addRow("%s, aliases", name) << QString::fromLatin1(name) << aliases;
        QTest::addRow("%s, lists", name) << QString::fromLatin1(name) << deepYaml;
        QTest::addRow("%s, maps", name) << QString::fromLatin1(name) << deepMaps;
        QTest::addRow("%s, stairs", name) << QString::fromLatin1(name) << stairs;
        QTest::addRow("%s, dashes", name) << QString::fromLatin1(name) << dashes;
        QTest::addRow("%s, JSON", name) << QString::fromLatin1(name) << deepJson;
    }
    for (const char* name : {"pyproject.toml", "Pipfile", "poetry.lock", "uv.lock", "pdm.lock", "pixi.toml", "pixi.lock"}) {
        QTest::addRow("%s, lists", name) << QString::fromLatin1(name) << deepToml;
        QTest::addRow("%s, tables", name) << QString::fromLatin1(name) << deepTables;
        QTest::addRow("%s, inline tables", name) << QString::fromLatin1(name) << inlineTables;
        QTest::addRow("%s, dotted key", name) << QString::fromLatin1(name) << repeated("a.", 100'000) + "b = 1\n";
        QTest::addRow("%s, text", name) << QString::fromLatin1(name)
                                        << "[project]\nname = \"" + QByteArray(3'900'000, 'a') + "\"\n";
        QTest::addRow("%s, tables in number", name)
            << QString::fromLatin1(name) << repeated("[[package]]\nname = \"a\"\nversion = \"1\"\n", 100'000);
    }
    QTest::newRow("notebook") << QStringLiteral("a.ipynb") << deepJson;
    QTest::newRow("Pipfile.lock") << QStringLiteral("Pipfile.lock") << deepJson;
    QTest::newRow("devcontainer") << QStringLiteral(".devcontainer/devcontainer.json") << deepJson;
    QTest::newRow("interpolation") << QStringLiteral("setup.cfg")
                                   << QByteArray("[options]\na=%(b)s%(b)s\nb=%(a)s%(a)s\ninstall_requires=%(a)s\n");
    QTest::newRow("tox") << QStringLiteral("tox.ini")
                         << "[tox]\nenvlist=py{" + repeated("1,2}{", 100'000) + "}\n[testenv]\ndeps={[testenv]deps}\n";
    QTest::newRow("arguments") << QStringLiteral("Dockerfile")
                               << "ARG A=$A$A\nARG B=${A}${A}\n" + repeated("ARG A=$A$A$B\nARG B=$B$B$A\n", 200) + "FROM $A\n";
    QTest::newRow("variables") << QStringLiteral("run.sh") << "A=a\n" + repeated("A=$A$A\n", 200) + "pip install $A\n";
}

void TestHostile::bombs() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    const Findings findings = inspected(Files{{name, content}, {QStringLiteral("b.py"), "import torch\n"}});
    getrusage(RUSAGE_SELF, &after);
    QVERIFY(needs(findings, "torch"));
    QVERIFY2(after.ru_maxrss - before.ru_maxrss < 500'000, "more than 500 MB");
}

void TestHostile::specialFilesDoNotBlock() {
    QTemporaryDir folder;
    const auto raw = [&folder](const char* name) { return QFile::encodeName(folder.filePath(QLatin1String(name))); };
    for (const char* name : {"requirements.txt", "setup.py", "README.md", "environment.yml", "Dockerfile"})
        QCOMPARE(::mkfifo(raw(name).constData(), 0600), 0);
    const int number = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QVERIFY(number >= 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray path = raw("pyproject.toml");
    QVERIFY(path.size() < qsizetype(sizeof(address.sun_path)));
    std::copy(path.begin(), path.end(), address.sun_path);
    QCOMPARE(::bind(number, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    write(folder.filePath(QStringLiteral("a.py")), "import torch\n");
    const Findings findings = inspected(folder.path());
    ::close(number);
    QVERIFY(needs(findings, "torch"));
    QVERIFY(findings.manifests.isEmpty());

    // A file that became a FIFO after it was listed doesn't hold the reader either.
    write(folder.filePath(QStringLiteral("late.txt")), "x\n");
    const Result<SourceTree> tree = SourceTree::open(folder.path(), {}, {});
    QVERIFY(tree);
    QVERIFY(QFile::remove(folder.filePath(QStringLiteral("late.txt"))));
    QCOMPARE(::mkfifo(raw("late.txt").constData(), 0600), 0);
    QVERIFY(!tree->bytes(QStringLiteral("late.txt")));
    QCOMPARE(tree->skipped().size(), 1);
}

void TestHostile::linksAreNotFollowed() {
    QTemporaryDir folder, outside;
    write(outside.filePath(QStringLiteral("secret/requirements.txt")), "secret\n");
    write(folder.filePath(QStringLiteral("a/b/c.py")), "import torch\n");
    QVERIFY(QFile::link(folder.path(), folder.filePath(QStringLiteral("a/loop"))));
    QVERIFY(QFile::link(QStringLiteral(".."), folder.filePath(QStringLiteral("a/b/up"))));
    QVERIFY(QFile::link(QStringLiteral("me"), folder.filePath(QStringLiteral("me"))));
    QVERIFY(QFile::link(QStringLiteral("/dev/zero"), folder.filePath(QStringLiteral("requirements.txt"))));
    QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), folder.filePath(QStringLiteral("setup.py"))));
    QVERIFY(QFile::link(outside.filePath(QStringLiteral("secret")), folder.filePath(QStringLiteral("secret"))));
    const Findings findings = inspected(folder.path());
    QCOMPARE(findings.pythonFiles, 1);
    QVERIFY(!needs(findings, "secret"));
    QVERIFY(findings.manifests.isEmpty());

    // A folder that is swapped for a link after it was listed is not followed.
    const Result<SourceTree> tree = SourceTree::open(folder.path(), {}, {});
    QVERIFY(tree);
    QVERIFY(tree->contains(QStringLiteral("a/b/c.py")));
    write(outside.filePath(QStringLiteral("b/c.py")), "import secret\n");
    QVERIFY(QDir(folder.path()).rename(QStringLiteral("a/b"), QStringLiteral("moved")));
    QVERIFY(QFile::link(outside.filePath(QStringLiteral("b")), folder.filePath(QStringLiteral("a/b"))));
    QVERIFY(!tree->bytes(QStringLiteral("a/b/c.py")));
}

void TestHostile::unreadableFilesAndFolders() {
    if (::geteuid() == 0) {
        // Root reads everything; what can't be opened is tried with a file that is gone.
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("a.py")), "import torch\n");
        const Result<SourceTree> tree = SourceTree::open(folder.path(), {}, {});
        QVERIFY(tree);
        QVERIFY(QFile::remove(folder.filePath(QStringLiteral("a.py"))));
        QVERIFY(hasNote(inspected(*tree), "could not be read"));
        return;
    }
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("requirements.txt")), "numpy\n");
    write(folder.filePath(QStringLiteral("closed/a.py")), "import secret\n");
    write(folder.filePath(QStringLiteral("b.py")), "import torch\n");
    QVERIFY(QFile::setPermissions(folder.filePath(QStringLiteral("requirements.txt")), {}));
    QVERIFY(QFile::setPermissions(folder.filePath(QStringLiteral("closed")), {}));
    const Findings findings = inspected(folder.path());
    QVERIFY(QFile::setPermissions(folder.filePath(QStringLiteral("closed")),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY(needs(findings, "torch"));
    QVERIFY(hasNote(findings, "could not be read"));
    QVERIFY(hasNote(findings, "1 folders can't be read"));
}

void TestHostile::deepFolders() {
    // 3,000 levels are far beyond what a path may have (and 10,000 are no other case); made and removed step by step.
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("a.py")), "import torch\n");
    int at = ::open(QFile::encodeName(folder.path()).constData(), O_RDONLY | O_DIRECTORY);
    QVERIFY(at >= 0);
    constexpr int levels = 3'000;
    for (int i = 0; i < levels; ++i) {
        QCOMPARE(::mkdirat(at, "deep", 0700), 0);
        const int next = ::openat(at, "deep", O_RDONLY | O_DIRECTORY);
        QVERIFY(next >= 0);
        ::close(at);
        at = next;
    }
    const Findings findings = inspected(folder.path());
    for (int i = 0; i < levels; ++i) {
        const int up = ::openat(at, "..", O_RDONLY | O_DIRECTORY);
        ::unlinkat(up, "deep", AT_REMOVEDIR);
        ::close(at);
        at = up;
    }
    ::close(at);
    QVERIFY(needs(findings, "torch"));
    QVERIFY(hasNote(findings, "nested deeper than 48"));
}

void TestHostile::manyFilesInOneFolder() {
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("m.py")), "import torch\n");
    for (int i = 0; i < 3'000; ++i)
        QCOMPARE(::link(QFile::encodeName(folder.filePath(QStringLiteral("m.py"))).constData(),
                        QFile::encodeName(folder.filePath(QStringLiteral("m%1.py").arg(i))).constData()),
                 0);
    SourceTree::Limits limits;
    limits.files = 1'000;
    Findings findings = inspected(folder.path(), limits);
    QCOMPARE(findings.pythonFiles, 1'000);
    QVERIFY(hasNote(findings, "more than 1000 files"));
    limits.entries = 500;
    findings = inspected(folder.path(), limits);
    QCOMPARE(findings.pythonFiles, 500);
    QVERIFY(hasNote(findings, "more than 500 entries"));

    // The real limit, in memory: 200,000 manifests, scripts and documents that all ask for attention.
    Files files;
    for (int i = 0; i < 25'000; ++i) {
        for (const char* name : {"requirements-%1.txt", "environment%1.yml", "%1.sh", "%1.md", "%1/pyproject.toml",
                                 "%1/setup.py", "%1/Dockerfile", "%1/Makefile"})
            files.append({QString::fromLatin1(name).arg(i), {}});
    }
    inspected(files);
}

void TestHostile::manyFolders() {
    QTemporaryDir folder;
    for (int i = 0; i < 300; ++i)
        write(folder.filePath(QStringLiteral("d%1/e/m.py").arg(i)), "import torch\n");
    SourceTree::Limits limits;
    limits.folders = 100;
    const Findings findings = inspected(folder.path(), limits);
    QVERIFY(hasNote(findings, "more than 100 folders"));
    QVERIFY(findings.pythonFiles <= 100);
}

void TestHostile::namesThatAreNotNames() {
    QTemporaryDir folder;
    const QByteArray root = QFile::encodeName(folder.path()) + '/';
    const auto make = [&root](const QByteArray& name) {
        const int file = ::open((root + name).constData(), O_CREAT | O_WRONLY, 0600);
        const bool made = file >= 0 && ::write(file, "import secret\n", 14) == 14;
        ::close(file);
        return made;
    };
    QVERIFY(make("new\nline.py"));
    QVERIFY(make("colour\x1b[31m.py"));
    QVERIFY(make("invalid\xff\xfe.py"));
    QVERIFY(make("surrogate\xed\xa0\x80.py"));
    QVERIFY(make("c1\xc2\x9b.py"));
    QVERIFY(make(QByteArray(252, 'l') + ".py"));
    QVERIFY(make("Case.py"));
    QVERIFY(make("case.py"));
    QVERIFY(make("; rm -rf $HOME `x`.py"));
    const Findings findings = inspected(folder.path());
    QVERIFY(hasNote(findings, "5 file or folder names"));
    QVERIFY(findings.pythonFiles == 4 || findings.pythonFiles == 3); // a file system that folds case has one less
    for (const Dependency& dependency : findings.dependencies) {
        for (const Evidence& evidence : dependency.evidence)
            QVERIFY(!evidence.file.contains(QLatin1Char('\n')));
    }
}

void TestHostile::vanishingAndGrowingFiles() {
    QTemporaryDir folder;
    for (const char* name : {"gone.py", "grown.py", "shrunk.py", "same.py"})
        write(folder.filePath(QLatin1String(name)), "import torch\n");
    const Result<SourceTree> tree = SourceTree::open(folder.path(), {}, {});
    QVERIFY(tree);
    QVERIFY(QFile::remove(folder.filePath(QStringLiteral("gone.py"))));
    QFile grown(folder.filePath(QStringLiteral("grown.py")));
    QVERIFY(grown.open(QIODevice::ReadWrite) && grown.resize(50'000'000));
    write(folder.filePath(QStringLiteral("shrunk.py")), {});
    const Findings findings = inspected(*tree);
    QCOMPARE(findings.pythonFiles, 2);
    QVERIFY(hasNote(findings, "1 files that would have been read are larger"));
    QVERIFY(hasNote(findings, "1 files could not be read"));
}

void TestHostile::neverSourceFolders() {
    QTemporaryDir folder;
    for (const char* path : {".git/hooks/a.py", ".reberth/clone/setup.py", "venv/pyvenv.cfg", "venv/lib/a.py",
                             "env/conda-meta/history", "env/a.py", "x/node_modules/y/a.py", "a.egg-info/b.py"})
        write(folder.filePath(QLatin1String(path)), "import secret\n");
    write(folder.filePath(QStringLiteral("a.py")), "import torch\n");
    const Findings findings = inspected(folder.path());
    QCOMPARE(findings.pythonFiles, 1);
    QVERIFY(!needs(findings, "secret"));
}

void TestHostile::nothingIsExecuted() {
    QTemporaryDir folder, outside;
    const QString trace = outside.filePath(QStringLiteral("ran"));
    const QByteArray touch = "open('" + trace.toUtf8() + "', 'w').write('x')\n";
    write(folder.filePath(QStringLiteral("setup.py")),
          touch + "import os\nos.system('touch " + trace.toUtf8() + "')\nfrom setuptools import setup\nsetup(name=" +
              touch.trimmed() + ", install_requires=['torch'])\n");
    write(folder.filePath(QStringLiteral("conftest.py")), touch);
    write(folder.filePath(QStringLiteral("sitecustomize.py")), touch);
    write(folder.filePath(QStringLiteral("install.sh")), "touch " + trace.toUtf8() + "\n");
    write(folder.filePath(QStringLiteral("Makefile")), "X := $(shell touch " + trace.toUtf8() + ")\nall:\n\tnvcc -shared a.cu\n");
    const Findings findings = inspected(folder.path());
    QVERIFY(needs(findings, "torch"));
    QVERIFY(!QFile::exists(trace));
}

void TestHostile::cancelInEveryStage_data() {
    QTest::addColumn<int>("stage");
    using Stage = InspectProgress::Stage;
    for (const Stage stage : {Stage::Python, Stage::Manifests, Stage::Scripts, Stage::Documents, Stage::Code,
                              Stage::Extensions, Stage::EntryPoints, Stage::Weighing}) {
        InspectProgress progress;
        progress.stage = stage;
        QTest::newRow(qPrintable(progress.stageName())) << int(stage);
    }
}

void TestHostile::cancelInEveryStage() {
    QFETCH(int, stage);
    static const Files files = [] {
        Files made;
        for (int i = 0; i < 600; ++i) {
            made.append({QStringLiteral("p%1/m.py").arg(i), "import torch\nx = torch.relu(y)\n"});
            made.append({QStringLiteral("p%1/requirements.txt").arg(i), "numpy\n"});
            made.append({QStringLiteral("p%1/run.sh").arg(i), "pip install scipy\n"});
            made.append({QStringLiteral("p%1/README.md").arg(i), "# A\n\npython 3.6\n"});
            made.append({QStringLiteral("p%1/k.cu").arg(i), "#include <THC/THC.h>\n"});
            made.append({QStringLiteral("p%1/Makefile").arg(i), "all:\n\tnvcc -shared k.cu\n"});
        }
        return made;
    }();
    CancellationSource source;
    const SourceTree tree = SourceTree::fromBytes(files, {}, source.token());
    int readAtCancel = -1;
    const Result<Findings> findings = inspect(tree, {}, facts(), [&](const InspectProgress& now) {
        QVERIFY(!source.isCancelled());
        const bool moving = now.filesRead > 0 || now.stage == InspectProgress::Stage::Code ||
                            now.stage >= InspectProgress::Stage::EntryPoints;
        if (int(now.stage) == stage && moving) {
            readAtCancel = tree.filesRead();
            source.cancel();
        }
    });
    QVERIFY2(readAtCancel >= 0, "the stage did not report");
    QVERIFY(!findings);
    QCOMPARE(findings.error().code, ErrorCode::Cancelled);
    // Each thread may end the file that it has in hand.
    QVERIFY2(tree.filesRead() - readAtCancel <= 16, qPrintable(QString::number(tree.filesRead() - readAtCancel)));
}

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
