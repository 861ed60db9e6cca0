#pragma once

#include <QJsonArray>
#include <QJsonObject>

namespace reberth::compose {

/// A whole file over another, and one service over another (for several files and `extends`): mappings are merged,
/// lists joined, single values and commands replaced; what has a key of its own (ports, volumes by their target,
/// environment, labels) is replaced by that key.
QJsonObject overrideModel(const QJsonObject& base, const QJsonObject& over);
QJsonObject overrideService(const QJsonObject& base, const QJsonObject& over);

/// "K=V" lists as mappings; mappings as they are. A name without value becomes null.
QJsonObject asMapping(const QJsonValue& value, QChar separator = u'=');
/// A text as a list with it; null as an empty list.
QJsonArray asList(const QJsonValue& value);

} // namespace reberth::compose
