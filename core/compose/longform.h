#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

namespace reberth::compose {

// The long forms of values that compose lets one write short. Those that give a list return more than one item for a
// range. All throw ConfigProblem for what can't be read.
QJsonArray portForms(const QJsonValue& port);
QJsonArray mountForms(const QJsonValue& volume);
QJsonArray grantForms(const QJsonValue& grant);
QJsonObject deviceForm(const QJsonValue& device);
QJsonObject buildObject(const QJsonValue& build);
QJsonObject dependencies(const QJsonValue& value);
/// ["a", "b"] → {"a": null, "b": null}
QJsonObject namedNulls(const QJsonValue& value);
/// "host=address" texts, sorted by host.
QJsonArray hostList(const QJsonValue& value);

/// What makes a port of a service the same as another.
QString portName(const QJsonValue& port);

/// Bytes of "64m"; numbers are bytes already.
QJsonValue byteCount(const QJsonValue& value);
/// "1m30s" as Go prints it, of any spelling of the same time.
QJsonValue duration(const QJsonValue& value);
/// What the text of a scalar is: 1.50 is "1.5", true "true".
QString asText(const QJsonValue& value);
/// The words of a command line as a shell would split it.
QJsonValue commandWords(const QJsonValue& value);

} // namespace reberth::compose
