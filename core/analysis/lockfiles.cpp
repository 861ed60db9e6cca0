#include "core/analysis/detectors.h"
#include "core/analysis/manifestentry.h"
#include "core/analysis/manifestscope.h"
#include "core/analysis/packagenames.h"
#include "core/analysis/tomlfile.h"
#include "core/analysis/yamlfile.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr int maxListedLines = 20'000;

QString tr(const char* text) {
    return QCoreApplication::translate("reberth::analysis", text);
}

/// Adds the releases of one lock. They choose the release of what is asked for elsewhere; they ask for nothing.
class LockReader {
public:
    LockReader(QString path, QString source, Draft& draft)
        : m_path(std::move(path))
        , m_source(std::move(source))
        , m_draft(draft) {}

    void add(const QString& name, QString version, int line, bool conda = false) {
        if (version.startsWith(QLatin1String("==")))
            version.remove(0, 2);
        m_draft.addLocked(name, version, m_path, conda, line);
        const QString distribution = conda ? indexNameOfConda(name) : name;
        const std::optional<QString> framework = frameworkOf(distribution);
        if (framework && !version.isEmpty() && m_draft.frameworkOrder.contains(*framework))
            m_draft.claimFramework(distribution, QLatin1String("==") + version, m_source,
                                   at(line, name + u' ' + version), 0.85);
        if (conda && name == QLatin1String("python"))
            python(QLatin1String("==") + version, line);
        if (conda && (name == QLatin1String("cudatoolkit") || name == QLatin1String("cuda-version")))
            m_draft.claimCuda(QLatin1String("==") + version, m_source, at(line, name + u' ' + version), 0.85);
    }
    void python(const QString& range, int line) { m_draft.claimPython(range, m_source, at(line, range), 0.85); }
    void index(const QString& url, int line) { m_draft.addIndex(QStringLiteral("extra-index"), url, at(line, url)); }
    Evidence at(int line, const QString& text) const { return evidenceAt(m_path, line, text); }

private:
    QString m_path;
    QString m_source;
    Draft& m_draft;
};

/// poetry.lock, uv.lock, pdm.lock and the standard's pylock.toml: arrays of packages with a name and a version.
void readTomlLock(const SourceTree& tree, const QString& path, Draft& draft) {
    const std::optional<TomlValue> root = readToml(tree, path, draft);
    if (!root)
        return;
    LockReader lock(path, QStringLiteral("pyproject"), draft);
    for (const char* key : {"package", "packages"}) {
        for (const TomlValue& package : (*root)[key].items) {
            const TomlValue& source = package["source"];
            // The repository itself stands in the list of uv.
            if (!source["editable"].isNone() || !source["virtual"].isNone() || package["name"].text.isEmpty())
                continue;
            lock.add(package["name"].text, package["version"].text, package["name"].line);
        }
    }
    const TomlValue& pythons = (*root)["requires-python"];
    if (pythons.isString())
        lock.python(pythons.text, pythons.line);
    const TomlValue& poetry = (*root)["metadata"]["python-versions"];
    if (poetry.isString())
        lock.python(poetryRange(poetry.text), poetry.line);
}

void readPipfileLock(const SourceTree& tree, const QString& path, Draft& draft) {
    const std::optional<QString> text = tree.text(path);
    if (!text)
        return;
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(text->toUtf8(), &error).object();
    if (error.error != QJsonParseError::NoError) {
        draft.addNote(tr("%1 is not valid JSON: %2").arg(path, error.errorString()), {{path, 0, {}}});
        return;
    }
    const LineIndex lines(*text);
    qsizetype from = 0;
    const auto lineOf = [&](const QString& key) {
        // The keys of a lock are sorted, so the search goes on from the last one.
        qsizetype found = text->indexOf(QLatin1Char('"') + key + QLatin1String("\":"), from);
        if (found < 0)
            return 0;
        from = found;
        return int(lines.position(found).line) + 1;
    };
    LockReader lock(path, QStringLiteral("pipfile"), draft);
    const QJsonObject meta = root.value(QLatin1String("_meta")).toObject();
    const QString python =
        meta.value(QLatin1String("requires")).toObject().value(QLatin1String("python_version")).toString();
    if (!python.isEmpty())
        lock.python(QLatin1String("==") + python, lineOf(QStringLiteral("python_version")));
    for (const char* group : {"default", "develop"}) {
        const QJsonObject packages = root.value(QLatin1String(group)).toObject();
        from = std::max<qsizetype>(text->indexOf(QLatin1Char('"') + QLatin1String(group) + QLatin1String("\":")), 0);
        for (auto it = packages.begin(); it != packages.end(); ++it)
            lock.add(it.key(), it.value().toObject().value(QLatin1String("version")).toString(), lineOf(it.key()));
    }
}

