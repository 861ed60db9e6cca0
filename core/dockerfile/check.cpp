#include "core/dockerfile/check.h"

#include "core/diagnostics/nearest.h"
#include "core/dockerfile/flagcheck.h"
#include "core/dockerfile/imagereference.h"
#include "core/dockerfile/mount.h"
#include "core/dockerfile/variables.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::dockerfile", text);
}

const QStringList& allKeywords() {
    static const QStringList names = [] {
        QStringList out;
        for (int i = 1; i <= static_cast<int>(Keyword::Workdir); ++i) {
            out.append(keywordName(static_cast<Keyword>(i)));
        }
        return out;
    }();
    return names;
}

bool isSignal(const QString& text) {
    static const QStringList names{
        QStringLiteral("ABRT"),  QStringLiteral("ALRM"), QStringLiteral("BUS"),  QStringLiteral("CHLD"),
        QStringLiteral("CLD"),   QStringLiteral("CONT"), QStringLiteral("FPE"),  QStringLiteral("HUP"),
        QStringLiteral("ILL"),   QStringLiteral("INT"),  QStringLiteral("IO"),   QStringLiteral("IOT"),
        QStringLiteral("KILL"),  QStringLiteral("PIPE"), QStringLiteral("POLL"), QStringLiteral("PROF"),
        QStringLiteral("PWR"),   QStringLiteral("QUIT"), QStringLiteral("SEGV"), QStringLiteral("STKFLT"),
        QStringLiteral("STOP"),  QStringLiteral("SYS"),  QStringLiteral("TERM"), QStringLiteral("TRAP"),
        QStringLiteral("TSTP"),  QStringLiteral("TTIN"), QStringLiteral("TTOU"), QStringLiteral("UNUSED"),
        QStringLiteral("URG"),   QStringLiteral("USR1"), QStringLiteral("USR2"), QStringLiteral("VTALRM"),
        QStringLiteral("WINCH"), QStringLiteral("XCPU"), QStringLiteral("XFSZ"), QStringLiteral("RTMIN"),
        QStringLiteral("RTMAX")};
    bool number = false;
    const int value = text.toInt(&number);
    if (number) {
        return value != 0;
    }
    QString name = text.toUpper();
    if (name.startsWith(QLatin1String("SIG"))) {
        name = name.mid(3);
    }
    static const QRegularExpression realtime(QStringLiteral("^(RTMIN\\+([1-9]|1[0-5])|RTMAX-([1-9]|1[0-4]))$"));
    return names.contains(name) || realtime.match(name).hasMatch();
}

/// "" when the builder takes the port.
QString portProblem(const QString& text) {
    QString ports = text;
    if (const qsizetype slash = ports.indexOf(u'/'); slash >= 0) {
        const QString protocol = ports.mid(slash + 1).toLower();
        ports.truncate(slash);
        if (!protocol.isEmpty() && protocol != QLatin1String("tcp") && protocol != QLatin1String("udp") &&
            protocol != QLatin1String("sctp")) {
            return tr("“%1” is no protocol; a port is tcp, udp or sctp.").arg(protocol);
        }
    }
    const QString port = ports.mid(ports.lastIndexOf(u':') + 1);
    const QStringList ends = port.split(u'-');
    int previous = 0;
    for (const QString& end : ends) {
        bool ok = false;
        const int value = end.toInt(&ok);
        if (!ok || value < 0 || value > 65535 || value < previous || ends.size() > 2) {
            return tr("“%1” is no port; write a number from 0 to 65535, or a range such as 8000-8010.").arg(port);
        }
        previous = value;
    }
    return {};
}

class Checker {
public:
    explicit Checker(const Document& document)
        : m_document(document) {}

    QList<Problem> run(const QList<Variables>& variables) {
        for (qsizetype i = 0; i < m_document.instructions.size(); ++i) {
            visit(m_document.instructions.at(i), variables.at(i));
        }
        const bool onlyArguments = std::all_of(m_document.instructions.cbegin(), m_document.instructions.cend(),
                                               [](const Instruction& one) { return one.is(Keyword::Arg); });
        if (onlyArguments && !m_document.instructions.isEmpty() && m_problems.isEmpty()) {
            add("instruction-order", tr("The file has no FROM, so there is nothing to build."),
                m_document.instructions.front().nameRange);
        }
        return std::move(m_problems);
    }

private:
    void add(const char* rule, const QString& message, TextRange range, const QString& replacement = {}) {
        m_problems.append({QLatin1String(rule), message, range, replacement});
    }
    void visit(const Instruction& instruction, const Variables& variables);
    void checkUnknown(const Instruction& instruction);
    void checkCounts(const Instruction& instruction);
    void checkAssignments(const Instruction& instruction);
    void checkBuildDate(const Assignment& assignment);
    void checkFrom(const Instruction& instruction, const Variables& variables);
    void checkTransfer(const Instruction& instruction);
    void checkStageReference(const Instruction& instruction, const QString& name, TextRange range);
    void checkHealthcheck(const Instruction& instruction);
    void checkTrigger(const Instruction& instruction);
    void checkValues(const Instruction& instruction, const Variables& variables);
    /// Is there no base image that might set variables?
    bool onScratch(qsizetype stage) const;

