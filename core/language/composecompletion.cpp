#include "core/language/composefile.h"

#include "core/compose/shape.h"
#include "core/language/composeplace.h"
#include "core/language/imagefacts.h"
#include "core/language/words.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace reberth::language {

using compose::Shape;
using compose::ShapePtr;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::language", text);
}

ShapePtr shapeAt(const QStringList& path) {
    ShapePtr shape = compose::composeShape();
    for (const QString& key : path) {
        if (!shape) {
            return nullptr;
        }
        if (key == QLatin1String("[]")) {
            shape = shape->item;
        } else if (const auto known = shape->keys.constFind(key); known != shape->keys.constEnd()) {
            shape = *known;
        } else if (key.startsWith(QLatin1String("x-"))) {
            return nullptr;
        } else {
            shape = shape->value;
        }
    }
    return shape;
}

/// "services.*.build.args": what the documentation's rows are called by.
QString pattern(const QStringList& path) {
    QStringList parts = path;
    parts.removeAll(QStringLiteral("[]"));
    if (parts.size() > 1) {
        parts[1] = QStringLiteral("*");
    }
    return parts.join(QLatin1Char('.'));
}

const Words* wordsFor(const QStringList& path) {
    const QString place = pattern(path);
    if (const Words* exact = findWords(composeWords(), place)) {
        return exact;
    }
    // A name of the user's own has nothing to do with the key of that name.
    if (path.size() == 2 && path.first() != QLatin1String("services")) {
        return nullptr;
    }
    return findWords(composeWords(), place.section(QLatin1Char('.'), -1));
}

/// Names of a top-level section by the text alone, since what is being typed is seldom whole.
QStringList sectionNames(const QString& text, const QString& section) {
    QStringList names;
    bool inside = false;
    qsizetype indent = -1;
    const QStringList lines = text.split(QLatin1Char('\n'));
    static const QRegularExpression key(
        QStringLiteral("^(\\s*)(?:\"([^\"]+)\"|'([^']+)'|([^\\s#\"'][^:#]*?))\\s*:(\\s|$)"));
    for (const QString& line : lines) {
        const QRegularExpressionMatch match = key.match(line);
        if (!match.hasMatch()) {
            continue;
        }
        const QString name = match.captured(2) + match.captured(3) + match.captured(4);
        if (match.capturedLength(1) == 0) {
            inside = name == section;
            indent = -1;
        } else if (inside) {
            indent = indent < 0 ? match.capturedLength(1) : indent;
            if (match.capturedLength(1) == indent && !name.startsWith(QLatin1String("<<"))) {
                names.append(name);
            }
        }
    }
    return names;
}

void addNames(const QString& text, const char* section, const QString& without, QList<CompletionItem>& items) {
    for (const QString& name : sectionNames(text, QLatin1String(section))) {
        if (name != without) {
            CompletionItem item;
            item.label = name;
            item.kind = ItemKind::Service;
            item.detail = QLatin1String(section);
            items.append(item);
        }
    }
}

void addWords(std::initializer_list<const char*> values, QList<CompletionItem>& items) {
    for (const char* value : values) {
        CompletionItem item;
        item.label = QLatin1String(value);
        items.append(item);
    }
}

