#pragma once

#include "core/base/version.h"
#include "core/dockerfile/rule.h"
#include "core/knowledge/knowledge.h"
#include "core/knowledge/tables.h"
#include "core/meaning/meaning.h"
#include "core/yaml/document.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace reberth::meaning {

/// A stretch of one of the inputs' files.
struct Place {
    int file = 0;
    TextRange range;
};

/// A package that is asked for, by a RUN or by a list that a RUN installs.
struct Package {
    QString name; ///< normalised as PEP 503 does
    QString written;
    VersionRange range;
    QString local; ///< "cu113" of 1.10.0+cu113
    bool conda = false;
    Place place;
    std::optional<Version> exact() const { return range.exact(); }
};

/// What the name of an image tells, with the tables' help.
struct Image {
    QString name; ///< variables expanded
    Place place;
    std::optional<Version> cuda;
    QString cudnn;   ///< major, "" without or unknown
    QString flavour; ///< base, runtime, devel; "" when it is no CUDA image
    QString os;      ///< "ubuntu20.04", "" when unknown
    QString framework;
    std::optional<Version> frameworkVersion;
    std::optional<Version> python;
    bool isCuda() const { return cuda.has_value() || !flavour.isEmpty(); }
};

/// A Dockerfile with what its last stage comes to.
struct Dockerfile {
    int file = 0;
    dockerfile::Document document;
    dockerfile::LintContext context;
    std::unique_ptr<dockerfile::Subject> subject;
    Image image;
    QList<Package> packages; ///< in the order of installation, lists included
    bool compilesCuda = false;
    std::optional<Place> compiles; ///< the command that does
    std::optional<std::pair<QString, Place>> archList;
    std::optional<int> gcc; ///< what apt installs over the system's own

    const Package* package(const QString& name) const;
    /// The last one that pip or conda leaves there, from the image where nothing installs it.
    std::optional<Version> frameworkVersion(const QString& framework) const;
    bool installs(const QString& name) const { return package(name) != nullptr; }
};

struct Compose {
    int file = 0;
    yaml::Document document;
};

/// Everything that rules look at.
struct Facts {
    Facts(const Inputs& inputs, const knowledge::Knowledge& knowledge);

    const Inputs& inputs;
    const knowledge::Knowledge& knowledge;
    const knowledge::Tables& tables;
    std::vector<std::unique_ptr<Dockerfile>> dockerfiles;
    QList<Compose> composes;
    QList<Package> requirements; ///< of all lists of requirements

    /// The Dockerfile that a service builds; nullptr when it is not among the inputs.
    const Dockerfile* builtBy(const yaml::Node& service) const;
};

/// Where a service asks for GPUs; nullptr when it does not.
const yaml::Entry* gpuRequest(const yaml::Node& service);

QString normalizedName(const QString& name);
Image readImage(const QString& name, const knowledge::Knowledge& knowledge);
QList<Package> readRequirements(const QString& text, int file);
std::optional<Package> readRequirement(const QString& written);

} // namespace reberth::meaning
