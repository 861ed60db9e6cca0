#pragma once

#include "core/recipe/recipe.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace reberth::generation {

struct GeneratedFile {
    QString name; ///< relative to the project's files folder: "Dockerfile", "compose.yaml", "Makefile", ".dockerignore", "requirements.txt"
    QByteArray content; ///< UTF-8, '\n' line ends
};

/// Renders a recipe. Pure: the same recipe gives the same bytes. The files work without Reberth, with the
/// repository's root as build context and the Dockerfile at `.reberth/Dockerfile` when `filesPrefix` is ".reberth".
QList<GeneratedFile> generate(const recipe::Recipe& recipe);

} // namespace reberth::generation
