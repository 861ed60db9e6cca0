#include "core/compose/override.h"

#include "core/compose/longform.h"

#include <QSet>
#include <QStringList>

namespace reberth::compose {

namespace {

const QSet<QString>& mappings() {
    static const QSet<QString> keys{
        QStringLiteral("annotations"), QStringLiteral("args"),        QStringLiteral("labels"),
        QStringLiteral("environment"), QStringLiteral("sysctls"),     QStringLiteral("options"),
        QStringLiteral("driver_opts"), QStringLiteral("storage_opt"), QStringLiteral("additional_contexts")};
    return keys;
}

bool isReplaced(const QString& key) {
    static const QSet<QString> keys{QStringLiteral("command"), QStringLiteral("entrypoint"), QStringLiteral("test")};
    return keys.contains(key);
}

/// Lists that compose takes a text for.
bool isTextOrList(const QString& key) {
    static const QSet<QString> keys{QStringLiteral("dns"), QStringLiteral("dns_search"), QStringLiteral("tmpfs"),
                                    QStringLiteral("env_file")};
    return keys.contains(key);
}

QJsonValue overrideValue(const QString& key, const QJsonValue& base, const QJsonValue& over);

QJsonObject overrideObject(const QJsonObject& base, const QJsonObject& over) {
    QJsonObject out = base;
    for (auto it = over.constBegin(); it != over.constEnd(); ++it) {
        out.insert(it.key(), out.contains(it.key()) ? overrideValue(it.key(), out.value(it.key()), it.value())
                                                    : it.value());
    }
    return out;
}

QJsonArray joined(const QJsonArray& base, const QJsonArray& over) {
    QJsonArray out = base;
    for (const QJsonValue& item : over) {
        if (!out.contains(item)) {
            out.append(item);
        }
    }
    return out;
}

/// Later items take the place of earlier ones that have the same name.
template <typename Name> QJsonArray joinedByName(const QJsonArray& base, const QJsonArray& over, Name name) {
    QJsonArray out = base;
    for (const QJsonValue& item : over) {
        const QString own = name(item);
        qsizetype at = 0;
        while (at < out.size() && name(out.at(at)) != own) {
            ++at;
        }
        if (at < out.size()) {
            out.replace(at, item);
        } else {
            out.append(item);
        }
    }
    return out;
}

QJsonArray inLongForm(const QJsonArray& items, QJsonArray (*form)(const QJsonValue&)) {
    QJsonArray out;
    for (const QJsonValue& item : items) {
        for (const QJsonValue& one : form(item)) {
            out.append(one);
        }
    }
    return out;
}

QJsonValue overrideLogging(const QJsonObject& base, const QJsonObject& over) {
    const QString before = base.value(QLatin1String("driver")).toString();
    const QString after = over.value(QLatin1String("driver")).toString();
    return after.isEmpty() || before.isEmpty() || before == after ? overrideObject(base, over) : over;
}

QJsonValue overrideValue(const QString& key, const QJsonValue& base, const QJsonValue& over) {
    if (over.isNull()) {
        return base;
    }
    if (base.isNull() || isReplaced(key)) {
        return over;
    }
    if (mappings().contains(key)) {
        return overrideObject(asMapping(base), asMapping(over));
    }
    if (key == QLatin1String("extra_hosts")) {
        return joined(hostList(base), hostList(over));
    }
    if (key == QLatin1String("build")) {
        return overrideObject(buildObject(base), buildObject(over));
    }
    if (key == QLatin1String("depends_on")) {
        return overrideObject(dependencies(base), dependencies(over));
    }
    if (key == QLatin1String("networks") && (base.isArray() || over.isArray())) {
        return overrideObject(namedNulls(base), namedNulls(over));
    }
    if (key == QLatin1String("logging")) {
        return overrideLogging(base.toObject(), over.toObject());
    }
    if (key == QLatin1String("ulimits")) {
        QJsonObject out = base.toObject();
        const QJsonObject changes = over.toObject();
        for (auto it = changes.constBegin(); it != changes.constEnd(); ++it) {
            out.insert(it.key(), it.value());
        }
        return out;
    }
    if (key == QLatin1String("volumes") && base.isArray()) {
        return joinedByName(inLongForm(base.toArray(), mountForms), inLongForm(over.toArray(), mountForms),
                            [](const QJsonValue& item) { return item.toObject().value(QLatin1String("target")).toString(); });
    }
    if (key == QLatin1String("ports")) {
        return joinedByName(inLongForm(base.toArray(), portForms), inLongForm(over.toArray(), portForms), portName);
    }
    if ((key == QLatin1String("secrets") || key == QLatin1String("configs")) && base.isArray()) {
        return joinedByName(inLongForm(base.toArray(), grantForms), inLongForm(over.toArray(), grantForms),
                            [](const QJsonValue& item) {
                                const QJsonObject grant = item.toObject();
                                const QString target = grant.value(QLatin1String("target")).toString();
                                return target.isEmpty() ? grant.value(QLatin1String("source")).toString() : target;
                            });
    }
    if (isTextOrList(key)) {
        return joined(asList(base), asList(over));
    }
    if (base.isObject() && over.isObject()) {
        return overrideObject(base.toObject(), over.toObject());
    }
    if (base.isArray() && over.isArray()) {
        return joined(base.toArray(), over.toArray());
    }
    return over;
}

} // namespace

QJsonObject asMapping(const QJsonValue& value, QChar separator) {
    if (!value.isArray()) {
        return value.toObject();
    }
    QJsonObject out;
    for (const QJsonValue& item : value.toArray()) {
        const QString text = item.toString();
        const qsizetype split = text.indexOf(separator);
        out.insert(split < 0 ? text : text.left(split),
                   split < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(text.mid(split + 1)));
    }
    return out;
}

QJsonArray asList(const QJsonValue& value) {
    return value.isArray() ? value.toArray() : value.isNull() || value.isUndefined() ? QJsonArray() : QJsonArray{value};
}

QJsonObject overrideService(const QJsonObject& base, const QJsonObject& over) {
    return overrideObject(base, over);
}

QJsonObject overrideModel(const QJsonObject& base, const QJsonObject& over) {
    QJsonObject out = base;
    for (auto it = over.constBegin(); it != over.constEnd(); ++it) {
        // The sections hold names of the user's, which are no keys of compose.
        if (!out.value(it.key()).isObject() || !it.value().isObject()) {
            out.insert(it.key(), overrideValue(it.key(), out.value(it.key()), it.value()));
            continue;
        }
        QJsonObject section = out.value(it.key()).toObject();
        const QJsonObject changes = it.value().toObject();
        for (auto one = changes.constBegin(); one != changes.constEnd(); ++one) {
            const QJsonValue before = section.value(one.key());
            section.insert(one.key(), before.isObject() && one.value().isObject()
                                          ? QJsonValue(overrideObject(before.toObject(), one.value().toObject()))
                                      : one.value().isNull() && !before.isUndefined() ? before
                                                                                      : one.value());
        }
        out.insert(it.key(), section);
    }
    return out;
}

} // namespace reberth::compose
