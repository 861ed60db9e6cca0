#pragma once

#include "core/dockerfile/document.h"
#include "core/dockerfile/expansion.h"

#include <QHash>
#include <QStringList>

#include <memory>

namespace reberth::dockerfile {

/// The variables that an instruction can see: a cheap copy of the state at one place of the file. What is set later is
/// not in it, so that all places of a long file share one store.
class Variables {
public:
    Variables();
    /// Those of a stage that is built on another: they begin with what that one ended with.
    static Variables on(const Variables& parent);

    void set(const QString& name, const QString& value) { change(name, {0, value, true}); }
    /// Declared without a value: the person who builds may give one.
    void declare(const QString& name) { change(name, {0, {}, false}); }
    /// Its value is known, or may be given from outside.
    bool isDefined(const QString& name) const { return find(name) != nullptr; }
    std::optional<QString> value(const QString& name) const;
    QStringList names() const;
    VariableLookup lookup() const;

private:
    struct Change {
        int time = 0;
        QString value;
        bool known = false;
    };
    struct Store {
        QHash<QString, QList<Change>> changes;
        std::shared_ptr<const Variables> parent;
        int now = 0;
    };
    void change(const QString& name, Change change);
    const Change* find(const QString& name) const;

    std::shared_ptr<Store> m_store;
    int m_time = 0;
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

/// For every instruction in order the variables that it sees; FROM and the ARGs before it see the global ones.
QList<Variables> variablesOf(const Document& document, const QHash<QString, QString>& buildArguments = {});

/// The words of an instruction in which the builder expands variables, heredoc openers left out.
QList<Word> expandedWords(const Instruction& instruction);

/// TARGETPLATFORM and the others that every FROM may use.
const QStringList& platformArguments();

} // namespace reberth::dockerfile
