#pragma once

#include "core/dockerfile/document.h"

namespace reberth::dockerfile {

/// Splits the logical text [start, end) at blanks.
QList<Word> splitAtBlanks(const LogicalText& logical, qsizetype start, qsizetype end);
/// Splits as ARG, ENV and LABEL do: quotes and the escape character keep blanks in a word.
QList<Word> splitQuoted(const LogicalText& logical, qsizetype start, qsizetype end, QChar escape);

/// Reads flags from `start` on; returns where the arguments begin.
qsizetype readFlags(const LogicalText& logical, qsizetype start, QChar escape, QList<Flag>& flags);

enum class JsonForm { No, Strings, Mixed };
/// Is [start, end) a JSON array of strings? Mixed: an array with something else in it.
JsonForm readJson(const LogicalText& logical, qsizetype start, qsizetype end, QList<Word>& items);

/// The heredocs that a RUN, COPY or ADD line opens, without their bodies.
QList<Heredoc> findHeredocs(const LogicalText& logical, qsizetype start, qsizetype end, QChar escape);

} // namespace reberth::dockerfile