/// conda-lock.yml and pixi.lock; only what is for Linux on a PC.
void readYamlLock(const SourceTree& tree, const QString& path, Draft& draft) {
    const std::optional<YamlFile> file = YamlFile::read(tree, path, draft);
    if (!file)
        return;
    LockReader lock(path, QStringLiteral("conda"), draft);
    const yaml::Node conda = file->root().value(u"package"), pixi = file->root().value(u"packages");
    for (const yaml::Node& item : conda.items().isEmpty() ? pixi.items() : conda.items()) {
        const QString platform = item.value(u"platform").text();
        if (!platform.isEmpty() && platform != QLatin1String("linux-64"))
            continue;
        const int line = file->at(item).line;
        const QString url = item.value(u"conda").text();
        if (!url.isEmpty()) {
            const std::optional<CondaSpec> spec = parseCondaSpec(url);
            if (spec && (url.contains(QLatin1String("/linux-64/")) || url.contains(QLatin1String("/noarch/"))))
                lock.add(spec->dependency.name, spec->dependency.specifier, line, true);
            continue;
        }
        const bool pip = item.value(u"manager").text() == QLatin1String("pip") || item.contains(u"pypi") ||
                         item.value(u"kind").text() == QLatin1String("pypi");
        lock.add(item.value(u"name").text(), item.value(u"version").text(), line, !pip);
    }
}

bool isExplicitList(const QString& text) {
    static const QRegularExpression mark(QStringLiteral("^@EXPLICIT\\s*$"), QRegularExpression::MultilineOption);
    return mark.match(text.left(4000)).hasMatch();
}

/// `conda list --explicit`: the whole environment as URLs, so that what the code imports of it is asked for.
void readExplicitList(const QString& path, const QString& text, Draft& draft) {
    ManifestContext context;
    context.source = QStringLiteral("conda");
    context.role = PackageClaim::Role::Frozen;
    context.factor = path.contains(QLatin1Char('/')) ? 0.95 : 1.0;
    draft.addManifest(path);
    int number = 0;
    for (QStringView line : QStringView(text).split(QLatin1Char('\n'))) {
        if (++number > maxListedLines)
            break;
        if (line.size() > 1000 || line.startsWith(QLatin1Char('#')))
            continue;
        if (const std::optional<CondaSpec> spec = parseCondaSpec(line.toString()); spec && line.contains(u"://"))
            addManifestEntry(*spec, evidenceAt(path, number, line.toString()), context, draft);
    }
}

} // namespace

void detectLockFiles(const SourceTree& tree, Draft& draft) {
    static const QRegularExpression toml(
        QStringLiteral("^(?:poetry\\.lock|uv\\.lock|pdm\\.lock|pylock(?:\\.\\w+)?\\.toml)$"));
    static const QRegularExpression yaml(QStringLiteral("^(?:[\\w.-]*conda-lock\\.ya?ml|pixi\\.lock)$"));
    static const QRegularExpression list(
        QStringLiteral("^[\\w.-]*(?:spec|explicit|conda|env|linux-64)[\\w.-]*\\.(?:txt|lock)$"));
    for (const SourceFile& file : tree.matching([](const SourceFile& candidate) { return candidate.depth() <= 2; })) {
        const QString name = file.name();
        if (toml.match(name).hasMatch()) {
            readTomlLock(tree, file.path, draft);
        } else if (name == QLatin1String("Pipfile.lock")) {
            readPipfileLock(tree, file.path, draft);
        } else if (yaml.match(name).hasMatch()) {
            readYamlLock(tree, file.path, draft);
        } else if (list.match(name).hasMatch()) {
            const QString text = tree.text(file.path).value_or(QString());
            if (isExplicitList(text))
                readExplicitList(file.path, text, draft);
        }
    }
}

} // namespace reberth::analysis
