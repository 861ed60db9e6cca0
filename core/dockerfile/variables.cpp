#include "core/dockerfile/variables.h"

#include <algorithm>

namespace reberth::dockerfile {

Variables::Variables()
    : m_store(std::make_shared<Store>()) {
}

Variables Variables::on(const Variables& parent) {
    Variables out;
    out.m_store->parent = std::make_shared<const Variables>(parent);
    return out;
}

void Variables::change(const QString& name, Change change) {
    Q_ASSERT(m_time == m_store->now); // only the newest copy goes on
    change.time = ++m_time;
    m_store->now = m_time;
    m_store->changes[name].append(std::move(change));
}

const Variables::Change* Variables::find(const QString& name) const {
    const auto it = m_store->changes.constFind(name);
    if (it != m_store->changes.cend()) {
        const auto after = std::upper_bound(it->cbegin(), it->cend(), m_time,
                                            [](int time, const Change& one) { return time < one.time; });
        if (after != it->cbegin()) {
            return &*std::prev(after);
        }
    }
    return m_store->parent ? m_store->parent->find(name) : nullptr;
}

std::optional<QString> Variables::value(const QString& name) const {
    const Change* found = find(name);
    return found && found->known ? std::optional(found->value) : std::nullopt;
}

QStringList Variables::names() const {
    QStringList all = m_store->parent ? m_store->parent->names() : QStringList();
    for (auto it = m_store->changes.cbegin(); it != m_store->changes.cend(); ++it) {
        if (it->front().time <= m_time) {
            all.append(it.key());
        }
    }
    all.sort();
    all.removeDuplicates();
    return all;
}

VariableLookup Variables::lookup() const {
    return [this](const QString& name) { return value(name); };
}

const QStringList& platformArguments() {
    static const QStringList names{
        QStringLiteral("TARGETPLATFORM"), QStringLiteral("TARGETOS"),      QStringLiteral("TARGETARCH"),
        QStringLiteral("TARGETVARIANT"),  QStringLiteral("BUILDPLATFORM"), QStringLiteral("BUILDOS"),
        QStringLiteral("BUILDARCH"),      QStringLiteral("BUILDVARIANT"),  QStringLiteral("TARGETSTAGE")};
    return names;
}

QList<Assignment> assignmentsOf(const Instruction& instruction) {
    QList<Assignment> out;
    const LogicalText& logical = instruction.logical;
    if (instruction.words.isEmpty()) {
        return out;
    }
    const bool isArg = instruction.is(Keyword::Arg);
    const Word& first = instruction.words.front();
    if (!isArg && !first.text.contains(u'=')) {
        const QString text = instruction.arguments();
        qsizetype nameEnd = 0;
        while (nameEnd < text.size() && !text.at(nameEnd).isSpace()) {
            ++nameEnd;
        }
        qsizetype valueStart = nameEnd;
        while (valueStart < text.size() && text.at(valueStart).isSpace()) {
            ++valueStart;
        }
        const qsizetype base = instruction.argumentsStart;
        if (valueStart < text.size()) {
            out.append({text.left(nameEnd), text.mid(valueStart), logical.range(base, base + nameEnd),
                        logical.range(base + valueStart, base + text.size()), logical.range(base, base + text.size()),
                        true});
        }
        return out;
    }
    for (const Word& word : instruction.words) {
        const qsizetype equals = word.text.indexOf(u'=');
        if (equals < 0 && !isArg) {
            continue;
        }
        Assignment assignment;
        assignment.name = equals < 0 ? word.text : word.text.left(equals);
        assignment.range = word.range;
        assignment.nameRange = logical.range(word.start, word.start + assignment.name.size());
        assignment.valueRange = logical.range(equals < 0 ? word.end : word.start + equals + 1, word.end);
        if (equals >= 0) {
            assignment.value = word.text.mid(equals + 1);
        }
        out.append(assignment);
    }
    return out;
}

QList<Variables> variablesOf(const Document& document, const QHash<QString, QString>& buildArguments) {
    Variables global;
    for (const QString& name : platformArguments()) {
        global.set(name, name.endsWith(QLatin1String("PLATFORM")) ? QStringLiteral("linux/amd64")
                         : name.endsWith(QLatin1String("OS"))     ? QStringLiteral("linux")
                         : name.endsWith(QLatin1String("ARCH"))   ? QStringLiteral("amd64")
                                                                  : QString());
    }
    const auto evaluate = [&](const Instruction& instruction, Variables& scope, bool isGlobal) {
        const Variables before = scope;
        for (const Assignment& assignment : assignmentsOf(instruction)) {
            const QString name = expand(assignment.name, document.escape, before.lookup()).value;
            const auto given = instruction.is(Keyword::Arg) ? buildArguments.constFind(name) : buildArguments.cend();
            if (given != buildArguments.cend()) {
                scope.set(name, *given);
            } else if (assignment.value) {
                scope.set(name, expand(*assignment.value, document.escape, before.lookup()).value);
            } else if (!isGlobal && global.value(name)) {
                scope.set(name, *global.value(name));
            } else {
                scope.declare(name);
            }
        }
    };
    QList<Variables> out;
    out.reserve(document.instructions.size());
    QList<Variables> ofStages;
    Variables current;
    for (const Instruction& instruction : document.instructions) {
        if (instruction.is(Keyword::From)) {
            if (instruction.stage > 0) {
                ofStages.append(current);
            }
            const qsizetype parent = document.stages.at(instruction.stage).parent;
            current = parent >= 0 && parent < ofStages.size() ? Variables::on(ofStages.at(parent)) : Variables();
            out.append(global);
            continue;
        }
        const bool isGlobal = instruction.stage < 0;
        Variables& scope = isGlobal ? global : current;
        out.append(scope);
        if (instruction.is(Keyword::Arg) || (instruction.is(Keyword::Env) && !isGlobal)) {
            evaluate(instruction, scope, isGlobal);
        }
    }
    return out;
}

QList<Word> expandedWords(const Instruction& instruction) {
    QList<Word> out;
    switch (instruction.keyword) {
    case Keyword::Add:
    case Keyword::Copy:
    case Keyword::Volume:
        out = instruction.isJson ? instruction.json : instruction.words;
        break;
    case Keyword::From:
    case Keyword::Expose:
        out = instruction.words;
        break;
    case Keyword::Arg:
    case Keyword::Env:
    case Keyword::Label:
        for (const Assignment& assignment : assignmentsOf(instruction)) {
            // A legacy value may hold an apostrophe; the builder takes quotes for what they are there too.
            out.append({assignment.name, 0, 0, assignment.nameRange});
            if (assignment.value) {
                out.append({*assignment.value, 0, 0, assignment.valueRange});
            }
        }
        return out;
    case Keyword::Stopsignal:
    case Keyword::User:
    case Keyword::Workdir:
        if (!instruction.words.isEmpty()) {
            out.append({instruction.arguments(), instruction.argumentsStart, instruction.argumentsEnd,
                        instruction.argumentsRange()});
        }
        return out;
    default:
        return out;
    }
    out.removeIf([&](const Word& word) {
        return std::any_of(instruction.heredocs.cbegin(), instruction.heredocs.cend(),
                           [&](const Heredoc& heredoc) { return heredoc.opener.overlaps(word.range); });
    });
    return out;
}

} // namespace reberth::dockerfile
