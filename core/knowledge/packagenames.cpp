#include "core/knowledge/packagenames.h"

#include "core/knowledge/jsontable.h"
#include "core/knowledge/knowledge.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::knowledge {

namespace {

QHash<QString, QString> pairsOf(const QJsonObject& object) {
    QHash<QString, QString> pairs;
    for (auto it = object.begin(); it != object.end(); ++it)
        pairs.insert(it.key(), it.value().toString());
    return pairs;
}

QSet<QString> setOf(const QJsonValue& value) {
    const QStringList list = toStringList(value);
    return QSet<QString>(list.cbegin(), list.cend());
}

} // namespace

PackageNames::PackageNames(const QJsonObject& table)
    : m_frameworks(pairsOf(table.value(QLatin1String("frameworks")).toObject()))
    , m_conda(pairsOf(table.value(QLatin1String("conda")).toObject()))
    , m_native(setOf(table.value(QLatin1String("conda_native"))))
    , m_nativePrefixes(toStringList(table.value(QLatin1String("conda_native_prefixes"))))
    , m_python(setOf(table.value(QLatin1String("conda_python_despite_prefix"))))
    , m_programs(setOf(table.value(QLatin1String("programs"))))
    , m_wellKnown(setOf(table.value(QLatin1String("well_known"))))
    , m_tools(setOf(table.value(QLatin1String("install_tools"))))
    , m_transitive(setOf(table.value(QLatin1String("usually_transitive")))) {
}

QString PackageNames::framework(const QString& distribution) const {
    const QString name = normalizedDistribution(distribution);
    const auto found = m_frameworks.constFind(name);
    if (found != m_frameworks.cend())
        return *found;
    static const QRegularExpression mxnet(QStringLiteral("^mxnet-cu\\d+(?:mkl)?$"));
    return mxnet.match(name).hasMatch() ? QStringLiteral("mxnet") : QString();
}

QString PackageNames::ofConda(const QString& package) const {
    return m_conda.value(package.toLower(), package);
}

bool PackageNames::isNativeConda(const QString& package) const {
    const QString name = package.toLower();
    if (m_native.contains(name))
        return true;
    return !m_python.contains(name) && std::any_of(m_nativePrefixes.cbegin(), m_nativePrefixes.cend(),
                                                   [&](const QString& prefix) { return name.startsWith(prefix); });
}

bool PackageNames::isInstallTool(const QString& package) const {
    return m_tools.contains(normalizedDistribution(package));
}

bool PackageNames::isUsuallyTransitive(const QString& package) const {
    return m_transitive.contains(normalizedDistribution(package));
}

const PackageNames& builtInPackageNames() {
    static const PackageNames names = [] {
        const Knowledge registersTheTables;
        return PackageNames(readTable(QStringLiteral(":/knowledge"), QStringLiteral("package_names")));
    }();
    return names;
}

} // namespace reberth::knowledge
