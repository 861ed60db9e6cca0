#pragma once

#include "core/analysis/findings.h"

#include <QStringView>

namespace reberth::analysis {

/// True for an address under which data or weights can be had: a file share, a model hub, a bucket, an archive.
/// False for pages, badges, papers, images, programs and packages.
bool isDataAddress(const QString& address);

/// What may be behind a command's address: everything but programs, scripts and keys.
bool isFetchedData(const QString& address);

/// "weights", "dataset" or "unknown": by the address, then by the word in `row` nearest to `at`, then by `section`.
QString kindOfData(const QString& address, const QString& row, qsizetype at, const QString& section);

/// Bytes, where a size is written beside position `at` of a row ("(1.2 GB)", "~300MB"); -1 when none is.
qint64 writtenSize(const QString& row, qsizetype at);

/// The addresses of data in one line of text.
QList<DataSource> findLinks(const QString& row, const QString& file, int line, const QString& section);

/// Two spellings of one address have the same key (a Drive file by its id, http and https).
QString dataKey(const QString& address);

} // namespace reberth::analysis
