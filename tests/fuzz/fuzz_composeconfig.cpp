#include "core/compose/config.h"

#include <cstdint>
#include <cstdlib>

using namespace reberth;

/// Any text is resolved or refused; what is resolved reads back as the same model.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto resolved = [](const QByteArray& text) {
        compose::ConfigRequest request;
        request.files = {QStringLiteral("/p/compose.yaml")};
        request.profiles = {QStringLiteral("*")};
        request.readFile = [text](const QString& path) -> Result<QByteArray> {
            if (path != QLatin1String("/p/compose.yaml")) {
                return fail(ErrorCode::NotFound, path);
            }
            return text;
        };
        return compose::resolve(request);
    };
    if (const auto model = resolved(bytes)) {
        if (!resolved(compose::toYaml(model->project).toUtf8())) {
            std::abort();
        }
    }
    return 0;
}
