#include "core/recipe/recipeio.h"

#include "core/base/textrange.h"
#include "core/yaml/document.h"

#include <QCoreApplication>

#include <optional>

namespace reberth::recipe {

namespace {

using yaml::Node;

QString tr(const char* text) {
    return QCoreApplication::translate("RecipeReader", text);
}

/// Reads values out of the tree and remembers the first thing that is wrong; after that it gives empty values.
class Reader {
public:
    Reader(const Node& root, const QString& text)
        : m_root(root)
        , m_index(text) {}

    Result<Recipe> read() {
        if (!m_root.isMap()) {
            return fail(ErrorCode::InvalidInput,
                        tr("The recipe is not a YAML map. It must start with \"schema: %1\".").arg(Recipe::schemaVersion));
        }
        checkSchema();
        Recipe recipe;
        recipe.name = text(m_root, "name");
        recipe.source = text(m_root, "source");
        recipe.commit = text(m_root, "commit");
        stack(recipe);
        recipe.packages = packages("packages");
        recipe.indexUrls = strings(m_root, "indexUrls");
        recipe.findLinks = strings(m_root, "findLinks");
        recipe.condaPackages = packages("condaPackages");
        recipe.condaChannels = strings(m_root, "condaChannels");
        for (const Node& item : list(m_root, "systemPackages")) {
            recipe.systemPackages.append(choice(item));
        }
        extensions(recipe);
        entryPoints(recipe);
        surroundings(recipe);
        recipe.risks = strings(m_root, "risks");
        if (m_error) {
            return fail(*m_error);
        }
        return recipe;
    }

private:
    void object(const Node& node, const QString& message, ErrorCode code = ErrorCode::InvalidInput) {
        objectAt(node.range().start, message, code);
    }

    void objectAt(qsizetype offset, const QString& message, ErrorCode code = ErrorCode::InvalidInput) {
        if (!m_error) {
            m_error = Error{code, tr("Line %1 of the recipe: %2").arg(m_index.position(offset).line + 1).arg(message), {}};
        }
    }

    void checkSchema() {
        const yaml::Entry* entry = m_root.find(u"schema");
        if (!entry) {
            objectAt(0, tr("The key \"schema\" is missing. Write \"schema: %1\" in the first line.").arg(Recipe::schemaVersion));
            return;
        }
        const std::optional<qint64> version = entry->value.toInt();
        if (!version || *version < 1) {
            object(entry->value, tr("\"schema\" must be a number, such as %1.").arg(Recipe::schemaVersion));
        } else if (*version > Recipe::schemaVersion) {
            object(entry->value,
                   tr("The recipe was written by a newer Reberth (schema %1; this one reads up to %2). Use that version.")
                       .arg(*version)
                       .arg(Recipe::schemaVersion),
                   ErrorCode::Unsupported);
        }
    }

    QString text(const Node& map, const char* key) {
        const yaml::Entry* entry = map.find(QString(QLatin1String(key)));
        if (!entry || entry->value.isNull()) {
            return {};
        }
        if (!entry->value.isScalar()) {
            object(entry->value, tr("\"%1\" must be a text, not a list or a map.").arg(QLatin1String(key)));
            return {};
        }
        return entry->value.text();
    }

    bool flag(const Node& map, const char* key) {
        const yaml::Entry* entry = map.find(QString(QLatin1String(key)));
        if (!entry || entry->value.isNull()) {
            return false;
        }
        const std::optional<bool> value = entry->value.toBool();
        if (!value) {
            object(entry->value, tr("\"%1\" must be true or false.").arg(QLatin1String(key)));
        }
        return value.value_or(false);
    }

    QList<Node> list(const Node& map, const char* key) {
        const yaml::Entry* entry = map.find(QString(QLatin1String(key)));
        if (!entry || entry->value.isNull()) {
            return {};
        }
        if (!entry->value.isSequence()) {
            object(entry->value, tr("\"%1\" must be a list, whose items start with a dash.").arg(QLatin1String(key)));
            return {};
        }
        return entry->value.items();
    }

    QStringList strings(const Node& map, const char* key) {
        QStringList result;
        for (const Node& item : list(map, key)) {
            if (!item.isScalar()) {
                object(item, tr("The items of \"%1\" must be texts.").arg(QLatin1String(key)));
                return {};
            }
            result.append(item.text());
        }
        return result;
    }

    /// A map with value, reason and byUser; a bare text is a person's choice.
    Choice choice(const Node& node) {
        if (node.isNull()) {
            return {};
        }
        if (node.isScalar()) {
            return {node.text(), {}, true};
        }
        if (!node.isMap()) {
            object(node, tr("A choice must be a text, or a map with value, reason and byUser."));
            return {};
        }
        return {text(node, "value"), text(node, "reason"), flag(node, "byUser")};
    }

