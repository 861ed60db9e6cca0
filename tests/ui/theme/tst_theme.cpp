#include "ui/theme/icons.h"
#include "ui/theme/meaning.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace reberth::ui;

namespace {

double luminance(const QColor& color) {
    const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (qMax(first, second) + 0.05) / (qMin(first, second) + 0.05);
}

QColor strongestInk(const QImage& image) {
    QColor strongest;
    int alpha = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (pixel.alpha() > alpha) {
                alpha = pixel.alpha();
                strongest = pixel;
            }
        }
    }
    return strongest;
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private slots:
    void switchesAtRunTime();
    void namesGoBothWays();
    void iconsFollowTheTheme();
    void textIsReadable_data();
    void textIsReadable();
    void durationsAreWords();
};

void TestTheme::switchesAtRunTime() {
    Theme theme;
    QPushButton button;
    button.show();
    QSignalSpy spy(&theme, &Theme::changed);
    theme.setMode(Theme::Mode::Light);
    const qsizetype before = spy.count();
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(spy.count(), before + 1);
    QVERIFY(theme.isDark());
    QTRY_VERIFY(Palette::of(button.palette()).isDark());
    QCOMPARE(qApp->palette().color(QPalette::Base), Palette::dark().panel);
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(spy.count(), before + 1);
    theme.setMode(Theme::Mode::Light);
    QTRY_VERIFY(!Palette::of(button.palette()).isDark());
}

void TestTheme::namesGoBothWays() {
    for (const Theme::Mode mode : {Theme::Mode::System, Theme::Mode::Light, Theme::Mode::Dark}) {
        QCOMPARE(Theme::modeFromName(Theme::nameOf(mode)), mode);
    }
    QCOMPARE(Theme::modeFromName(QStringLiteral("plaid")), Theme::Mode::System);
}

void TestTheme::iconsFollowTheTheme() {
    Theme theme;
    const QIcon check = icon(QStringLiteral("check"), &Palette::ok);
    theme.setMode(Theme::Mode::Light);
    QCOMPARE(strongestInk(check.pixmap(32, 32).toImage()).name(), Palette::light().ok.name());
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(strongestInk(check.pixmap(32, 32).toImage()).name(), Palette::dark().ok.name());
    QCOMPARE(strongestInk(check.pixmap(QSize(32, 32), QIcon::Disabled).toImage()).name(), Palette::dark().faint.name());
}

void TestTheme::textIsReadable_data() {
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("behind");
    for (const Palette* palette : {&Palette::light(), &Palette::dark()}) {
        const QByteArray name = palette->isDark() ? "dark " : "light ";
        QTest::newRow(name + "text") << palette->text << palette->background;
        QTest::newRow(name + "dim") << palette->dim << palette->background;
        QTest::newRow(name + "accent") << palette->accent << palette->panel;
        QTest::newRow(name + "on accent") << palette->onAccent << palette->accent;
        QTest::newRow(name + "ok") << palette->ok << palette->okBackground;
        QTest::newRow(name + "warning") << palette->warning << palette->warningBackground;
        QTest::newRow(name + "error") << palette->error << palette->errorBackground;
        QTest::newRow(name + "selected") << palette->text << palette->textSelection;
        QTest::newRow(name + "keyword") << palette->keyword << palette->code;
        QTest::newRow(name + "string") << palette->string << palette->code;
        QTest::newRow(name + "number") << palette->number << palette->code;
    }
}

void TestTheme::textIsReadable() {
    QFETCH(QColor, ink);
    QFETCH(QColor, behind);
    const double ratio = contrast(ink, behind);
    QVERIFY2(ratio >= 4.4, qPrintable(QStringLiteral("contrast is only %1").arg(ratio)));
}

void TestTheme::durationsAreWords() {
    QCOMPARE(durationText(0.12), QStringLiteral("0.1 s"));
    QCOMPARE(durationText(41), QStringLiteral("41 s"));
    QCOMPARE(durationText(112), QStringLiteral("1 m 52 s"));
    QCOMPARE(durationText(4320), QStringLiteral("1 h 12 m"));
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
