#include "core/dockerfile/suppression.h"
#include "core/meaning/meaning.h"
#include "core/meaning/rule.h"

#include <QCoreApplication>

#include <algorithm>

namespace reberth::meaning {

using diagnostics::Diagnostic;
using diagnostics::RuleInfo;

namespace {

const QList<Rule>& allRules() {
    static const QList<Rule> all = stackRules() + wheelRules() + compileRules() + machineRules() + serviceRules();
    return all;
}

/// `# reberth ignore=RULE[,RULE]` at the end of the finding's line, or alone on the line above.
bool isIgnoredByComment(const QString& text, const Diagnostic& diagnostic) {
    const qsizetype start = text.lastIndexOf(u'\n', std::max<qsizetype>(0, diagnostic.range.start - 1)) + 1;
    const qsizetype end = text.indexOf(u'\n', diagnostic.range.start);
    const qsizetype above = start < 2 ? 0 : text.lastIndexOf(u'\n', start - 2) + 1;
    QStringList lines{text.mid(start, end < 0 ? -1 : end - start)};
    if (start > 0 && text.mid(above, start - above).trimmed().startsWith(u'#')) {
        lines.append(text.mid(above, start - above));
    }
    return std::any_of(lines.cbegin(), lines.cend(), [&](const QString& line) {
        const qsizetype at = line.indexOf(QLatin1String("reberth ignore="));
        const QStringList names = at < 0 ? QStringList() : line.mid(at + 15).section(u'#', 0, 0).split(u',');
        return std::any_of(names.cbegin(), names.cend(), [&](const QString& name) {
            return name.trimmed().compare(diagnostic.ruleId, Qt::CaseInsensitive) == 0;
        });
    });
}

} // namespace

void Findings::add(const Place& place, const QString& message, const QList<diagnostics::Fix>& fixes) {
    m_out.append({QLatin1String(m_rule.id),
                  {},
                  m_rule.severity,
                  message,
                  translated(m_rule.explanation),
                  place.range,
                  m_facts.inputs.files.at(place.file).name,
                  fixes});
}

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::meaning", text);
}

diagnostics::Fix suggestion(const QString& title, TextRange range, const QString& replacement) {
    return {title, {{range, replacement}}, false};
}

const QList<RuleInfo>& rules() {
    static const QList<RuleInfo> infos = [] {
        QList<RuleInfo> out;
        for (const Rule& rule : allRules()) {
            out.append(
                {QLatin1String(rule.id), {}, rule.severity, translated(rule.title), translated(rule.explanation)});
        }
        return out;
    }();
    return infos;
}

QList<Diagnostic> check(const Inputs& inputs, const knowledge::Knowledge& knowledge) {
    const Facts facts(inputs, knowledge);
    QList<Diagnostic> out;
    for (const Rule& rule : allRules()) {
        if (!inputs.settings.off.contains(QLatin1String(rule.id))) {
            Findings findings(rule, facts, out);
            rule.check(facts, findings);
        }
    }
    for (const auto& one : facts.dockerfiles) {
        const dockerfile::Suppressions suppressions(one->document, inputs.settings);
        const QString& name = inputs.files.at(one->file).name;
        out.removeIf(
            [&](const Diagnostic& diagnostic) { return diagnostic.file == name && suppressions.hides(diagnostic); });
    }
    for (const SourceFile& source : inputs.files) {
        if (source.kind != FileKind::Dockerfile) {
            out.removeIf([&](const Diagnostic& diagnostic) {
                return diagnostic.file == source.name && isIgnoredByComment(source.text, diagnostic);
            });
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.file, a.range.start) < std::tie(b.file, b.range.start);
    });
    return out;
}

} // namespace reberth::meaning
