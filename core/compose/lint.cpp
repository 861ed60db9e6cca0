#include "core/compose/lint.h"

#include "core/compose/report.h"
#include "core/compose/validate.h"
#include "core/yaml/document.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace reberth::compose {

namespace {

/// Without the lines round a syntax error something may seem to be missing that is only not read.
void dropGuesses(QList<diagnostics::Diagnostic>& found, const QString& text, const QList<TextRange>& skipped) {
    static const QStringList guesses{QStringLiteral("missing-key"), QStringLiteral("no-image"),
                                     QStringLiteral("undefined-reference"), QStringLiteral("small-shm")};
    const auto isAbove = [&](TextRange range) {
        return std::any_of(skipped.cbegin(), skipped.cend(), [&](TextRange gap) {
            return range.end <= gap.start &&
                   QStringView(text).sliced(range.end, gap.start - range.end).count(u'\n') <= 1;
        });
    };
    found.removeIf([&](const diagnostics::Diagnostic& one) {
        return guesses.contains(one.ruleId) || (one.ruleId == QLatin1String("wrong-type") && isAbove(one.range));
    });
}

} // namespace

LintSettings LintSettings::fromJson(const QByteArray& json) {
    LintSettings settings;
    const QString format =
        QJsonDocument::fromJson(json).object().value(QLatin1String("compose_format")).toString().toLower();
    settings.legacy = format == QLatin1String("legacy") || format.startsWith(u'1') || format.startsWith(u'2') ||
                      format.startsWith(u'3');
    return settings;
}

QList<diagnostics::Diagnostic> lint(const QString& text, const LintContext& context) {
    const yaml::Document document = yaml::readAround(text);
    Report report;
    if (document.error) {
        report.add("yaml", document.error->range, document.error->message);
    }
    for (const yaml::DuplicateKey& twice : document.duplicates) {
        report.add("duplicate-key", twice.range,
                   translated("The key “%1” is given twice in this mapping.").arg(twice.key));
    }
    for (const TextRange& place : document.listMerges) {
        report.add("yaml", place, translated("Behind “<<” compose takes an alias to a mapping, not to a list."));
    }
    const yaml::Node root = document.root();
    if (!root.isMap()) {
        if (!document.error) {
            report.add("wrong-type", root.range(), translated("A compose file is a mapping with “services” in it."));
        }
        return report.take();
    }
    for (const yaml::Node& one : document.roots) {
        if (one.isMap()) {
            validateShape(one, report);
            validateInterpolation(one, text, context, report);
        }
    }
    if (document.roots.size() == 1) {
        validateMeaning(root, context, report);
    }
    QList<diagnostics::Diagnostic> found = report.take();
    if (document.error) {
        dropGuesses(found, text, document.skipped);
    }
    if (context.settings.legacy) {
        // docker-compose 1 goes by the version, and refuses what that version does not know.
        found.removeIf([](const diagnostics::Diagnostic& one) { return one.ruleId == QLatin1String("version-obsolete"); });
        for (diagnostics::Diagnostic& one : found) {
            if (one.ruleId == QLatin1String("gpu-format")) {
                one.severity = diagnostics::Severity::Error;
            }
        }
    }
    return found;
}

} // namespace reberth::compose
