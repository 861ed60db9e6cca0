#include "core/compose/config.h"
#include "core/compose/longform.h"
#include "core/yaml/scalar.h"

#include <QJsonArray>

namespace reberth::compose {

namespace {

QString scalarText(const QJsonValue& value) {
    if (value.isNull() || value.isUndefined()) {
        return QStringLiteral("null");
    }
    if (value.isString()) {
        QString text = value.toString();
        return yaml::quoted(text.replace(u'$', QLatin1String("$$")));
    }
    return asText(value);
}

void write(QString& out, const QJsonValue& value, int indent);

void writeEntry(QString& out, const QString& key, const QJsonValue& value, int indent) {
    QString name = key;
    out += yaml::quoted(name.replace(u'$', QLatin1String("$$"))) + u':';
    const bool nested = (value.isObject() && !value.toObject().isEmpty()) ||
                        (value.isArray() && !value.toArray().isEmpty());
    if (nested) {
        out += u'\n';
        write(out, value, indent + 2);
    } else {
        out += u' ' + (value.isObject() ? QStringLiteral("{}") : value.isArray() ? QStringLiteral("[]") : scalarText(value));
        out += u'\n';
    }
}

/// Keys in the order of their names, but for the project's name, which leads.
QStringList ordered(const QJsonObject& object, int indent) {
    QStringList keys = object.keys();
    if (indent == 0 && keys.removeOne(QStringLiteral("name"))) {
        keys.prepend(QStringLiteral("name"));
    }
    return keys;
}

void write(QString& out, const QJsonValue& value, int indent) {
    const QString margin(indent, u' ');
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QString& key : ordered(object, indent)) {
            out += margin;
            writeEntry(out, key, object.value(key), indent);
        }
        return;
    }
    for (const QJsonValue& item : value.toArray()) {
        out += margin + QLatin1String("- ");
        if ((item.isObject() && !item.toObject().isEmpty()) || (item.isArray() && !item.toArray().isEmpty())) {
            QString inner;
            write(inner, item, indent + 2);
            out += QStringView(inner).sliced(indent + 2);
        } else {
            out += item.isObject() ? QStringLiteral("{}") : item.isArray() ? QStringLiteral("[]") : scalarText(item);
            out += u'\n';
        }
    }
}

} // namespace

QString toYaml(const QJsonObject& project) {
    QString out;
    write(out, project, 0);
    return out;
}

} // namespace reberth::compose
