#include "ui/runs/runarguments.h"
#include "ui/runs/runform.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace reberth;
using namespace reberth::ui;

namespace {

recipe::Parameter parameter(const char* name, const char* type, const char* defaultValue = "") {
    recipe::Parameter result;
    result.name = QLatin1String(name);
    result.type = QLatin1String(type);
    result.defaultValue = QLatin1String(defaultValue);
    return result;
}

} // namespace

class TestRunForm : public QObject {
    Q_OBJECT

private slots:
    void init();
    void defaultsGiveNoArguments();
    void whatDiffersIsGiven();
    void flagsTurnTheirDefaultRound();
    void requiredAndTypesAreChecked();
    void furtherArgumentsAreSplitAsInAShell();
    void previewIsQuoted();
    void anotherEntryPointStartsAnew();
    void assignmentsAreJoinedWithTheirValue();

private:
    template <typename T> T* field(const char* name) const {
        return m_form->findChild<T*>(QStringLiteral("parameter:") + QLatin1String(name));
    }
    std::unique_ptr<RunForm> m_form;
};

void TestRunForm::init() {
    recipe::EntryPoint entry;
    entry.verb = QStringLiteral("train");
    entry.command = QStringLiteral("python train.py");
    recipe::Parameter net = parameter("--net", "choice", "res50");
    net.choices = {QStringLiteral("res50"), QStringLiteral("res101")};
    net.help = QStringLiteral("the backbone");
    recipe::Parameter out = parameter("--out", "str");
    out.required = true;
    entry.parameters = {net,
                        parameter("--lr", "float", "0.001"),
                        parameter("--epochs", "int", "5"),
                        parameter("--cuda", "bool", "False"),
                        parameter("--shuffle", "bool", "True"),
                        out,
                        parameter("data", "str")};
    m_form = std::make_unique<RunForm>();
    m_form->setEntryPoint(entry);
    m_form->show();
}

void TestRunForm::defaultsGiveNoArguments() {
    QCOMPARE(m_form->arguments(), QStringList());
    QCOMPARE(field<QComboBox>("--net")->currentText(), QStringLiteral("res50"));
    QCOMPARE(field<QComboBox>("--net")->toolTip(), QStringLiteral("the backbone"));
    QCOMPARE(field<QLineEdit>("--lr")->placeholderText(), QStringLiteral("0.001"));
    QVERIFY(field<QCheckBox>("--shuffle")->isChecked());
}

void TestRunForm::whatDiffersIsGiven() {
    QTest::keyClicks(field<QLineEdit>("data"), QStringLiteral("/data/x y"));
    QTest::keyClicks(field<QLineEdit>("--lr"), QStringLiteral("0.01"));
    field<QComboBox>("--net")->setCurrentIndex(1);
    QTest::keyClicks(field<QLineEdit>("--epochs"), QStringLiteral("5")); // the default, typed
    const QStringList expected{QStringLiteral("--net"), QStringLiteral("res101"), QStringLiteral("--lr"),
                               QStringLiteral("0.01"), QStringLiteral("/data/x y")};
    QCOMPARE(m_form->arguments(), expected);
}

void TestRunForm::flagsTurnTheirDefaultRound() {
    QTest::mouseClick(field<QCheckBox>("--cuda"), Qt::LeftButton, {},
                      QPoint(8, field<QCheckBox>("--cuda")->height() / 2));
    QCOMPARE(m_form->arguments(), QStringList{QStringLiteral("--cuda")});
    field<QCheckBox>("--shuffle")->setChecked(false);
    QCOMPARE(m_form->arguments(), (QStringList{QStringLiteral("--cuda"), QStringLiteral("--shuffle")}));
}

void TestRunForm::requiredAndTypesAreChecked() {
    QVERIFY(m_form->objection().contains(QLatin1String("--out")));
    field<QLineEdit>("--out")->setText(QStringLiteral("/results"));
    QVERIFY(m_form->objection().isEmpty());
    field<QLineEdit>("--epochs")->setText(QStringLiteral("many"));
    QVERIFY(m_form->objection().contains(QLatin1String("--epochs")));
    field<QLineEdit>("--epochs")->setText(QStringLiteral("3"));
    field<QLineEdit>("--lr")->setText(QStringLiteral("1e-4"));
    QVERIFY(m_form->objection().isEmpty());
}

void TestRunForm::furtherArgumentsAreSplitAsInAShell() {
    m_form->findChild<QLineEdit*>(QStringLiteral("extraArguments"))->setText(QStringLiteral("--tag \"a b\" --fast"));
    QCOMPARE(m_form->arguments(),
             (QStringList{QStringLiteral("--tag"), QStringLiteral("a b"), QStringLiteral("--fast")}));
}

void TestRunForm::previewIsQuoted() {
    field<QLineEdit>("--out")->setText(QStringLiteral("it's here; rm"));
    QCOMPARE(m_form->findChild<QLabel*>(QStringLiteral("commandPreview"))->text(),
             QStringLiteral("python train.py --out 'it'\\''s here; rm'"));
}

void TestRunForm::anotherEntryPointStartsAnew() {
    field<QLineEdit>("--out")->setText(QStringLiteral("x"));
    recipe::EntryPoint other;
    other.verb = QStringLiteral("evaluate");
    other.command = QStringLiteral("python eval.py");
    m_form->setEntryPoint(other);
    QCOMPARE(m_form->arguments(), QStringList());
    QVERIFY(!field<QLineEdit>("--out"));
    QVERIFY(m_form->objection().isEmpty());
}

void TestRunForm::assignmentsAreJoinedWithTheirValue() {
    recipe::EntryPoint entry;
    entry.verb = QStringLiteral("train");
    entry.command = QStringLiteral("python train.py");
    entry.parameters = {parameter("trainer.lr=", "float", "0.1"), parameter("fast=", "bool", "false"),
                        parameter("data", "str")};
    m_form->setEntryPoint(entry);
    QCOMPARE(m_form->arguments(), QStringList());
    QTest::keyClicks(field<QLineEdit>("trainer.lr="), QStringLiteral("0.5"));
    QTest::keyClicks(field<QLineEdit>("fast="), QStringLiteral("true"));
    QTest::keyClicks(field<QLineEdit>("data"), QStringLiteral("x"));
    QCOMPARE(m_form->arguments(),
             QStringList({QStringLiteral("trainer.lr=0.5"), QStringLiteral("fast=true"), QStringLiteral("x")}));
}

QTEST_MAIN(TestRunForm)
#include "tst_runform.moc"
