#include "core/language/docker.h"

#include "core/dockerfile/lint.h"
#include "core/dockerfile/variables.h"
#include "core/language/dockerplace.h"
#include "core/language/imagefacts.h"
#include "core/language/words.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace reberth::language {

using dockerfile::Document;
using dockerfile::Instruction;
using dockerfile::Keyword;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::language", text);
}

CompletionItem itemOf(const QString& label, ItemKind kind, const QString& detail = {},
                      const QString& documentation = {}) {
    CompletionItem item;
    item.label = label;
    item.kind = kind;
    item.detail = detail;
    item.documentation = documentation;
    return item;
}

void addValues(QList<CompletionItem>& items, std::initializer_list<const char*> values) {
    for (const char* value : values) {
        items.append(itemOf(QLatin1String(value), ItemKind::Value));
    }
}

QList<CompletionItem> stageItems(const Document& document, qsizetype before) {
    QList<CompletionItem> items;
    for (qsizetype i = 0; i < document.stages.size() && i < before; ++i) {
        const dockerfile::Stage& stage = document.stages.at(i);
        if (!stage.name.isEmpty()) {
            items.append(itemOf(stage.name, ItemKind::Stage, tr("stage on %1").arg(stage.base)));
        }
    }
    return items;
}

QList<CompletionItem> variableItems(const Document& document, const Instruction* at) {
    QStringList names;
    QHash<QString, QString> values;
    const QList<dockerfile::Variables> states = dockerfile::variablesOf(document);
    for (qsizetype i = 0; i < states.size() && at; ++i) {
        if (document.instructions.at(i).range.end < at->range.start) {
            continue;
        }
        names = states.at(i).names();
        for (const QString& name : std::as_const(names)) {
            values.insert(name, states.at(i).value(name).value_or(QString()));
        }
        break;
    }
    names.sort();
    QList<CompletionItem> items;
    for (const QString& name : std::as_const(names)) {
        const Words* words = findWords(variableWords(), name);
        items.append(itemOf(name, ItemKind::Variable, values.value(name), words ? translated(words->text) : QString()));
    }
    return items;
}

CompletionList instructionList(const Document& document, const DockerPlace& place, bool trigger) {
    CompletionList list;
    list.range = place.word;
    const bool beforeFrom = document.stages.isEmpty() ||
                            place.word.start < document.instructions.at(document.stages.first().from).range.start;
    const bool lower = !place.typed.isEmpty() && place.typed == place.typed.toLower();
    for (const Words& row : instructionWords()) {
        const QString name = QLatin1String(row.name);
        const Keyword keyword = dockerfile::keywordFromName(name);
        if (trigger && (keyword == Keyword::From || keyword == Keyword::Onbuild || keyword == Keyword::Maintainer)) {
            continue;
        }
        if (!trigger && beforeFrom && keyword != Keyword::From && keyword != Keyword::Arg) {
            continue;
        }
        if (keyword == Keyword::Maintainer) {
            continue; // deprecated: understood, never proposed
        }
        CompletionItem item = itemOf(name, ItemKind::Instruction, {}, translated(row.text));
        item.detail = syntaxOf(row).mid(item.label.size() + 1);
        item.insert = (lower ? name.toLower() : name) + QLatin1Char(' ');
        item.continues = true;
        list.items.append(item);
    }
    return list;
}

void addFlags(const Instruction& instruction, QList<CompletionItem>& items) {
    const QString prefix = dockerfile::keywordName(instruction.keyword) + QLatin1Char(' ');
    for (const Words& row : flagWords()) {
        const QString name = QLatin1String(row.name);
        if (!name.startsWith(prefix)) {
            continue;
        }
        const QString flag = name.mid(prefix.size());
        const bool repeatable =
            flag == QLatin1String("--mount") || flag == QLatin1String("--exclude") || flag == QLatin1String("--device");
        if (!repeatable &&
            std::any_of(instruction.flags.cbegin(), instruction.flags.cend(),
                        [&flag](const dockerfile::Flag& f) { return f.name == flag.mid(2) && f.value; })) {
            continue;
        }
        const QString syntax = syntaxOf(row);
        CompletionItem item = itemOf(flag, ItemKind::Flag, syntax.section(QLatin1Char('='), 1), translated(row.text));
        const bool hasValue = syntax.contains(QLatin1Char('='));
        item.insert = hasValue ? flag + QLatin1Char('=') : flag + QLatin1Char(' ');
        item.continues = hasValue;
        items.append(item);
    }
}

