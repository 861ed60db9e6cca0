#include "core/analysis/ranking.h"
#include "core/knowledge/knowledge.h"
#include "core/knowledge/tables.h"

#include <QTest>

using namespace reberth;
using namespace reberth::analysis;

namespace {

Claim claim(const char* version, const char* range, const char* source, const char* file, double factor = 1) {
    return {QString::fromLatin1(version),
            QString::fromLatin1(range),
            sourceWeight(QString::fromLatin1(source)) * factor,
            QString::fromLatin1(source),
            {QString::fromLatin1(file), 3, QString()}};
}

QString chosen(const QList<Claim>& claims) {
    const VersionFinding finding = chooseVersion(QStringLiteral("Python"), claims);
    return finding.version ? finding.version->toString() : QString();
}

QDateTime day(int year, int month) {
    return QDateTime(QDate(year, month, 1), QTime(12, 0), Qt::UTC);
}

} // namespace

class TestRanking : public QObject {
    Q_OBJECT

private slots:
    void strongerKindWins() {
        const VersionFinding finding =
            chooseVersion(QStringLiteral("Python"),
                          {claim("3.6", "", "readme", "README.md"), claim("3.8", "", "dockerfile", "Dockerfile")});
        QCOMPARE(finding.version->toString(), QStringLiteral("3.8"));
        QCOMPARE(finding.claims.size(), 2);
        // The reason names the winner's place and what it was preferred to.
        QVERIFY(finding.reason.contains(QLatin1String("Dockerfile:3")));
        QVERIFY(finding.reason.contains(QLatin1String("3.6 in README.md:3")));
        QVERIFY(!chooseVersion(QStringLiteral("Python"), {claim("3.6", "", "readme", "README.md")})
                     .reason.contains(QLatin1String("preferred")));
    }

    void rangesBindWhatIsWeaker() {
        QCOMPARE(chosen({claim("3.5", "", "readme", "README.md"), claim("", ">=3.6", "setup", "setup.py")}),
                 QStringLiteral("3.6"));
        QCOMPARE(chosen({claim("3.7", "", "readme", "README.md"), claim("", ">=3.6", "setup", "setup.py")}),
                 QStringLiteral("3.7"));
        QCOMPARE(chosen({claim("3.5", "", "dockerfile", "Dockerfile"), claim("", ">=3.6", "readme", "README.md")}),
                 QStringLiteral("3.5"));
        QCOMPARE(chosen({claim("", ">=3.6", "readme", "README.md"), claim("", ">=3.8", "docs", "docs/a.md", 0.5)}),
                 QStringLiteral("3.6"));
        QCOMPARE(chosen({claim("", ">=3", "readme", "README.md"), claim("", ">=3.6", "syntax", "a.py")}),
                 QStringLiteral("3.6"));
        QCOMPARE(chosen({}), QString());
        // A range said no louder than an exact word leaves it standing.
        QCOMPARE(chosen({claim("1.1", "", "readme", "README.md"), claim("", ">=1.2", "readme", "README.md")}),
                 QStringLiteral("1.1"));
    }

    void subProjectsSpeakForThemselves() {
        QCOMPARE(
            chosen({claim("3.9", "", "conda", "apps/viewer/environment.yml"), claim("3.6", "", "readme", "README.md")}),
            QStringLiteral("3.6"));
        // A folder of set-up is the repository's own, and without a word from the root the sub-project is all there is.
        QCOMPARE(chosen({claim("3.9", "", "dockerfile", "docker/Dockerfile"), claim("3.6", "", "readme", "README.md")}),
                 QStringLiteral("3.9"));
        QCOMPARE(chosen({claim("3.9", "", "conda", "gym/environment.yml"), claim("3.6", "", "docs", "docs/a.md")}),
                 QStringLiteral("3.9"));
    }

