#include "core/settings/settings.h"

#include <QtTest>

using namespace reberth::settings;

class TestSettings : public QObject {
    Q_OBJECT

private slots:
    void keepsValuesAcrossInstances();
    void saysOnlyRealChanges();
    void brokenFileMeansDefaults();

private:
    QTemporaryDir m_folder;
};

void TestSettings::keepsValuesAcrossInstances() {
    const QString file = m_folder.filePath(QStringLiteral("deep/er/a.ini"));
    {
        Settings settings(file);
        QCOMPARE(settings.value(keys::theme), QStringLiteral("system"));
        settings.setValue(keys::theme, QStringLiteral("dark"));
        settings.setValue(keys::recentProjects, QStringList{QStringLiteral("/a, b"), QStringLiteral("/ü")});
        settings.setValue(keys::wrapLog, true);
    }
    Settings settings(file);
    QCOMPARE(settings.value(keys::theme), QStringLiteral("dark"));
    QCOMPARE(settings.value(keys::recentProjects), (QStringList{QStringLiteral("/a, b"), QStringLiteral("/ü")}));
    QVERIFY(settings.value(keys::wrapLog));
}

void TestSettings::saysOnlyRealChanges() {
    Settings settings(m_folder.filePath(QStringLiteral("b.ini")));
    QSignalSpy changed(&settings, &Settings::changed);
    settings.setValue(keys::projectsFolder, QStringLiteral("/work"));
    settings.setValue(keys::projectsFolder, QStringLiteral("/work"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(settings.projectsFolder(), QStringLiteral("/work"));
}

void TestSettings::brokenFileMeansDefaults() {
    const QString file = m_folder.filePath(QStringLiteral("c.ini"));
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write(QByteArray(4096, '\0') + "[[[=\n\xff\xfe");
    broken.close();
    Settings settings(file);
    QCOMPARE(settings.value(keys::theme), QStringLiteral("system"));
    QCOMPARE(settings.projectsFolder(), Settings::defaultProjectsFolder());
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
