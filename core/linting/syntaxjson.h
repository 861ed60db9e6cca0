#pragma once

#include <QByteArray>
#include <QString>

namespace reberth::linting {

/// What the builder's parser reads in a Dockerfile, as one line of JSON: {"file", "escape", "ast": [{"instruction",
/// "args", "flags", "json", "start_line", "end_line", "heredocs": [{"Name", "FileDescriptor", "Expand", "Chomp",
/// "Content"}], "prev_comments"}], "stages": [{"name", "base", "line"}], "errors": [{"line", "message"}]}. Keys but
/// "args" whose value is empty or false are left out; lines are 1-based.
QByteArray syntaxJson(const QString& path, const QString& text);

} // namespace reberth::linting
