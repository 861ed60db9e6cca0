#pragma once

#include "core/base/result.h"
#include "core/recipe/recipe.h"
#include "core/run/runsession.h"

namespace reberth::project {

/// One word for a POSIX shell.
QString shellQuoted(const QString& word);

/// "8gb", "512m", "64k" or plain bytes, as compose reads them; 0 for an empty or unreadable text.
qint64 bytesFromSize(const QString& text);

/// The container run that `docker compose run <verb>` would be: command, volumes and environment of the recipe.
/// `filesFolder` is what relative volume paths refer to. NotFound names the verbs there are.
Result<run::RunRequest> runRequest(const recipe::Recipe& recipe, const QString& verb, const QStringList& arguments,
                                   const QString& image, const QString& filesFolder);

} // namespace reberth::project
