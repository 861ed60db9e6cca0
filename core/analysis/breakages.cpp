#include "core/analysis/detectors.h"
#include "core/knowledge/knowledge.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

QString boundOf(const knowledge::BreakageRule& rule) {
    static const QRegularExpression sign(QStringLiteral("[<>=!~]"));
    const qsizetype at = rule.pin.indexOf(sign);
    return at < 0 ? QString() : rule.pin.mid(at);
}

bool isNative(const QString& path) {
    static const QStringList endings{QStringLiteral(".cu"), QStringLiteral(".cuh"), QStringLiteral(".cpp"),
                                     QStringLiteral(".cc"), QStringLiteral(".c"),   QStringLiteral(".h"),
                                     QStringLiteral(".hpp")};
    return std::any_of(endings.begin(), endings.end(),
                       [&path](const QString& ending) { return path.endsWith(ending); });
}

} // namespace

void detectBreakages(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                     Draft& draft) {
    QList<const knowledge::BreakageRule*> native;
    for (const knowledge::BreakageRule& rule : knowledge.breakages()) {
        if (rule.staticCheck != QLatin1String("break"))
            continue;
        if (rule.kind == QLatin1String("c_api")) {
            native.append(&rule);
            continue;
        }
        const bool modulesOnly = rule.kind == QLatin1String("module");
        for (const QString& symbol : rule.symbols) {
            Breakage breakage{symbol, rule.distribution, boundOf(rule), rule.fix, {}};
            for (const PythonFacts& facts : python) {
                if (facts.vendored)
                    continue;
                for (const SymbolUse& use : facts.symbols) {
                    if (use.symbol == symbol && (use.imported || !modulesOnly) && breakage.evidence.size() < 20)
                        breakage.evidence.append(evidenceAt(facts.path, use.line, use.text));
                }
            }
            if (!breakage.evidence.isEmpty())
                draft.breakages.append(breakage);
        }
    }
    if (native.isEmpty())
        return;
    QList<QRegularExpression> patterns;
    for (const knowledge::BreakageRule* rule : native) {
        QStringList alternatives;
        if (!rule->codeRegex.isEmpty())
            alternatives.append(rule->codeRegex);
        for (const QString& symbol : rule->symbols)
            alternatives.append(QLatin1String("(?<![\\w/])") + QRegularExpression::escape(symbol) +
                                QLatin1String("(?!\\w)"));
        patterns.append(QRegularExpression(alternatives.join(QLatin1Char('|'))));
    }
    QList<Breakage> found(native.size());
    for (const SourceFile& file : tree.files()) {
        const bool builds = file.name() == QLatin1String("setup.py") || file.name() == QLatin1String("CMakeLists.txt");
        if (file.vendored || (!isNative(file.path) && !builds))
            continue;
        const std::optional<QString> text = tree.text(file.path);
        if (!text)
            continue;
        for (qsizetype i = 0; i < native.size(); ++i) {
            const auto match = patterns.at(i).match(*text);
            if (!match.hasMatch())
                continue;
            Breakage& breakage = found[i];
            if (breakage.evidence.size() >= 20)
                continue;
            breakage.symbol = native.at(i)->symbols.value(0, match.captured().trimmed());
            breakage.distribution = native.at(i)->distribution;
            breakage.bound = boundOf(*native.at(i));
            breakage.fix = native.at(i)->fix;
            const int line = int(QStringView(*text).left(match.capturedStart()).count(QLatin1Char('\n'))) + 1;
            breakage.evidence.append(evidenceAt(file.path, line, text->section(QLatin1Char('\n'), line - 1, line - 1)));
        }
    }
    for (const Breakage& breakage : std::as_const(found)) {
        if (!breakage.evidence.isEmpty())
            draft.breakages.append(breakage);
    }
}

} // namespace reberth::analysis