    const Document& m_document;
    QList<Problem> m_problems;
};

void Checker::visit(const Instruction& instruction, const Variables& variables) {
    if (instruction.is(Keyword::Unknown)) {
        checkUnknown(instruction);
        return;
    }
    if (instruction.stage < 0 && !instruction.is(Keyword::Arg)) {
        add("instruction-order",
            tr("%1 stands before the first FROM; only ARG may.").arg(keywordName(instruction.keyword)),
            instruction.nameRange);
    }
    const qsizetype before = m_problems.size();
    checkFlags(instruction, m_document.labs, m_problems);
    checkCounts(instruction);
    switch (instruction.keyword) {
    case Keyword::Arg:
    case Keyword::Env:
    case Keyword::Label:
        checkAssignments(instruction);
        break;
    case Keyword::From:
        checkFrom(instruction, variables);
        break;
    case Keyword::Add:
    case Keyword::Copy:
        checkTransfer(instruction);
        break;
    case Keyword::Healthcheck:
        checkHealthcheck(instruction);
        break;
    case Keyword::Onbuild:
        checkTrigger(instruction);
        break;
    case Keyword::Run:
        for (const Flag& flag : instruction.flags) {
            if (flag.name == QLatin1String("mount") && flag.value) {
                const QString from = readMount(*flag.value).from();
                if (!from.isEmpty() && !from.contains(u'$')) {
                    checkStageReference(instruction, from, flag.range);
                }
            }
        }
        break;
    default:
        break;
    }
    if (m_problems.size() == before) {
        checkValues(instruction, variables);
    }
}

void Checker::checkUnknown(const Instruction& instruction) {
    const QString near = diagnostics::nearest(instruction.name.toUpper(), allKeywords());
    QString message = tr("There is no instruction “%1”.").arg(instruction.name.left(40));
    if (!near.isEmpty()) {
        message += QLatin1Char(' ') + tr("Did you mean %1?").arg(near);
    }
    add("unknown-instruction", message, instruction.nameRange, near);
}

void Checker::checkCounts(const Instruction& instruction) {
    const QString name = keywordName(instruction.keyword);
    const qsizetype count = instruction.isJson ? instruction.json.size() : instruction.words.size();
    const TextRange place = instruction.words.isEmpty() ? instruction.nameRange : instruction.argumentsRange();
    switch (instruction.keyword) {
    case Keyword::From:
        if (count != 1 && count != 3) {
            add("arguments", tr("FROM takes an image, or an image, AS and a name. A comment needs a line of its own."),
                place);
        }
        break;
    case Keyword::Add:
    case Keyword::Copy:
        if (count < 2) {
            add("arguments", tr("%1 needs at least one source and a destination.").arg(name), place);
        }
        break;
    case Keyword::Shell:
        if (!instruction.isJson) {
            add("arguments", tr("SHELL takes a JSON list: [\"/bin/bash\", \"-c\"]."), place);
        } else if (count == 0) {
            add("arguments", tr("SHELL needs at least one item."), place);
        }
        break;
    case Keyword::Volume:
    case Keyword::Arg:
    case Keyword::Env:
    case Keyword::Expose:
    case Keyword::Healthcheck:
    case Keyword::Label:
    case Keyword::Maintainer:
    case Keyword::Onbuild:
    case Keyword::Stopsignal:
    case Keyword::User:
    case Keyword::Workdir:
        if (count == 0) {
            add("arguments", tr("%1 needs an argument.").arg(name), place);
        }
        break;
    default:
        break;
    }
}

