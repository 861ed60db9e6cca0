#include "tests/fuzz/repository.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

/// The seeds of the fuzzers and simple damage to them, for those who build without clang. A violation aborts.
class TestSeeds : public QObject {
    Q_OBJECT
private slots:
    void seeds_data();
    void seeds();
};

void TestSeeds::seeds_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("seed");
    const QDir corpus(QStringLiteral(REBERTH_SOURCE_DIR "/tests/fuzz/corpus"));
    const QList<std::pair<QString, QString>> readers{
        {QStringLiteral("requirements"), QStringLiteral("requirements.txt")},
        {QStringLiteral("conda"), QStringLiteral("environment.yml")},
        {QStringLiteral("tomlmanifests"), QStringLiteral("pyproject.toml")},
        {QStringLiteral("setupscript"), QStringLiteral("setup.py")},
        {QStringLiteral("readme"), QStringLiteral("README.md")},
        {QStringLiteral("notebook"), QStringLiteral("train.ipynb")},
        {QStringLiteral("scripts"), QStringLiteral("install.sh")}};
    for (const auto& [reader, first] : readers) {
        const QDir folder(corpus.filePath(reader));
        const QStringList names = folder.entryList(QDir::Files, QDir::Name);
        QVERIFY2(!names.isEmpty(), qPrintable(reader));
        for (const QString& name : names)
            QTest::addRow("%s, %s", qPrintable(reader), qPrintable(name)) << first << folder.filePath(name);
    }
}

void TestSeeds::seeds() {
    QFETCH(QString, first);
    QFETCH(QString, seed);
    QFile file(seed);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    const auto read = [&first](const QByteArray& bytes) {
        reberth::fuzz::inspectRepository(first, reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                                         std::size_t(bytes.size()));
    };
    read(content);
    const QList<QByteArray> lines = content.split('\n');
    for (qsizetype i = 0; i < std::min<qsizetype>(lines.size(), 30); ++i) {
        QList<QByteArray> less = lines;
        less.removeAt(i);
        read(less.join('\n'));
    }
    QRandomGenerator generator(11);
    static constexpr char specials[] = "\0\n\r\t '\"`\\(){}[]<>=!~;:,.#$%&*@-+|/09aZ_\x7f\x80\xc3\xff";
    for (int i = 0; i < 60 && !content.isEmpty(); ++i) {
        QByteArray damaged = content;
        for (int k = 0; k <= i % 4; ++k)
            damaged[generator.bounded(int(damaged.size()))] = specials[generator.bounded(int(sizeof specials) - 1)];
        if (i % 5 == 0)
            damaged.truncate(generator.bounded(int(damaged.size())));
        read(damaged);
    }
}

QTEST_GUILESS_MAIN(TestSeeds)
#include "tst_seeds.moc"
