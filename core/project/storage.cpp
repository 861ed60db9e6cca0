#include "core/project/storage.h"

#include "core/io/atomicfile.h"
#include "core/recipe/recipeio.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace reberth::project {

namespace {

constexpr int schemaVersion = 1;
constexpr qint64 fileLimit = 64 * 1024 * 1024;
const auto stateFile = QStringLiteral("project.json");
const auto findingsFile = QStringLiteral("findings.json");
const auto recipeFile = QStringLiteral("recipe.yaml");

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::project::Storage", text);
}

QJsonObject toJson(const repo::Checkout& checkout) {
    return {{QStringLiteral("path"), checkout.path},
            {QStringLiteral("name"), checkout.name},
            {QStringLiteral("url"), checkout.url},
            {QStringLiteral("ref"), checkout.ref},
            {QStringLiteral("commit"), checkout.commit},
            {QStringLiteral("commitDate"), checkout.commitDate.toString(Qt::ISODate)},
            {QStringLiteral("submodules"), QJsonArray::fromStringList(checkout.submodules)},
            {QStringLiteral("notes"), QJsonArray::fromStringList(checkout.notes)}};
}

QStringList stringList(const QJsonValue& value) {
    QStringList list;
    for (const QJsonValue& item : value.toArray()) {
        list << item.toString();
    }
    return list;
}

repo::Checkout checkoutFromJson(const QJsonObject& object) {
    repo::Checkout checkout;
    checkout.path = object.value(QLatin1String("path")).toString();
    checkout.name = object.value(QLatin1String("name")).toString();
    checkout.url = object.value(QLatin1String("url")).toString();
    checkout.ref = object.value(QLatin1String("ref")).toString();
    checkout.commit = object.value(QLatin1String("commit")).toString();
    checkout.commitDate = QDateTime::fromString(object.value(QLatin1String("commitDate")).toString(), Qt::ISODate);
    checkout.submodules = stringList(object.value(QLatin1String("submodules")));
    checkout.notes = stringList(object.value(QLatin1String("notes")));
    return checkout;
}

QJsonObject toJson(const knowledge::Target& target) {
    return {{QStringLiteral("name"), target.name},
            {QStringLiteral("computeCapability"),
             target.computeCapability ? target.computeCapability->toString() : QString()},
            {QStringLiteral("driver"), target.driver ? target.driver->toString() : QString()},
            {QStringLiteral("gpuMemoryGib"), target.gpuMemoryGib}};
}

knowledge::Target targetFromJson(const QJsonObject& object) {
    knowledge::Target target;
    target.name = object.value(QLatin1String("name")).toString();
    target.computeCapability = Version::parse(object.value(QLatin1String("computeCapability")).toString());
    target.driver = Version::parse(object.value(QLatin1String("driver")).toString());
    target.gpuMemoryGib = object.value(QLatin1String("gpuMemoryGib")).toDouble();
    return target;
}

QJsonObject toJson(const solver::FixedChoices& fixed) {
    return {{QStringLiteral("python"), fixed.python},
            {QStringLiteral("frameworkVersion"), fixed.frameworkVersion},
            {QStringLiteral("cuda"), fixed.cuda},
            {QStringLiteral("baseImage"), fixed.baseImage},
            {QStringLiteral("style"), fixed.style ? recipe::styleName(*fixed.style) : QString()}};
}

solver::FixedChoices fixedFromJson(const QJsonObject& object) {
    solver::FixedChoices fixed;
    fixed.python = object.value(QLatin1String("python")).toString();
    fixed.frameworkVersion = object.value(QLatin1String("frameworkVersion")).toString();
    fixed.cuda = object.value(QLatin1String("cuda")).toString();
    fixed.baseImage = object.value(QLatin1String("baseImage")).toString();
    if (const auto style = recipe::styleFromName(object.value(QLatin1String("style")).toString())) {
        fixed.style = *style;
    }
    return fixed;
}

} // namespace

bool Storage::exists() const {
    return QFileInfo(path(stateFile)).isFile() && !QFileInfo(m_folder).isSymLink();
}

Result<void> Storage::prepare() const {
    const QFileInfo info(m_folder);
    if (info.isSymLink() || (info.exists() && !info.isDir())) {
        return fail(ErrorCode::InvalidInput,
                    translated("%1 is not a folder of its own (the repository brings a link or file of that name). Remove "
                               "it, then open the repository again.")
                        .arg(m_folder));
    }
    if (!QDir().mkpath(m_folder)) {
        return fail(ErrorCode::PermissionDenied,
                    translated("The folder %1 can't be created. Check the permissions, or import the repository by its "
                               "file:// URL to work on a clone.")
                        .arg(m_folder));
    }
    if (!QFileInfo::exists(path(QStringLiteral(".gitignore")))) {
        return write(QStringLiteral(".gitignore"), "/autosave/\n/builds/\n/runs/\n");
    }
    return {};
}

