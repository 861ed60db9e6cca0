#include "core/analysis/detectors.h"
#include "core/analysis/localmodules.h"
#include "core/analysis/packagenames.h"
#include "core/analysis/watchednames.h"
#include "core/knowledge/knowledge.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

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

QStringView lineAround(const QString& text, qsizetype at) {
    const qsizetype start = at > 0 ? text.lastIndexOf(QLatin1Char('\n'), at - 1) + 1 : 0;
    const qsizetype end = text.indexOf(QLatin1Char('\n'), at);
    return QStringView(text).mid(start, (end < 0 ? text.size() : end) - start).trimmed();
}

/// The first match that is code: not in a comment, nor where the file brings itself what newer headers lack.
QRegularExpressionMatch firstUse(const QString& text, const QRegularExpression& pattern) {
    auto matches = pattern.globalMatch(text);
    for (int tries = 0; tries < 50 && matches.hasNext(); ++tries) {
        const QRegularExpressionMatch match = matches.next();
        const QStringView line = lineAround(text, match.capturedStart());
        const bool comment = line.startsWith(QLatin1String("//")) || line.startsWith(QLatin1Char('*')) ||
                             line.startsWith(QLatin1String("/*")) || line.startsWith(QLatin1String("# "));
        const QString name = match.captured();
        const bool compatible = line.startsWith(QLatin1String("#define")) || line.startsWith(QLatin1String("#if")) ||
                                text.contains(QLatin1String("#define ") + name) ||
                                text.contains(QLatin1String("#ifndef ") + name);
        if (!comment && !compatible)
            return match;
    }
    return {};
}

/// Where rules are met in Python files: code first, then what guards itself, tests and examples.
class RuleFinder {
public:
    RuleFinder(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge) {
        const LocalModules local(tree, python, knowledge);
        for (const PythonFacts& facts : python) {
            if (facts.vendored)
                continue;
            QHash<QString, bool> own;
            const bool side = isSideCode(facts.path);
            for (const SymbolUse& use : facts.symbols) {
                const QString top = use.symbol.section(QLatin1Char('.'), 0, 0);
                auto known = own.constFind(top);
                if (known == own.cend())
                    known = own.insert(top, local.owns(facts.path, {use.symbol, {}, use.line}));
                if (!*known)
                    m_symbols[use.symbol].append({&facts, use.line, use.text, use.imported, use.guarded, side});
            }
            for (const HintUse& use : facts.hints)
                m_hints[use.rule].append({&facts, use.line, use.text, false, false, side});
        }
    }

    void read(const knowledge::BreakageRule& rule, Draft& draft) const {
        if (rule.staticCheck == QLatin1String("hint")) {
            if (const auto places = m_hints.constFind(rule.id); places != m_hints.cend())
                add(rule, hintName(rule), *places, true, draft);
            return;
        }
        for (const QString& symbol : rule.symbols) {
            QList<Place> places = m_symbols.value(symbol);
            if (places.isEmpty())
                continue;
            // tf.contrib.slim needs no import of its own; a plain name may be anything.
            if (rule.kind == QLatin1String("module") && !symbol.contains(QLatin1Char('.')))
                places.removeIf([](const Place& place) { return !place.imported; });
            add(rule, symbol, places, false, draft);
        }
    }

private:
    struct Place {
        const PythonFacts* facts;
        int line;
        QString text;
        bool imported, guarded, side;
    };

    /// Hints are about keywords and behaviour: the name that the pattern is built around, if there is one.
    static QString hintName(const knowledge::BreakageRule& rule) {
        if (!rule.symbols.isEmpty())
            return rule.symbols.first();
        // torch.load; a keyword alone says less than the rule's name
        static const QRegularExpression dotted(QStringLiteral("^\\w+\\.\\w+"));
        for (const QByteArray& piece : requiredPieces(rule.codeRegex)) {
            if (const auto match = dotted.match(QString::fromUtf8(piece)); match.hasMatch())
                return match.captured();
        }
        return rule.id;
    }

    void add(const knowledge::BreakageRule& rule, const QString& symbol, QList<Place> places, bool hint,
             Draft& draft) const {
        const bool certain =
            std::any_of(places.begin(), places.end(), [](const Place& place) { return !place.guarded && !place.side; });
        const bool unguarded =
            std::any_of(places.begin(), places.end(), [](const Place& place) { return !place.guarded; });
        if (!unguarded)
            return;
        std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
            return (a.guarded ? 2 : a.side ? 1 : 0) < (b.guarded ? 2 : b.side ? 1 : 0);
        });
        Breakage breakage{symbol, rule.distribution, boundOf(rule), rule.fix, {}, hint || !certain};
        for (const Place& place : places) {
            if (breakage.evidence.size() < 20)
                breakage.evidence.append(evidenceAt(place.facts->path, place.line, place.text));
        }
        draft.breakages.append(breakage);
    }

    QHash<QString, QList<Place>> m_symbols;
    QHash<QString, QList<Place>> m_hints;
};

