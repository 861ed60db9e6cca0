#include "tests/architecture/checker.h"

#include <QTest>

using namespace reberth::architecture;

/// The checker on made-up snippets: each rule must be able to fail.
class TestChecker : public QObject {
    Q_OBJECT
private slots:
    void modulesAreParsed();
    void includesAreFound();
    void rules_data();
    void rules();
    void longFiles();
    void modules();

private:
    static Checker checker() {
        return Checker({{QStringLiteral("base"), QStringLiteral("core/base"), 0, {}},
                        {QStringLiteral("io"), QStringLiteral("core/io"), 1, {QStringLiteral("base")}},
                        {QStringLiteral("yaml"), QStringLiteral("core/yaml"), 2, {QStringLiteral("base")}},
                        {QStringLiteral("home"), QStringLiteral("ui/home"), 9, {QStringLiteral("base")}}},
                       [](const QString& header) { return header == QLatin1String("QColor"); });
    }
};

void TestChecker::modulesAreParsed() {
    const QList<Module> modules =
        parseModules(QStringLiteral("core/run"),
                     QStringLiteral("# reberth_module(NAME old LAYER 9)\n"
                                    "reberth_module(NAME run LAYER 5\n  SOURCES a.cpp # DEPENDS x\n  a.h\n"
                                    "  DEPENDS base io\n  EXTERNAL Qt6::Core PRIVATE_EXTERNAL z)\n"));
    QCOMPARE(modules.size(), 1);
    QCOMPARE(modules.first().name, QStringLiteral("run"));
    QCOMPARE(modules.first().layer, 5);
    QCOMPARE(modules.first().folder, QStringLiteral("core/run"));
    QCOMPARE(modules.first().depends, QStringList({QStringLiteral("base"), QStringLiteral("io")}));
}

void TestChecker::includesAreFound() {
    const QList<Include> includes = includesOf(QStringLiteral(
        "#pragma once\n  #  include <QString>\n// #include <not>\n#include \"core/base/error.h\" // x\n"));
    QCOMPARE(includes.size(), 2);
    QCOMPARE(includes.at(0).line, 2);
    QCOMPARE(includes.at(0).target, QStringLiteral("QString"));
    QVERIFY(!includes.at(0).quoted);
    QCOMPARE(includes.at(1).line, 4);
    QVERIFY(includes.at(1).quoted);
}

