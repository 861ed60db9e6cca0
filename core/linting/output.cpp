#include "core/linting/output.h"

#include "core/base/textrange.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace reberth::linting {

namespace {

/// GitHub cuts commands at line ends; properties end at ',' and ':' besides.
QString escaped(QString text, bool property) {
    text.replace(u'%', QLatin1String("%25")).replace(u'\r', QLatin1String("%0D")).replace(u'\n', QLatin1String("%0A"));
    if (property) {
        text.replace(u':', QLatin1String("%3A")).replace(u',', QLatin1String("%2C"));
    }
    return text;
}

} // namespace

QStringList textLines(const CheckedFile& file) {
    QStringList out;
    const LineIndex lines(file.text);
    for (const diagnostics::Diagnostic& one : file.found) {
        const TextPosition start = lines.position(one.range.start);
        QStringList names{one.ruleId};
        names += one.aliases;
        out.append(QStringLiteral("%1:%2:%3: %4: %5 [%6]")
                       .arg(file.path)
                       .arg(start.line + 1)
                       .arg(start.column + 1)
                       .arg(diagnostics::severityName(one.severity), one.message, names.join(QLatin1String(", "))));
    }
    return out;
}

QByteArray jsonLine(const CheckedFile& file) {
    const LineIndex lines(file.text);
    QJsonArray found;
    for (const diagnostics::Diagnostic& one : file.found) {
        const TextPosition start = lines.position(one.range.start);
        const TextPosition end = lines.position(one.range.end);
        const bool fixable = std::any_of(one.fixes.cbegin(), one.fixes.cend(),
                                         [](const diagnostics::Fix& fix) { return fix.safe; });
        found.append(QJsonObject{{QStringLiteral("code"), one.ruleId},
                                 {QStringLiteral("aliases"), QJsonArray::fromStringList(one.aliases)},
                                 {QStringLiteral("severity"), diagnostics::severityName(one.severity)},
                                 {QStringLiteral("line"), start.line + 1},
                                 {QStringLiteral("column"), start.column + 1},
                                 {QStringLiteral("endLine"), end.line + 1},
                                 {QStringLiteral("endColumn"), end.column + 1},
                                 {QStringLiteral("message"), one.message},
                                 {QStringLiteral("explanation"), one.explanation},
                                 {QStringLiteral("fixable"), fixable}});
    }
    QJsonObject object{{QStringLiteral("file"), file.path}, {QStringLiteral("diagnostics"), found}};
    if (!file.problem.isEmpty()) {
        object.insert(QStringLiteral("problem"), file.problem);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QStringList githubLines(const CheckedFile& file) {
    QStringList out;
    const LineIndex lines(file.text);
    for (const diagnostics::Diagnostic& one : file.found) {
        const TextPosition start = lines.position(one.range.start);
        const TextPosition end = lines.position(one.range.end);
        const QString command = one.severity == diagnostics::Severity::Error     ? QStringLiteral("error")
                                : one.severity == diagnostics::Severity::Warning ? QStringLiteral("warning")
                                                                                 : QStringLiteral("notice");
        // No arg(): the escapes look like its places.
        out.append(QLatin1String("::") + command + QLatin1String(" file=") + escaped(file.path, true) +
                   QStringLiteral(",line=%1,endLine=%2,col=%3,endColumn=%4,title=")
                       .arg(start.line + 1)
                       .arg(end.line + 1)
                       .arg(start.column + 1)
                       .arg(end.column + 1) +
                   escaped(one.ruleId, true) + QLatin1String("::") + escaped(one.message, false));
    }
    return out;
}

std::optional<int> levelOf(const QString& name) {
    static const QStringList names{QStringLiteral("hint"), QStringLiteral("info"), QStringLiteral("warning"),
                                   QStringLiteral("error")};
    const qsizetype level = names.indexOf(name.toLower());
    return level < 0 ? std::nullopt : std::optional(int(level));
}

int levelOf(diagnostics::Severity severity) {
    return levelOf(diagnostics::severityName(severity)).value_or(0);
}

} // namespace reberth::linting
