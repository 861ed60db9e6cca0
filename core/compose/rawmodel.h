#pragma once

#include "core/compose/variables.h"
#include "core/yaml/node.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace reberth::compose {

/// A compose file's values with variables replaced.
struct RawModel {
    QJsonObject root;
    /// Where `!reset` and `!override` stand: what earlier files give at these paths does not count.
    QList<QStringList> forgotten;
};

/// Throws ConfigProblem.
RawModel readModel(const yaml::Node& root, const Variables& variables, QStringList* unset);

/// Takes the value at `path` out of `object`, where there is one.
void forget(QJsonObject& object, const QStringList& path);

} // namespace reberth::compose
