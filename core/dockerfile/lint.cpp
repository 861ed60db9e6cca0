#include "core/dockerfile/lint.h"

#include "core/dockerfile/check.h"
#include "core/dockerfile/document.h"
#include "core/dockerfile/rule.h"
#include "core/dockerfile/suppression.h"

#include <algorithm>

namespace reberth::dockerfile {

using diagnostics::Diagnostic;
using diagnostics::RuleInfo;
using diagnostics::Severity;

namespace {

const Rule* ruleOf(const QString& id) {
    const QList<Rule>& all = allRules();
    const auto it =
        std::find_if(all.cbegin(), all.cend(), [&](const Rule& rule) { return id == QLatin1String(rule.id); });
    return it == all.cend() ? nullptr : &*it;
}

Diagnostic fromProblem(const Problem& problem) {
    Diagnostic out;
    out.ruleId = problem.ruleId;
    out.severity = Severity::Error;
    out.message = problem.message;
    out.range = problem.range;
    if (const Rule* rule = ruleOf(problem.ruleId)) {
        out.aliases = rule->aliases;
        out.explanation = translated(rule->explanation);
    }
    if (!problem.replacement.isEmpty()) {
        out.fixes.append(
            suggestion(translated("Change to “%1”").arg(problem.replacement), problem.range, problem.replacement));
    }
    return out;
}

/// BuildKit's names have small letters, the codes of hadolint and ShellCheck have not.
bool isBuildCheck(const QStringList& aliases) {
    return std::any_of(aliases.cbegin(), aliases.cend(), [](const QString& alias) { return alias != alias.toUpper(); });
}

} // namespace

const QList<Rule>& allRules() {
    static const QList<Rule> all = syntaxRules() + styleRules() + stageRules() + imageRules() + variableRules() +
                                   copyRules() + aptRules() + packageRules() + pipRules() + shellRules() +
                                   commandRules() + reproducibilityRules() + quotingRules() + settingsRules() +
                                   ageRules() + contentsRules() + sourcesRules();
    return all;
}

const QList<RuleInfo>& rules() {
    static const QList<RuleInfo> infos = [] {
        QList<RuleInfo> out;
        for (const Rule& rule : allRules()) {
            out.append({QLatin1String(rule.id), rule.aliases, rule.severity, translated(rule.title),
                        translated(rule.explanation)});
        }
        return out;
    }();
    return infos;
}

QList<Diagnostic> lint(const QString& text, const LintContext& context) {
    const Document document = parse(text);
    QList<Diagnostic> out;
    if (document.foreignSyntax) {
        const Rule* rule = ruleOf(QStringLiteral("foreign-syntax"));
        Findings(*rule, out)
            .add(document.directives.front().range,
                 translated("Another frontend than Docker's builds this file; it is not checked."));
        return out;
    }
    const Suppressions suppressions(document, context.settings);
    const Subject subject(document, context);
    for (const Problem& problem : document.problems + suppressions.problems() + check(document, subject.variables)) {
        out.append(fromProblem(problem));
    }
    out.removeIf([&](const Diagnostic& diagnostic) { return suppressions.hidesError(diagnostic); });
    const qsizetype errors = out.size();
    for (const Rule& rule : allRules()) {
        if (rule.check && (rule.onByDefault || suppressions.isOn(QLatin1String(rule.id), rule.aliases))) {
            Findings findings(rule, out);
            rule.check(subject, findings);
        }
    }
    // An error can't be switched off: the builder refuses the file all the same.
    out.erase(std::remove_if(out.begin() + errors, out.end(),
                             [&](const Diagnostic& diagnostic) { return suppressions.hides(diagnostic); }),
              out.end());
    if (suppressions.warningsAreErrors()) {
        for (Diagnostic& diagnostic : out) {
            if (isBuildCheck(diagnostic.aliases)) {
                diagnostic.severity = Severity::Error;
            }
        }
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.range.start < b.range.start; });
    return out;
}

} // namespace reberth::dockerfile
