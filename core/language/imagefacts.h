#pragma once

#include "core/language/language.h"

namespace reberth::language {

/// Repositories that machine-learning images are built on, then those of the engine, as completions.
QList<CompletionItem> imageItems(const Context& context);
/// Tags of a repository ("nvidia/cuda"), the newest first.
QList<CompletionItem> tagItems(const QString& repository, const Context& context);
/// What is known of an image: CUDA, cuDNN, system, frameworks, end of life, deleted tags; "" when nothing is.
QString describeImage(const QString& image, const Context& context);

/// What is known of a Python distribution; "" when nothing is.
QString describeDistribution(const QString& name, const QString& version, const Context& context);
/// Releases of torch, tensorflow and jax, the newest first.
QStringList versionsOf(const QString& distribution, const Context& context);
/// Names for requirements: those of the project first.
QList<CompletionItem> distributionItems(const Context& context);
QList<CompletionItem> aptItems(const Context& context);

} // namespace reberth::language
