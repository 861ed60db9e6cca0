#include "core/dockerfile/arguments.h"
#include "core/dockerfile/document.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::dockerfile {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::dockerfile", text);
}

/// BuildKit's own limit; a longer line is refused by the builder.
constexpr qsizetype maxLineBytes = 65535;

struct Line {
    qsizetype start = 0;
    qsizetype end = 0;  ///< without "\r\n"
    qsizetype next = 0; ///< start of the line below
    qsizetype number = 0;
};

class Parser {
public:
    explicit Parser(const QString& source) { m_document.source = source; }

    Document run();

private:
    QStringView text() const { return m_document.source; }
    QStringView view(const Line& line) const { return text().sliced(line.start, line.end - line.start); }
    bool nextLine(Line& line);
    bool readDirective(const Line& line);
    void readComment(const Line& line);
    void readInstruction(Line line);
    void readHeredocs(Instruction& instruction, Line& last);
    void splitInstruction(Instruction& instruction, qsizetype start);
    void readArguments(Instruction& instruction);
    void addToStage(Instruction& instruction);
    void problem(const char* rule, const QString& message, TextRange range) {
        m_document.problems.append({QLatin1String(rule), message, range, {}});
    }
    bool isTooLong(const Line& line) const;
    /// The line without its continuation character; false when it has none.
    bool trimContinuation(QStringView& line) const;

    Document m_document;
    qsizetype m_position = 0;
    qsizetype m_lineNumber = 0;
    QList<qsizetype> m_commentsAbove;
    QHash<QString, qsizetype> m_stagesByName; ///< lower case
};

bool isCommentLine(QStringView line) {
    const auto it = std::find_if_not(line.cbegin(), line.cend(), [](QChar c) { return c.isSpace(); });
    return it != line.cend() && *it == u'#';
}

bool isBlankLine(QStringView line) {
    return std::all_of(line.cbegin(), line.cend(), [](QChar c) { return c.isSpace(); });
}

bool Parser::nextLine(Line& line) {
    if (m_position >= text().size()) {
        return false;
    }
    line.start = m_position;
    line.number = m_lineNumber++;
    const qsizetype newline = text().indexOf(u'\n', m_position);
    line.end = newline < 0 ? text().size() : newline;
    line.next = newline < 0 ? text().size() : newline + 1;
    while (line.end > line.start && text().at(line.end - 1) == u'\r') {
        --line.end;
    }
    m_position = line.next;
    return true;
}

bool Parser::isTooLong(const Line& line) const {
    const qsizetype units = line.end - line.start;
    return units > maxLineBytes || (units * 3 > maxLineBytes && view(line).toUtf8().size() > maxLineBytes);
}

bool Parser::trimContinuation(QStringView& line) const {
    qsizetype end = line.size();
    while (end > 0 && (line.at(end - 1) == u' ' || line.at(end - 1) == u'\t')) {
        --end;
    }
    if (end == 0 || line.at(end - 1) != m_document.escape) {
        return false;
    }
    // An escape character before it makes it an ordinary one.
    if (end >= 2 && line.at(end - 2) == m_document.escape) {
        return false;
    }
    line = line.first(end - 1);
    return true;
}

Document Parser::run() {
    bool directives = true;
    Line line;
    if (text().startsWith(QChar(0xfeff))) {
        m_document.pieces.append({PieceKind::Blank, {0, 1}, -1});
        m_position = 1;
    }
    while (nextLine(line)) {
        if (directives && readDirective(line)) {
            continue;
        }
        directives = false;
        if (isCommentLine(view(line))) {
            readComment(line);
        } else if (isBlankLine(view(line))) {
            m_document.pieces.append({PieceKind::Blank, {line.start, line.next}, -1});
            m_commentsAbove.clear();
        } else if (isTooLong(line)) {
            problem("syntax", tr("This line is longer than the %1 bytes that the builder accepts.").arg(maxLineBytes),
                    {line.start, line.start + 1});
            m_document.pieces.append({PieceKind::Blank, {line.start, line.next}, -1});
        } else {
            readInstruction(line);
        }
    }
    if (m_document.instructions.isEmpty() && m_document.problems.isEmpty()) {
        problem("syntax", tr("The file has no instructions; it needs at least a FROM."), {0, 0});
    }
    for (qsizetype i = 0; i < m_document.stages.size(); ++i) {
        m_document.stages[i].end =
            i + 1 < m_document.stages.size() ? m_document.stages.at(i + 1).from : m_document.instructions.size();
    }
    return std::move(m_document);
}

