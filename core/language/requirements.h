#pragma once

#include "core/language/language.h"

namespace reberth::language {

// The services of language.h for a list of requirements.
CompletionList completeRequirements(const QString& text, qsizetype position, const Context& context);
std::optional<Hover> hoverRequirements(const QString& text, qsizetype position, const Context& context);
QList<Symbol> symbolsOfRequirements(const QString& text);
QList<Fold> foldsOfRequirements(const QString& text);

} // namespace reberth::language