void Checker::checkAssignments(const Instruction& instruction) {
    const QString name = keywordName(instruction.keyword);
    if (!instruction.is(Keyword::Arg) && !instruction.words.isEmpty()) {
        if (!instruction.words.front().text.contains(u'=')) {
            if (instruction.words.size() < 2) {
                add("arguments", tr("%1 needs a name and a value: %1 name=value.").arg(name),
                    instruction.words.front().range);
            }
            return;
        }
        for (const Word& word : instruction.words) {
            if (!word.text.contains(u'=')) {
                add("arguments",
                    tr("“%1” is no name=value. Quote a value that has blanks in it.").arg(word.text.left(40)),
                    word.range);
            }
        }
    }
    for (const Assignment& assignment : assignmentsOf(instruction)) {
        if (instruction.stage < 0 && assignment.name == QLatin1String("SOURCE_DATE_EPOCH") && assignment.value) {
            checkBuildDate(assignment);
        }
        if (assignment.name.isEmpty()) {
            add("arguments", tr("A name is missing in front of “=”."), assignment.range);
        }
    }
}

void Checker::checkBuildDate(const Assignment& assignment) {
    const Expansion expansion = expand(*assignment.value, m_document.escape, {});
    bool number = false;
    expansion.value.toLongLong(&number);
    if (number || expansion.value.isEmpty() || !expansion.uses.isEmpty()) {
        return;
    }
    const qsizetype index = m_document.stageIndex(expansion.value, m_document.stages.size());
    if (index < 0) {
        add("arguments", tr("SOURCE_DATE_EPOCH is a number of seconds since 1970."), assignment.valueRange);
        return;
    }
    // The builder takes the time of a source from a stage that does nothing but fetch it.
    const Stage& stage = m_document.stages.at(index);
    for (qsizetype i = stage.from + 1; i < stage.end; ++i) {
        const Instruction& instruction = m_document.instructions.at(i);
        if (!instruction.is(Keyword::Add) && !instruction.is(Keyword::Arg)) {
            add("stage-reference",
                tr("SOURCE_DATE_EPOCH takes its time from “%1”, which may then hold nothing but ADD.").arg(stage.name),
                m_document.instructions.at(stage.from).range);
            return;
        }
    }
}

void Checker::checkFrom(const Instruction& instruction, const Variables& variables) {
    static const QRegularExpression stageName(QStringLiteral("^[a-z][a-z0-9-_.]*$"));
    if (instruction.words.size() == 3) {
        const Word& as = instruction.words.at(1);
        const Word& name = instruction.words.at(2);
        if (as.text.compare(QLatin1String("as"), Qt::CaseInsensitive) != 0) {
            add("arguments", tr("Between an image and a stage's name stands AS."), as.range);
        } else if (!stageName.match(name.text.toLower()).hasMatch()) {
            add("arguments",
                tr("“%1” is no name for a stage: a letter, then letters, digits, “-”, “_” and “.”.").arg(name.text),
                name.range);
        }
    }
    if (instruction.words.isEmpty() || m_document.stages.at(instruction.stage).parent >= 0) {
        return;
    }
    const Word& image = instruction.words.front();
    const Expansion expansion = expand(image.text, m_document.escape, variables.lookup());
    const bool open = std::any_of(expansion.uses.cbegin(), expansion.uses.cend(),
                                  [&](const VariableUse& use) { return variables.isDefined(use.name); });
    // A value may come from outside, and a default that makes no name has a rule of its own.
    if (!expansion.error.isEmpty() || open) {
        return;
    }
    if (expansion.value.isEmpty()) {
        add("image-reference", tr("This names no image: nothing is left of “%1”.").arg(image.text.left(80)),
            image.range);
        return;
    }
    if (!ImageReference::parse(expansion.value)) {
        const bool upper = expansion.value != expansion.value.toLower();
        add("image-reference",
            upper ? tr("“%1” is no image name: letters must be lower case.").arg(expansion.value.left(80))
                  : tr("“%1” is no image name.").arg(expansion.value.left(80)),
            image.range);
    }
}

void Checker::checkTransfer(const Instruction& instruction) {
    const QList<Word>& words = instruction.isJson ? instruction.json : instruction.words;
    const bool heredocLast =
        std::any_of(instruction.heredocs.cbegin(), instruction.heredocs.cend(), [&](const Heredoc& heredoc) {
            return !words.isEmpty() && heredoc.opener.overlaps(words.back().range);
        });
    if (heredocLast && words.size() >= 2) {
        add("arguments", tr("A heredoc can't be the destination."), words.back().range);
    }
    if (const Flag* from = instruction.flag(u"from"); from && from->value) {
        checkStageReference(instruction, *from->value, from->valueRange);
    }
}