bool Parser::readDirective(const Line& line) {
    static const QRegularExpression pattern(QStringLiteral("^\\s*#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*$"));
    const QStringView content = view(line);
    if (!isCommentLine(content) || content.size() > 4096) {
        return false;
    }
    const QRegularExpressionMatch match = pattern.match(content);
    if (!match.hasMatch()) {
        return false;
    }
    Directive directive;
    directive.name = match.captured(1).toLower();
    directive.value = match.captured(2);
    directive.range = {line.start + content.indexOf(u'#'), line.end};
    directive.valueRange = {line.start + match.capturedStart(2), line.start + match.capturedEnd(2)};
    if (directive.name != QLatin1String("syntax") && directive.name != QLatin1String("escape") &&
        directive.name != QLatin1String("check")) {
        return false; // an unknown one ends the block
    }
    const bool twice = std::any_of(m_document.directives.cbegin(), m_document.directives.cend(),
                                   [&](const Directive& other) { return other.name == directive.name; });
    if (twice) {
        problem("syntax", tr("The directive “%1” may be given only once.").arg(directive.name), directive.range);
    } else if (directive.name == QLatin1String("escape")) {
        if (directive.value == QLatin1String("\\") || directive.value == QLatin1String("`")) {
            m_document.escape = directive.value.front();
        } else {
            problem("syntax", tr("The escape character must be \\ or `."), directive.valueRange);
        }
    } else if (directive.name == QLatin1String("syntax")) {
        static const QRegularExpression known(
            QStringLiteral("^(docker\\.io/)?docker/dockerfile(-upstream)?(:[^@]*)?(@.*)?$"));
        m_document.foreignSyntax = !known.match(directive.value).hasMatch();
        m_document.labs = directive.value.contains(QLatin1String("labs"));
    }
    m_document.pieces.append({PieceKind::Directive, {line.start, line.next}, m_document.directives.size()});
    m_document.directives.append(directive);
    return true;
}

void Parser::readComment(const Line& line) {
    const qsizetype hash = line.start + view(line).indexOf(u'#');
    m_document.pieces.append({PieceKind::Comment, {line.start, line.next}, m_document.comments.size()});
    m_commentsAbove.append(m_document.comments.size());
    m_document.comments.append(
        {{hash, line.end}, text().sliced(hash + 1, line.end - hash - 1).trimmed().toString(), line.number});
}

void Parser::readInstruction(Line line) {
    Instruction instruction;
    instruction.commentsAbove = std::exchange(m_commentsAbove, {});
    const qsizetype pieceStart = line.start;
    qsizetype indent = 0;
    while (view(line).at(indent).isSpace()) {
        ++indent;
    }
    QStringView content = view(line).sliced(indent);
    bool continued = trimContinuation(content);
    if (content.isEmpty() && continued) { // a continuation character alone is nothing, if something follows
        const bool more = std::any_of(text().cbegin() + line.next, text().cend(), [](QChar c) { return !c.isSpace(); });
        if (!more && !m_document.instructions.isEmpty()) {
            problem("unknown-instruction", tr("Nothing follows this continuation character."), {line.start, line.end});
        }
        m_document.pieces.append({PieceKind::Blank, {line.start, line.next}, -1});
        return;
    }
    instruction.logical.append(content, line.start + indent);
    Line last = line;
    while (continued && nextLine(line)) {
        last = line;
        content = view(line);
        if (isCommentLine(content)) {
            const qsizetype hash = line.start + content.indexOf(u'#');
            instruction.innerComments.append(
                {{hash, line.end}, text().sliced(hash + 1, line.end - hash - 1).trimmed().toString(), line.number});
        } else if (isBlankLine(content)) {
            instruction.emptyContinuations.append({line.start, line.next});
        } else if (isTooLong(line)) {
            problem("syntax", tr("This line is longer than the %1 bytes that the builder accepts.").arg(maxLineBytes),
                    {line.start, line.start + 1});
        } else {
            continued = trimContinuation(content);
            instruction.logical.append(content, line.start);
        }
    }
    splitInstruction(instruction, 0);
    readHeredocs(instruction, last);
    instruction.range.end = std::max(last.end, instruction.range.start);
    addToStage(instruction);
    m_document.pieces.append({PieceKind::Instruction, {pieceStart, last.next}, m_document.instructions.size()});
    m_document.instructions.append(std::move(instruction));
}

void Parser::splitInstruction(Instruction& instruction, qsizetype start) {
    const QString& logical = instruction.logical.text();
    const QList<Word> words = splitAtBlanks(instruction.logical, start, logical.size());
    if (words.isEmpty()) { // only exotic white space
        instruction.range.start = instruction.logical.source(start);
        instruction.nameRange = {instruction.range.start, instruction.range.start};
        instruction.argumentsStart = instruction.argumentsEnd = logical.size();
        return;
    }
    instruction.name = words.front().text;
    instruction.nameRange = words.front().range;
    instruction.range = {words.front().range.start, words.back().range.end};
    instruction.keyword = keywordFromName(instruction.name);
    instruction.argumentsStart =
        readFlags(instruction.logical, words.front().end, m_document.escape, instruction.flags);
    instruction.argumentsEnd = logical.size();
    while (instruction.argumentsEnd > instruction.argumentsStart &&
           logical.at(instruction.argumentsEnd - 1).isSpace()) {
        --instruction.argumentsEnd;
    }
    readArguments(instruction);
}

