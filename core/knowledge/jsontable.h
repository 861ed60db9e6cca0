#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace reberth::knowledge {

/// Reads one table of `folder`; an empty object when it is missing or damaged (with a warning in the log: the built-in
/// tables are checked by a test, a user's own folder may lack some).
QJsonObject readTable(const QString& folder, const QString& name);

QStringList toStringList(const QJsonValue& value);

/// PEP 503: runs of "-", "_" and "." are one "-", lower case.
QString normalizedDistribution(const QString& name);

} // namespace reberth::knowledge
