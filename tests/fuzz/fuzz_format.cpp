#include "core/compose/format.h"
#include "core/dockerfile/document.h"
#include "core/dockerfile/format.h"

#include <cstdint>
#include <cstdlib>

using namespace reberth;

/// Formatting twice is formatting once, and the builder reads as many instructions of the same kinds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const QString once = dockerfile::format(text);
    if (dockerfile::format(once) != once) {
        std::abort();
    }
    const dockerfile::Document before = dockerfile::parse(text);
    const dockerfile::Document after = dockerfile::parse(once);
    if (before.instructions.size() != after.instructions.size() || before.comments.size() != after.comments.size()) {
        std::abort();
    }
    for (qsizetype i = 0; i < before.instructions.size(); ++i) {
        const dockerfile::Instruction& a = before.instructions.at(i);
        const dockerfile::Instruction& b = after.instructions.at(i);
        if (a.keyword != b.keyword || a.flags.size() != b.flags.size() || a.words.size() != b.words.size() ||
            a.heredocs.size() != b.heredocs.size() || a.isJson != b.isJson) {
            std::abort();
        }
    }
    const QString compose = compose::format(text);
    if (compose::format(compose) != compose) {
        std::abort();
    }
    return 0;
}
