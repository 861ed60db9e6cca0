#pragma once

#include <QString>

#include <optional>

namespace reberth::dockerfile {

/// `[registry/]name[:tag][@digest]` of an image, read as Docker reads it.
struct ImageReference {
    QString registry; ///< "" for Docker Hub
    QString name;     ///< "library/" is not added
    QString tag;
    QString digest;

    static std::optional<ImageReference> parse(const QString& text);
    /// Registry and name, without tag and digest.
    QString repository() const { return registry.isEmpty() ? name : registry + QLatin1Char('/') + name; }
};

} // namespace reberth::dockerfile
