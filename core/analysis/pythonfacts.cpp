#include "core/analysis/pythonfacts.h"

#include "core/analysis/parserreader.h"
#include "core/analysis/pythoncalls.h"
#include "core/analysis/pythonlexer.h"
#include "core/analysis/pythonresources.h"
#include "core/analysis/pythonscanner.h"
#include "core/analysis/watchednames.h"

namespace reberth::analysis {

PythonFacts readPython(const QString& path, const QByteArray& source, const WatchedNames& watched) {
    PythonFacts facts;
    facts.path = path;
    // The memory of the largest file so far serves all others of the thread.
    thread_local std::vector<Token> tokens;
    PythonLexer::read(source, tokens);
    PythonScanner scanner(source, tokens, watched, facts);
    scanner.run();
    // The tree costs twenty times what the tokens cost: only for files with calls whose arguments are wanted.
    if (!scanner.treeCalls().empty() || mayParseArguments(facts, source))
        readPythonCalls(source, scanner, facts);
    if (source.contains("environ") || source.contains("getenv"))
        readEnvironmentUses(source, tokens, facts);
    readWrittenLinks(source, facts);
    if (tokens.capacity() > 1'000'000)
        std::vector<Token>().swap(tokens);
    return facts;
}

} // namespace reberth::analysis
