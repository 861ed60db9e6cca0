#include "core/knowledge/aptnames.h"

#include "core/knowledge/jsontable.h"

namespace reberth::knowledge {

namespace {

struct Rename {
    const char* before;
    const char* after;  ///< "" when nothing stands in
    double ubuntu;      ///< first Ubuntu release with the new name only
    int debian;         ///< first Debian release
};

// The rows of system_packages.json "renames" whose `when` is prose there, as releases.
constexpr Rename renames[] = {
    {"libgl1-mesa-glx", "libgl1", 22.04, 12},     {"libav-tools", "ffmpeg", 18.04, 9},
    {"libpng12-dev", "libpng-dev", 18.04, 9},     {"libpng12-0", "libpng16-16", 18.04, 9},
    {"libjasper-dev", "", 18.04, 9},              {"python-dev", "python3-dev", 20.04, 11},
    {"python-pip", "python3-pip", 20.04, 11},     {"python3-distutils", "", 24.04, 13},
    {"libasound2", "libasound2t64", 24.04, 13},   {"libopenblas-base", "libopenblas0", 22.04, 11},
    {"libtinfo5", "libtinfo6", 24.04, 12},        {"libncurses5", "libncurses6", 24.04, 12},
    {"libilmbase-dev", "libimath-dev", 24.04, 12}, {"freeglut3", "libglut3.12", 24.04, 13},
    {"libgfortran3", "libgfortran5", 20.04, 10},  {"libtiff5", "libtiff6", 24.04, 12},
    {"libwebp6", "libwebp7", 22.04, 12},          {"libssl1.0.0", "", 20.04, 9},
    {"libssl1.1", "", 22.04, 12},                 {"qt4-default", "qtbase5-dev", 20.04, 11},
    {"libmysqlclient21", "libmariadb3", 99, 9},   {"libopenmpi3", "libopenmpi3t64", 24.04, 13},
    {"libglib2.0-0", "libglib2.0-0t64", 24.04, 13},
};

} // namespace

AptNames::AptNames(const QJsonObject& table) {
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
    const bool ubuntu = osRelease.startsWith(QLatin1String("ubuntu"));
    const bool debian = osRelease.startsWith(QLatin1String("debian"));
    const double number = osRelease.mid(6).toDouble();
    for (const Rename& rename : renames) {
        if (name == QLatin1String(rename.before) &&
            ((ubuntu && number >= rename.ubuntu) || (debian && number >= rename.debian))) {
            return QLatin1String(rename.after);
        }
    }
    return name;
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
