#pragma once

#include <QString>

namespace reberth::compose {

/// 64m, 2gb, 1.5g, 1024.
bool isByteSize(const QString& text);
/// 30s, 1m30s, 0.
bool isDuration(const QString& text);
bool isBooleanWord(const QString& text);
/// The short form of a port: [address:][host:]container[/protocol]. Returns what is wrong, or "".
QString portProblem(const QString& text);

} // namespace reberth::compose
