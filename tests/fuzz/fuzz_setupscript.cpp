#include "tests/fuzz/repository.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    reberth::fuzz::inspectRepository(QStringLiteral("setup.py"), data, size);
    return 0;
}
