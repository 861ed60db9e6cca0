#pragma once

#include "core/analysis/literals.h"
#include "core/analysis/pythonfacts.h"
#include "core/analysis/pythonlexer.h"
#include "core/analysis/pythontree.h"

#include <functional>
#include <vector>

namespace reberth::analysis {

/// os.environ["X"], os.getenv("X", "1"), os.environ.setdefault("X", "1") and their like, out of a file's tokens.
void readEnvironmentUses(const QByteArray& source, const std::vector<Token>& tokens, PythonFacts& facts);

/// Calls that fetch data or weights: from_pretrained("org/name"), gdown.download(id=…), urlretrieve(url, path),
/// os.system("wget …") … `resolved` is the function's name with import aliases seen through.
/// False when the call is none of these, before `literals` is asked.
bool readFetchCall(const PythonTree& tree, TSNode call, QByteArrayView function, const QString& resolved,
                   const std::function<const LiteralEvaluator&()>& literals, PythonFacts& facts);

/// Addresses of data and weights that are written anywhere in the file.
void readWrittenLinks(const QByteArray& source, PythonFacts& facts);

} // namespace reberth::analysis
