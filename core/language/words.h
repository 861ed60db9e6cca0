#pragma once

#include <QString>

#include <span>

namespace reberth::language {

/// A name of a grammar with what it means, in our own words. Texts are source strings for translation.
struct Words {
    const char* name;
    const char* syntax; ///< how it is written, "" where the name says it
    const char* text;
};

std::span<const Words> instructionWords();
/// Rows are named "COPY --from".
std::span<const Words> flagWords();
/// Rows are named "type", "cache", "bind target": fields of a mount, or its types.
std::span<const Words> mountWords();
/// syntax, escape, check.
std::span<const Words> directiveWords();
/// Variables that mean something to programs of this trade, and those of the builder.
std::span<const Words> variableWords();
/// Rows are named by place: "services.*.image"; one name alone fits everywhere.
std::span<const Words> composeWords();

/// The row of that name (case counts), or null.
const Words* findWords(std::span<const Words> rows, QStringView name);

QString translated(const char* text);
QString syntaxOf(const Words& row);

} // namespace reberth::language
