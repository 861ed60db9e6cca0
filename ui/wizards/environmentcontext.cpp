#include "ui/wizards/environmentcontext.h"

#include <QRegularExpression>

#include <algorithm>

namespace reberth::ui {

namespace {

/// PEP 503: the same package however it is written.
QString normalized(const QString& name) {
    static const QRegularExpression separators(QStringLiteral("[-_.]+"));
    return QString(name).replace(separators, QStringLiteral("-")).toLower();
}

} // namespace

EnvironmentContext::EnvironmentContext(Start start, const knowledge::Knowledge& knowledge, QObject* parent)
    : QObject(parent)
    , m_findings(std::move(start.findings))
    , m_target(std::move(start.target))
    , m_fixed(std::move(start.fixed))
    , m_knowledge(knowledge)
    , m_lifted(start.lifted) {
    if (start.current) {
        for (const recipe::PythonPackage& package : std::as_const(start.current->packages)) {
            if (package.byUser) {
                m_ownPackages.insert(normalized(package.name), package);
            }
        }
        m_recipe = *start.current;
    }
    plan();
    if (start.current && m_plans && start.current->entryPoints != m_recipe.entryPoints) {
        m_ownEntryPoints = start.current->entryPoints;
        compose();
    }
}

QList<knowledge::Target> EnvironmentContext::targets() const {
    QList<knowledge::Target> result{knowledge::Target{tr("CPU only"), std::nullopt, std::nullopt, 0}};
    for (const knowledge::GpuModel& gpu : m_knowledge.gpus()) {
        result.append(gpu.target());
    }
    if (m_target.hasGpu()) {
        const auto known = std::find_if(result.begin(), result.end(), [this](const knowledge::Target& target) {
            return target.name == m_target.name;
        });
        if (known == result.end()) {
            result.insert(1, m_target);
        } else {
            *known = m_target; // keeps the driver that was probed
        }
    }
    return result;
}

void EnvironmentContext::setTarget(const knowledge::Target& target) {
    m_target = target;
    plan();
}

void EnvironmentContext::setPython(const QString& version) {
    if (m_fixed.python != version) {
        m_fixed.python = version;
        plan();
    }
}

void EnvironmentContext::setFrameworkVersion(const QString& version) {
    if (m_fixed.frameworkVersion != version) {
        m_fixed.frameworkVersion = version;
        plan();
    }
}

void EnvironmentContext::setCuda(const QString& version) {
    if (m_fixed.cuda != version) {
        m_fixed.cuda = version;
        plan();
    }
}

void EnvironmentContext::setStyle(std::optional<recipe::Style> style) {
    if (m_fixed.style != style) {
        m_fixed.style = style;
        plan();
    }
}

QList<solver::Option> EnvironmentContext::pythonOptions() const {
    return solver::pythonOptions(m_recipe, m_knowledge);
}

QList<solver::Option> EnvironmentContext::frameworkOptions() const {
    return solver::frameworkOptions(m_recipe, m_target, m_knowledge);
}

QList<solver::Option> EnvironmentContext::cudaOptions() const {
    return solver::cudaOptions(m_recipe, m_target, m_knowledge);
}

bool EnvironmentContext::hasFramework() const {
    return !m_recipe.framework.value.isEmpty();
}

void EnvironmentContext::setLifted(bool lifted) {
    if (m_lifted != lifted) {
        m_lifted = lifted;
        compose();
        emit changed();
    }
}

bool EnvironmentContext::plansDiffer() const {
    return m_plans && !(m_plans->faithful.recipe == m_plans->lifted.recipe);
}

QString EnvironmentContext::packageObjection(const QString& name, const QString& specifier) {
    static const QRegularExpression names(
        QStringLiteral("^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(\\[[A-Za-z0-9._, -]+\\])?$"));
    if (name.trimmed().isEmpty()) {
        return tr("A package needs a name.");
    }
    if (!names.match(name.trimmed()).hasMatch()) {
        return tr("“%1” is not the name of a Python package: letters, digits, '.', '-' and '_' only.").arg(name);
    }
    if (!specifier.trimmed().isEmpty() && !VersionRange::parse(specifier)) {
        return tr("“%1” is not a version. Write for example ==1.21.6, >=1.0,<2, or leave it empty.").arg(specifier);
    }
    return {};
}

bool EnvironmentContext::setPackage(const QString& name, const QString& specifier) {
    if (!packageObjection(name, specifier).isEmpty()) {
        return false;
    }
    recipe::PythonPackage package;
    package.name = name.trimmed();
    package.specifier = specifier.trimmed();
    // A bare "1.4" is what people type when they mean exactly that.
    if (!package.specifier.isEmpty() && package.specifier.at(0).isDigit()) {
        package.specifier.prepend(QStringLiteral("=="));
    }
    package.reason = tr("Set by you.");
    package.byUser = true;
    m_ownPackages.insert(normalized(package.name), package);
    m_removedPackages.remove(normalized(package.name));
    compose();
    emit changed();
    return true;
}

void EnvironmentContext::removePackage(const QString& name) {
    m_ownPackages.remove(normalized(name));
    m_removedPackages.insert(normalized(name));
    compose();
    emit changed();
}

QString EnvironmentContext::entryPointsObjection(const QList<recipe::EntryPoint>& entryPoints) {
    static const QRegularExpression verbs(QStringLiteral("^[a-z][a-z0-9_-]*$"));
    QSet<QString> seen;
    for (const recipe::EntryPoint& entry : entryPoints) {
        if (!verbs.match(entry.verb).hasMatch()) {
            return tr("“%1” can't be a verb: small letters, digits, '-' and '_', a letter first.").arg(entry.verb);
        }
        if (seen.contains(entry.verb)) {
            return tr("The verb “%1” is there twice. Give one of them another name.").arg(entry.verb);
        }
        seen.insert(entry.verb);
        if (entry.command.trimmed().isEmpty()) {
            return tr("The verb “%1” has no command.").arg(entry.verb);
        }
        if (entry.command.contains(QLatin1Char('\n'))) {
            return tr("The command of “%1” must be one line.").arg(entry.verb);
        }
    }
    return {};
}

bool EnvironmentContext::setEntryPoints(const QList<recipe::EntryPoint>& entryPoints) {
    if (!entryPointsObjection(entryPoints).isEmpty()) {
        return false;
    }
    m_ownEntryPoints = entryPoints;
    compose();
    emit changed();
    return true;
}

void EnvironmentContext::plan() {
    auto plans = solver::plan(m_findings, m_target, m_fixed, m_knowledge);
    if (plans) {
        m_plans = std::move(*plans);
        m_error.reset();
        compose();
    } else {
        m_error = plans.error();
    }
    emit changed();
}

void EnvironmentContext::compose() {
    if (!m_plans) {
        return;
    }
    const solver::Plan& plan = m_lifted ? m_plans->lifted : m_plans->faithful;
    m_recipe = plan.recipe;
    m_verdict = plan.verdict;
    m_problems = plan.problems;
    QList<recipe::PythonPackage> packages;
    QSet<QString> used;
    for (const recipe::PythonPackage& package : std::as_const(m_recipe.packages)) {
        const QString key = normalized(package.name);
        if (m_removedPackages.contains(key)) {
            continue;
        }
        packages.append(m_ownPackages.value(key, package));
        used.insert(key);
    }
    for (auto own = m_ownPackages.cbegin(); own != m_ownPackages.cend(); ++own) {
        if (!used.contains(own.key())) {
            packages.append(own.value());
        }
    }
    m_recipe.packages = packages;
    if (m_ownEntryPoints) {
        m_recipe.entryPoints = *m_ownEntryPoints;
    }
}

} // namespace reberth::ui
