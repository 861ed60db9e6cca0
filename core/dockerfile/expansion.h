#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace reberth::dockerfile {

/// `$name` in a word, and whether it says itself what to do when the variable is not set (`${name:-x}`).
struct VariableUse {
    QString name;
    qsizetype start = 0; ///< of '$', in the word
    qsizetype end = 0;
    bool hasDefault = false;
};

/// What the builder's own expansion makes of a word. The grammar is smaller than a shell's.
struct Expansion {
    QString value;     ///< quotes removed
    QStringList words; ///< the value, split at blanks outside quotes
    QList<VariableUse> uses;
    QString error; ///< a sentence, or empty
    qsizetype errorAt = 0;
    bool lacksValue = false; ///< the error is that of `${x:?message}`: right in itself, but x is not set
};

/// The value of a variable; nullopt when it is not set.
using VariableLookup = std::function<std::optional<QString>(const QString& name)>;

Expansion expand(const QString& word, QChar escape, const VariableLookup& lookup);

} // namespace reberth::dockerfile
