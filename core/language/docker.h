#pragma once

#include "core/language/language.h"

namespace reberth::language {

// The services of language.h for a Dockerfile.
CompletionList completeDockerfile(const QString& text, qsizetype position, const Context& context);
std::optional<Hover> hoverDockerfile(const QString& text, qsizetype position, const Context& context);
QList<Symbol> symbolsOfDockerfile(const QString& text);
QList<Fold> foldsOfDockerfile(const QString& text);
Occurrences occurrencesInDockerfile(const QString& text, qsizetype position);
std::optional<TextRange> definitionInDockerfile(const QString& text, qsizetype position);
/// Why a stage or variable can't be called so; "" when it can.
QString dockerfileNameProblem(const QString& text, qsizetype position, const QString& name);
std::optional<Signature> signatureInDockerfile(const QString& text, qsizetype position);
QList<TextEdit> suppressInDockerfile(const QString& text, qsizetype position, const QString& rule,
                                     const QString& reason);

} // namespace reberth::language
