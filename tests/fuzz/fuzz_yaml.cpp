#include "core/yaml/document.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QString text = QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    using namespace reberth;
    for (const yaml::Node& root : yaml::read(text).roots) {
        if (root.range().start < 0 || root.range().end > text.size() || root.weight() > yaml::maxExpandedNodes + 1) {
            std::abort();
        }
    }
    // What we quote reads back as it was, whatever YAML allows to be written.
    const auto back = yaml::parse(yaml::quoted(text));
    if (back && back->isScalar() && back->text() != text) {
        std::abort();
    }
    return 0;
}
