#include "core/compose/lint.h"
#include "core/compose/report.h"

#include <QCoreApplication>

#include <algorithm>

namespace reberth::compose {

using diagnostics::Diagnostic;
using diagnostics::RuleInfo;
using diagnostics::Severity;

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::compose", text);
}

const QList<RuleInfo>& rules() {
    static const QList<RuleInfo> table{
        {QStringLiteral("yaml"),
         {},
         Severity::Error,
         translated("The text is not valid YAML"),
         translated("Compose stops at this place; nothing below it was read.")},
        {QStringLiteral("duplicate-key"),
         {},
         Severity::Error,
         translated("A key is given twice"),
         translated("Compose refuses a mapping in which a key stands twice.")},
        {QStringLiteral("unknown-key"),
         {},
         Severity::Error,
         translated("There is no such key"),
         translated("Keys of your own begin with “x-”.")},
        {QStringLiteral("wrong-type"),
         {},
         Severity::Error,
         translated("A value of the wrong kind"),
         translated("Quote numbers and true or false where a text is asked for.")},
        {QStringLiteral("missing-key"),
         {},
         Severity::Error,
         translated("A key is missing"),
         translated("Compose refuses the file without it.")},
        {QStringLiteral("duplicate-item"),
         {},
         Severity::Error,
         translated("An item is in a list twice"),
         translated("Items of this list must differ.")},
        {QStringLiteral("no-image"),
         {},
         Severity::Error,
         translated("A service without an image"),
         translated("A service is made from an image, or built.")},
        {QStringLiteral("undefined-reference"),
         {},
         Severity::Error,
         translated("A name that is not defined"),
         translated(
             "Volumes, networks, secrets, configs and services must be defined in the file before they can be used.")},
        {QStringLiteral("conflict"),
         {},
         Severity::Error,
         translated("Keys that exclude each other"),
         translated("Compose refuses the two together.")},
        {QStringLiteral("dependency-cycle"),
         {},
         Severity::Error,
         translated("Services that wait for each other"),
         translated("None of them could start first.")},
        {QStringLiteral("bad-value"),
         {},
         Severity::Error,
         translated("A value that can't be read"),
         translated("Compose refuses the value.")},
        {QStringLiteral("interpolation"),
         {},
         Severity::Error,
         translated("A variable that can't be read"),
         translated(
             "Variables are ${NAME}, ${NAME:-default}, ${NAME:?message}, ${NAME:+other}; a dollar sign itself is $$.")},
        {QStringLiteral("version-obsolete"),
         {},
         Severity::Info,
         translated("version does nothing"),
         translated("Compose has ignored it since 2020 and says so at every start; only docker-compose 1 reads it.")},
        {QStringLiteral("gpu-format"),
         {},
         Severity::Info,
         translated("GPU access and the file's version"),
         translated("runtime: is for 2.3 and 2.4, deploy.resources.reservations.devices for compose 1.28 and newer, "
                    "gpus: for 2.30 and newer.")},
        {QStringLiteral("gpu-twice"),
         {},
         Severity::Warning,
         translated("GPU access asked for twice"),
         translated("One way of asking for GPUs is enough, and two can contradict each other.")},
        {QStringLiteral("small-shm"),
         {},
         Severity::Info,
         translated("Little shared memory for a GPU service"),
         translated("Data loaders of PyTorch pass batches through /dev/shm; with the usual 64 MB they die with a bus "
                    "error. Set shm_size or ipc: host.")},
        {QStringLiteral("image-latest"),
         {},
         Severity::Info,
         translated("Image without a version"),
         translated("The tag latest names another image next month.")},
    };
    return table;
}

const RuleInfo* findRule(const QString& id) {
    const QList<RuleInfo>& all = rules();
    const auto it = std::find_if(all.cbegin(), all.cend(), [&](const RuleInfo& rule) { return rule.id == id; });
    return it == all.cend() ? nullptr : &*it;
}

void Report::add(const char* rule, TextRange range, const QString& message, const QList<diagnostics::Fix>& fixes) {
    const RuleInfo* info = findRule(QLatin1String(rule));
    const bool known = std::any_of(m_found.cbegin(), m_found.cend(), [&](const Diagnostic& one) {
        return one.range == range && one.ruleId == info->id && one.message == message;
    });
    if (!known) {
        m_found.append({info->id, info->aliases, info->severity, message, info->explanation, range, {}, fixes});
    }
}

QList<Diagnostic> Report::take() {
    std::stable_sort(m_found.begin(), m_found.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.range.start < b.range.start; });
    return std::move(m_found);
}

} // namespace reberth::compose
