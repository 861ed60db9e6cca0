#pragma once

#include "core/language/language.h"

namespace reberth::language {

// The services of language.h for a compose file.
CompletionList completeCompose(const QString& text, qsizetype position, const Context& context);
std::optional<Hover> hoverCompose(const QString& text, qsizetype position, const Context& context);
QList<Symbol> symbolsOfCompose(const QString& text);
QList<Fold> foldsOfCompose(const QString& text);
Occurrences occurrencesInCompose(const QString& text, qsizetype position);
/// Why a service, volume, … can't be called so; "" when it can.
QString composeNameProblem(const QString& text, qsizetype position, const QString& name);

/// A name that the file gives or uses: "services", "volumes", … or "anchor".
struct ComposeName {
    QString kind;
    QString name;
    TextRange range;
    bool isDefinition = false;
};
/// In text order. A text that can't be read gives only its anchors.
QList<ComposeName> composeNames(const QString& text);

} // namespace reberth::language