void Parser::readArguments(Instruction& instruction) {
    const qsizetype start = instruction.argumentsStart;
    const qsizetype end = instruction.argumentsEnd;
    switch (instruction.keyword) {
    case Keyword::Arg:
    case Keyword::Env:
    case Keyword::Label:
        instruction.words = splitQuoted(instruction.logical, start, end, m_document.escape);
        return;
    default:
        instruction.words = splitAtBlanks(instruction.logical, start, end);
        break;
    }
    qsizetype jsonStart = start;
    switch (instruction.keyword) {
    case Keyword::Healthcheck:
        if (instruction.words.size() < 2) {
            return;
        }
        jsonStart = instruction.words.at(1).start;
        break;
    case Keyword::Onbuild: {
        Instruction trigger;
        trigger.logical = instruction.logical;
        // ONBUILD may not hold another ONBUILD, so one level is all there is to read.
        if (!instruction.words.isEmpty() && instruction.nesting == 0) {
            trigger.nesting = 1;
            splitInstruction(trigger, start);
            instruction.trigger.append(trigger);
        }
        return;
    }
    case Keyword::Add:
    case Keyword::Cmd:
    case Keyword::Copy:
    case Keyword::Entrypoint:
    case Keyword::Run:
    case Keyword::Shell:
    case Keyword::Volume:
        break;
    default:
        return;
    }
    const JsonForm form = readJson(instruction.logical, jsonStart, end, instruction.json);
    instruction.isJson = form == JsonForm::Strings;
    if (form == JsonForm::Mixed) {
        problem("syntax", tr("A JSON list here may hold strings only."), instruction.logical.range(jsonStart, end));
    }
}

void Parser::readHeredocs(Instruction& instruction, Line& last) {
    Instruction* owner = &instruction;
    while (owner->is(Keyword::Onbuild) && !owner->trigger.isEmpty()) {
        owner = &owner->trigger.front();
    }
    if (owner->isJson || (!owner->is(Keyword::Run) && !owner->is(Keyword::Copy) && !owner->is(Keyword::Add))) {
        return;
    }
    owner->heredocs = findHeredocs(owner->logical, owner->argumentsStart, owner->argumentsEnd, m_document.escape);
    for (Heredoc& heredoc : owner->heredocs) {
        heredoc.body = {m_position, m_position};
        bool terminated = false;
        const qsizetype resume = m_position;
        const qsizetype resumeNumber = m_lineNumber;
        Line line;
        while (!terminated && nextLine(line)) {
            qsizetype begin = line.start;
            while (heredoc.chomp && begin < line.end && text().at(begin) == u'\t') {
                ++begin;
            }
            if (text().sliced(begin, line.end - begin) == heredoc.name) {
                heredoc.terminator = {begin, line.end};
                terminated = true;
                last = line;
            } else {
                heredoc.content += text().sliced(begin, line.next - begin);
                heredoc.body.end = line.next;
            }
        }
        if (!terminated) {
            // The builder refuses the file; go on below the instruction so that the rest is still checked.
            problem("syntax",
                    tr("The heredoc “%1” is never ended: a line with nothing but “%1” is missing.").arg(heredoc.name),
                    heredoc.opener);
            heredoc.content.clear();
            heredoc.body = {resume, resume};
            m_position = resume;
            m_lineNumber = resumeNumber;
            return;
        }
    }
    if (owner != &instruction && !owner->heredocs.isEmpty()) {
        owner->range.end = last.end;
    }
}

void Parser::addToStage(Instruction& instruction) {
    if (instruction.is(Keyword::From)) {
        Stage stage;
        stage.from = m_document.instructions.size();
        if (!instruction.words.isEmpty()) {
            stage.base = instruction.words.front().text;
            stage.baseRange = instruction.words.front().range;
        }
        if (instruction.words.size() >= 3 &&
            instruction.words.at(1).text.compare(QLatin1String("as"), Qt::CaseInsensitive) == 0) {
            stage.name = instruction.words.at(2).text;
            stage.nameRange = instruction.words.at(2).range;
        }
        stage.parent = stage.base.isEmpty() ? -1 : m_stagesByName.value(stage.base, -1);
        if (!stage.name.isEmpty()) {
            m_stagesByName.insert(stage.name.toLower(), m_document.stages.size());
        }
        m_document.stages.append(stage);
    }
    instruction.stage = m_document.stages.size() - 1;
    for (Instruction& trigger : instruction.trigger) {
        trigger.stage = instruction.stage;
    }
}

} // namespace

Document parse(const QString& source) {
    return Parser(source).run();
}

} // namespace reberth::dockerfile
