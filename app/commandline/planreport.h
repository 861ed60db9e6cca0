#pragma once

#include "app/commandline/console.h"
#include "core/solver/planner.h"

#include <QJsonObject>

namespace reberth::app {

QJsonObject toJson(const recipe::Recipe& recipe);
QJsonObject toJson(const solver::Plan& plan);
void printPlan(const solver::Plan& plan, const Console& console);

} // namespace reberth::app