void TestChecker::rules_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    QTest::addColumn<QString>("expected"); ///< part of the violation, "" for none

    const auto row = [](const char* name, const char* path, const char* include, const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(include)
                            << QString::fromLatin1(expected);
    };
    row("own module", "core/io/a.cpp", "\"core/io/a.h\"", "");
    row("downward", "core/io/a.cpp", "\"core/base/error.h\"", "");
    row("system header", "core/io/a.cpp", "<memory>", "");
    row("own moc", "core/io/a.cpp", "\"a.moc\"", "");
    row("upward", "core/base/a.cpp", "\"core/io/a.h\"", "an arrow upward");
    row("not in DEPENDS", "core/yaml/a.cpp", "\"core/io/a.h\"", "not in the DEPENDS of yaml");
    row("core to ui", "core/io/a.cpp", "\"ui/home/a.h\"", "lies above");
    row("core to app", "core/io/a.cpp", "\"app/a.h\"", "lies above");
    row("ui to app", "ui/home/a.cpp", "\"app/a.h\"", "lies above");
    row("ui to core", "ui/home/a.cpp", "\"core/base/a.h\"", "");
    row("app to all", "app/main.cpp", "\"ui/home/a.h\"", "");
    row("app to app", "app/main.cpp", "\"app/a.h\"", "");
    row("to a test", "core/io/a.cpp", "\"tests/support/a.h\"", "lies above");
    row("no module", "core/io/a.cpp", "\"core/gone/a.h\"", "belongs to no module");
    row("not from the root", "core/io/a.cpp", "\"a.h\"", "repository's root");
    row("lies nowhere", "core/lost/a.cpp", "<memory>", "lies in no module");
    row("yaml door", "core/yaml/a.cpp", "<yaml-cpp/yaml.h>", "");
    row("yaml", "core/io/a.cpp", "<yaml-cpp/yaml.h>", "only be included in core/yaml");
    row("yaml in app", "app/a.cpp", "<yaml-cpp/yaml.h>", "only be included in core/yaml");
    row("libssh", "core/io/a.cpp", "<libssh/libssh.h>", "only be included in core/ssh");
    row("highlighting", "ui/home/a.cpp", "<KSyntaxHighlighting/Repository>", "only be included in ui/editor");
    row("nghttp2", "core/io/a.cpp", "<nghttp2/nghttp2.h>", "only be included in core/engine");
    row("protobuf", "core/io/a.cpp", "<google/protobuf/message_lite.h>", "only be included in core/engine");
    row("libarchive door", "core/io/a.cpp", "<archive.h>", "");
    row("libarchive", "core/yaml/a.cpp", "<archive_entry.h>", "only be included in core/io");
    row("tree-sitter", "core/yaml/a.cpp", "<tree_sitter/api.h>", "only be included in core/analysis");
    row("libgit2", "core/yaml/a.cpp", "<git2.h>", "only be included in core/project");
    row("toml", "core/yaml/a.cpp", "<toml++/toml.h>", "only be included in core/analysis");
    row("gui by class", "core/io/a.h", "<QColor>", "core may not use");
    row("gui by module", "core/io/a.h", "<QtWidgets/QLabel>", "core may not use");
    row("gui in ui", "ui/home/a.h", "<QColor>", "");
}

void TestChecker::rules() {
    QFETCH(QString, path);
    QFETCH(QString, include);
    QFETCH(QString, expected);
    const QStringList violations =
        checker().checkFile(path, QStringLiteral("#pragma once\n#include %1\n").arg(include));
    if (expected.isEmpty()) {
        QCOMPARE(violations, QStringList());
        return;
    }
    QCOMPARE(violations.size(), 1);
    QVERIFY2(violations.first().contains(expected), qPrintable(violations.first()));
    QVERIFY2(violations.first().startsWith(path + QLatin1Char(':')), qPrintable(violations.first()));
}

void TestChecker::longFiles() {
    const QString path = QStringLiteral("core/io/a.cpp");
    const QString body = QStringLiteral("int x;\n").repeated(600);
    QCOMPARE(checker().checkFile(path, body), QStringList());
    QCOMPARE(checker().checkFile(path, body + QLatin1Char('\n')).size(), 1);
    QCOMPARE(checker().checkFile(path, QStringLiteral("// Long because it is a table.\n") + body), QStringList());
    QCOMPARE(checker().checkFile(path, QStringLiteral("#pragma once\n/* Long because\n so */\n") + body),
             QStringList());
    QCOMPARE(checker().checkFile(path, QStringLiteral("// A table.\n") + body).size(), 1);
    QCOMPARE(checker().checkFile(path, body + QStringLiteral("// Long because late.\n")).size(), 1);
}

void TestChecker::modules() {
    const auto none = [](const QString&) { return false; };
    const Module base{QStringLiteral("base"), QStringLiteral("core/base"), 0, {}};
    QCOMPARE(Checker({base}, none).checkModules(), QStringList());
    const Module same{QStringLiteral("io"), QStringLiteral("core/io"), 0, {QStringLiteral("base")}};
    QCOMPARE(Checker({base, same}, none).checkModules().size(), 1);
    const Module unknown{QStringLiteral("io"), QStringLiteral("core/io"), 1, {QStringLiteral("gone")}};
    QCOMPARE(Checker({base, unknown}, none).checkModules().size(), 1);
    QCOMPARE(Checker({base, base}, none).checkModules().size(), 1);
}

QTEST_GUILESS_MAIN(TestChecker)
#include "tst_checker.moc"
