#include "core/compose/config.h"

#include "core/compose/canonical.h"
#include "core/compose/configproblem.h"
#include "core/compose/lint.h"
#include "core/compose/longform.h"
#include "core/compose/override.h"
#include "core/compose/rawmodel.h"
#include "core/compose/report.h"
#include "core/compose/validate.h"
#include "core/yaml/document.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace reberth::compose {

namespace {

/// Files that include or extend each other deeper than this do so in a circle.
constexpr int maxFileDepth = 30;

[[noreturn]] void bad(const QString& message, ErrorCode code = ErrorCode::InvalidInput) {
    throw ConfigProblem{code, message};
}

QString projectNameOf(QString text) {
    static const QRegularExpression other(QStringLiteral("[^-_a-z0-9]"));
    static const QRegularExpression start(QStringLiteral("^[-_]+"));
    return text.toLower().remove(other).remove(start);
}

class Loader {
public:
    explicit Loader(const ConfigRequest& request)
        : m_request(request)
        , m_home(request.environment.value(QStringLiteral("HOME"))) {}

    Config run();

private:
    struct Place {
        QString file;
        QDir folder; ///< what the file's paths are relative to
        Variables variables;
        int depth = 0;
    };

    QString contents(const QString& path) const;
    Variables variablesOf(const QDir& folder, const QStringList& files, const Variables& given) const;
    RawModel readFile(const Place& place);
    void takeIn(QJsonObject& model, const Place& place);
    void applyExtends(RawModel& model, const Place& place);
    QJsonObject extended(const QString& name, const RawModel& model, const Place& place, QStringList chain);
    void applyIncludes(QJsonObject& model, const Place& place);
    void addIncluded(QJsonObject& model, const QJsonObject& included) const;
    void readServiceEnvironments(QJsonObject& model, const Variables& variables) const;
    QString projectName(const Place& place);
    void applyProfiles(QJsonObject& model, const Variables& variables) const;