    void contradictionsShowBothSides() {
        const VersionFinding finding =
            chooseVersion(QStringLiteral("CUDA"), {claim("10.1", "", "dockerfile", "Dockerfile"),
                                                   claim("11.1", "", "requirements", "requirements.txt"),
                                                   claim("", ">=9", "readme", "README.md")});
        QList<Note> notes;
        noteContradictions(QStringLiteral("CUDA"), finding, notes);
        QCOMPARE(notes.size(), 1);
        QVERIFY(notes.first().text.contains(QLatin1String("11.1")));
        QCOMPARE(notes.first().evidence.size(), 2);
        QCOMPARE(notes.first().evidence.first().file, QStringLiteral("Dockerfile"));
        QCOMPARE(notes.first().evidence.last().file, QStringLiteral("requirements.txt"));
        notes.clear();
        noteContradictions(
            QStringLiteral("CUDA"),
            chooseVersion(QStringLiteral("CUDA"), {claim("10.1", "", "readme", "a"), claim("10.1.2", "", "docs", "b")}),
            notes);
        QVERIFY(notes.isEmpty());
    }

    void pythonOfTheTime() {
        const knowledge::Knowledge knowledge;
        const knowledge::Tables& tables = knowledge.tables();
        const auto python = [&](const QList<Claim>& claims, const QDateTime& date,
                                const QList<Framework>& frameworks = {}) {
            const VersionFinding finding = choosePython(claims, date, frameworks, tables);
            return finding.version ? finding.version->toString() : QString();
        };
        QCOMPARE(python({}, day(2016, 3)), QStringLiteral("2.7"));
        QCOMPARE(python({}, day(2019, 6)), QStringLiteral("3.6"));
        QCOMPARE(python({claim("", "<3", "syntax", "a.py")}, day(2019, 6)), QStringLiteral("2.7"));
        QCOMPARE(python({claim("3", "", "readme", "README.md")}, day(2019, 6)), QStringLiteral("3.6"));
        QCOMPARE(python({claim("3.9", "", "readme", "README.md")}, day(2019, 6)), QStringLiteral("3.9"));
        QCOMPARE(python({}, QDateTime()), QString());
        // What the syntax needs at least is not what the authors had.
        QCOMPARE(python({claim("", ">=3.5", "syntax", "a.py")}, day(2021, 6)), QStringLiteral("3.8"));
        QCOMPARE(python({claim("", ">=3.5", "syntax", "a.py")}, QDateTime()), QStringLiteral("3.5"));
        QCOMPARE(python({claim("", ">=3.5", "readme", "README.md")}, day(2021, 6)), QStringLiteral("3.5"));
        // A framework that is pinned tells the time better than a late commit.
        Framework framework;
        framework.name = QStringLiteral("tensorflow");
        framework.main = true;
        framework.version = chooseVersion(framework.name, {claim("1.4", "", "requirements", "requirements.txt")});
        const VersionFinding old = choosePython({}, day(2022, 6), {framework}, tables);
        QVERIFY(old.version && *old.version < Version::of("3.7"));
        QVERIFY(old.reason.contains(QLatin1String("tensorflow 1.4")));
    }

    void mainFramework() {
        Draft draft;
        const Evidence evidence{QStringLiteral("a.py"), 1, {}};
        draft.claimFramework(QStringLiteral("tensorflow"), QStringLiteral(">=1.14"), QStringLiteral("requirements"),
                             evidence);
        draft.claimFramework(QStringLiteral("torch"), {}, QStringLiteral("import"), evidence);
        const QList<Framework> frameworks = rankFrameworks(draft);
        QCOMPARE(frameworks.size(), 2);
        QCOMPARE(frameworks.first().name, QStringLiteral("torch"));
        QVERIFY(frameworks.first().main && !frameworks.last().main);
        Draft prose;
        prose.claimFramework(QStringLiteral("torch"), {}, QStringLiteral("import"), evidence);
        prose.claimFramework(QStringLiteral("chainer"), {}, QStringLiteral("readme"), evidence);
        QCOMPARE(rankFrameworks(prose).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRanking)
#include "tst_ranking.moc"
