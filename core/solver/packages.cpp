#include "core/solver/packages.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace reberth::solver {

using analysis::Dependency;
using recipe::PythonPackage;
using recipe::Recipe;
using recipe::Style;

namespace {

constexpr double knownImport = 0.3; // analysis gives less to a name that it can only guess

/// "torch==1.10.0+cu113" → name and specifier.
PythonPackage fromRequirement(const QString& requirement, const QString& reason) {
    static const QRegularExpression expression(QStringLiteral(R"(^([A-Za-z0-9._-]+(?:\[[^\]]*\])?)\s*(.*)$)"));
    const auto match = expression.match(requirement.trimmed());
    return {match.captured(1), match.captured(2), {}, reason, false};
}

/// nullopt: the marker cannot be judged here. Only what Linux and the chosen Python decide is looked at.
std::optional<bool> markerHolds(const QString& marker, const Version& python) {
    static const QRegularExpression clause(
        QStringLiteral(R"(^\(?\s*(\w+)\s*(==|!=|<=|>=|<|>)\s*['"]([^'"]+)['"]\s*\)?$)"));
    bool all = true;
    const QStringList clauses = marker.split(QStringLiteral(" and "));
    for (const QString& text : clauses) {
        const auto match = clause.match(text.trimmed());
        if (!match.hasMatch()) {
            return std::nullopt;
        }
        const QString variable = match.captured(1);
        const QString op = match.captured(2);
        const QString value = match.captured(3);
        if (variable == QLatin1String("python_version") || variable == QLatin1String("python_full_version")) {
            const auto range = VersionRange::parse(op + value);
            all = all && range && range->contains(python);
        } else if (variable == QLatin1String("sys_platform") || variable == QLatin1String("platform_system") ||
                   variable == QLatin1String("os_name") || variable == QLatin1String("platform_machine")) {
            static const QSet<QString> ours{QStringLiteral("linux"), QStringLiteral("linux2"), QStringLiteral("Linux"),
                                            QStringLiteral("posix"), QStringLiteral("x86_64")};
            all = all && (ours.contains(value) == (op == QLatin1String("==")));
        } else {
            return std::nullopt;
        }
    }
    return all;
}

/// `stated` with what `wanted` adds to it; a bound that another implies is left out.
VersionRange tightened(const VersionRange& stated, const VersionRange& wanted) {
    using Op = VersionRange::Op;
    VersionRange result;
    QList<VersionRange::Clause> added = wanted.clauses();
    const auto isImplied = [&](const VersionRange::Clause& upper) {
        return std::any_of(stated.clauses().cbegin(), stated.clauses().cend(), [&](const VersionRange::Clause& clause) {
            return ((clause.op == Op::Less || clause.op == Op::LessEqual || clause.op == Op::Prefix) && clause.version < upper.version) ||
                   (clause.op == Op::Less && clause.version == upper.version);
        });
    };
    added.removeIf([&](const VersionRange::Clause& clause) { return clause.op == Op::Less && isImplied(clause); });
    for (const VersionRange::Clause& clause : stated.clauses()) {
        const bool isLooser = clause.op == Op::Less && std::any_of(added.cbegin(), added.cend(), [&](const VersionRange::Clause& a) {
            return a.op == Op::Less && a.version <= clause.version;
        });
        if (!isLooser) {
            result.add(clause.op, clause.version);
        }
    }
    for (const VersionRange::Clause& clause : std::as_const(added)) {
        result.add(clause.op, clause.version);
    }
    return result;
}

class PackageWriter {
public:
    PackageWriter(const Request& request, const Stack& stack, const BaseImage& base, Recipe& recipe,
                  QList<Problem>& problems)
        : m_request(request), m_stack(stack), m_base(base), m_recipe(recipe), m_problems(problems) {}

    void write() {
        addFramework();
        for (const Dependency& dependency : m_request.findings.dependencies) {
            if (!dependency.optional) {
                addDependency(dependency);
            }
        }
        addBreakagePins();
        addFrameworkPins();
        addEraPins();
        addConda();
        countUnpinned();
    }

private:
    bool isDone(const QString& name) const { return m_done.contains(distributionKey(name)); }

    PythonPackage* find(const QString& name) {
        const QString key = distributionKey(name);
        for (PythonPackage& package : m_recipe.packages) {
            if (distributionKey(package.name.section(QLatin1Char('['), 0, 0)) == key) {
                return &package;
            }
        }
        return nullptr;
    }

    void add(const PythonPackage& package) {
        m_done.insert(distributionKey(package.name.section(QLatin1Char('['), 0, 0)));
        m_recipe.packages.append(package);
    }

    /// True when the plain base's own package does it.
    bool addFromDistribution(const QString& name, const QString& specifier, const QString& reason) {
        if (!m_request.plainBase) {
            return false;
        }
        const auto* package = m_request.tables.distributionPackage(m_base.os, name);
        if (package == nullptr) {
            return false;
        }
        const auto range = VersionRange::parse(specifier);
        if (!specifier.isEmpty() && (!range || !range->contains(package->version))) {
            m_problems.append({Verdict::Amber,
                               Solver::tr("%1 has %2 %3, and the repository asks for %4.")
                                   .arg(m_base.os, name, package->version.toString(), specifier),
                               Solver::tr("pip installs it instead.")});
            return false;
        }
        m_recipe.systemPackages.append({package->apt, Solver::tr("%1 %2 from the distribution. %3")
                                                          .arg(name, package->version.toString(), reason)
                                                          .trimmed(), false});
        m_done.insert(distributionKey(name));
        return true;
    }

    void addFramework() {
        if (m_stack.release == nullptr || m_stack.variant == nullptr) {
            return;
        }
        const QString title = frameworkTitle(m_request.framework);
        const QString name = m_request.framework;
        m_done.insert(name);
        static const QHash<QString, QStringList> aliases{
            {QStringLiteral("torch"), {QStringLiteral("pytorch"), QStringLiteral("pytorch-cuda"), QStringLiteral("pytorch-gpu"), QStringLiteral("pytorch-cpu")}},
            {QStringLiteral("tensorflow"), {QStringLiteral("tensorflow-gpu"), QStringLiteral("tensorflow-cpu")}},
            {QStringLiteral("jax"), {QStringLiteral("jaxlib")}},
        };
        const QStringList names = aliases.value(name);
        m_done.unite(QSet<QString>(names.cbegin(), names.cend()));
        if (m_request.plainBase && addFromDistribution(name, {}, m_stack.frameworkReason)) {
            const auto* package = m_request.tables.distributionPackage(m_base.os, name);
            m_recipe.frameworkVersion.value = package->version.toString();
            m_recipe.frameworkVersion.reason =
                Solver::tr("What %1 packages. %2").arg(m_base.os, m_stack.frameworkReason).trimmed();
            addCompanions(true);
            return;
        }
        QString requirement = m_stack.variant->requirement;
        requirement.replace(QLatin1String("{version}"), m_stack.version.toString());
        const bool fromImage = m_base.style == Style::FrameworkImage;
        if (fromImage) {
            requirement = requirement.section(QLatin1Char('+'), 0, 0);
        }
        PythonPackage framework = fromRequirement(requirement, m_stack.frameworkReason);
        if (!fromImage) {
            if (const QString wheel = directWheel(); !wheel.isEmpty()) {
                framework.url = wheel;
            } else {
                addSources();
            }
        }
        add(framework);
        for (const QString& also : m_stack.variant->also) {
            add(fromRequirement(also, Solver::tr("The build for %1 that belongs to %2 %3.")
                                          .arg(m_stack.variant->cuda ? QLatin1String("CUDA ") + m_stack.cuda() : Solver::tr("the CPU"),
                                               title, m_stack.version.toString())));
        }
        addCompanions(false);
    }

    /// Before 1.2 all variants have the same version, and the index's own would be taken; so the file is named.
    QString directWheel() const {
        const auto& variant = *m_stack.variant;
        if (m_request.framework != QLatin1String("torch") || m_stack.version >= Version::of("1.2") || variant.isDefault) {
            return {};
        }
        const QString python = QString::number(m_stack.python.major()) + QString::number(m_stack.python.minor());
        const QString abi = python == QLatin1String("27") ? QStringLiteral("cp27mu") : QLatin1String("cp") + python + QLatin1Char('m');
        return QStringLiteral("https://download.pytorch.org/whl/%1/torch-%2-cp%3-%4-linux_x86_64.whl")
            .arg(variant.name, m_stack.version.toString(), python, abi);
    }

    void addSources() {
        const auto& variant = *m_stack.variant;
        if (!variant.findLinks.isEmpty() && !(variant.isDefault && m_request.framework == QLatin1String("torch"))) {
            m_recipe.findLinks << variant.findLinks;
        }
        if (!variant.indexUrl.isEmpty()) {
            m_recipe.indexUrls << QStringLiteral("https://pypi.org/simple") << variant.indexUrl;
        }
    }

    void addCompanions(bool fromDistribution) {
        const auto& companions = m_stack.release->companions;
        for (auto it = companions.cbegin(); it != companions.cend(); ++it) {
            const Dependency* dependency = m_request.dependency(it.key());
            if (dependency == nullptr || (dependency->optional && dependency->origin != Dependency::Origin::Declared)) {
                continue;
            }
            const QString reason = Solver::tr("Belongs to PyTorch %1; used in %2.").arg(m_stack.version.toString(), where(dependency->evidence));
            if (fromDistribution && addFromDistribution(it.key(), {}, Solver::tr("Used in %1.").arg(where(dependency->evidence)))) {
                continue;
            }
            const QString local = m_stack.variant->requirement.section(QLatin1Char('+'), 1);
            // torchtext has no CUDA builds; torchaudio's before 0.7 neither.
            const bool hasLocal = !local.isEmpty() && m_base.style != Style::FrameworkImage &&
                                  (it.key() == QLatin1String("torchvision") ||
                                   (it.key() == QLatin1String("torchaudio") && m_stack.version >= Version::of("1.10")));
            add({it.key(), QLatin1String("==") + it.value() + (hasLocal ? QLatin1Char('+') + local : QString()), {}, reason, false});
            const auto stated = VersionRange::parse(dependency->specifier);
            if (stated && !stated->contains(Version::parse(it.value()).value_or(Version()))) {
                m_problems.append({Verdict::Amber,
                                   Solver::tr("The repository asks for %1%2 (%3), which does not go with PyTorch %4.")
                                       .arg(it.key(), dependency->specifier, where(dependency->evidence), m_stack.version.toString()),
                                   Solver::tr("%1 %2 is taken.").arg(it.key(), it.value())});
            }
        }
    }

    void addDependency(const Dependency& dependency) {
        QString name = dependency.name;
        const QString place = where(dependency.evidence);
        if (isDone(name) || distributionKey(name) == QLatin1String("python") || isCondaOnly(name)) {
            return;
        }
        if (m_base.style == Style::CudaConda && dependency.conda) {
            return; // addConda
        }
        if (name.startsWith(QLatin1String("git+"))) {
            // An import of what is on no index, which knowledge gives as a URL.
            static const QRegularExpression last(QStringLiteral(R"(([^/]+?)(?:\.git)?/?(?:[#@].*)?$)"));
            const QString repository = last.match(name).captured(1);
            if (!isDone(repository)) {
                add({repository, {}, name, Solver::tr("Imported in %1; it is on no index.").arg(place), false});
            }
            return;
        }
        if (!dependency.url.isEmpty()) {
            add({name, {}, dependency.url, Solver::tr("Asked for in %1.").arg(place), false});
            return;
        }
        if (m_request.knowledge.isStandardLibrary(name) && !isBackport(name)) {
            m_done.insert(distributionKey(name));
            m_recipe.risks << Solver::tr("%1 (%2) is part of Python and is not installed.").arg(name, place);
            return;
        }
        if (dependency.origin == Dependency::Origin::Imported && dependency.confidence < knownImport) {
            // A module of that name on the index may be anybody's.
            m_done.insert(distributionKey(name));
            m_recipe.risks << Solver::tr("%1 (%2) is imported, and no package is known to bring it: it is not installed. "
                                         "Add it on the Dependencies page if the code needs it.")
                                  .arg(name, place);
            return;
        }
        if (const auto why = m_request.knowledge.misleadingName(name)) {
            const QStringList meant = m_request.knowledge.distributionsForImport(name);
            if (meant.isEmpty()) {
                m_done.insert(distributionKey(name));
                m_problems.append({Verdict::Amber, Solver::tr("%1 (%2) is not installed: %3.").arg(name, place, *why),
                                   Solver::tr("Name the right one by its URL.")});
                return;
            }
            if (meant.first().startsWith(QLatin1String("git+"))) {
                add({name, {}, meant.first(), Solver::tr("Used in %1; on the index the name is another's (%2).").arg(place, *why), false});
                return;
            }
            name = meant.first();
            if (isDone(name)) {
                return;
            }
        }
        if (!dependency.marker.isEmpty()) {
            const auto holds = markerHolds(dependency.marker, m_stack.python);
            if (holds && !*holds) {
                return;
            }
        }
        const QString reason = dependency.origin == Dependency::Origin::Declared  ? Solver::tr("Asked for in %1.").arg(place)
                               : dependency.origin == Dependency::Origin::Imported ? Solver::tr("Imported in %1.").arg(place)
                                                                                   : Solver::tr("Named in %1.").arg(place);
        const QString specifier = pipSpecifier(dependency);
        if (addFromDistribution(name, specifier, reason)) {
            return;
        }
        const QString extras = dependency.extras.isEmpty() ? QString() : QLatin1Char('[') + dependency.extras.join(QLatin1Char(',')) + QLatin1Char(']');
        add({name + extras, specifier, {}, reason, false});
        const QString page = wheelPage(distributionKey(name), m_stack, m_request.tables);
        if (!page.isEmpty() && !m_recipe.findLinks.contains(page)) {
            m_recipe.findLinks << page;
        }
    }

    /// conda's "=1.4=py36_0" as pip reads it.
    static QString pipSpecifier(const Dependency& dependency) {
        QString specifier = dependency.specifier;
        if (dependency.conda) {
            static const QRegularExpression build(QStringLiteral("^(=+[^=,]+)=[^=]+$"));
            const auto match = build.match(specifier);
            if (match.hasMatch()) {
                specifier = match.captured(1);
            }
            static const QRegularExpression single(QStringLiteral("^=([^=].*)$"));
            const auto one = single.match(specifier);
            if (one.hasMatch()) {
                specifier = QLatin1String("==") + one.captured(1) + (one.captured(1).count(QLatin1Char('.')) >= 2 || one.captured(1).endsWith(QLatin1Char('*')) ? QString() : QStringLiteral(".*"));
            }
        }
        return specifier;
    }

    bool isBackport(const QString& name) const {
        return (name == QLatin1String("dataclasses") && m_stack.python < Version::of("3.7")) ||
               (m_stack.python < Version::of("3.0") &&
                (name == QLatin1String("enum34") || name == QLatin1String("pathlib") || name == QLatin1String("typing") ||
                 name == QLatin1String("configparser")));
    }

    /// Conda packages that no index of Python packages has, or that the base brings.
    static bool isCondaOnly(const QString& name) {
        static const QRegularExpression expression(QStringLiteral(
            "^(lib.*|_.*|cudatoolkit(-dev)?|cuda(-.*)?|cudnn|nccl|mkl.*|intel-openmp|blas|openblas|openssl|ca-certificates|certifi|"
            "ncurses|readline|sqlite|tk|xz|zlib|zstd|lz4-c|bzip2|freetype|jpeg|openjpeg|olefile|pip|setuptools|wheel|ninja-base|"
            "gmp|gnutls|nettle|lame|x264|openh264|pytorch(-.*)?|gcc.*|gxx.*|ld_impl.*|python_abi|vs.*_runtime)$"));
        return expression.match(name.toLower()).hasMatch() && name != QLatin1String("libtmux");
    }

    void bound(const QString& name, const QString& specifier, const QString& reason, bool addIfMissing) {
        if (isDistributionPackage(name)) {
            return;
        }
        PythonPackage* package = find(name);
        if (package == nullptr) {
            if (addIfMissing && !isDone(name)) {
                add({name, specifier, {}, reason, false});
            }
            return;
        }
        if (!package->url.isEmpty()) {
            return;
        }
        const auto stated = VersionRange::parse(package->specifier);
        const auto wanted = VersionRange::parse(specifier);
        if (!stated || !wanted) {
            return;
        }
        if (const auto exact = stated->exact()) {
            if (!wanted->contains(*exact)) {
                m_problems.append({Verdict::Amber,
                                   Solver::tr("%1%2 is asked for, but %3").arg(package->name, package->specifier, reason),
                                   Solver::tr("Take %1%2.").arg(name, specifier)});
            }
            return;
        }
        const QString joined = tightened(*stated, *wanted).toString();
        if (joined != package->specifier) {
            package->specifier = joined;
            package->reason += QLatin1Char(' ') + reason;
        }
    }

    bool isDistributionPackage(const QString& name) const {
        const auto* package = m_request.plainBase ? m_request.tables.distributionPackage(m_base.os, name) : nullptr;
        return package != nullptr && std::any_of(m_recipe.systemPackages.cbegin(), m_recipe.systemPackages.cend(),
                                                 [&](const recipe::Choice& c) { return c.value == package->apt; });
    }

    void addBreakagePins() {
        for (const analysis::Breakage& breakage : m_request.findings.breakages) {
            const QString key = distributionKey(breakage.distribution);
            if (breakage.hint || key == m_request.framework || key == QLatin1String("python") || breakage.bound.isEmpty() ||
                (m_stack.release != nullptr && m_stack.release->companions.contains(key))) {
                continue;
            }
            bound(breakage.distribution, breakage.bound,
                  Solver::tr("%1 is used in %2 and needs %3%4.").arg(breakage.symbol, where(breakage.evidence), breakage.distribution, breakage.bound),
                  key == QLatin1String("setuptools"));
        }
    }

    /// What TensorFlow's own metadata forgot before 2.12.
    void addFrameworkPins() {
        if (m_stack.release == nullptr || m_request.framework != QLatin1String("tensorflow") || m_stack.version >= Version::of("2.12")) {
            return;
        }
        for (const QString& pin : m_stack.release->pins) {
            const PythonPackage package = fromRequirement(pin, {});
            if (package.name == QLatin1String("numpy") || package.name == QLatin1String("protobuf") || package.name == QLatin1String("h5py") ||
                package.name == QLatin1String("gast") || package.name == QLatin1String("keras")) {
                bound(package.name, package.specifier,
                      Solver::tr("TensorFlow %1 breaks with newer ones, which its own metadata does not say.").arg(m_stack.version.toString()),
                      true);
            }
        }
    }

    void addEraPins() {
        const bool builds = m_request.buildsExtensions;
        const bool cython = m_request.dependency(QStringLiteral("Cython")) != nullptr ||
                            std::any_of(m_request.findings.extensions.cbegin(), m_request.findings.extensions.cend(),
                                        [](const analysis::Extension& e) { return e.kind == QLatin1String("cython"); });
        for (const knowledge::EraPin& pin : m_request.tables.eraPins()) {
            const bool frameworkFits = pin.framework.isEmpty() || (pin.framework == m_request.framework && m_stack.release != nullptr &&
                                                                  pin.range.contains(m_stack.version));
            const bool dateFits = !pin.before.isValid() || (m_request.date().isValid() && m_request.date() < pin.before);
            const bool useFits = pin.uses.isEmpty() || m_request.dependency(pin.uses) != nullptr;
            if (frameworkFits && dateFits && useFits && (!pin.whenBuilding || builds) && (!pin.whenCython || cython)) {
                // A tool for building is wanted even when nobody named it.
                const bool missing = pin.whenBuilding || pin.whenCython || !pin.uses.isEmpty();
                QString reason = pin.because + QLatin1Char('.');
                reason[0] = reason.at(0).toUpper();
                bound(pin.package, pin.specifier, reason, missing);
            }
        }
    }

    void addConda() {
        if (m_base.style != Style::CudaConda) {
            return;
        }
        m_recipe.condaChannels << QStringLiteral("conda-forge");
        QSet<QString> added;
        for (const Dependency& dependency : m_request.findings.dependencies) {
            const QString key = distributionKey(dependency.name);
            if (dependency.conda && !dependency.optional && !isDone(key) && !isCondaOnly(dependency.name) && key != QLatin1String("python") &&
                !added.contains(key)) {
                added.insert(key);
                static const QRegularExpression build(QStringLiteral("^(=+[^=,]+)=[^=]+$"));
                const auto match = build.match(dependency.specifier);
                m_recipe.condaPackages.append({dependency.name, match.hasMatch() ? match.captured(1) : dependency.specifier, {},
                                               Solver::tr("Asked for in %1.").arg(where(dependency.evidence)), false});
            }
        }
        if (m_base.condaCuda) {
            // conda-forge starts with 9.2; the defaults have the older ones.
            if (*m_stack.variant->cuda < Version::of("9.2")) {
                m_recipe.condaChannels << QStringLiteral("defaults");
            }
            m_recipe.condaPackages.append({QStringLiteral("cudatoolkit"), QLatin1Char('=') + m_stack.cuda(), {},
                                           Solver::tr("%1 uses the system's CUDA libraries.").arg(frameworkTitle(m_request.framework)), false});
            m_recipe.condaPackages.append({QStringLiteral("cudnn"), QLatin1Char('=') + m_stack.variant->cudnn, {},
                                           Solver::tr("The cuDNN that %1 %2 was built with.").arg(frameworkTitle(m_request.framework), m_stack.version.toString()), false});
            m_recipe.environment.insert(QStringLiteral("LD_LIBRARY_PATH"), QStringLiteral("/opt/conda/envs/app/lib"));
        }
    }

    void countUnpinned() {
        const auto open = std::count_if(m_recipe.packages.cbegin(), m_recipe.packages.cend(),
                                        [](const PythonPackage& p) { return p.specifier.isEmpty() && p.url.isEmpty(); });
        if (open > 0) {
            m_recipe.risks << Solver::tr("%1 of the packages have no version; pip takes the newest that Python %2 allows, which may be "
                                         "newer than the code.").arg(open).arg(m_recipe.python.value);
        }
    }

    const Request& m_request;
    const Stack& m_stack;
    const BaseImage& m_base;
    Recipe& m_recipe;
    QList<Problem>& m_problems;
    QSet<QString> m_done;
};

} // namespace

void addPackages(const Request& request, const Stack& stack, const BaseImage& base, Recipe& recipe, QList<Problem>& problems) {
    PackageWriter(request, stack, base, recipe, problems).write();
}

} // namespace reberth::solver
