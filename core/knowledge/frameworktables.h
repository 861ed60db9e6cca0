#pragma once

#include "core/knowledge/tables.h"

class QJsonObject;

namespace reberth::knowledge {

/// Rows of torch.json, tensorflow.json and jax.json, oldest first.
QList<FrameworkRelease> parseReleases(const QString& framework, const QJsonObject& table);
QList<KernelSet> parseKernels(const QJsonObject& gpus);
QList<ExtensionWheels> parseExtensionWheels(const QJsonObject& table);
QStringList parseNvccBuilt(const QJsonObject& table);
QList<EraPin> parseEraPins(const QJsonObject& table);

/// "1.4" → 1.4; a null Version when the text is none (the table test finds those).
Version versionOf(const QJsonValue& value);
QDate dateOf(const QJsonValue& value);

} // namespace reberth::knowledge