    const ConfigRequest& m_request;
    QString m_home;
    QStringList m_unset;
};

QString Loader::contents(const QString& path) const {
    const auto data = m_request.readFile(path);
    if (!data) {
        bad(data.error().message, data.error().code);
    }
    return QString::fromUtf8(*data);
}

Variables Loader::variablesOf(const QDir& folder, const QStringList& files, const Variables& given) const {
    Variables out = given;
    const bool usual = files.isEmpty();
    for (const QString& name : usual ? QStringList{folder.absoluteFilePath(QStringLiteral(".env"))} : files) {
        const QString path = folder.absoluteFilePath(name);
        if (usual && !m_request.readFile(path)) {
            continue;
        }
        for (const auto& [key, value] : readEnvironmentFile(contents(path), out)) {
            if (!given.contains(key)) {
                out.insert(key, value);
            }
        }
    }
    return out;
}

RawModel Loader::readFile(const Place& place) {
    const QString text = contents(place.file);
    const yaml::Document document = yaml::read(text);
    const LineIndex lines(text);
    const auto at = [&](TextRange range, const QString& message) {
        bad(translated("%1, line %2: %3").arg(place.file).arg(lines.position(range.start).line + 1).arg(message));
    };
    if (document.error) {
        at(document.error->range, document.error->message);
    }
    if (!document.duplicates.isEmpty()) {
        const yaml::DuplicateKey& twice = document.duplicates.front();
        at(twice.range, translated("The key “%1” is given twice in this mapping.").arg(twice.key));
    }
    if (!document.root().isMap()) {
        at({}, translated("A compose file is a mapping with “services” in it."));
    }
    Report report;
    validateShape(document.root(), report);
    for (const diagnostics::Diagnostic& one : report.take()) {
        if (one.severity == diagnostics::Severity::Error) {
            at(one.range, one.message);
        }
    }
    RawModel model;
    for (const yaml::Node& root : document.roots) {
        RawModel one = readModel(root, place.variables, &m_unset);
        model.root = overrideModel(model.root, one.root);
        model.forgotten += one.forgotten;
    }
    return model;
}

QJsonObject Loader::extended(const QString& name, const RawModel& model, const Place& place, QStringList chain) {
    const QString mark = place.file + u'\n' + name;
    if (chain.contains(mark) || chain.size() > maxFileDepth) {
        bad(translated("The service “%1” extends itself in a circle.").arg(name));
    }
    chain.append(mark);
    QJsonObject service = model.root.value(QLatin1String("services")).toObject().value(name).toObject();
    const QJsonValue extends = service.value(QLatin1String("extends"));
    if (extends.isUndefined() || extends.isNull()) {
        return service;
    }
    const QString baseName = extends.isString() ? extends.toString()
                                                : extends.toObject().value(QLatin1String("service")).toString();
    const QString file = extends.toObject().value(QLatin1String("file")).toString();
    Place basePlace = place;
    RawModel other;
    const RawModel* source = &model;
    if (!file.isEmpty()) {
        basePlace.file = QDir::cleanPath(place.folder.absoluteFilePath(file));
        basePlace.folder = QFileInfo(basePlace.file).dir();
        other = readFile(basePlace);
        source = &other;
    }
    if (!source->root.value(QLatin1String("services")).toObject().contains(baseName)) {
        bad(translated("The service “%1” extends “%2”, which %3 does not define.")
                .arg(name, baseName, file.isEmpty() ? translated("the file") : file));
    }
    QJsonObject base = extended(baseName, *source, basePlace, chain);
    if (!file.isEmpty()) {
        const QJsonObject wrapped{{QStringLiteral("services"), QJsonObject{{baseName, base}}}};
        base = withAbsolutePaths(wrapped, basePlace.folder, m_home)
                   .value(QLatin1String("services"))
                   .toObject()
                   .value(baseName)
                   .toObject();
    }
    for (const QStringList& path : model.forgotten) {
        if (path.size() > 2 && path.at(0) == QLatin1String("services") && path.at(1) == name) {
            forget(base, path.mid(2));
        }
    }
    service.remove(QStringLiteral("extends"));
    base.remove(QStringLiteral("extends"));
    return overrideService(base, service);
}

void Loader::applyExtends(RawModel& model, const Place& place) {
    QJsonObject services = model.root.value(QLatin1String("services")).toObject();
    QJsonObject out = services;
    for (const QString& name : services.keys()) {
        if (services.value(name).isObject()) {
            out.insert(name, extended(name, model, place, {}));
        }
    }
    if (!out.isEmpty()) {
        model.root.insert(QStringLiteral("services"), out);
    }
}

void Loader::takeIn(QJsonObject& model, const Place& place) {
    if (place.depth > maxFileDepth) {
        bad(translated("The file %1 includes itself in a circle.").arg(place.file));
    }
    RawModel own = readFile(place);
    applyExtends(own, place);
    applyIncludes(own.root, place);
    for (const QStringList& path : own.forgotten) {
        forget(model, path);
    }
    model = overrideModel(model, own.root);
}

void Loader::addIncluded(QJsonObject& model, const QJsonObject& included) const {
    for (const char* section : {"services", "networks", "volumes", "secrets", "configs", "models"}) {
        const QString name = QLatin1String(section);
        QJsonObject own = model.value(name).toObject();
        const QJsonObject more = included.value(name).toObject();
        for (auto it = more.constBegin(); it != more.constEnd(); ++it) {
            if (own.contains(it.key()) && own.value(it.key()) != it.value()) {
                bad(translated("An included file defines “%1” in “%2:” in another way.").arg(it.key(), name));
            }
            own.insert(it.key(), it.value());
        }
        if (!own.isEmpty()) {
            model.insert(name, own);
        }
    }
}

void Loader::applyIncludes(QJsonObject& model, const Place& place) {
    const QJsonArray includes = model.value(QLatin1String("include")).toArray();
    model.remove(QStringLiteral("include"));
    for (const QJsonValue& item : includes) {
        const QJsonObject include = item.isObject() ? item.toObject() : QJsonObject{{QStringLiteral("path"), item}};
        QStringList files;
        for (const QJsonValue& path : asList(include.value(QLatin1String("path")))) {
            files.append(QDir::cleanPath(place.folder.absoluteFilePath(path.toString())));
        }
        if (files.isEmpty()) {
            bad(translated("An “include” names no file."));
        }
        const QString folder = include.value(QLatin1String("project_directory")).toString();
        Place inner = place;
        ++inner.depth;
        inner.folder = folder.isEmpty() ? QFileInfo(files.front()).dir() : QDir(place.folder.absoluteFilePath(folder));
        QStringList environmentFiles;
        for (const QJsonValue& path : asList(include.value(QLatin1String("env_file")))) {
            environmentFiles.append(place.folder.absoluteFilePath(path.toString()));
        }
        inner.variables = variablesOf(inner.folder, environmentFiles, place.variables);
        QJsonObject included;
        for (const QString& file : std::as_const(files)) {
            inner.file = file;
            takeIn(included, inner);
        }
        addIncluded(model, withAbsolutePaths(included, inner.folder, m_home));
    }
}

void Loader::readServiceEnvironments(QJsonObject& model, const Variables& variables) const {
    QJsonObject services = model.value(QLatin1String("services")).toObject();
    for (auto it = services.begin(); it != services.end(); ++it) {
        QJsonObject service = it.value().toObject();
        QJsonObject environment;
        Variables known = variables;
        for (const QJsonValue& item : asList(service.value(QLatin1String("env_file")))) {
            const QString path = item.toObject().value(QLatin1String("path")).toString();
            const bool optional = item.toObject().value(QLatin1String("required")) == QJsonValue(false);
            if (optional && !m_request.readFile(path)) {
                continue;
            }
            for (const auto& [key, value] : readEnvironmentFile(contents(path), known)) {
                environment.insert(key, value);
            }
        }
        if (!environment.isEmpty()) {
            const QJsonObject own = asMapping(service.value(QLatin1String("environment")));
            for (auto one = own.constBegin(); one != own.constEnd(); ++one) {
                const bool unset = one.value().isNull() && !variables.contains(one.key());
                if (!unset || !environment.contains(one.key())) {
                    environment.insert(one.key(), one.value());
                }
            }
            service.insert(QStringLiteral("environment"), environment);
            it.value() = service;
        }
    }
    if (!services.isEmpty()) {
        model.insert(QStringLiteral("services"), services);
    }
}

void Loader::applyProfiles(QJsonObject& model, const Variables& variables) const {
    QStringList active = m_request.profiles;
    if (active.isEmpty()) {
        active = variables.value(QStringLiteral("COMPOSE_PROFILES")).split(u',', Qt::SkipEmptyParts);
    }
    QJsonObject services = model.value(QLatin1String("services")).toObject();
    for (const QString& name : services.keys()) {
        const QJsonArray own = services.value(name).toObject().value(QLatin1String("profiles")).toArray();
        bool enabled = own.isEmpty() || active.contains(QLatin1String("*"));
        for (const QJsonValue& profile : own) {
            enabled = enabled || active.contains(profile.toString());
        }
        if (!enabled) {
            services.remove(name);
        }
    }
    for (auto it = services.begin(); it != services.end(); ++it) {
        QJsonObject service = it.value().toObject();
        if (!service.value(QLatin1String("depends_on")).isObject()) {
            continue;
        }
        QJsonObject waits = service.value(QLatin1String("depends_on")).toObject();
        for (const QString& name : waits.keys()) {
            if (!services.contains(name) &&
                waits.value(name).toObject().value(QLatin1String("required")) == QJsonValue(false)) {
                waits.remove(name);
            }
        }
        service.insert(QStringLiteral("depends_on"), waits);
        it.value() = service;
    }
    model.insert(QStringLiteral("services"), services);
}

/// Variables may stand for the name, so it is known before the files are read as a whole.
QString Loader::projectName(const Place& place) {
    QString name = m_request.projectName;
    if (name.isEmpty()) {
        name = place.variables.value(QStringLiteral("COMPOSE_PROJECT_NAME"));
    }
    for (qsizetype i = m_request.files.size() - 1; name.isEmpty() && i >= 0; --i) {
        const yaml::Document document = yaml::read(contents(QFileInfo(m_request.files.at(i)).absoluteFilePath()));
        const yaml::Node own = document.root().value(u"name");
        name = own.isScalar() ? expand(own.text(), place.variables, &m_unset) : QString();
    }
    return projectNameOf(name.isEmpty() ? place.folder.dirName() : name);
}

Config Loader::run() {
    Place place;
    place.file = QFileInfo(m_request.files.front()).absoluteFilePath();
    place.folder = QFileInfo(place.file).dir();
    place.variables = variablesOf(place.folder, m_request.environmentFiles, m_request.environment);
    const QString name = projectName(place);
    place.variables.insert(QStringLiteral("COMPOSE_PROJECT_NAME"), name);
    QJsonObject model;
    for (const QString& file : m_request.files) {
        place.file = QFileInfo(file).absoluteFilePath();
        takeIn(model, place);
    }
    model = withAbsolutePaths(model, place.folder, m_home);
    applyProfiles(model, place.variables);
    readServiceEnvironments(model, place.variables);
    Config config;
    config.project = canonical(model, name, place.variables);
    // What the parts mean together is checked where everything is in its place.
    for (const diagnostics::Diagnostic& one : lint(toYaml(config.project))) {
        if (one.severity == diagnostics::Severity::Error) {
            bad(one.message);
        }
    }
    for (const QString& variable : std::as_const(m_unset)) {
        config.warnings.append(translated("The variable “%1” is not set; it counts as empty.").arg(variable));
    }
    return config;
}

} // namespace

Result<QHash<QString, QString>> readVariables(const QString& text) {
    try {
        QHash<QString, QString> out;
        for (const auto& [name, value] : readEnvironmentFile(text, {})) {
            out.insert(name, value);
        }
        return out;
    } catch (const ConfigProblem& problem) {
        return fail(problem.code, problem.message);
    }
}

Result<Config> resolve(const ConfigRequest& request) {
    if (request.files.isEmpty()) {
        return fail(ErrorCode::InvalidInput, translated("No compose file is named."));
    }
    try {
        return Loader(request).run();
    } catch (const ConfigProblem& problem) {
        return fail(problem.code, problem.message);
    }
}

} // namespace reberth::compose