void addMount(const Document& document, const Instruction& instruction, const QString& value, qsizetype start,
              qsizetype position, const Context& context, CompletionList& list) {
    const qsizetype comma = value.lastIndexOf(QLatin1Char(','));
    const QString field = value.mid(comma + 1);
    const qsizetype equals = field.indexOf(QLatin1Char('='));
    list.range.start = start + comma + 1 + (equals < 0 ? 0 : equals + 1);
    list.range.end = position;
    if (equals < 0) {
        static const QStringList fields{QStringLiteral("type"), QStringLiteral("target"),  QStringLiteral("source"),
                                        QStringLiteral("from"), QStringLiteral("id"),      QStringLiteral("sharing"),
                                        QStringLiteral("mode"), QStringLiteral("uid"),     QStringLiteral("gid"),
                                        QStringLiteral("env"),  QStringLiteral("size"),    QStringLiteral("readonly"),
                                        QStringLiteral("rw"),   QStringLiteral("required")};
        for (const QString& name : fields) {
            const Words* words = findWords(mountWords(), name);
            CompletionItem item = itemOf(name, ItemKind::Flag, {}, words ? translated(words->text) : QString());
            const bool bare = words && !syntaxOf(*words).contains(QLatin1Char('='));
            item.insert = bare ? name : name + QLatin1Char('=');
            item.continues = !bare;
            list.items.append(item);
        }
        return;
    }
    const QString name = field.left(equals);
    if (name == QLatin1String("type")) {
        for (const char* type : {"cache", "bind", "secret", "ssh", "tmpfs"}) {
            const Words* words = findWords(mountWords(), QString::fromLatin1(type));
            list.items.append(itemOf(QLatin1String(type), ItemKind::Value, {}, translated(words->text)));
        }
    } else if (name == QLatin1String("sharing")) {
        addValues(list.items, {"shared", "private", "locked"});
    } else if (name == QLatin1String("from")) {
        list.items = stageItems(document, instruction.stage) + imageItems(context);
    } else if (name == QLatin1String("target") || name == QLatin1String("dst") ||
               name == QLatin1String("destination")) {
        const auto cache = [&list](const char* path, const QString& what) {
            list.items.append(itemOf(QLatin1String(path), ItemKind::Path, what));
        };
        cache("/root/.cache/pip", tr("pip's downloads"));
        cache("/var/cache/apt", tr("apt's packages; with sharing=locked"));
        cache("/var/lib/apt", tr("apt's index; with sharing=locked"));
        cache("/root/.cache/uv", tr("uv's downloads"));
        cache("/opt/conda/pkgs", tr("conda's packages"));
        cache("/root/.ccache", tr("compiled objects"));
        cache("/root/.cache/huggingface", tr("Hugging Face downloads"));
    }
}

void addFlagValues(const Document& document, const DockerPlace& place, qsizetype position, const Context& context,
                   CompletionList& list) {
    const Instruction& instruction = *place.instruction;
    const qsizetype equals = place.typed.indexOf(QLatin1Char('='));
    const QString flag = place.typed.mid(2, equals - 2);
    const QString value = place.typed.mid(equals + 1);
    list.range.start = instruction.logical.source(place.wordStart + equals + 1);
    if (flag == QLatin1String("mount")) {
        addMount(document, instruction, value, list.range.start, position, context, list);
    } else if (flag == QLatin1String("from")) {
        list.items = stageItems(document, instruction.stage) + imageItems(context);
    } else if (flag == QLatin1String("platform")) {
        addValues(list.items, {"$BUILDPLATFORM", "$TARGETPLATFORM", "linux/amd64", "linux/arm64"});
    } else if (flag == QLatin1String("network")) {
        addValues(list.items, {"default", "none", "host"});
    } else if (flag == QLatin1String("security")) {
        addValues(list.items, {"sandbox", "insecure"});
    } else if (flag == QLatin1String("keep-git-dir") || flag == QLatin1String("unpack") ||
               flag == QLatin1String("link") || flag == QLatin1String("parents")) {
        addValues(list.items, {"true", "false"});
    } else if (flag == QLatin1String("checksum")) {
        addValues(list.items, {"sha256:"});
    } else if (flag == QLatin1String("chmod")) {
        addValues(list.items, {"0644", "0755", "u+x"});
    } else if (flag == QLatin1String("chown")) {
        addValues(list.items, {"root:root", "1000:1000", "nobody"});
    } else if (instruction.is(Keyword::Healthcheck) && flag != QLatin1String("retries")) {
        addValues(list.items, {"5s", "30s", "1m", "5m"});
    }
}

