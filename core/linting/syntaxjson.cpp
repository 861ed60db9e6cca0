#include "core/linting/syntaxjson.h"

#include "core/dockerfile/document.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace reberth::linting {

using dockerfile::Instruction;
using dockerfile::Keyword;

namespace {

class SyntaxWriter {
public:
    explicit SyntaxWriter(const dockerfile::Document& document)
        : m_document(document)
        , m_lines(document.source) {}

    QJsonObject instruction(const Instruction& one) const;
    qsizetype line(qsizetype offset) const { return m_lines.position(offset).line + 1; }

private:
    static QJsonArray arguments(const Instruction& one);
    static QJsonArray jsonItems(const Instruction& one);
    static void appendPairs(const Instruction& one, QJsonArray& out);
    static QJsonArray health(const Instruction& one);

    const dockerfile::Document& m_document;
    LineIndex m_lines;
};

QJsonArray SyntaxWriter::jsonItems(const Instruction& one) {
    QJsonArray out;
    for (const dockerfile::Word& item : one.json) {
        out.append(item.text);
    }
    return out;
}

/// Name, value and "=" for each pair, as the builder's tree has them; "" for the old form `ENV name value`.
void SyntaxWriter::appendPairs(const Instruction& one, QJsonArray& out) {
    if (one.words.isEmpty()) {
        return;
    }
    if (!one.words.front().text.contains(u'=')) {
        const dockerfile::Word& name = one.words.front();
        const QString rest = one.logical.text().mid(name.end, one.argumentsEnd - name.end).trimmed();
        for (const QString& part : {name.text, rest, QString(QLatin1String(""))}) {
            out.append(part);
        }
        return;
    }
    for (const dockerfile::Word& word : one.words) {
        const qsizetype equals = word.text.indexOf(u'=');
        out.append(word.text.left(equals));
        out.append(word.text.mid(equals + 1));
        out.append(QStringLiteral("="));
    }
}

QJsonArray SyntaxWriter::health(const Instruction& one) {
    const QString text = one.arguments();
    const QString kind = text.section(u' ', 0, 0).trimmed().toUpper();
    QJsonArray out{kind};
    const QString command = text.mid(kind.size()).trimmed();
    if (one.isJson) {
        for (const auto& item : jsonItems(one)) {
            out.append(item);
        }
    } else if (!command.isEmpty()) {
        out.append(command);
    }
    return out;
}

QJsonArray SyntaxWriter::arguments(const Instruction& one) {
    QJsonArray out;
    switch (one.keyword) {
    case Keyword::Unknown: // the builder's parser reads nothing behind it
        return {QString(QLatin1String(""))};
    case Keyword::Env:
    case Keyword::Label:
        appendPairs(one, out);
        return out;
    case Keyword::Healthcheck:
        return health(one);
    case Keyword::Add:
    case Keyword::Copy:
    case Keyword::Volume:
    case Keyword::Arg:
    case Keyword::Expose:
    case Keyword::From:
        if (one.isJson) {
            return jsonItems(one);
        }
        for (const dockerfile::Word& word : one.words) {
            out.append(word.text);
        }
        return out;
    default:
        if (one.isJson) {
            return jsonItems(one);
        }
        if (const QString text = one.arguments(); !text.isEmpty()) {
            out.append(text);
        }
        return out;
    }
}

QJsonObject SyntaxWriter::instruction(const Instruction& one) const {
    QJsonObject out{{QStringLiteral("instruction"), one.name.toUpper()}};
    if (one.nesting > 0) {
        out.insert(QStringLiteral("start_line"), 0);
        out.insert(QStringLiteral("end_line"), 0);
    } else {
        out.insert(QStringLiteral("start_line"), line(one.range.start));
        out.insert(QStringLiteral("end_line"), line(one.range.end));
    }
    if (one.trigger.isEmpty()) {
        out.insert(QStringLiteral("args"), arguments(one));
    } else {
        out.insert(QStringLiteral("args"), QJsonArray{instruction(one.trigger.front())});
    }
    QJsonArray flags;
    for (const dockerfile::Flag& flag : one.flags) {
        flags.append(QLatin1String("--") + flag.name + (flag.value ? QLatin1Char('=') + *flag.value : QString()));
    }
    if (!flags.isEmpty()) {
        out.insert(QStringLiteral("flags"), flags);
    }
    if (one.isJson) {
        out.insert(QStringLiteral("json"), true);
    }
    QJsonArray heredocs;
    for (const dockerfile::Heredoc& heredoc : one.heredocs) {
        const QString opener = m_document.source.mid(heredoc.opener.start, heredoc.opener.length());
        // The tree has the lines as they stand, tabs of `<<-` included.
        const QString body = m_document.source.mid(heredoc.body.start, heredoc.body.length());
        heredocs.append(QJsonObject{{QStringLiteral("Name"), heredoc.name},
                                    {QStringLiteral("FileDescriptor"), opener.section(u'<', 0, 0).toInt()},
                                    {QStringLiteral("Expand"), heredoc.expand},
                                    {QStringLiteral("Chomp"), heredoc.chomp},
                                    {QStringLiteral("Content"), body}});
    }
    if (!heredocs.isEmpty()) {
        out.insert(QStringLiteral("heredocs"), heredocs);
    }
    return out;
}

} // namespace

QByteArray syntaxJson(const QString& path, const QString& text) {
    const dockerfile::Document document = dockerfile::parse(text);
    const SyntaxWriter writer(document);
    QJsonArray tree;
    QJsonArray comments; // of the instruction below, blank lines between or not
    for (const dockerfile::Piece& piece : document.pieces) {
        if (piece.kind == dockerfile::PieceKind::Comment) {
            comments.append(document.comments.at(piece.index).text);
        } else if (piece.kind == dockerfile::PieceKind::Instruction) {
            QJsonObject one = writer.instruction(document.instructions.at(piece.index));
            if (!comments.isEmpty()) {
                one.insert(QStringLiteral("prev_comments"), comments);
            }
            comments = {};
            tree.append(one);
        }
    }
    QJsonArray stages;
    for (const dockerfile::Stage& stage : document.stages) {
        stages.append(QJsonObject{{QStringLiteral("name"), stage.name},
                                  {QStringLiteral("base"), stage.base},
                                  {QStringLiteral("line"), writer.line(document.instructions.at(stage.from).range.start)}});
    }
    QJsonArray errors;
    for (const dockerfile::Problem& problem : document.problems) {
        errors.append(QJsonObject{{QStringLiteral("line"), writer.line(problem.range.start)},
                                  {QStringLiteral("message"), problem.message}});
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("file"), path},
                                     {QStringLiteral("escape"), QString(document.escape)},
                                     {QStringLiteral("ast"), tree},
                                     {QStringLiteral("stages"), stages},
                                     {QStringLiteral("errors"), errors}})
        .toJson(QJsonDocument::Compact);
}

} // namespace reberth::linting
