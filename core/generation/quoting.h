#pragma once

#include <QString>
#include <QStringList>

namespace reberth::generation {

/// A text as one line of a comment: line ends of every reader become blanks, and it doesn't end with a backslash (make
/// would go on with the comment on the next line).
QString commentText(const QString& text);

/// `text` as comment lines, "# " before each, broken at blanks before column 110; ends with '\n'. Empty for no text.
QString comment(const QString& text);

/// A JSON string; also a valid double-quoted YAML scalar and a word of a Dockerfile's JSON form.
QString jsonString(const QString& text);
QString jsonArray(const QStringList& words);

/// A value of ENV or LABEL, in double quotes where needed, with variables not expanded.
QString dockerValue(const QString& text);

/// One word of a POSIX shell, in single quotes where needed.
QString shellWord(const QString& text);

/// Text of a Makefile's recipe line: '$' doubled.
QString makeText(const QString& text);

/// A YAML string for compose: plain where that is safe, else in double quotes; '$' doubled so that compose puts no
/// variable in.
QString composeString(const QString& text);

} // namespace reberth::generation