QList<QRegularExpression> patternsOf(const QList<const knowledge::BreakageRule*>& native) {
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
    return patterns;
}

/// Rules about C and C++ names, met in native sources and build files.
void readNative(const SourceTree& tree, const QList<const knowledge::BreakageRule*>& native, Draft& draft) {
    QList<QRegularExpression> patterns;
    QList<Breakage> found(native.size());
    for (const SourceFile& file : tree.files()) {
        const bool builds = file.name() == QLatin1String("setup.py") || file.name() == QLatin1String("CMakeLists.txt");
        if (file.vendored || (!isNative(file.path) && !builds))
            continue;
        const std::optional<QString> text = tree.text(file.path);
        // Flags of a compiler matter where the library's headers are compiled.
        if (!text || (builds && !text->contains(QLatin1String("torch"), Qt::CaseInsensitive)))
            continue;
        if (patterns.isEmpty())
            patterns = patternsOf(native);
        for (qsizetype i = 0; i < native.size(); ++i) {
            const auto match = firstUse(*text, patterns.at(i));
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

/// What the author's own manifests ask of each distribution, by its normalized name.
QHash<QString, QList<VersionRange>> askedRanges(const Draft& draft) {
    QHash<QString, QList<VersionRange>> asked;
    for (const Breakage& breakage : draft.breakages)
        asked.insert(normalizedName(breakage.distribution), {});
    if (asked.isEmpty())
        return asked;
    for (const PackageClaim& claim : draft.packages) {
        if (claim.dependency.optional || claim.dependency.origin != Dependency::Origin::Declared ||
            claim.dependency.specifier.isEmpty())
            continue;
        const auto ranges = asked.find(normalizedName(claim.dependency.name));
        if (ranges == asked.end())
            continue;
        const std::optional<VersionRange> range = VersionRange::parse(claim.dependency.specifier);
        if (range && !range->isEmpty())
            ranges->append(*range);
    }
    return asked;
}

/// No release that the author's own manifests allow has the name: what uses it does not run, or only by hand.
bool isContradicted(const Breakage& breakage, const QList<VersionRange>& asked) {
    const std::optional<VersionRange> bound = VersionRange::parse(breakage.bound);
    return bound && !bound->isEmpty() && !asked.isEmpty() &&
           std::none_of(asked.begin(), asked.end(),
                        [&](const VersionRange& range) { return isPossible(range.intersected(*bound)); });
}

} // namespace

bool isPossible(const VersionRange& range) {
    using Op = VersionRange::Op;
    std::optional<Version> low, high;
    for (const VersionRange::Clause& clause : range.clauses()) {
        const Version& version = clause.version;
        if (clause.op == Op::Equal || clause.op == Op::Prefix) {
            // An exact number answers for itself.
            return std::all_of(range.clauses().begin(), range.clauses().end(), [&](const VersionRange::Clause& other) {
                VersionRange one;
                one.add(other.op, other.version);
                return one.contains(version);
            });
        }
        if ((clause.op == Op::GreaterEqual || clause.op == Op::Greater || clause.op == Op::Compatible) &&
            (!low || *low < version))
            low = version;
        if ((clause.op == Op::LessEqual || clause.op == Op::Less) && (!high || version < *high))
            high = version;
    }
    return !low || !high || *low < *high;
}

void detectBreakages(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                     Draft& draft) {
    const RuleFinder finder(tree, python, knowledge);
    QList<const knowledge::BreakageRule*> native;
    for (const knowledge::BreakageRule& rule : knowledge.breakages()) {
        if (rule.staticCheck == QLatin1String("break") && rule.kind == QLatin1String("c_api"))
            native.append(&rule);
        else if (rule.staticCheck == QLatin1String("break") || rule.staticCheck == QLatin1String("hint"))
            finder.read(rule, draft);
    }
    readNative(tree, native, draft);
    const QHash<QString, QList<VersionRange>> asked = askedRanges(draft);
    for (Breakage& breakage : draft.breakages)
        breakage.hint = breakage.hint || isContradicted(breakage, asked.value(normalizedName(breakage.distribution)));
    std::stable_partition(draft.breakages.begin(), draft.breakages.end(),
                          [](const Breakage& breakage) { return !breakage.hint; });
}

} // namespace reberth::analysis
