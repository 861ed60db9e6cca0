#pragma once

#include "core/recipe/recipe.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace reberth::ui {

/// True for parameters that are flags: present or not, without a value.
bool isFlag(const recipe::Parameter& parameter);
/// What a flag is when nothing is said: "True" and the like.
bool flagDefault(const recipe::Parameter& parameter);
/// Empty when `value` may be used for it, else why not. An empty value means "the program's default".
QString parameterObjection(const recipe::Parameter& parameter, const QString& value);
/// Arguments for what differs from the program's defaults, in the order of the parameters; positional ones last.
/// `values` by Parameter::name; flags are "1" or "0".
QStringList runArguments(const QList<recipe::Parameter>& parameters, const QMap<QString, QString>& values);
/// As a person would type it in a shell.
QString commandLine(const QString& command, const QStringList& arguments);

} // namespace reberth::ui
