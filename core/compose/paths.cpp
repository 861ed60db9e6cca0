#include "core/compose/canonical.h"
#include "core/compose/longform.h"
#include "core/compose/override.h"

#include <QRegularExpression>

namespace reberth::compose {

namespace {

bool isRemoteContext(const QString& text) {
    static const QRegularExpression remote(
        QStringLiteral("^(https?://|git://|ssh://|github\\.com/|git@|docker-image://|oci-layout://|target:|service:)"));
    return remote.match(text).hasMatch();
}

bool isWindowsPath(const QString& text) {
    return text.size() > 2 && text.front().isLetter() && text.at(1) == u':' &&
           (text.at(2) == u'\\' || text.at(2) == u'/');
}

class Paths {
public:
    Paths(const QDir& folder, const QString& home)
        : m_folder(folder)
        , m_home(home) {}

    QJsonObject service(QJsonObject service) const;
    QJsonObject resource(QJsonObject one, bool volume) const;

private:
    QString absolute(const QString& path) const {
        if (path == QLatin1String("~") || path.startsWith(QLatin1String("~/"))) {
            return QDir::cleanPath(m_home + path.mid(1));
        }
        return isWindowsPath(path) ? path : QDir::cleanPath(m_folder.absoluteFilePath(path));
    }
    QJsonValue context(const QJsonValue& value) const {
        return isRemoteContext(value.toString()) ? value : QJsonValue(absolute(value.toString()));
    }

    const QDir& m_folder;
    const QString& m_home;
};

QJsonObject Paths::service(QJsonObject service) const {
    if (const QJsonValue value = service.value(QLatin1String("build")); value.isString() || value.isObject()) {
        QJsonObject build = buildObject(value);
        const QJsonValue place = build.value(QLatin1String("context"));
        build.insert(QStringLiteral("context"), context(place.toString().isEmpty() ? QJsonValue(QStringLiteral(".")) : place));
        if (build.contains(QLatin1String("additional_contexts"))) {
            QJsonObject others = asMapping(build.value(QLatin1String("additional_contexts")));
            for (auto it = others.begin(); it != others.end(); ++it) {
                it.value() = context(it.value());
            }
            build.insert(QStringLiteral("additional_contexts"), others);
        }
        if (build.value(QLatin1String("ssh")).isObject() || build.value(QLatin1String("ssh")).isArray()) {
            QJsonObject keys = asMapping(build.value(QLatin1String("ssh")));
            for (auto it = keys.begin(); it != keys.end(); ++it) {
                if (it.value().isString()) {
                    it.value() = absolute(it.value().toString());
                }
            }
            build.insert(QStringLiteral("ssh"), keys);
        }
        service.insert(QStringLiteral("build"), build);
    }
    if (service.value(QLatin1String("volumes")).isArray()) {
        QJsonArray mounts;
        for (const QJsonValue& item : service.value(QLatin1String("volumes")).toArray()) {
            QJsonObject mount = mountForms(item).first().toObject();
            const QString source = mount.value(QLatin1String("source")).toString();
            if (mount.value(QLatin1String("type")).toString() == QLatin1String("bind") && !source.isEmpty()) {
                mount.insert(QStringLiteral("source"), absolute(source));
            }
            mounts.append(mount);
        }
        service.insert(QStringLiteral("volumes"), mounts);
    }
    QJsonArray files;
    for (const QJsonValue& item : asList(service.value(QLatin1String("env_file")))) {
        QJsonObject file = item.isObject() ? item.toObject() : QJsonObject{{QStringLiteral("path"), item}};
        file.insert(QStringLiteral("path"), absolute(file.value(QLatin1String("path")).toString()));
        files.append(file);
    }
    if (!files.isEmpty()) {
        service.insert(QStringLiteral("env_file"), files);
    }
    if (service.value(QLatin1String("develop")).isObject()) {
        QJsonObject develop = service.value(QLatin1String("develop")).toObject();
        QJsonArray watches;
        for (const QJsonValue& item : develop.value(QLatin1String("watch")).toArray()) {
            QJsonObject watch = item.toObject();
            watch.insert(QStringLiteral("path"), absolute(watch.value(QLatin1String("path")).toString()));
            watches.append(watch);
        }
        develop.insert(QStringLiteral("watch"), watches);
        service.insert(QStringLiteral("develop"), develop);
    }
    return service;
}

QJsonObject Paths::resource(QJsonObject one, bool volume) const {
    if (!volume) {
        if (const QString file = one.value(QLatin1String("file")).toString(); !file.isEmpty()) {
            one.insert(QStringLiteral("file"), absolute(file));
        }
        return one;
    }
    QJsonObject options = asMapping(one.value(QLatin1String("driver_opts")));
    const QString driver = one.value(QLatin1String("driver")).toString();
    const bool bind = options.value(QLatin1String("o")).toString().split(u',').contains(QLatin1String("bind"));
    const QString device = options.value(QLatin1String("device")).toString();
    if ((driver.isEmpty() || driver == QLatin1String("local")) && bind && !device.isEmpty()) {
        options.insert(QStringLiteral("device"), absolute(device));
        one.insert(QStringLiteral("driver_opts"), options);
    }
    return one;
}

} // namespace

QJsonObject withAbsolutePaths(const QJsonObject& model, const QDir& folder, const QString& home) {
    const Paths paths(folder, home);
    QJsonObject out = model;
    for (const char* section : {"services", "volumes", "secrets", "configs"}) {
        const QString name = QLatin1String(section);
        if (!out.value(name).isObject()) {
            continue;
        }
        QJsonObject entries = out.value(name).toObject();
        for (auto it = entries.begin(); it != entries.end(); ++it) {
            if (it.value().isObject()) {
                it.value() = name == QLatin1String("services")
                                 ? paths.service(it.value().toObject())
                                 : paths.resource(it.value().toObject(), name == QLatin1String("volumes"));
            }
        }
        out.insert(name, entries);
    }
    return out;
}

} // namespace reberth::compose
