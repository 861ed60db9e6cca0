#include "core/analysis/detectors.h"
#include "core/analysis/localmodules.h"
#include "core/analysis/packagenames.h"
#include "core/knowledge/knowledge.h"

#include <QCoreApplication>

#include <algorithm>

namespace reberth::analysis {

namespace {

const QString source = QStringLiteral("syntax");

/// All files that need one range of Pythons for one reason.
struct Bound {
    QString range;
    QString what;
    Evidence first;
    int files = 0;
    double trust = 1; ///< of the kind of reason
};

class SyntaxWeigher {
public:
    SyntaxWeigher(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                  Draft& draft)
        : m_python(python)
        , m_knowledge(knowledge)
        , m_draft(draft)
        , m_local(tree, python, knowledge) {
        for (const knowledge::ApiSince& api : knowledge.apiSince()) {
            if (api.distribution == QLatin1String("python"))
                m_since.insert(api.symbol, api.version);
        }
        for (const PackageClaim& claim : draft.packages)
            m_declared.insert(normalizedName(claim.dependency.name));
    }

    void run() {
        for (const PythonFacts& facts : m_python) {
            if (!facts.vendored)
                read(facts);
        }
        claim();
    }

private:
    void read(const PythonFacts& facts) {
        ++m_files;
        bool old = false, recent = false;
        const auto note = [&](const QString& range, const QString& what, int line, const QString& text, double trust) {
            old = old || range == QLatin1String("<3");
            recent = recent || range.startsWith(QLatin1String(">=3"));
            auto it = std::find_if(m_bounds.begin(), m_bounds.end(),
                                   [&](const Bound& bound) { return bound.what == what && bound.range == range; });
            if (it == m_bounds.end())
                it = m_bounds.insert(
                    m_bounds.end(),
                    {range, what, evidenceAt(facts.path, line, what + QLatin1String(": ") + text), 0, trust});
            ++it->files;
        };
        for (const SyntaxUse& use : facts.syntax)
            note(use.range, use.what, use.line, use.text, 1);
        // What the standard library lacks is a bound where nothing goes on without it.
        for (const ImportUse& use : facts.imports) {
            const QString top = use.module.section(QLatin1Char('.'), 0, 0);
            const knowledge::StandardModule* module = m_knowledge.standardModule(top);
            if (!module || use.guarded || use.conditional || m_local.owns(facts.path, use) || isSideCode(facts.path))
                continue;
            if (!module->backport.isEmpty() && m_declared.contains(normalizedName(module->backport)))
                continue;
            if (!module->since.isEmpty())
                note(QLatin1String(">=") + module->since, QStringLiteral("module ") + top, use.line,
                     QLatin1String("import ") + use.module, 0.8);
            if (!module->removed.isEmpty())
                note(module->removed == QLatin1String("3.0") ? QStringLiteral("<3")
                                                             : QLatin1Char('<') + module->removed,
                     QStringLiteral("module ") + top, use.line, QLatin1String("import ") + use.module,
                     module->backport.isEmpty() ? 0.8 : 0.5);
        }
        for (const SymbolUse& use : facts.symbols) {
            const auto since = m_since.constFind(use.symbol);
            if (since != m_since.cend() && !use.guarded && !isSideCode(facts.path))
                note(QLatin1String(">=") + *since, use.symbol, use.line, use.text, 0.8);
        }
        m_old += old && !recent ? 1 : 0;
        m_recent += recent && !old ? 1 : 0;
        m_mixed += old && recent ? 1 : 0;
    }

    void claim() {
        // The side that most files are on is meant; the others are somebody's helpers.
        const bool mostlyOld = m_old > m_recent;
        claimOld(mostlyOld);
        // The highest and the lowest end decide; one that a single file asks for is followed by what others ask for.
        std::stable_sort(m_bounds.begin(), m_bounds.end(),
                         [](const Bound& a, const Bound& b) { return a.files * a.trust > b.files * b.trust; });
        for (const bool lower : {true, false}) {
            QList<const Bound*> bounds;
            for (const Bound& bound : std::as_const(m_bounds)) {
                if (bound.range.startsWith(QLatin1String(">=")) == lower && bound.range != QLatin1String("<3"))
                    bounds.append(&bound);
            }
            std::stable_sort(bounds.begin(), bounds.end(), [lower](const Bound* a, const Bound* b) {
                return lower ? numberOf(*b) < numberOf(*a) : numberOf(*a) < numberOf(*b);
            });
            for (const Bound* bound : std::as_const(bounds)) {
                const bool stray = bound->files == 1 && m_files > 10;
                const bool recent = bound->range.startsWith(QLatin1String(">=3"));
                m_draft.claimPython(bound->range, source, bound->first,
                                    bound->trust * (recent && mostlyOld ? 0.3
                                                    : stray             ? 0.7
                                                                        : 1.0));
                if (!stray)
                    break;
            }
        }
        const bool old = m_old + m_mixed > 0, recent = m_recent + m_mixed > 0;
        if (old && recent)
            m_draft.addNote(QCoreApplication::translate(
                "reberth::analysis", "Some files are written for Python 2 and some for Python 3 only."));
    }

    void claimOld(bool mostly) {
        const Bound* best = nullptr;
        for (const Bound& bound : std::as_const(m_bounds)) {
            if (bound.range == QLatin1String("<3") && (!best || bound.files * bound.trust > best->files * best->trust))
                best = &bound;
        }
        if (!best)
            return;
        const double share = double(m_old + m_mixed) / std::max(1, m_files);
        m_draft.claimPython(best->range, source, best->first,
                            best->trust * (mostly && share > 0.1 ? 1.0
                                           : mostly              ? 0.5
                                                                 : 0.2));
    }

    static Version numberOf(const Bound& bound) {
        return Version::parse(bound.range.mid(bound.range.indexOf(QLatin1Char('3')))).value_or(Version::of("3"));
    }

    const QList<PythonFacts>& m_python;
    const knowledge::Knowledge& m_knowledge;
    Draft& m_draft;
    LocalModules m_local;
    QHash<QString, QString> m_since;
    QSet<QString> m_declared;
    QList<Bound> m_bounds;
    int m_files = 0, m_old = 0, m_recent = 0, m_mixed = 0;
};

} // namespace

void detectSyntax(const SourceTree& tree, const QList<PythonFacts>& python, const knowledge::Knowledge& knowledge,
                  Draft& draft) {
    SyntaxWeigher(tree, python, knowledge, draft).run();
    QList<Evidence> cut;
    for (const PythonFacts& facts : python) {
        if (facts.cut && cut.size() < 20)
            cut.append({facts.path, 0, {}});
    }
    if (!cut.isEmpty())
        draft.addNote(QCoreApplication::translate("reberth::analysis",
                                                  "Some Python files are too long to be read to their end: parameters "
                                                  "and extensions that they tell of far down are not listed."),
                      cut);
}

} // namespace reberth::analysis
