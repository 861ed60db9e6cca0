#include "core/recipe/recipeio.h"

#include "core/recipe/userlines.h"
#include "core/yaml/scalar.h"

namespace reberth::recipe {

namespace {

const QStringList heading{
    QStringLiteral("# Recipe of a container, made by Reberth: what it must provide, and why."),
    QStringLiteral("# The other files in this folder are made from it. Change a value and set byUser to true, and a new plan keeps it."),
};

const QString versionsNote = QStringLiteral("# The stack. Each choice has its reason.");
const QString packagesNote = QStringLiteral("# Packages of pip, in the order of installation.");
const QString condaNote = QStringLiteral("# Packages of conda.");
const QString systemNote = QStringLiteral("# Packages of apt.");
const QString extensionsNote = QStringLiteral("# What is compiled from the repository, before its other code is copied.");
const QString entriesNote = QStringLiteral("# The commands; the first is the default.");
const QString surroundingsNote = QStringLiteral("# What surrounds a run. Volumes are relative to this folder.");
const QString risksNote = QStringLiteral("# What may still fail.");

using yaml::quoted;

/// Writes lines and puts the person's own around them.
class Emitter {
public:
    explicit Emitter(UserLines user)
        : m_user(std::move(user)) {}

    void comment(const QString& text) { m_text += text + QLatin1Char('\n'); }
    void blank() { m_text += QLatin1Char('\n'); }

    /// One line at `indent`; `path` names the key on it.
    void line(int indent, const QString& path, const QString& text) {
        const UserLines::Notes notes = m_user.notes(path);
        const QString blanks(indent, QLatin1Char(' '));
        for (const QString& note : notes.before) {
            m_text += blanks + note + QLatin1Char('\n');
        }
        m_text += blanks + text;
        m_text += notes.behind.isEmpty() ? QStringLiteral("\n") : QLatin1String("  ") + notes.behind + QLatin1Char('\n');
    }

    void unknown(int indent, const QString& path) {
        for (const QString& text : m_user.unknownKeys(path, indent)) {
            m_text += text + QLatin1Char('\n');
        }
    }

    void footer() {
        for (const QString& note : m_user.footer()) {
            m_text += note + QLatin1Char('\n');
        }
    }

    QByteArray result() const { return m_text.toUtf8(); }

private:
    UserLines m_user;
    QString m_text;
};

/// The pairs of one map in a list; empty values are left out.
struct Pair {
    QString key;
    QString text; ///< as it stands in the file
};

class Writer {
public:
    explicit Writer(const Recipe& recipe, UserLines user)
        : m_recipe(recipe)
        , m_out(std::move(user)) {}

    QByteArray write() {
        for (const QString& text : heading) {
            m_out.comment(text);
        }
        m_out.line(0, QStringLiteral("schema"), QStringLiteral("schema: %1").arg(Recipe::schemaVersion));
        m_out.blank();
        scalar("name", m_recipe.name);
        scalar("source", m_recipe.source);
        scalar("commit", m_recipe.commit);
        stack();
        pip();
        conda();
        system();
        extensions();
        entries();
        surroundings();
        strings("risks", m_recipe.risks, risksNote);
        m_out.unknown(0, {});
        m_out.footer();
        return m_out.result();
    }

private:
    void section(const QString& note) {
        m_out.blank();
        m_out.comment(note);
    }

    void scalar(const char* key, const QString& value) {
        if (!value.isEmpty()) {
            m_out.line(0, QLatin1String(key), QLatin1String(key) + QLatin1String(": ") + quoted(value));
        }
    }

    void choice(const char* name, const Choice& value) {
        if (value == Choice()) {
            return;
        }
        const QString key = QLatin1String(name);
        m_out.line(0, key, key + QLatin1Char(':'));
        m_out.line(2, key + QLatin1String("/value"), QLatin1String("value: ") + quoted(value.value));
        if (!value.reason.isEmpty()) {
            m_out.line(2, key + QLatin1String("/reason"), QLatin1String("reason: ") + quoted(value.reason));
        }
        if (value.byUser) {
            m_out.line(2, key + QLatin1String("/byUser"), QStringLiteral("byUser: true"));
        }
        m_out.unknown(2, key);
    }

    void strings(const char* name, const QStringList& values, const QString& note = {}) {
        if (values.isEmpty()) {
            return;
        }
        if (!note.isEmpty()) {
            section(note);
        }
        const QString key = QLatin1String(name);
        m_out.line(0, key, key + QLatin1Char(':'));
        for (const QString& value : values) {
            m_out.line(2, key + QLatin1Char('/') + value, QLatin1String("- ") + quoted(value));
        }
    }

