#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace reberth::analysis {

/// One logical line of a requirements file: continuations joined, the comment taken off.
struct RequirementLine {
    enum class Kind {
        Requirement, ///< `value` is the requirement, without -e
        Include,     ///< -r file
        Constraint,  ///< -c file
        Index,       ///< --index-url
        ExtraIndex,  ///< --extra-index-url
        FindLinks,   ///< -f, --find-links
        Option       ///< any other: --no-binary, --pre, --trusted-host …
    };
    Kind kind = Kind::Requirement;
    QString value;
    bool editable = false;
    QStringList via;   ///< who asks for it, as pip-compile's "# via" comments tell
    QStringList hints; ///< indexes and links that stand behind the requirement on the same line
    QString text;      ///< as written, on one line
    int line = 0;      ///< 1-based
};

struct RequirementsText {
    QList<RequirementLine> lines;
    bool isCompiled = false; ///< written by pip-compile, uv or poetry: holds what is asked for and all it pulls in
    int transitiveFrom = 0;  ///< line of a comment such as "# Transitive dependencies."; 0 when there is none
    bool isTruncated = false;
};

/// Reads the text of a requirements file as pip does. Pure; costs grow with the text only.
RequirementsText readRequirementsText(const QString& text);

/// What `pip freeze` and the like write: nothing but exact pins, the parts of parts among them.
bool isFrozenList(const RequirementsText& text);

} // namespace reberth::analysis
