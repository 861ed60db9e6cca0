#include "core/project/storage.h"

#include <QtTest>

using namespace reberth;
using namespace reberth::project;

class TestStorage : public QObject {
    Q_OBJECT

private slots:
    void init() { m_root = std::make_unique<QTemporaryDir>(); }
    void keepsState();
    void damagedStateIsSaid();
    void newerStateIsSaid();
    void brokenRecipeNamesItsLineAndIsSetAside();
    void writesThroughNoLink();

private:
    Storage storage() const { return Storage(m_root->filePath(QStringLiteral(".reberth"))); }
    void put(const QString& name, const QByteArray& data) const {
        QFile file(storage().path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(data);
    }
    std::unique_ptr<QTemporaryDir> m_root;
};

void TestStorage::keepsState() {
    const Storage storage = this->storage();
    QVERIFY(!storage.exists());
    QVERIFY(storage.prepare());
    ProjectState state;
    state.checkout.name = QStringLiteral("ünï");
    state.checkout.commit = QString(40, u'a');
    state.checkout.commitDate = QDateTime(QDate(2019, 5, 1), QTime(12, 0), Qt::UTC);
    state.checkout.submodules = {QStringLiteral("lib/a")};
    state.target = {QStringLiteral("Tesla T4"), Version::of("7.5"), Version::of("525.60"), 16};
    state.fixed.python = QStringLiteral("3.6");
    state.fixed.style = recipe::Style::CudaConda;
    QVERIFY(storage.writeState(state));
    QVERIFY(storage.exists());
    const auto read = storage.readState();
    QVERIFY(read);
    QCOMPARE(read->checkout.name, state.checkout.name);
    QCOMPARE(read->checkout.commitDate, state.checkout.commitDate);
    QCOMPARE(read->checkout.submodules, state.checkout.submodules);
    QCOMPARE(read->target.computeCapability->toString(), QStringLiteral("7.5"));
    QCOMPARE(read->target.gpuMemoryGib, 16.0);
    QCOMPARE(read->fixed.python, QStringLiteral("3.6"));
    QCOMPARE(*read->fixed.style, recipe::Style::CudaConda);
    QVERIFY(QFile::exists(storage.path(QStringLiteral(".gitignore"))));
}

void TestStorage::damagedStateIsSaid() {
    QVERIFY(storage().prepare());
    put(QStringLiteral("project.json"), "{\"schema\": 1, \"checkout\"");
    const auto read = storage().readState();
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::CorruptData);
    QVERIFY(read.error().message.contains(QStringLiteral("project.json")));
}

void TestStorage::newerStateIsSaid() {
    QVERIFY(storage().prepare());
    put(QStringLiteral("project.json"), "{\"schema\": 99}");
    const auto read = storage().readState();
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Unsupported);
}

void TestStorage::brokenRecipeNamesItsLineAndIsSetAside() {
    const Storage storage = this->storage();
    QVERIFY(storage.prepare());
    QVERIFY(storage.readRecipe());
    QVERIFY(!storage.readRecipe()->has_value());
    const QByteArray broken = "schema: 1\nname: [unclosed\n";
    put(QStringLiteral("recipe.yaml"), broken);
    const auto read = storage.readRecipe();
    QVERIFY(!read);
    QVERIFY2(read.error().message.contains(QStringLiteral("recipe.yaml")), qPrintable(read.error().message));
    recipe::Recipe fresh;
    fresh.name = QStringLiteral("x");
    QVERIFY(storage.writeRecipe(fresh));
    QFile kept(storage.path(QStringLiteral("recipe.yaml.broken")));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), broken);
    QCOMPARE(storage.readRecipe()->value().name, QStringLiteral("x"));
}

void TestStorage::writesThroughNoLink() {
    const QString outside = m_root->filePath(QStringLiteral("outside"));
    QFile victim(outside);
    QVERIFY(victim.open(QIODevice::WriteOnly));
    victim.write("precious");
    victim.close();
    QVERIFY(storage().prepare());
    QVERIFY(QFile::link(outside, storage().path(QStringLiteral("Dockerfile"))));
    const auto written = storage().writeText(QStringLiteral("Dockerfile"), QStringLiteral("FROM x"));
    QVERIFY(!written);
    QVERIFY(victim.open(QIODevice::ReadOnly));
    QCOMPARE(victim.readAll(), QByteArray("precious"));

    QTemporaryDir other;
    const Storage linked(other.filePath(QStringLiteral(".reberth")));
    QVERIFY(QFile::link(m_root->path(), linked.folder()));
    QVERIFY(!linked.prepare());
    QVERIFY(!linked.exists());
}

QTEST_GUILESS_MAIN(TestStorage)
#include "tst_storage.moc"
