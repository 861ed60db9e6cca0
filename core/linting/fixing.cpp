#include "core/linting/fixing.h"

#include "core/base/textedit.h"

#include <algorithm>

namespace reberth::linting {

namespace {

constexpr int maxRounds = 20;

/// Two insertions at one place count as touching: which comes first is not for us to choose.
bool touches(const TextRange& a, const TextRange& b) {
    return a.overlaps(b) || (a.start == b.start && (a.isEmpty() || b.isEmpty())) ||
           (a.isEmpty() && b.contains(a.start)) || (b.isEmpty() && a.contains(b.start));
}

qsizetype errors(const QList<diagnostics::Diagnostic>& found) {
    return std::count_if(found.cbegin(), found.cend(), [](const diagnostics::Diagnostic& one) {
        return one.severity == diagnostics::Severity::Error;
    });
}

} // namespace

QList<TextEdit> safeEdits(const QList<diagnostics::Diagnostic>& found, int* fixes) {
    QList<TextEdit> edits;
    int count = 0;
    for (const diagnostics::Diagnostic& diagnostic : found) {
        const auto fix = std::find_if(diagnostic.fixes.cbegin(), diagnostic.fixes.cend(),
                                      [](const diagnostics::Fix& one) { return one.safe; });
        if (fix == diagnostic.fixes.cend()) {
            continue;
        }
        const bool free = std::none_of(fix->edits.cbegin(), fix->edits.cend(), [&](const TextEdit& edit) {
            return std::any_of(edits.cbegin(), edits.cend(),
                               [&](const TextEdit& other) { return touches(edit.range, other.range); });
        });
        if (free) {
            edits += fix->edits;
            ++count;
        }
    }
    if (fixes) {
        *fixes = count;
    }
    return edits;
}

Fixed fixSafely(const QString& path, const QString& text, FileKind kind, const CheckOptions& options) {
    Fixed fixed{text, 0, check(path, text, kind, options)};
    for (int round = 0; round < maxRounds; ++round) {
        int count = 0;
        const QString next = applyEdits(fixed.text, safeEdits(fixed.left, &count));
        if (next == fixed.text) {
            break;
        }
        const QList<diagnostics::Diagnostic> found = check(path, next, kind, options);
        if (errors(found) > errors(fixed.left)) {
            break;
        }
        fixed = {next, fixed.applied + count, found};
    }
    return fixed;
}

} // namespace reberth::linting
