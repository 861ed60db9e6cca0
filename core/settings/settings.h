#pragma once

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace reberth::settings {

/// A setting's name in the INI file with its type and what it is when nobody set it.
template <typename T>
struct Key {
    const char* name;
    T fallback;
};

/// Every setting there is; the one place to look them up.
namespace keys {
inline const Key<QString> theme{"appearance/theme", QStringLiteral("system")}; ///< "system", "light", "dark"
inline const Key<QByteArray> windowGeometry{"window/geometry", {}};
inline const Key<QByteArray> windowState{"window/state", {}};
inline const Key<QString> lastPage{"window/page", QStringLiteral("home")};
inline const Key<QStringList> recentProjects{"projects/recent", {}}; ///< checkout folders, newest first
inline const Key<QByteArray> recentDetails{"projects/recentDetails", {}}; ///< JSON: folder → what Home shows of it
inline const Key<QString> projectsFolder{"projects/folder", {}};     ///< "" = defaultProjectsFolder()
inline const Key<QString> preferredEngine{"engine/preferred", {}};   ///< endpoint address, "" = the first that answers
inline const Key<int> editorFontSize{"editor/fontSize", 0};          ///< points, 0 = the theme's
inline const Key<QByteArray> findingsColumns{"repository/columns", {}};
inline const Key<QByteArray> findingsSplitter{"repository/splitter", {}};
inline const Key<bool> wrapLog{"log/wrap", false};
} // namespace keys

/// The user's settings in one INI file. GUI thread only. Writes are atomic (QSettings) and happen at the next turn of
/// the event loop and at destruction.
class Settings : public QObject {
    Q_OBJECT
public:
    /// `file` is created at the first write.
    explicit Settings(const QString& file, QObject* parent = nullptr);
    ~Settings() override;

    template <typename T>
    T value(const Key<T>& key) const {
        return m_settings.value(QLatin1String(key.name), QVariant::fromValue(key.fallback)).template value<T>();
    }

    template <typename T>
    void setValue(const Key<T>& key, const T& value) {
        set(QLatin1String(key.name), QVariant::fromValue(value));
    }

    void sync() { m_settings.sync(); }

    /// Where the INI file lies unless told otherwise.
    static QString defaultFile();
    /// Where clones go unless the user chose another folder.
    static QString defaultProjectsFolder();
    QString projectsFolder() const;

signals:
    void changed(const QString& name);

private:
    void set(QLatin1String name, const QVariant& value);

    QSettings m_settings;
};

} // namespace reberth::settings