/// What people write at this place that the shape does not tell.
void addValues(const QString& text, const QStringList& path, const QString& typed, const Context& context,
               CompletionList& list) {
    const QString place = pattern(path);
    const QString service = path.value(1);
    const auto is = [&place](const char* other) { return place == QLatin1String(other); };
    if (is("services.*.image")) {
        const qsizetype colon = typed.lastIndexOf(QLatin1Char(':'));
        if (colon > typed.lastIndexOf(QLatin1Char('/'))) {
            list.items += tagItems(typed.left(colon), context);
            list.range.start += colon + 1;
        } else {
            list.items += imageItems(context);
        }
    } else if (is("services.*.depends_on")) {
        addNames(text, "services", service, list.items);
    } else if (is("services.*.extends.service") || is("services.*.extends")) {
        addNames(text, "services", service, list.items);
    } else if (is("services.*.networks")) {
        addNames(text, "networks", {}, list.items);
    } else if (is("services.*.secrets") || is("services.*.secrets.source")) {
        addNames(text, "secrets", {}, list.items);
    } else if (is("services.*.configs") || is("services.*.configs.source")) {
        addNames(text, "configs", {}, list.items);
    } else if (is("services.*.volumes") && !typed.contains(QLatin1Char(':'))) {
        QList<CompletionItem> volumes;
        addNames(text, "volumes", {}, volumes);
        for (CompletionItem& volume : volumes) {
            volume.insert = volume.label + QLatin1Char(':');
        }
        list.items += volumes;
        addWords({"./", "/data:/data", "${HOME}/.cache/huggingface:/root/.cache/huggingface"}, list.items);
    } else if (is("services.*.volumes.source")) {
        addNames(text, "volumes", {}, list.items);
    } else if (is("services.*.network_mode")) {
        addWords({"host", "none", "bridge"}, list.items);
        QList<CompletionItem> services;
        addNames(text, "services", service, services);
        for (CompletionItem& item : services) {
            item.label.prepend(QLatin1String("service:"));
        }
        list.items += services;
    } else if (is("services.*.restart")) {
        addWords({"\"no\"", "always", "on-failure", "unless-stopped"}, list.items);
    } else if (is("services.*.pull_policy")) {
        addWords({"always", "never", "missing", "build", "daily", "weekly"}, list.items);
    } else if (is("services.*.ipc")) {
        addWords({"host", "private", "shareable"}, list.items);
    } else if (is("services.*.runtime")) {
        addWords({"nvidia", "runc"}, list.items);
    } else if (is("services.*.shm_size")) {
        addWords({"1gb", "8gb", "16gb"}, list.items);
    } else if (is("services.*.platform") || is("services.*.build.platforms")) {
        addWords({"linux/amd64", "linux/arm64"}, list.items);
    } else if (is("services.*.build.target")) {
        for (const QString& stage : context.stages) {
            CompletionItem item;
            item.label = stage;
            item.kind = ItemKind::Stage;
            list.items.append(item);
        }
    } else if (is("services.*.build") || is("services.*.build.context")) {
        addWords({".", ".."}, list.items);
    } else if (is("services.*.build.dockerfile") || is("services.*.env_file")) {
        if (context.listFolder) {
            for (const QString& name : context.listFolder({})) {
                CompletionItem item;
                item.label = name;
                item.kind = ItemKind::Path;
                list.items.append(item);
            }
        }
    } else if (is("services.*.deploy.resources.reservations.devices.driver")) {
        addWords({"nvidia", "cdi"}, list.items);
    } else if (is("services.*.deploy.resources.reservations.devices.capabilities") ||
               is("services.*.gpus.capabilities")) {
        addWords({"gpu", "compute", "utility", "video"}, list.items);
    } else if (is("services.*.deploy.resources.reservations.devices.count") || is("services.*.gpus.count")) {
        addWords({"all", "1"}, list.items);
    } else if (is("services.*.logging.driver")) {
        addWords({"json-file", "local", "journald", "none"}, list.items);
    } else if (is("networks.*.driver")) {
        addWords({"bridge", "host", "overlay", "macvlan", "none"}, list.items);
    } else if (is("volumes.*.driver")) {
        addWords({"local"}, list.items);
    } else if (place.endsWith(QLatin1String(".protocol"))) {
        addWords({"tcp", "udp"}, list.items);
    } else if (is("services.*.environment")) {
        for (const Words& row : variableWords()) {
            CompletionItem item;
            item.label = QLatin1String(row.name);
            item.kind = ItemKind::Variable;
            item.detail = syntaxOf(row);
            item.documentation = translated(row.text);
            item.insert = path.contains(QLatin1String("[]")) ? item.label + QLatin1Char('=') + item.detail
                                                             : item.label + QLatin1String(": ");
            list.items.append(item);
        }
    }
}

void addShapeValues(const Shape& shape, QList<CompletionItem>& items) {
    for (const QString& word : shape.words) {
        CompletionItem item;
        item.label = word;
        items.append(item);
    }
    if (shape.boolean) {
        addWords({"true", "false"}, items);
    }
}

void addKeys(const Shape& shape, const QStringList& path, const ComposePlace& place, bool hasColon,
             QList<CompletionItem>& items) {
    for (auto it = shape.keys.cbegin(); it != shape.keys.cend(); ++it) {
        if (place.siblings.contains(it.key())) {
            continue;
        }
        CompletionItem item;
        item.label = it.key();
        item.kind = ItemKind::Key;
        item.detail = it.value()->description();
        if (const Words* words = wordsFor(path + QStringList{it.key()})) {
            item.documentation = translated(words->text);
        }
        const bool scalar = it.value()->allowsScalar();
        item.insert = hasColon ? it.key() : it.key() + (scalar ? QLatin1String(": ") : QLatin1String(":"));
        item.continues = scalar && !hasColon;
        items.append(item);
    }
}

} // namespace

