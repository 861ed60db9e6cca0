#pragma once

#include "core/dockerfile/document.h"

#include <QList>
#include <QString>

#include <utility>

namespace reberth::dockerfile {

/// The value of RUN --mount.
struct Mount {
    QList<std::pair<QString, QString>> fields; ///< as written, keys in lower case

    /// "bind" where no type is written.
    QString type() const;
    /// By any of the field's names; null when it is not there.
    QString value(const QString& field) const;
    bool has(const QString& field) const { return !value(field).isNull(); }
    QString target() const { return value(QStringLiteral("target")); }
    QString from() const { return value(QStringLiteral("from")); }
};

/// Comma list with optional quotes round fields.
Mount readMount(const QString& text);

/// Mounts of a RUN, in order.
QList<Mount> mountsOf(const Instruction& run);

/// What the builder would refuse; empty when it is fine. `suggestion` gets a near match for a wrong key.
QString mountProblem(const Mount& mount, QString* suggestion);

} // namespace reberth::dockerfile