    /// One item of a list of maps; `path` is the item's. Its first pair stands behind the dash.
    void item(int indent, const QString& path, const QList<Pair>& pairs) {
        bool first = true;
        for (const Pair& pair : pairs) {
            const QString text = pair.key + QLatin1String(": ") + pair.text;
            if (first) {
                m_out.line(indent, path, QLatin1String("- ") + text);
            } else {
                m_out.line(indent + 2, path + QLatin1Char('/') + pair.key, text);
            }
            first = false;
        }
        m_out.unknown(indent + 2, path);
    }

    static void add(QList<Pair>& pairs, const char* key, const QString& value) {
        if (!value.isEmpty()) {
            pairs.append({QLatin1String(key), quoted(value)});
        }
    }
    static void add(QList<Pair>& pairs, const char* key, bool value) {
        if (value) {
            pairs.append({QLatin1String(key), QStringLiteral("true")});
        }
    }

    void stack() {
        section(versionsNote);
        m_out.line(0, QStringLiteral("style"), QLatin1String("style: ") + styleName(m_recipe.style));
        choice("target", m_recipe.target);
        choice("baseImage", m_recipe.baseImage);
        choice("osRelease", m_recipe.osRelease);
        choice("python", m_recipe.python);
        choice("framework", m_recipe.framework);
        choice("frameworkVersion", m_recipe.frameworkVersion);
        choice("cuda", m_recipe.cuda);
        choice("cudnn", m_recipe.cudnn);
        choice("gcc", m_recipe.gcc);
        choice("archList", m_recipe.archList);
    }

    void packages(const char* name, const QList<PythonPackage>& values) {
        const QString key = QLatin1String(name);
        m_out.line(0, key, key + QLatin1Char(':'));
        for (const PythonPackage& package : values) {
            QList<Pair> pairs;
            add(pairs, "name", package.name);
            add(pairs, "specifier", package.specifier);
            add(pairs, "url", package.url);
            add(pairs, "reason", package.reason);
            add(pairs, "byUser", package.byUser);
            if (pairs.isEmpty()) {
                continue;
            }
            item(2, key + QLatin1Char('/') + (package.name.isEmpty() ? package.url : package.name), pairs);
        }
    }

    void pip() {
        if (m_recipe.packages.isEmpty() && m_recipe.indexUrls.isEmpty() && m_recipe.findLinks.isEmpty()) {
            return;
        }
        section(packagesNote);
        if (!m_recipe.packages.isEmpty()) {
            packages("packages", m_recipe.packages);
        }
        strings("indexUrls", m_recipe.indexUrls);
        strings("findLinks", m_recipe.findLinks);
    }

    void conda() {
        if (m_recipe.condaPackages.isEmpty() && m_recipe.condaChannels.isEmpty()) {
            return;
        }
        section(condaNote);
        if (!m_recipe.condaPackages.isEmpty()) {
            packages("condaPackages", m_recipe.condaPackages);
        }
        strings("condaChannels", m_recipe.condaChannels);
    }

    void system() {
        if (m_recipe.systemPackages.isEmpty()) {
            return;
        }
        section(systemNote);
        m_out.line(0, QStringLiteral("systemPackages"), QStringLiteral("systemPackages:"));
        for (const Choice& package : m_recipe.systemPackages) {
            QList<Pair> pairs{{QStringLiteral("value"), quoted(package.value)}};
            add(pairs, "reason", package.reason);
            add(pairs, "byUser", package.byUser);
            item(2, QLatin1String("systemPackages/") + package.value, pairs);
        }
    }

    void extensions() {
        if (m_recipe.extensions.isEmpty()) {
            return;
        }
        section(extensionsNote);
        m_out.line(0, QStringLiteral("extensions"), QStringLiteral("extensions:"));
        for (const ExtensionBuild& extension : m_recipe.extensions) {
            QList<Pair> pairs{{QStringLiteral("path"), quoted(extension.path)}};
            add(pairs, "workdir", extension.workdir);
            add(pairs, "command", extension.command);
            add(pairs, "cuda", extension.cuda);
            item(2, QLatin1String("extensions/") + extension.path, pairs);
        }
    }