CompletionList completeCompose(const QString& text, qsizetype position, const Context& context) {
    const ComposePlace place = composePlaceAt(text, position);
    CompletionList list;
    list.range = {place.word.start, position};
    if (place.inText) {
        return list;
    }
    if (place.typed.startsWith(QLatin1Char('*'))) {
        list.range.start += 1;
        for (const ComposeName& name : composeNames(text)) {
            if (name.kind == QLatin1String("anchor") && name.isDefinition) {
                CompletionItem item;
                item.label = name.name;
                item.kind = ItemKind::Variable;
                item.detail = tr("anchor");
                list.items.append(item);
            }
        }
        return list;
    }
    const ShapePtr shape = shapeAt(place.path);
    if (!shape) {
        return list;
    }
    const bool hasColon = text.mid(place.word.end).startsWith(QLatin1Char(':'));
    if (place.isKey) {
        addKeys(*shape, place.path, place, hasColon, list.items);
        // Maps whose keys are names of something else.
        if (!place.inItem && (shape->value || shape->keys.isEmpty())) {
            addValues(text, place.path, place.typed, context, list);
            for (CompletionItem& item : list.items) {
                if (item.kind == ItemKind::Service && !hasColon) {
                    item.insert = item.label + QLatin1Char(':');
                }
            }
            list.items.removeIf([&place](const CompletionItem& item) {
                return place.siblings.contains(item.label) ||
                       (item.kind != ItemKind::Key && item.kind != ItemKind::Service &&
                        item.kind != ItemKind::Variable);
            });
        }
    }
    if (!place.isKey || place.inItem) {
        addShapeValues(*shape, list.items);
        addValues(text, place.path, place.typed, context, list);
    }
    std::stable_sort(list.items.begin(), list.items.end(), [](const CompletionItem& a, const CompletionItem& b) {
        return a.kind == ItemKind::Key && b.kind == ItemKind::Key && a.label < b.label;
    });
    return list;
}

std::optional<Hover> hoverCompose(const QString& text, qsizetype position, const Context& context) {
    const ComposePlace place = composePlaceAt(text, position);
    if (place.inText) {
        return std::nullopt;
    }
    const QString word = text.mid(place.word.start, place.word.length());
    if (place.isKey && !place.inItem) {
        const QStringList path = place.path + QStringList{word};
        const Words* words = wordsFor(path);
        const ShapePtr shape = shapeAt(path);
        if (!words || !shape) {
            return std::nullopt;
        }
        QString body = translated(words->text);
        if (!shape->words.isEmpty()) {
            body += QStringLiteral("\n\n") + tr("One of: %1.").arg(shape->words.join(QStringLiteral(", ")));
        } else if (!shape->any) {
            body += QStringLiteral("\n\n") + tr("Takes %1.").arg(shape->description());
        }
        const QString syntax = syntaxOf(*words);
        return Hover{place.word,
                     syntax.isEmpty() ? path.join(QLatin1Char('.')).replace(QLatin1String(".[]"), QLatin1String("[]"))
                                      : syntax,
                     body};
    }
    if (pattern(place.path) == QLatin1String("services.*.image")) {
        const QString known = describeImage(word, context);
        return known.isEmpty() ? std::nullopt : std::optional<Hover>(Hover{place.word, word, known});
    }
    if (pattern(place.path) == QLatin1String("services.*.environment")) {
        const QString name = word.section(QLatin1Char('='), 0, 0).section(QLatin1Char(':'), 0, 0);
        if (const Words* words = findWords(variableWords(), name)) {
            return Hover{place.word, name, translated(words->text)};
        }
    }
    for (const ComposeName& name : composeNames(text)) {
        if (!name.isDefinition && position >= name.range.start && position <= name.range.end) {
            const QString section = name.kind == QLatin1String("anchor") ? tr("An anchor of this file.")
                                                                         : tr("One of the file's %1.").arg(name.kind);
            return Hover{name.range, name.name, section};
        }
    }
    return std::nullopt;
}

} // namespace reberth::language
