#include "core/dockerfile/document.h"
#include "core/dockerfile/lint.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    using namespace reberth;
    if (dockerfile::print(dockerfile::parse(text)) != text) {
        std::abort();
    }
    for (const diagnostics::Diagnostic& one : dockerfile::lint(text)) {
        if (one.range.start < 0 || one.range.end < one.range.start || one.range.end > text.size()) {
            std::abort();
        }
    }
    return 0;
}
