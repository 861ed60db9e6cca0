#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace reberth::compose {

using Variables = QHash<QString, QString>;

/// `text` with $NAME, ${NAME}, ${NAME:-…}, ${NAME-…}, ${NAME:+…}, ${NAME+…}, ${NAME:?…}, ${NAME?…} replaced and $$ made
/// $; names that are not set are put into `unset` once. Throws ConfigProblem, also for a required variable.
QString expand(const QString& text, const Variables& variables, QStringList* unset);

/// The variables of a .env file: NAME=value lines, `export`, comments, quotes; values in double quotes or none refer to
/// `known` and to earlier ones. A line with a name alone takes the value of `known`. Throws ConfigProblem.
QList<std::pair<QString, QString>> readEnvironmentFile(const QString& text, const Variables& known);

} // namespace reberth::compose
