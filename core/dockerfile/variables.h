#pragma once

#include "core/dockerfile/document.h"
#include "core/dockerfile/expansion.h"

#include <QHash>
#include <QSet>

#include <functional>

namespace reberth::dockerfile {

/// The variables that an instruction can see.
class Variables {
public:
    void set(const QString& name, const QString& value) { m_values.insert(name, value); }
    /// Declared without a value: the person who builds may give one.
    void declare(const QString& name);
    /// Its value is known, or may be given from outside.
    bool isDefined(const QString& name) const { return m_values.contains(name) || m_declared.contains(name); }
    /// Declared, value unknown.
    bool isOpen(const QString& name) const { return m_declared.contains(name) && !m_values.contains(name); }
    std::optional<QString> value(const QString& name) const;
    QStringList names() const;
    VariableLookup lookup() const;

private:
    QHash<QString, QString> m_values;
    QSet<QString> m_declared;
};

/// A `name=value` of ARG, ENV or LABEL (or `name value`, the legacy form).
struct Assignment {
    QString name;                 ///< as written
    std::optional<QString> value; ///< as written, quotes kept; nullopt for a bare ARG
    TextRange nameRange;
    TextRange valueRange;
    TextRange range;
    bool legacy = false;
};

/// Empty where the text is no list of assignments.
QList<Assignment> assignmentsOf(const Instruction& instruction);

/// Calls `visit` for every instruction in order with the variables that it sees; FROM and the ARGs before it see the
/// global ones.
void walkVariables(const Document& document, const std::function<void(const Instruction&, const Variables&)>& visit);

/// The words of an instruction in which the builder expands variables, heredoc openers left out.
QList<Word> expandedWords(const Instruction& instruction);

/// TARGETPLATFORM and the others that every FROM may use.
const QStringList& platformArguments();

} // namespace reberth::dockerfile
