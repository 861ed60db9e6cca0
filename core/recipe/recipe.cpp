#include "core/recipe/recipe.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace reberth::recipe {

namespace {

constexpr std::array<std::pair<Style, const char*>, 4> styles{{
    {Style::FrameworkImage, "framework-image"},
    {Style::CudaPyenv, "cuda-pyenv"},
    {Style::CudaConda, "cuda-conda"},
    {Style::Plain, "plain"},
}};

constexpr std::array<std::pair<GpuAccess, const char*>, 4> accesses{{
    {GpuAccess::None, "none"},
    {GpuAccess::Runtime, "runtime"},
    {GpuAccess::DeployDevices, "deploy-devices"},
    {GpuAccess::Gpus, "gpus"},
}};

QString known(const auto& table) {
    QStringList names;
    for (const auto& entry : table) {
        names.append(QLatin1String(entry.second));
    }
    return names.join(QLatin1String(", "));
}

} // namespace

QString styleName(Style style) {
    for (const auto& [value, name] : styles) {
        if (value == style) {
            return QLatin1String(name);
        }
    }
    return {};
}

Result<Style> styleFromName(const QString& name) {
    for (const auto& [value, text] : styles) {
        if (name == QLatin1String(text)) {
            return value;
        }
    }
    return fail(ErrorCode::InvalidInput,
                QCoreApplication::translate("Recipe", "\"%1\" is not a style. Use one of: %2.").arg(name, known(styles)));
}

QString gpuAccessName(GpuAccess access) {
    for (const auto& [value, name] : accesses) {
        if (value == access) {
            return QLatin1String(name);
        }
    }
    return {};
}

Result<GpuAccess> gpuAccessFromName(const QString& name) {
    for (const auto& [value, text] : accesses) {
        if (name == QLatin1String(text)) {
            return value;
        }
    }
    return fail(ErrorCode::InvalidInput,
                QCoreApplication::translate("Recipe", "\"%1\" is not a way to reach the GPU. Use one of: %2.")
                    .arg(name, known(accesses)));
}

} // namespace reberth::recipe
