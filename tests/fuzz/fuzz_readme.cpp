#include "tests/fuzz/repository.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    reberth::fuzz::inspectRepository(QStringLiteral("README.md"), data, size);
    return 0;
}
