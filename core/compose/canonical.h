#pragma once

#include "core/compose/variables.h"

#include <QDir>
#include <QJsonObject>

namespace reberth::compose {

/// Paths relative to `folder` made absolute, wherever a model has paths of this machine.
QJsonObject withAbsolutePaths(const QJsonObject& model, const QDir& folder, const QString& home);

/// A merged model in the form that compose prints: long forms, kinds of values, names of the project's resources,
/// the default network; what is not used or says nothing is left out. Throws ConfigProblem.
QJsonObject canonical(const QJsonObject& model, const QString& projectName, const Variables& variables);

} // namespace reberth::compose