void addImages(const Document& document, const DockerPlace& place, const Context& context, CompletionList& list) {
    const qsizetype slash = place.typed.lastIndexOf(QLatin1Char('/'));
    const qsizetype colon = place.typed.lastIndexOf(QLatin1Char(':'));
    if (colon > slash && colon > 0) {
        list.items = tagItems(place.typed.left(colon), context);
        list.range.start = place.word.start + colon + 1;
        return;
    }
    list.items = stageItems(document, place.instruction->stage) + imageItems(context);
}

void addPaths(const DockerPlace& place, const Context& context, CompletionList& list) {
    if (!context.listFolder) {
        return;
    }
    QString typed = place.typed;
    qsizetype skip = 0;
    while (skip < typed.size() && (typed.at(skip) == QLatin1Char('[') || typed.at(skip) == QLatin1Char('"'))) {
        ++skip;
    }
    typed.remove(0, skip);
    const qsizetype slash = typed.lastIndexOf(QLatin1Char('/'));
    QString folder = typed.left(slash + 1);
    if (folder.startsWith(QLatin1String("./"))) {
        folder.remove(0, 2);
    }
    list.range.start = place.word.start + skip + slash + 1;
    for (const QString& name : context.listFolder(folder)) {
        CompletionItem item = itemOf(name, ItemKind::Path);
        item.continues = name.endsWith(QLatin1Char('/'));
        list.items.append(item);
    }
}

/// Words of the simple command that the position is in.
QStringList commandBefore(const QString& logical, qsizetype end) {
    qsizetype start = end;
    while (start > 0 && !QStringLiteral("&|;(").contains(logical.at(start - 1))) {
        --start;
    }
    return logical.mid(start, end - start).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

void addPackages(const DockerPlace& place, const Context& context, CompletionList& list) {
    const QStringList before = commandBefore(place.instruction->logical.text(), place.wordStart);
    if (place.typed.startsWith(QLatin1Char('-')) || !before.contains(QLatin1String("install"))) {
        return;
    }
    const QString joined = before.join(QLatin1Char(' '));
    if (joined.contains(QLatin1String("pip"))) {
        const qsizetype equals = place.typed.indexOf(QLatin1String("=="));
        if (equals > 0) {
            list.range.start = place.word.start + equals + 2;
            for (const QString& version : versionsOf(place.typed.left(equals), context)) {
                list.items.append(itemOf(version, ItemKind::Value));
            }
            return;
        }
        list.items = distributionItems(context);
    } else if (joined.contains(QLatin1String("apt"))) {
        list.items = aptItems(context);
    }
}

void addNames(const Instruction& instruction, const DockerPlace& place, CompletionList& list) {
    if (place.typed.contains(QLatin1Char('='))) {
        return;
    }
    for (const Words& row : variableWords()) {
        CompletionItem item = itemOf(QLatin1String(row.name), ItemKind::Variable, syntaxOf(row), translated(row.text));
        const bool builders = dockerfile::platformArguments().contains(item.label);
        if (builders && !instruction.is(Keyword::Arg)) {
            continue;
        }
        item.insert = builders ? item.label : item.label + QLatin1Char('=') + syntaxOf(row);
        list.items.append(item);
    }
}

CompletionList commentList(const Document& document, const DockerPlace& place, qsizetype position) {
    CompletionList list;
    const QString typed = document.source.mid(place.word.start, position - place.word.start);
    const qsizetype equals = typed.lastIndexOf(QLatin1Char('='));
    const QString head = typed.left(std::max<qsizetype>(equals, 0));
    if (equals > 0 && (head.endsWith(QLatin1String("ignore")) || head.endsWith(QLatin1String("skip")))) {
        const qsizetype comma = std::max(typed.lastIndexOf(QLatin1Char(',')), equals);
        list.range = {place.word.start + comma + 1, position};
        for (const diagnostics::RuleInfo& rule : dockerfile::rules()) {
            list.items.append(itemOf(rule.id, ItemKind::Rule, rule.aliases.join(QStringLiteral(", ")), rule.title));
        }
        return list;
    }
    if (equals > 0 && head.contains(QLatin1String("syntax"))) {
        list.range = {place.word.start + equals + 1, position};
        addValues(list.items, {"docker/dockerfile:1", "docker/dockerfile:1-labs"});
        return list;
    }
    const QString body = typed.mid(1).trimmed();
    if (body.contains(QLatin1Char(' ')) || equals > 0) {
        return list;
    }
    list.range = {position - body.size(), position};
    const auto add = [&list](const QString& label, const QString& insert, const QString& text) {
        CompletionItem item = itemOf(label, ItemKind::Value, {}, text);
        item.insert = insert;
        item.continues = true;
        list.items.append(item);
    };
    const bool atTop = document.instructions.isEmpty() || place.word.start < document.instructions.first().range.start;
    for (const Words& row : directiveWords()) {
        const QString name = QLatin1String(row.name);
        if (atTop || name == QLatin1String("check")) {
            add(name, name == QLatin1String("check") ? QStringLiteral("check=skip=") : name + QLatin1Char('='),
                translated(row.text));
        }
    }
    add(QStringLiteral("reberth ignore"), QStringLiteral("reberth ignore="),
        tr("Leaves rules out for the instruction below."));
    return list;
}

} // namespace

