#include "core/diagnostics/nearest.h"
#include "core/dockerfile/rule.h"
#include "core/dockerfile/variables.h"

#include <QRegularExpression>
#include <QSet>

namespace reberth::dockerfile {

using diagnostics::Severity;

namespace {

/// Variables that base images of the field set themselves.
bool setByBaseImage(const QString& name, const QString& image) {
    static const QRegularExpression gpuImage(QStringLiteral("cuda|nvidia|pytorch|tensorflow|nvcr|rocm|conda|jax"));
    static const QRegularExpression gpuName(QStringLiteral("^(LD_LIBRARY_PATH|LIBRARY_PATH|CPATH|CUDA_.*|NVIDIA_.*|NV_."
                                                           "*|CUDNN_.*|NCCL_.*|CONDA_.*|PYTHONPATH|PKG_CONFIG_PATH)$"));
    static const QRegularExpression pythonName(QStringLiteral("^(PYTHON_.*|LANG|GPG_KEY)$"));
    if (image == QLatin1String("scratch")) {
        return false;
    }
    return (image.contains(gpuImage) && name.contains(gpuName)) ||
           (image.contains(QLatin1String("python")) && name.contains(pythonName));
}

/// Looking for a near name costs as much as there are names; a file with more slips than this is not full of slips.
constexpr int maxGuesses = 10;

void undefinedVariable(const Subject& subject, Findings& findings) {
    int guesses = 0;
    subject.eachInstruction([&](const Instruction& instruction, const Variables& variables) {
        if (instruction.is(Keyword::From) || instruction.stage < 0) {
            return;
        }
        QSet<QString> reported;
        const QString image = subject.rootImage(instruction.stage);
        for (const Word& word : expandedWords(instruction)) {
            for (const VariableUse& use : expand(word.text, subject.document.escape, variables.lookup()).uses) {
                if (variables.isDefined(use.name) || use.name == QLatin1String("PATH") || reported.contains(use.name) ||
                    setByBaseImage(use.name, image)) {
                    continue;
                }
                reported.insert(use.name);
                const QString near =
                    ++guesses > maxGuesses
                        ? QString()
                        : diagnostics::nearest(use.name, variables.names() + QStringList{QStringLiteral("PATH")});
                QString message = translated("“%1” is not set here, so nothing is put in its place.").arg(use.name);
                QList<diagnostics::Fix> fixes;
                const bool oneWord = word.end > word.start || word.range.length() == word.text.size();
                const TextRange place =
                    oneWord ? TextRange{word.range.start + use.start, word.range.start + use.end} : word.range;
                if (!near.isEmpty()) {
                    message += QLatin1Char(' ') + translated("Did you mean “%1”?").arg(near);
                    fixes.append(suggestion(translated("Change to “%1”").arg(near), place,
                                            subject.source().mid(place.start, place.length()).replace(use.name, near)));
                }
                // The base image may set it; only a near match or an empty base makes it likely wrong.
                const bool likely = !near.isEmpty() || image == QLatin1String("scratch");
                findings.add(place, message, likely ? Severity::Warning : Severity::Info, fixes);
            }
        }
    });
}

void selfReference(const Subject& subject, Findings& findings) {
    subject.eachInstruction([&](const Instruction& instruction, const Variables& variables) {
        if (!instruction.is(Keyword::Env)) {
            return;
        }
        QHash<QString, int> names;
        const QList<Assignment> all = assignmentsOf(instruction);
        for (const Assignment& assignment : all) {
            ++names[assignment.name];
        }
        for (const Assignment& assignment : all) {
            for (const VariableUse& use :
                 expand(assignment.value.value_or(QString()), subject.document.escape, variables.lookup()).uses) {
                // PATH=/x:$PATH means the earlier one
                const int others = names.value(use.name) - (use.name == assignment.name ? 1 : 0);
                if (others > 0 && !variables.isDefined(use.name)) {
                    findings.add(
                        assignment.range,
                        translated(
                            "“%1” is set by this same ENV; its new value can be used from the next instruction on.")
                            .arg(use.name));
                }
            }
        }
    });
}

void secrets(const Subject& subject, Findings& findings) {
    static const QRegularExpression secret(
        QStringLiteral("(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression harmless(QStringLiteral("(?:_|^)(?:public|file|version)(?:_|$)"),
                                             QRegularExpression::CaseInsensitiveOption);
    for (const Instruction* instruction : subject.instructions) {
        if (!instruction->is(Keyword::Env) && !instruction->is(Keyword::Arg)) {
            continue;
        }
        for (const Assignment& assignment : assignmentsOf(*instruction)) {
            if (assignment.name.contains(secret) && !assignment.name.contains(harmless)) {
                findings.add(assignment.nameRange,
                             translated("“%1” looks like a secret; everybody who has the image can read it.")
                                 .arg(assignment.name));
            }
        }
    }
}

} // namespace

QList<Rule> variableRules() {
    return {
        {"undefined-variable",
         {QStringLiteral("UndefinedVar")},
         Severity::Warning,
         "Variable that is not set",
         "ARG and ENV of this stage, and of the stages it is built on, are all that is known here.",
         undefinedVariable},
        {"env-self-reference",
         {QStringLiteral("DL3044")},
         Severity::Warning,
         "ENV that uses its own new value",
         "All values of one ENV see the variables as they were before the instruction.",
         selfReference},
        {"secret-variable",
         {QStringLiteral("SecretsUsedInArgOrEnv"), QStringLiteral("DL3064")},
         Severity::Warning,
         "Secret in ARG or ENV",
         "Use RUN --mount=type=secret: it is there for the one command and never stored.",
         secrets},
    };
}

} // namespace reberth::dockerfile
