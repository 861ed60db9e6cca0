#pragma once

#include "core/base/result.h"
#include "core/linting/checkedfile.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace reberth::linting {

/// What a file is: by its name, or, where that does not tell (standard input, "deploy.txt"), by what it says.
FileKind kindOf(const QString& path, QStringView text);

/// The Dockerfiles and compose files in and below `folder`, sorted; hidden folders other than .reberth, .devcontainer
/// and .docker, and those of package managers, are left out, links are not followed. Blocks.
QStringList filesBelow(const QString& folder);

/// UTF-8 text of a file with what writing it back needs.
struct InputText {
    QString text;
    bool mark = false;  ///< began with a byte order mark, which `text` lacks
    bool exact = true;  ///< false: not UTF-8; `text` has replacement characters and must not be written back
    QByteArray bytes(const QString& changed) const;
};
InputText decode(const QByteArray& data);

} // namespace reberth::linting