CompletionList completeDockerfile(const QString& text, qsizetype position, const Context& context) {
    const Document document = dockerfile::parse(text);
    const DockerPlace place = placeIn(document, position);
    CompletionList list;
    list.range = {place.word.start, position};
    if (place.part == DockerPlace::Part::Comment) {
        return commentList(document, place, position);
    }
    const TextRange variable = variableAt(text, position, false);
    if (variable.start >= 0 && place.instruction) {
        list.range = variable;
        list.items = variableItems(document, place.instruction);
        return list;
    }
    switch (place.part) {
    case DockerPlace::Part::Blank:
    case DockerPlace::Part::Name: {
        list = instructionList(document, place, place.instruction && place.instruction->nesting > 0);
        list.range.end = position;
        return list;
    }
    case DockerPlace::Part::Flag:
        if (place.typed.contains(QLatin1Char('='))) {
            addFlagValues(document, place, position, context, list);
        } else {
            addFlags(*place.instruction, list.items);
        }
        return list;
    case DockerPlace::Part::Comment:
    case DockerPlace::Part::Heredoc:
        return list;
    case DockerPlace::Part::Argument:
        break;
    }
    const Instruction& instruction = *place.instruction;
    if (place.typed == QLatin1String("-") && place.index == 0) {
        addFlags(instruction, list.items);
        return list;
    }
    switch (instruction.keyword) {
    case Keyword::From:
        if (place.index == 0) {
            addImages(document, place, context, list);
        } else if (place.index == 1) {
            list.items.append(itemOf(QStringLiteral("AS"), ItemKind::Instruction, tr("names the stage")));
        }
        break;
    case Keyword::Copy:
    case Keyword::Add:
        if (const dockerfile::Flag* from = instruction.flag(u"from"); from && place.index == 0) {
            break;
        }
        addPaths(place, context, list);
        break;
    case Keyword::Run:
        addPackages(place, context, list);
        break;
    case Keyword::Env:
    case Keyword::Arg:
        addNames(instruction, place, list);
        break;
    case Keyword::Onbuild:
        list.items = instructionList(document, place, true).items;
        break;
    case Keyword::Healthcheck:
        if (place.index == 0) {
            addValues(list.items, {"CMD", "NONE"});
        }
        break;
    case Keyword::Stopsignal:
        addValues(list.items, {"SIGTERM", "SIGINT", "SIGQUIT", "SIGKILL", "SIGHUP", "SIGUSR1"});
        break;
    case Keyword::Shell:
        if (place.index == 0) {
            addValues(list.items, {"[\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]", "[\"/bin/sh\", \"-c\"]"});
        }
        break;
    case Keyword::User:
        addValues(list.items, {"root", "nobody", "1000:1000"});
        break;
    case Keyword::Expose:
        if (const qsizetype slash = place.typed.indexOf(QLatin1Char('/')); slash > 0) {
            list.range.start = place.word.start + slash + 1;
            addValues(list.items, {"tcp", "udp"});
        } else {
            addValues(list.items, {"6006", "7860", "8000", "8080", "8888"});
        }
        break;
    case Keyword::Label:
        for (const char* key :
             {"authors", "created", "description", "documentation", "licenses", "ref.name", "revision", "source",
              "title", "url", "vendor", "version", "base.name", "base.digest"}) {
            if (!place.typed.contains(QLatin1Char('='))) {
                CompletionItem item =
                    itemOf(QLatin1String("org.opencontainers.image.") + QLatin1String(key), ItemKind::Key);
                item.insert = item.label + QLatin1String("=\"\"");
                item.caret = item.insert.size() - 1;
                list.items.append(item);
            }
        }
        break;
    default:
        break;
    }
    return list;
}

} // namespace reberth::language
