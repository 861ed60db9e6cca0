#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>

namespace reberth::compose {

/// What to resolve, and with what.
struct ConfigRequest {
    QStringList files;    ///< the first one's folder is the project's; later ones change earlier ones
    QStringList profiles; ///< "*" takes all in
    QStringList environmentFiles; ///< instead of .env in the project's folder
    QString projectName;          ///< "" = COMPOSE_PROJECT_NAME, the files' own name, or the folder's
    QHash<QString, QString> environment;
    /// Reads a file by its absolute path.
    std::function<Result<QByteArray>(const QString& path)> readFile;
};

struct Config {
    QJsonObject project; ///< as `docker compose config` has it: long forms, absolute paths, no variables
    QStringList warnings;
};

/// Resolves variables, anchors, merges, extends, include, profiles, environment files and several files into one model.
/// Blocks on readFile; any thread. Errors: InvalidInput and NotFound, with the place in words.
Result<Config> resolve(const ConfigRequest& request);

/// The variables of a .env file; InvalidInput names the line that can't be read.
Result<QHash<QString, QString>> readVariables(const QString& text);

/// The model as YAML that compose reads back as the same: dollar signs doubled, texts quoted where they look like
/// something else.
QString toYaml(const QJsonObject& project);

} // namespace reberth::compose
