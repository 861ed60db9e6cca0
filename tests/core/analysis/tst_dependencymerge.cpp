#include "core/analysis/dependencymerge.h"

#include <QTest>

using namespace reberth::analysis;

namespace {

PackageClaim claim(const char* name, const char* specifier, const char* source, double weight,
                   Dependency::Origin origin = Dependency::Origin::Declared, bool optional = false,
                   const char* group = "") {
    PackageClaim made;
    made.dependency.name = QLatin1String(name);
    made.dependency.specifier = QLatin1String(specifier);
    made.dependency.origin = origin;
    made.dependency.optional = optional;
    made.dependency.group = QLatin1String(group);
    made.dependency.evidence = {{QLatin1String(source), 1, QLatin1String(name)}};
    made.source = QLatin1String(source);
    made.weight = weight;
    return made;
}

constexpr auto imported = Dependency::Origin::Imported;

} // namespace

class TestDependencyMerge : public QObject {
    Q_OBJECT

private slots:
    void keepsAllEvidenceAndTheStrongestSpecifier() {
        const QList<Dependency> rows = mergeDependencies({claim("numpy", "", "readme", 0.7, Dependency::Origin::Prose),
                                                          claim("NumPy", "==1.16", "requirements", 0.86),
                                                          claim("numpy", "", "import", 0.35, imported)});
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.first().name, QStringLiteral("NumPy"));
        QCOMPARE(rows.first().specifier, QStringLiteral("==1.16"));
        QCOMPARE(rows.first().origin, Dependency::Origin::Declared);
        QCOMPARE(rows.first().evidence.size(), 3);
    }

    void extraThatTheCodeImportsIsNeededByTheCode() {
        const QList<Dependency> rows =
            mergeDependencies({claim("flax", "==0.6", "pyproject", 0.84, Dependency::Origin::Declared, true, "jax"),
                               claim("flax", "", "import", 0.35, imported)});
        QCOMPARE(rows.first().origin, imported);
        QVERIFY(!rows.first().optional);
        QCOMPARE(rows.first().specifier, QStringLiteral("==0.6"));
        QVERIFY(rows.first().group.isEmpty());
    }

    void extraThatNobodyImportsStaysOptional() {
        const QList<Dependency> rows =
            mergeDependencies({claim("black", "", "pyproject", 0.84, Dependency::Origin::Declared, true, "dev")});
        QVERIFY(rows.first().optional);
        QCOMPARE(rows.first().group, QStringLiteral("dev"));
        QCOMPARE(rows.first().origin, Dependency::Origin::Declared);
    }

    void frozenListAsksForNothingByItself() {
        PackageClaim frozen = claim("scipy", "==1.4.1", "conda", 0.9);
        frozen.role = PackageClaim::Role::Frozen;
        PackageClaim rest = claim("certifi-win32", "==2020", "conda", 0.9);
        rest.role = PackageClaim::Role::Frozen;
        const QList<Dependency> rows = mergeDependencies({frozen, rest, claim("scipy", "", "import", 0.35, imported)});
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.first().name, QStringLiteral("scipy"));
        QCOMPARE(rows.first().specifier, QStringLiteral("==1.4.1"));
        QCOMPARE(rows.first().origin, Dependency::Origin::Declared);
    }

    void constraintsOnlyBound() {
        PackageClaim bound = claim("numpy", "<1.20", "requirements", 0.86);
        bound.role = PackageClaim::Role::Constraint;
        QVERIFY(mergeDependencies({bound}).isEmpty());
        QCOMPARE(mergeDependencies({claim("numpy", ">=1.16", "requirements", 0.86), bound}).first().specifier,
                 QStringLiteral(">=1.16,<1.20"));
        QCOMPARE(mergeDependencies({bound, claim("numpy", "", "requirements", 0.86)}).first().specifier,
                 QStringLiteral("<1.20"));
    }

    void importTakesTheDistributionThatIsDeclared() {
        PackageClaim cv2 = claim("opencv-python", "", "import", 0.35, imported);
        cv2.alternatives = {QStringLiteral("opencv-python"), QStringLiteral("opencv-contrib-python")};
        QCOMPARE(mergeDependencies({cv2}).first().name, QStringLiteral("opencv-python"));
        const QList<Dependency> rows = mergeDependencies({cv2, claim("opencv-contrib-python", "==3.4", "setup", 0.8)});
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.first().name, QStringLiteral("opencv-contrib-python"));
        QCOMPARE(rows.first().evidence.size(), 2);
    }

    void frameworkKeepsTheNameThatTheAuthorWrote() {
        const QList<Dependency> rows = mergeDependencies({claim("tensorflow", "", "import", 0.35, imported),
                                                          claim("tensorflow-gpu", "==1.4", "requirements", 0.86)});
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.first().name, QStringLiteral("tensorflow-gpu"));
    }

    void jaxlibComesAlongWithJax() {
        const QList<Dependency> commands =
            mergeDependencies({claim("jax", "", "requirements", 0.86), claim("jaxlib", "==0.4", "dockerfile", 0.92)});
        QCOMPARE(commands.size(), 1);
        const QList<Dependency> declared =
            mergeDependencies({claim("jax", "", "requirements", 0.86), claim("jaxlib", "==0.4", "requirements", 0.86)});
        QCOMPARE(declared.size(), 2);
    }

    void lockGivesTheRelease() {
        const QList<LockedPackage> locked{
            {QStringLiteral("Torch_Thing"), QStringLiteral("1.2"), QStringLiteral("l"), false},
            {QStringLiteral("pytorch"), QStringLiteral("1.7.1"), QStringLiteral("c"), true}};
        const QList<Dependency> rows = mergeDependencies(
            {claim("torch-thing", ">=1", "pyproject", 0.84), claim("torch", "", "conda", 0.9)}, locked);
        QCOMPARE(rows.at(0).locked, QStringLiteral("1.2"));
        QCOMPARE(rows.at(1).locked, QStringLiteral("1.7.1"));
    }
};

QTEST_GUILESS_MAIN(TestDependencyMerge)
#include "tst_dependencymerge.moc"