    bool expectMap(const Node& item, const char* what) {
        if (!item.isMap()) {
            object(item, tr("An item of \"%1\" must be a map of keys and values.").arg(QLatin1String(what)));
        }
        return item.isMap();
    }

    void stack(Recipe& recipe) {
        const yaml::Entry* style = m_root.find(u"style");
        if (!style) {
            objectAt(0, tr("The key \"style\" is missing."));
        } else if (Result<Style> value = styleFromName(style->value.text()); value) {
            recipe.style = *value;
        } else {
            object(style->value, value.error().message);
        }
        recipe.target = choice(m_root.value(u"target"));
        recipe.baseImage = choice(m_root.value(u"baseImage"));
        recipe.osRelease = choice(m_root.value(u"osRelease"));
        recipe.python = choice(m_root.value(u"python"));
        recipe.framework = choice(m_root.value(u"framework"));
        recipe.frameworkVersion = choice(m_root.value(u"frameworkVersion"));
        recipe.cuda = choice(m_root.value(u"cuda"));
        recipe.cudnn = choice(m_root.value(u"cudnn"));
        recipe.gcc = choice(m_root.value(u"gcc"));
        recipe.archList = choice(m_root.value(u"archList"));
    }

    QList<PythonPackage> packages(const char* key) {
        QList<PythonPackage> result;
        for (const Node& item : list(m_root, key)) {
            if (expectMap(item, key)) {
                result.append({text(item, "name"), text(item, "specifier"), text(item, "url"), text(item, "reason"),
                               flag(item, "byUser")});
            }
        }
        return result;
    }

    void extensions(Recipe& recipe) {
        for (const Node& item : list(m_root, "extensions")) {
            if (expectMap(item, "extensions")) {
                recipe.extensions.append({text(item, "path"), text(item, "workdir"), text(item, "command"), flag(item, "cuda")});
            }
        }
    }

    void entryPoints(Recipe& recipe) {
        for (const Node& item : list(m_root, "entryPoints")) {
            if (!expectMap(item, "entryPoints")) {
                continue;
            }
            EntryPoint entry{text(item, "verb"), text(item, "command"), text(item, "workdir"), {}};
            for (const Node& field : list(item, "parameters")) {
                if (!expectMap(field, "parameters")) {
                    continue;
                }
                Parameter parameter;
                parameter.name = text(field, "name");
                parameter.type = text(field, "type");
                parameter.defaultValue = text(field, "default");
                parameter.help = text(field, "help");
                parameter.choices = strings(field, "choices");
                parameter.required = flag(field, "required");
                entry.parameters.append(parameter);
            }
            recipe.entryPoints.append(entry);
        }
    }

    void surroundings(Recipe& recipe) {
        for (const Node& item : list(m_root, "volumes")) {
            if (expectMap(item, "volumes")) {
                recipe.volumes.append({text(item, "host"), text(item, "container"), flag(item, "readOnly")});
            }
        }
        if (const yaml::Entry* entry = m_root.find(u"environment"); entry && !entry->value.isNull()) {
            if (!entry->value.isMap()) {
                object(entry->value, tr("\"environment\" must be a map of names and values."));
            }
            for (const yaml::Entry& variable : entry->value.entries()) {
                if (!variable.value.isScalar() && !variable.value.isNull()) {
                    object(variable.value, tr("The value of \"%1\" must be a text.").arg(variable.key));
                }
                recipe.environment.insert(variable.key, variable.value.text());
            }
        }
        recipe.shmSize = text(m_root, "shmSize");
        if (const yaml::Entry* entry = m_root.find(u"gpuAccess"); entry && !entry->value.isNull()) {
            if (Result<GpuAccess> value = gpuAccessFromName(entry->value.text()); value) {
                recipe.gpuAccess = *value;
            } else {
                object(entry->value, value.error().message);
            }
        }
        recipe.composeVersion = text(m_root, "composeVersion");
        recipe.ignore = strings(m_root, "ignore");
    }

    const Node& m_root;
    LineIndex m_index;
    std::optional<Error> m_error;
};

} // namespace

Result<Recipe> read(const QByteArray& bytes) {
    const Result<Node> root = yaml::parse(bytes);
    if (!root) {
        return fail(root.error().code, tr("The recipe cannot be read. %1").arg(root.error().message), root.error().detail);
    }
    return Reader(*root, QString::fromUtf8(bytes)).read();
}

} // namespace reberth::recipe
