#include "core/linting/sarif.h"

#include "core/base/textrange.h"

#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>

namespace reberth::linting {

namespace {

QString level(diagnostics::Severity severity) {
    return severity == diagnostics::Severity::Error     ? QStringLiteral("error")
           : severity == diagnostics::Severity::Warning ? QStringLiteral("warning")
                                                        : QStringLiteral("note");
}

QJsonObject text(const QString& words) {
    return {{QStringLiteral("text"), words}};
}

/// Relative where the file was named so, as readers want it; a file: URL for absolute names.
QJsonObject artifact(const QString& path) {
    const QString uri = QDir::isAbsolutePath(path)
                            ? QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded)
                            : QString::fromLatin1(QUrl::toPercentEncoding(QDir::fromNativeSeparators(path), "/"));
    return {{QStringLiteral("uri"), uri}};
}

QJsonObject region(const LineIndex& lines, TextRange range) {
    const TextPosition start = lines.position(range.start);
    const TextPosition end = lines.position(range.end);
    return {{QStringLiteral("startLine"), start.line + 1},
            {QStringLiteral("startColumn"), start.column + 1},
            {QStringLiteral("endLine"), end.line + 1},
            {QStringLiteral("endColumn"), end.column + 1}};
}

QJsonArray fixesOf(const diagnostics::Diagnostic& one, const LineIndex& lines, const QString& path) {
    QJsonArray out;
    for (const diagnostics::Fix& fix : one.fixes) {
        QJsonArray replacements;
        for (const TextEdit& edit : fix.edits) {
            replacements.append(QJsonObject{{QStringLiteral("deletedRegion"), region(lines, edit.range)},
                                            {QStringLiteral("insertedContent"), text(edit.replacement)}});
        }
        if (replacements.isEmpty()) {
            continue; // SARIF wants at least one
        }
        const QJsonObject change{{QStringLiteral("artifactLocation"), artifact(path)},
                                 {QStringLiteral("replacements"), replacements}};
        out.append(QJsonObject{{QStringLiteral("description"), text(fix.title)},
                               {QStringLiteral("artifactChanges"), QJsonArray{change}}});
    }
    return out;
}

struct Rules {
    QJsonArray rows;
    QHash<QString, int> places;

    void add(const diagnostics::RuleInfo& rule) {
        if (places.contains(rule.id)) {
            return;
        }
        places.insert(rule.id, int(rows.size()));
        QJsonObject row{{QStringLiteral("id"), rule.id},
                        {QStringLiteral("shortDescription"), text(rule.title)},
                        {QStringLiteral("defaultConfiguration"),
                         QJsonObject{{QStringLiteral("level"), level(rule.severity)}}}};
        if (!rule.explanation.isEmpty()) {
            row.insert(QStringLiteral("fullDescription"), text(rule.explanation));
            row.insert(QStringLiteral("help"), text(rule.explanation));
        }
        if (!rule.aliases.isEmpty()) {
            row.insert(QStringLiteral("properties"),
                       QJsonObject{{QStringLiteral("aliases"), QJsonArray::fromStringList(rule.aliases)}});
        }
        rows.append(row);
    }
};

} // namespace

QByteArray sarif(const QList<CheckedFile>& files, const QString& version) {
    Rules rules;
    for (const diagnostics::RuleInfo& rule : dockerfile::rules()) {
        rules.add(rule);
    }
    for (const diagnostics::RuleInfo& rule : compose::rules()) {
        rules.add(rule);
    }
    QJsonArray results;
    QJsonArray notices;
    for (const CheckedFile& file : files) {
        const LineIndex lines(file.text);
        if (!file.problem.isEmpty()) {
            notices.append(QJsonObject{{QStringLiteral("level"), QStringLiteral("error")},
                                       {QStringLiteral("message"), text(file.problem)}});
        }
        for (const diagnostics::Diagnostic& one : file.found) {
            const QJsonObject place{{QStringLiteral("artifactLocation"), artifact(file.path)},
                                    {QStringLiteral("region"), region(lines, one.range)}};
            QJsonObject result{
                {QStringLiteral("ruleId"), one.ruleId},
                {QStringLiteral("level"), level(one.severity)},
                {QStringLiteral("message"), text(one.message)},
                {QStringLiteral("locations"), QJsonArray{QJsonObject{{QStringLiteral("physicalLocation"), place}}}}};
            if (const auto known = rules.places.constFind(one.ruleId); known != rules.places.cend()) {
                result.insert(QStringLiteral("ruleIndex"), *known);
            }
            if (const QJsonArray fixes = fixesOf(one, lines, file.path); !fixes.isEmpty()) {
                result.insert(QStringLiteral("fixes"), fixes);
            }
            results.append(result);
        }
    }
    QJsonObject driver{{QStringLiteral("name"), QStringLiteral("reberth")}, {QStringLiteral("rules"), rules.rows}};
    if (!version.isEmpty()) {
        driver.insert(QStringLiteral("version"), version);
    }
    QJsonObject invocation{{QStringLiteral("executionSuccessful"), notices.isEmpty()}};
    if (!notices.isEmpty()) {
        invocation.insert(QStringLiteral("toolExecutionNotifications"), notices);
    }
    const QJsonObject run{{QStringLiteral("tool"), QJsonObject{{QStringLiteral("driver"), driver}}},
                          {QStringLiteral("columnKind"), QStringLiteral("utf16CodeUnits")},
                          {QStringLiteral("invocations"), QJsonArray{invocation}},
                          {QStringLiteral("results"), results}};
    const QJsonObject log{
        {QStringLiteral("$schema"),
         QStringLiteral("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")},
        {QStringLiteral("version"), QStringLiteral("2.1.0")},
        {QStringLiteral("runs"), QJsonArray{run}}};
    return QJsonDocument(log).toJson();
}

} // namespace reberth::linting
