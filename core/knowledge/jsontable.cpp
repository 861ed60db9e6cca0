#include "core/knowledge/jsontable.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>

namespace reberth::knowledge {

QJsonObject readTable(const QString& folder, const QString& name) {
    QFile file(folder + QLatin1Char('/') + name + QLatin1String(".json"));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("Knowledge table %s cannot be opened: %s", qUtf8Printable(file.fileName()),
                 qUtf8Printable(file.errorString()));
        return {};
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (error.error != QJsonParseError::NoError || !document.isObject()) {
        qWarning("Knowledge table %s is damaged: %s", qUtf8Printable(file.fileName()),
                 qUtf8Printable(error.errorString()));
        return {};
    }
    return document.object();
}

QStringList toStringList(const QJsonValue& value) {
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& item : array) {
        list << item.toString();
    }
    return list;
}

QString normalizedDistribution(const QString& name) {
    static const QRegularExpression separators(QStringLiteral("[-_.]+"));
    QString result = name.trimmed().toLower();
    result.replace(separators, QStringLiteral("-"));
    return result;
}

} // namespace reberth::knowledge
