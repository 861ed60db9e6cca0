#include "core/settings/settings.h"

#include <QStandardPaths>

namespace reberth::settings {

namespace {
constexpr int schemaVersion = 1;
const auto schemaKey = QLatin1String("schema");
} // namespace

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent)
    , m_settings(file, QSettings::IniFormat) {
    if (!m_settings.contains(schemaKey) && m_settings.isWritable()) {
        m_settings.setValue(schemaKey, schemaVersion);
    }
}

Settings::~Settings() = default;

void Settings::set(QLatin1String name, const QVariant& value) {
    if (m_settings.value(name) == value) {
        return;
    }
    m_settings.setValue(name, value);
    emit changed(name);
}

QString Settings::defaultFile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/reberth/reberth.ini");
}

QString Settings::defaultProjectsFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/reberth/projects");
}

QString Settings::projectsFolder() const {
    const QString chosen = value(keys::projectsFolder);
    return chosen.isEmpty() ? defaultProjectsFolder() : chosen;
}

} // namespace reberth::settings
