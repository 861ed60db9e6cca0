#include "core/knowledge/aptnames.h"

#include "core/knowledge/jsontable.h"

#include <algorithm>

namespace reberth::knowledge {

AptNames::AptNames(const QJsonObject& table) {
    const QJsonArray renames = table.value(QLatin1String("renames")).toArray();
    for (const QJsonValue& value : renames) {
        const QJsonObject object = value.toObject();
        if (object.contains(QLatin1String("name"))) {
            m_renames.insert(object.value(QLatin1String("old")).toString(),
                             {object.value(QLatin1String("name")).toString(),
                              object.value(QLatin1String("ubuntu_from")).toString().toDouble(),
                              object.value(QLatin1String("debian_from")).toString().toDouble()});
        }
    }
    const QJsonArray rows = table.value(QLatin1String("packages")).toArray();
    for (const QJsonValue& value : rows) {
        const QJsonObject object = value.toObject();
        if (object.contains(QLatin1String("condition"))) {
            continue; // only for a build from source or an old version; the plain row is the usual case
        }
        Row row;
        row.run = toStringList(object.value(QLatin1String("apt_run")));
        if (object.value(QLatin1String("sdist_only")).toBool()) {
            row.build = toStringList(object.value(QLatin1String("apt_build")));
        }
        const QJsonObject byUbuntu = object.value(QLatin1String("by_ubuntu")).toObject();
        for (auto it = byUbuntu.begin(); it != byUbuntu.end(); ++it) {
            row.byUbuntu.insert(it.key(), toStringList(it.value()));
        }
        const QStringList names = toStringList(object.value(QLatin1String("distributions")));
        for (const QString& name : names) {
            m_rows.insert(name, row);
        }
    }
}

QString AptNames::renamed(const QString& name, const QString& osRelease) const {
    const auto rename = m_renames.constFind(name);
    if (rename == m_renames.cend()) {
        return name;
    }
    const double from = osRelease.startsWith(QLatin1String("ubuntu"))   ? rename->ubuntuFrom
                        : osRelease.startsWith(QLatin1String("debian")) ? rename->debianFrom
                                                                        : 0;
    return from > 0 && osRelease.mid(6).toDouble() >= from ? rename->name : name;
}

QStringList AptNames::renamed(const QStringList& names, const QString& osRelease) const {
    QStringList result;
    for (const QString& name : names) {
        const QString current = renamed(name, osRelease);
        if (!current.isEmpty() && !result.contains(current)) {
            result << current;
        }
    }
    return result;
}

QStringList AptNames::forRun(const QString& distribution, const QString& osRelease) const {
    const Row row = m_rows.value(normalizedDistribution(distribution));
    const QString ubuntu = osRelease.startsWith(QLatin1String("ubuntu")) ? osRelease.mid(6) : QString();
    if (row.byUbuntu.contains(ubuntu)) {
        return renamed(row.byUbuntu.value(ubuntu), osRelease);
    }
    // Debian and newer Ubuntus have the names of the newest Ubuntu that is listed.
    if (!row.byUbuntu.isEmpty()) {
        QString newest;
        for (auto it = row.byUbuntu.cbegin(); it != row.byUbuntu.cend(); ++it) {
            newest = std::max(newest, it.key());
        }
        return renamed(row.byUbuntu.value(newest), osRelease);
    }
    return renamed(row.run, osRelease);
}

QStringList AptNames::forBuild(const QString& distribution, const QString& osRelease) const {
    return renamed(m_rows.value(normalizedDistribution(distribution)).build, osRelease);
}

} // namespace reberth::knowledge
