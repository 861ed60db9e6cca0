#include "ui/runs/runform.h"

#include "ui/runs/runarguments.h"
#include "ui/theme/spacing.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QProcess>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

constexpr int labelWidth = 120;

} // namespace

RunForm::RunForm(QWidget* parent)
    : QWidget(parent)
    , m_extra(new QLineEdit(this))
    , m_preview(new Label({}, FontRole::Mono, &Palette::dim, this))
    , m_objection(new Label({}, FontRole::Small, &Palette::error, this)) {
    setObjectName(QStringLiteral("runForm"));
    m_extra->setObjectName(QStringLiteral("extraArguments"));
    m_extra->setAccessibleName(tr("Further arguments"));
    m_extra->setPlaceholderText(tr("Further arguments"));
    m_extra->setToolTip(tr("Put after the others; quote what has blanks in it with \"…\""));
    m_preview->setObjectName(QStringLiteral("commandPreview"));
    m_preview->setWordWrap(true);
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_objection->setObjectName(QStringLiteral("runObjection"));
    m_objection->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::unit + 2);
    column->addWidget(m_preview);
    column->addWidget(m_extra);
    column->addWidget(m_objection);
    connect(m_extra, &QLineEdit::textChanged, this, &RunForm::update);
}

void RunForm::setEntryPoint(const recipe::EntryPoint& entry) {
    m_entry = entry;
    m_values.clear();
    delete m_fields;
    m_fields = new QWidget(this);
    m_form = new QFormLayout(m_fields);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(spacing::unit);
    m_form->setHorizontalSpacing(spacing::unit);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const recipe::Parameter& parameter : entry.parameters) {
        addParameter(parameter);
    }
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, m_fields);
    m_fields->setVisible(!entry.parameters.isEmpty());
    QWidget* before = this;
    const auto fields = m_fields->findChildren<QWidget*>(QRegularExpression(QStringLiteral("^parameter:")));
    for (QWidget* field : fields) {
        setTabOrder(before, field);
        before = field;
    }
    setTabOrder(before, m_extra);
    m_extra->clear();
    update();
}

void RunForm::addParameter(const recipe::Parameter& parameter) {
    const QString name = QStringLiteral("parameter:") + parameter.name;
    auto* label = new ElidedLabel(parameter.name, FontRole::Mono, &Palette::text, m_fields);
    label->setFixedSize(labelWidth, isFlag(parameter) ? spacing::control - spacing::unit : spacing::control);
    label->setToolTip(parameter.help.isEmpty() ? parameter.name : parameter.name + QLatin1Char('\n') + parameter.help);
    QWidget* field = nullptr;
    if (isFlag(parameter)) {
        auto* box = new QCheckBox(tr("on"), m_fields);
        box->setChecked(flagDefault(parameter));
        m_values.insert(parameter.name, [box] { return box->isChecked() ? QStringLiteral("1") : QStringLiteral("0"); });
        connect(box, &QCheckBox::toggled, this, &RunForm::update);
        field = box;
    } else if (!parameter.choices.isEmpty()) {
        auto* choice = new QComboBox(m_fields);
        if (!parameter.required && !parameter.choices.contains(parameter.defaultValue)) {
            choice->addItem(tr("default"), QString());
        }
        for (const QString& value : parameter.choices) {
            choice->addItem(value, value);
        }
        choice->setCurrentIndex(std::max(0, choice->findData(parameter.defaultValue)));
        m_values.insert(parameter.name, [choice] { return choice->currentData().toString(); });
        connect(choice, &QComboBox::currentIndexChanged, this, &RunForm::update);
        field = choice;
    } else {
        auto* line = new QLineEdit(m_fields);
        line->setPlaceholderText(!parameter.defaultValue.isEmpty() ? parameter.defaultValue
                                 : parameter.required              ? tr("required")
                                                                   : tr("default"));
        m_values.insert(parameter.name, [line] { return line->text().trimmed(); });
        connect(line, &QLineEdit::textChanged, this, &RunForm::update);
        field = line;
    }
    field->setObjectName(name);
    field->setAccessibleName(parameter.name);
    field->setAccessibleDescription(parameter.help);
    field->setToolTip(parameter.help);
    m_form->addRow(label, field);
}

QStringList RunForm::arguments() const {
    QMap<QString, QString> values;
    for (auto it = m_values.cbegin(); it != m_values.cend(); ++it) {
        values.insert(it.key(), it.value()());
    }
    return runArguments(m_entry.parameters, values) + QProcess::splitCommand(m_extra->text());
}

QString RunForm::objection() const {
    for (const recipe::Parameter& parameter : m_entry.parameters) {
        // What the field shows as default is the program's affair.
        const QString value = m_values.contains(parameter.name) ? m_values.value(parameter.name)() : QString();
        if (isFlag(parameter)) {
            continue;
        }
        recipe::Parameter asked = parameter;
        asked.required = parameter.required && parameter.defaultValue.isEmpty();
        if (const QString wrong = parameterObjection(asked, value); !wrong.isEmpty()) {
            return wrong;
        }
    }
    return {};
}

void RunForm::update() {
    m_preview->setText(commandLine(m_entry.command, arguments()));
    const QString wrong = objection();
    m_objection->setText(wrong);
    m_objection->setVisible(!wrong.isEmpty());
    emit changed();
}

} // namespace reberth::ui
