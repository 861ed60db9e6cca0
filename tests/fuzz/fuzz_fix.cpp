#include "core/linting/checkedfile.h"
#include "core/linting/fixing.h"

#include "core/base/textedit.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace reberth;

namespace {

qsizetype errors(const QList<diagnostics::Diagnostic>& found) {
    return std::count_if(found.cbegin(), found.cend(), [](const diagnostics::Diagnostic& one) {
        return one.severity == diagnostics::Severity::Error;
    });
}

qsizetype ofRule(const QList<diagnostics::Diagnostic>& found, const QString& rule) {
    return std::count_if(found.cbegin(), found.cend(),
                         [&](const diagnostics::Diagnostic& one) { return one.ruleId == rule; });
}

} // namespace

/// The first byte says which kind of file the rest is. A safe fix, applied alone, leaves a file that the builder
/// refuses no more than before, and its finding is gone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const linting::FileKind kind = data[0] % 2 == 0 ? linting::FileKind::Dockerfile : linting::FileKind::Compose;
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data + 1), static_cast<qsizetype>(size) - 1);
    linting::CheckOptions options;
    options.readsNeighbours = false;
    const auto found = linting::check(QStringLiteral("f"), text, kind, options);
    for (const diagnostics::Diagnostic& one : found) {
        const auto fix = std::find_if(one.fixes.cbegin(), one.fixes.cend(),
                                      [](const diagnostics::Fix& candidate) { return candidate.safe; });
        if (fix == one.fixes.cend()) {
            continue;
        }
        const auto left = linting::check(QStringLiteral("f"), applyEdits(text, fix->edits), kind, options);
        if (errors(left) > errors(found) || ofRule(left, one.ruleId) >= ofRule(found, one.ruleId)) {
            std::abort();
        }
    }
    return 0;
}