Result<void> Storage::write(const QString& name, const QByteArray& data) const {
    const QString target = path(name);
    if (QFileInfo(target).isSymLink() || QFileInfo(QFileInfo(target).path()).isSymLink()) {
        return fail(ErrorCode::PermissionDenied,
                    translated("%1 is a link to another place, so nothing is written there. Remove the link.").arg(target));
    }
    return io::writeFileAtomically(target, data);
}

Result<ProjectState> Storage::readState() const {
    const auto data = io::readFile(path(stateFile), fileLimit);
    if (!data) {
        return tl::unexpected(data.error());
    }
    QJsonParseError parseError;
    const QJsonObject object = QJsonDocument::fromJson(*data, &parseError).object();
    if (parseError.error != QJsonParseError::NoError || object.isEmpty()) {
        return fail(ErrorCode::CorruptData,
                    translated("%1 is damaged. Remove it to start the project anew; the recipe and the files stay.")
                        .arg(path(stateFile)),
                    parseError.errorString());
    }
    if (object.value(QLatin1String("schema")).toInt() > schemaVersion) {
        return fail(ErrorCode::Unsupported,
                    translated("The project was made by a newer Reberth. Update Reberth to open it."));
    }
    ProjectState state;
    state.checkout = checkoutFromJson(object.value(QLatin1String("checkout")).toObject());
    state.target = targetFromJson(object.value(QLatin1String("target")).toObject());
    state.fixed = fixedFromJson(object.value(QLatin1String("fixed")).toObject());
    return state;
}

Result<void> Storage::writeState(const ProjectState& state) const {
    const QJsonObject object{{QStringLiteral("schema"), schemaVersion},
                             {QStringLiteral("checkout"), toJson(state.checkout)},
                             {QStringLiteral("target"), toJson(state.target)},
                             {QStringLiteral("fixed"), toJson(state.fixed)}};
    return write(stateFile, QJsonDocument(object).toJson());
}

std::optional<analysis::Findings> Storage::readFindings() const {
    const auto data = io::readFile(path(findingsFile), fileLimit);
    if (!data) {
        return std::nullopt;
    }
    const QJsonObject object = QJsonDocument::fromJson(*data).object();
    if (object.value(QLatin1String("schema")).toInt() != analysis::Findings::schemaVersion) {
        return std::nullopt;
    }
    return analysis::Findings::fromJson(object);
}

Result<void> Storage::writeFindings(const analysis::Findings& findings) const {
    return write(findingsFile, QJsonDocument(findings.toJson()).toJson(QJsonDocument::Compact));
}

Result<std::optional<recipe::Recipe>> Storage::readRecipe() const {
    if (!QFileInfo::exists(path(recipeFile))) {
        return std::optional<recipe::Recipe>();
    }
    const auto data = io::readFile(path(recipeFile), fileLimit);
    if (!data) {
        return tl::unexpected(data.error());
    }
    const auto recipe = recipe::read(*data);
    if (!recipe) {
        Error error = recipe.error();
        error.message = path(recipeFile) + QLatin1String(": ") + error.message;
        return tl::unexpected(error);
    }
    return std::optional<recipe::Recipe>(*recipe);
}

Result<void> Storage::writeRecipe(const recipe::Recipe& recipe) const {
    QByteArray previous;
    if (const auto data = io::readFile(path(recipeFile), fileLimit)) {
        previous = *data;
        if (!recipe::read(previous)) {
            if (const auto kept = write(recipeFile + QStringLiteral(".broken"), previous); !kept) {
                return kept;
            }
            previous.clear();
        }
    }
    return write(recipeFile, recipe::write(recipe, previous));
}

Result<QString> Storage::readText(const QString& name) const {
    const auto data = io::readFile(path(name), fileLimit);
    if (!data) {
        return tl::unexpected(data.error());
    }
    return QString::fromUtf8(*data);
}

Result<void> Storage::writeText(const QString& name, const QString& text) const {
    return write(name, text.toUtf8());
}

void Storage::remove(const QString& name) const {
    QFile::remove(path(name));
}

} // namespace reberth::project