void Checker::checkStageReference(const Instruction& instruction, const QString& name, TextRange range) {
    bool number = false;
    const int index = name.toInt(&number);
    if (number) {
        if (index < 0 || index >= instruction.stage) {
            add("stage-reference", tr("There is no earlier stage with the number %1.").arg(index), range);
        }
        return;
    }
    if (m_document.stageIndex(name, instruction.stage) >= 0) {
        return;
    }
    for (qsizetype i = instruction.stage; i < m_document.stages.size() && i >= 0; ++i) {
        const Stage& stage = m_document.stages.at(i);
        if (!stage.name.isEmpty() && stage.name.compare(name, Qt::CaseInsensitive) == 0) {
            add(i == instruction.stage ? "stage-itself" : "stage-reference",
                i == instruction.stage ? tr("The stage “%1” can't copy from itself.").arg(name)
                                       : tr("The stage “%1” comes later; only earlier ones can be used.").arg(name),
                range);
            return;
        }
    }
    if (!ImageReference::parse(name)) {
        add("stage-reference",
            name.contains(u'$') ? tr("Variables are not expanded here; name a stage with FROM and use its name.")
                                : tr("“%1” is neither a stage nor an image name.").arg(name.left(80)),
            range);
    }
}

void Checker::checkHealthcheck(const Instruction& instruction) {
    if (instruction.words.isEmpty()) {
        return;
    }
    const Word& type = instruction.words.front();
    const QString upper = type.text.toUpper();
    if (upper == QLatin1String("NONE")) {
        if (instruction.words.size() > 1) {
            add("arguments", tr("HEALTHCHECK NONE takes nothing more."), instruction.words.at(1).range);
        }
    } else if (upper == QLatin1String("CMD")) {
        if (instruction.words.size() < 2 || (instruction.isJson && instruction.json.isEmpty())) {
            add("arguments", tr("HEALTHCHECK CMD needs a command."), type.range);
        }
    } else {
        add("arguments", tr("HEALTHCHECK takes CMD or NONE, not “%1”.").arg(type.text.left(40)), type.range,
            QStringLiteral("CMD"));
    }
}

void Checker::checkTrigger(const Instruction& instruction) {
    if (instruction.trigger.isEmpty()) {
        return;
    }
    const Instruction& trigger = instruction.trigger.front();
    if (trigger.is(Keyword::Onbuild) || trigger.is(Keyword::From) || trigger.is(Keyword::Maintainer)) {
        add("onbuild-trigger", tr("ONBUILD can't hold %1.").arg(keywordName(trigger.keyword)), trigger.nameRange);
    } else if (trigger.is(Keyword::Env) || trigger.is(Keyword::Label)) {
        checkAssignments(trigger);
    }
}

bool Checker::onScratch(qsizetype stage) const {
    while (stage >= 0 && m_document.stages.at(stage).parent >= 0) {
        stage = m_document.stages.at(stage).parent;
    }
    return stage >= 0 && m_document.stages.at(stage).base == QLatin1String("scratch");
}

void Checker::checkValues(const Instruction& instruction, const Variables& variables) {
    for (const Word& word : expandedWords(instruction)) {
        const Expansion expansion = expand(word.text, m_document.escape, variables.lookup());
        if (!expansion.error.isEmpty()) {
            if (!expansion.lacksValue) { // the base image, or who builds, may set it
                add("variable-syntax", expansion.error, word.range);
            }
            continue;
        }
        const bool known = std::all_of(expansion.uses.cbegin(), expansion.uses.cend(), [&](const VariableUse& use) {
            return variables.value(use.name) || (!variables.isDefined(use.name) && onScratch(instruction.stage));
        });
        if (!known) {
            continue;
        }
        if (instruction.is(Keyword::Expose)) {
            for (const QString& port : expansion.words) {
                if (const QString message = portProblem(port); !message.isEmpty()) {
                    add("port", message, word.range);
                }
            }
        } else if (instruction.is(Keyword::Volume) && expansion.value.trimmed().isEmpty()) {
            add("arguments", tr("A volume can't be an empty text."), word.range);
        } else if (instruction.is(Keyword::Stopsignal) && !isSignal(expansion.value)) {
            add("arguments", tr("“%1” is no signal.").arg(expansion.value.left(40)), word.range);
        }
    }
    for (const Flag& flag : instruction.flags) {
        if (flag.value && !instruction.is(Keyword::Run) && flag.value->contains(u'$')) {
            const Expansion expansion = expand(*flag.value, m_document.escape, variables.lookup());
            if (!expansion.error.isEmpty() && !expansion.lacksValue) {
                add("variable-syntax", expansion.error, flag.range);
            }
        }
    }
}

} // namespace

QList<Problem> check(const Document& document, const QList<Variables>& variables) {
    return Checker(document).run(variables);
}

} // namespace reberth::dockerfile
