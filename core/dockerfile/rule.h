#pragma once

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/ruleinfo.h"
#include "core/dockerfile/lint.h"
#include "core/dockerfile/mount.h"
#include "core/dockerfile/shellscript.h"
#include "core/dockerfile/variables.h"

#include <QList>
#include <QSet>
#include <QString>

#include <functional>
#include <memory>

namespace reberth::dockerfile {

/// A RUN, or the RUN of an ONBUILD, with its commands.
struct RunView {
    const Instruction* run = nullptr;
    const Instruction* outer = nullptr;      ///< the ONBUILD, or `run` itself
    std::shared_ptr<const LogicalText> text; ///< that the script's places refer to
    ShellScript script;
    QList<Mount> mounts;
    QStringList shell;        ///< of the stage at this point: {"/bin/sh", "-c"}
    bool pipefail = false;    ///< the shell stops a pipe at its first failure
    bool bashHeredoc = false; ///< the script is fed to bash, whatever SHELL says
    bool isTrigger() const { return run != outer; }
    /// "sh" of /bin/sh.
    QString shellName() const { return shell.value(0).section(u'/', -1).section(u'\\', -1); }

    bool hasCacheFor(QStringView pathPart) const;
};

/// What every rule looks at; made once for a lint.
struct Subject {
    Subject(const Document& parsed, const LintContext& lintContext);

    const Document& document;
    const LintContext& context;
    QList<Variables> variables; ///< of each of the document's instructions
    QList<RunView> runs;
    QSet<qsizetype> shippedStages; ///< the last one and its ancestors
    /// All instructions, that of an ONBUILD instead of the ONBUILD.
    QList<const Instruction*> instructions;

    /// Calls `visit` for every instruction of the document in order with the variables that it sees.
    void eachInstruction(const std::function<void(const Instruction&, const Variables&)>& visit) const;
    /// Stage and its ancestors, nearest first.
    QList<qsizetype> lineage(qsizetype stage) const;
    /// Calls `visit` for every command of every RUN, in order.
    void eachCommand(const std::function<void(const RunView&, const ShellCommand&)>& visit) const;
    /// Does the last stage hold this stage's files? What an earlier one leaves behind is in no image.
    bool isShipped(qsizetype stage) const { return stage < 0 || shippedStages.contains(stage); }
    /// What a trigger leaves behind is in the images of others.
    bool isShipped(const RunView& view) const { return view.isTrigger() || isShipped(view.run->stage); }
    /// The image that a stage is built on in the end, as written.
    QString rootImage(qsizetype stage) const { return m_rootImages.value(stage); }
    const QString& source() const { return document.source; }

private:
    QStringList m_rootImages; ///< of each stage
};

/// Collects what one rule finds.
class Findings {
public:
    Findings(const struct Rule& rule, QList<diagnostics::Diagnostic>& out)
        : m_rule(rule)
        , m_out(out) {}

    void add(TextRange range, const QString& message, const QList<diagnostics::Fix>& fixes = {});
    void add(TextRange range, const QString& message, diagnostics::Severity severity,
             const QList<diagnostics::Fix>& fixes = {});

private:
    const struct Rule& m_rule;
    QList<diagnostics::Diagnostic>& m_out;
};

/// One row of the rule table. Texts are source strings for translation.
struct Rule {
    const char* id;
    QStringList aliases;
    diagnostics::Severity severity;
    const char* title;
    const char* explanation;
    void (*check)(const Subject& subject, Findings& findings) = nullptr; ///< null: found by the parser or check()
    bool onByDefault = true;
};

/// The rows, one function a family.
QList<Rule> syntaxRules();
QList<Rule> styleRules();
QList<Rule> stageRules();
QList<Rule> imageRules();
QList<Rule> variableRules();
QList<Rule> copyRules();
QList<Rule> aptRules();
QList<Rule> packageRules();
QList<Rule> pipRules();
QList<Rule> shellRules();
QList<Rule> commandRules();
QList<Rule> reproducibilityRules();
QList<Rule> quotingRules();
QList<Rule> settingsRules();
QList<Rule> ageRules();
QList<Rule> contentsRules();
QList<Rule> sourcesRules();

/// All rows in the order of the table.
const QList<Rule>& allRules();

/// A fix of one edit.
diagnostics::Fix safeFix(const QString& title, TextRange range, const QString& replacement);
diagnostics::Fix suggestion(const QString& title, TextRange range, const QString& replacement);
QString translated(const char* text);

} // namespace reberth::dockerfile