    void entries() {
        if (m_recipe.entryPoints.isEmpty()) {
            return;
        }
        section(entriesNote);
        m_out.line(0, QStringLiteral("entryPoints"), QStringLiteral("entryPoints:"));
        for (const EntryPoint& entry : m_recipe.entryPoints) {
            const QString path = QLatin1String("entryPoints/") + entry.verb;
            QList<Pair> pairs{{QStringLiteral("verb"), quoted(entry.verb)}};
            add(pairs, "command", entry.command);
            add(pairs, "workdir", entry.workdir);
            item(2, path, pairs);
            if (!entry.parameters.isEmpty()) {
                m_out.line(4, path + QLatin1String("/parameters"), QStringLiteral("parameters:"));
            }
            for (const Parameter& parameter : entry.parameters) {
                QList<Pair> fields{{QStringLiteral("name"), quoted(parameter.name)}};
                add(fields, "type", parameter.type);
                add(fields, "default", parameter.defaultValue);
                add(fields, "help", parameter.help);
                if (!parameter.choices.isEmpty()) {
                    QStringList words;
                    for (const QString& value : parameter.choices) {
                        words.append(quoted(value));
                    }
                    fields.append({QStringLiteral("choices"), QLatin1Char('[') + words.join(QLatin1String(", ")) + QLatin1Char(']')});
                }
                add(fields, "required", parameter.required);
                item(6, path + QLatin1String("/parameters/") + parameter.name, fields);
            }
        }
    }

    void surroundings() {
        section(surroundingsNote);
        if (!m_recipe.volumes.isEmpty()) {
            m_out.line(0, QStringLiteral("volumes"), QStringLiteral("volumes:"));
        }
        for (const Volume& volume : m_recipe.volumes) {
            QList<Pair> pairs{{QStringLiteral("host"), quoted(volume.host)}};
            add(pairs, "container", volume.container);
            add(pairs, "readOnly", volume.readOnly);
            item(2, QLatin1String("volumes/") + volume.host, pairs);
        }
        if (!m_recipe.environment.isEmpty()) {
            m_out.line(0, QStringLiteral("environment"), QStringLiteral("environment:"));
        }
        for (auto it = m_recipe.environment.begin(); it != m_recipe.environment.end(); ++it) {
            m_out.line(2, QLatin1String("environment/") + it.key(), quoted(it.key()) + QLatin1String(": ") + quoted(it.value()));
        }
        scalar("shmSize", m_recipe.shmSize);
        m_out.line(0, QStringLiteral("gpuAccess"), QLatin1String("gpuAccess: ") + gpuAccessName(m_recipe.gpuAccess));
        scalar("composeVersion", m_recipe.composeVersion);
        strings("ignore", m_recipe.ignore);
    }

    const Recipe& m_recipe;
    Emitter m_out;
};

QSet<QString> knownKeys(const Recipe& recipe) {
    QSet<QString> keys;
    for (const char* key :
         {"schema",         "name",      "source",        "commit",        "style",          "target",      "baseImage",
          "osRelease",      "python",    "framework",     "frameworkVersion", "cuda",        "cudnn",       "gcc",
          "archList",       "packages",  "indexUrls",     "findLinks",     "condaPackages",  "condaChannels", "systemPackages",
          "extensions",     "entryPoints", "volumes",     "environment",   "shmSize",        "gpuAccess",   "composeVersion",
          "ignore",         "risks",     "value",         "reason",        "byUser",         "specifier",   "url",
          "path",           "workdir",   "command",       "verb",          "parameters",     "type",        "default",
          "help",           "choices",   "required",      "host",          "container",      "readOnly"}) {
        keys.insert(QLatin1String(key));
    }
    // The keys below `environment` are names of variables.
    for (auto it = recipe.environment.begin(); it != recipe.environment.end(); ++it) {
        keys.insert(it.key());
    }
    return keys;
}

} // namespace

QByteArray write(const Recipe& recipe, const QByteArray& previous) {
    const QByteArray plain = Writer(recipe, UserLines()).write();
    if (previous.isEmpty()) {
        return plain;
    }
    QSet<QString> ours{versionsNote, packagesNote, condaNote, systemNote, extensionsNote, entriesNote, surroundingsNote, risksNote};
    for (const QString& text : heading) {
        ours.insert(text);
    }
    QSet<QString> known = knownKeys(recipe);
    // Variables that are gone now were written by us before: they are not unknown keys.
    if (const Result<Recipe> before = read(previous)) {
        known += knownKeys(*before);
    }
    const QByteArray kept = Writer(recipe, UserLines(previous, ours, known)).write();
    // A person's lines may rest on others that are gone (an anchor). The values come first.
    const Result<Recipe> check = read(kept);
    return check && *check == recipe ? kept : plain;
}

} // namespace reberth::recipe
