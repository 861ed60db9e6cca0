// Lints files and prints JSON, for scoring against recorded cases:
//   lint_probe dockerfile|compose FILE…     one object for each file, one a line
//   lint_probe dockerfile|compose --list F  the same for the files named in F
//   lint_probe together …                   what Dockerfiles show with the facts and the requirements beside them
#include "core/base/textrange.h"
#include "core/compose/lint.h"
#include "core/dockerfile/lint.h"
#include "core/knowledge/knowledge.h"
#include "core/meaning/meaning.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <cstdio>

using namespace reberth;

namespace {

QString contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QByteArray asJson(const QString& text, const QList<diagnostics::Diagnostic>& found) {
    const LineIndex lines(text);
    QJsonArray out;
    for (const diagnostics::Diagnostic& one : found) {
        const TextPosition start = lines.position(one.range.start);
        const TextPosition end = lines.position(one.range.end);
        out.append(QJsonObject{{QStringLiteral("code"), one.ruleId},
                               {QStringLiteral("aliases"), QJsonArray::fromStringList(one.aliases)},
                               {QStringLiteral("severity"), diagnostics::severityName(one.severity)},
                               {QStringLiteral("line"), start.line + 1},
                               {QStringLiteral("column"), start.column + 1},
                               {QStringLiteral("endLine"), end.line + 1},
                               {QStringLiteral("endColumn"), end.column + 1},
                               {QStringLiteral("message"), one.message}});
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("diagnostics"), out}}).toJson(QJsonDocument::Compact);
}

QList<diagnostics::Diagnostic> together(const QString& path, const QString& text) {
    static const knowledge::Knowledge knowledge;
    meaning::Inputs inputs;
    inputs.files = {{meaning::FileKind::Dockerfile, QStringLiteral("Dockerfile"), text}};
    const QDir folder = QFileInfo(path).dir();
    for (const QString& at : {folder.path(), folder.path() + QStringLiteral("/..")}) {
        for (const QString& name : QDir(at).entryList({QStringLiteral("*requirements*.txt")}, QDir::Files)) {
            inputs.files.append({meaning::FileKind::Requirements, name, contents(at + QLatin1Char('/') + name)});
        }
    }
    QList<diagnostics::Diagnostic> found = meaning::check(inputs, knowledge);
    found.removeIf([](const diagnostics::Diagnostic& one) { return one.file != QLatin1String("Dockerfile"); });
    return found;
}

} // namespace

int main(int argc, char** argv) {
    QStringList files;
    for (int i = 2; i < argc; ++i) {
        files.append(QString::fromLocal8Bit(argv[i]));
    }
    if (files.value(0) == QLatin1String("--list")) {
        files = contents(files.value(1)).split(u'\n', Qt::SkipEmptyParts);
    }
    const bool compose = argc > 1 && QByteArray(argv[1]) == "compose";
    const bool asProject = argc > 1 && QByteArray(argv[1]) == "together";
    for (const QString& file : std::as_const(files)) {
        const QString text = contents(file);
        if (asProject) {
            std::puts(asJson(text, together(file, text)).constData());
            continue;
        }
        dockerfile::LintContext context;
        if (const auto settings = dockerfile::LintSettings::fromJson(qgetenv("LINT_CASE_CONFIG"))) {
            context.settings = *settings;
        }
        const QString ignored = QFileInfo(file).path() + QStringLiteral("/.dockerignore");
        if (QFileInfo::exists(ignored)) {
            context.ignoreFile = contents(ignored);
        }
        std::puts(asJson(text, compose ? compose::lint(text) : dockerfile::lint(text, context)).constData());
    }
    return 0;
}
