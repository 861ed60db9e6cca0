#pragma once

#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace reberth::knowledge {

/// system_packages.json: what apt must bring for a Python distribution, under the names of each OS release.
class AptNames {
public:
    AptNames() = default;
    explicit AptNames(const QJsonObject& table);

    QStringList forRun(const QString& distribution, const QString& osRelease) const;
    QStringList forBuild(const QString& distribution, const QString& osRelease) const;
    /// A name as this release calls it; "" when the release has no such package any more.
    QString renamed(const QString& name, const QString& osRelease) const;

private:
    struct Row {
        QStringList run;
        QStringList build; // only for what has no wheels
        QHash<QString, QStringList> byUbuntu;
    };
    struct Rename {
        QString name;          // "" when nothing stands in
        double ubuntuFrom = 0; // first release with the new name only; 0 = keeps the old one
        double debianFrom = 0;
    };
    QStringList renamed(const QStringList& names, const QString& osRelease) const;

    QHash<QString, Row> m_rows;
    QHash<QString, Rename> m_renames;
};

} // namespace reberth::knowledge
