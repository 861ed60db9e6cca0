#include "ui/preferences/preferencespage.h"

#include "core/settings/settings.h"
#include "ui/prompts/prompts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace reberth::ui {

namespace keys = settings::keys;

namespace {

constexpr int smallestSize = 7;

struct Section {
    Card* card;
    QVBoxLayout* layout;
};

Section makeSection(const QString& title) {
    auto* card = new Card;
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(20, 16, 20, 18);
    layout->setSpacing(10);
    layout->addWidget(new Label(title, FontRole::Heading));
    return {card, layout};
}

} // namespace

PreferencesPage::PreferencesPage(const Services& services, QWidget* parent)
    : Page(parent)
    , m_services(services) {
    setObjectName(QStringLiteral("preferencesPage"));
    auto* content = new QWidget;
    content->setMaximumWidth(720);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    column->addWidget(new Label(tr("Settings"), FontRole::Title));
    column->addWidget(makeAppearance());
    column->addWidget(makeFolders());
    column->addWidget(makeReading());
    column->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->addWidget(content, 100);
    layout->addStretch(1);
    showSettings();
    connect(&m_services.settings, &settings::Settings::changed, this, &PreferencesPage::showSettings);
}

QWidget* PreferencesPage::makeAppearance() {
    const Section section = makeSection(tr("Appearance"));
    m_theme = new QButtonGroup(this);
    const struct {
        Theme::Mode mode;
        QString text;
        QString objectName;
    } choices[] = {
        {Theme::Mode::System, tr("As the system"), QStringLiteral("themeSystem")},
        {Theme::Mode::Light, tr("Light"), QStringLiteral("themeLight")},
        {Theme::Mode::Dark, tr("Dark"), QStringLiteral("themeDark")},
    };
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::page);
    for (const auto& choice : choices) {
        auto* button = new QRadioButton(choice.text);
        button->setObjectName(choice.objectName);
        button->setAccessibleName(choice.text);
        m_theme->addButton(button, static_cast<int>(choice.mode));
        row->addWidget(button);
    }
    row->addStretch();
    section.layout->addLayout(row);
    connect(m_theme, &QButtonGroup::idClicked, this, [this](int id) {
        const auto mode = static_cast<Theme::Mode>(id);
        m_services.theme.setMode(mode);
        m_services.settings.setValue(keys::theme, Theme::nameOf(mode));
    });
    return section.card;
}

QWidget* PreferencesPage::makeFolders() {
    const Section section = makeSection(tr("Projects"));
    section.layout->addWidget(new Label(tr("New clones go into this folder. Projects that exist stay where they are."),
                                        FontRole::Body, &Palette::dim));
    m_folder = new QLineEdit;
    m_folder->setObjectName(QStringLiteral("projectsFolder"));
    m_folder->setAccessibleName(tr("Folder for new projects"));
    m_folder->setReadOnly(true);
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setObjectName(QStringLiteral("chooseProjectsFolder"));
    choose->setAccessibleName(tr("Choose the folder for new projects"));
    auto* reset = new QPushButton(tr("Use Default"));
    reset->setObjectName(QStringLiteral("resetProjectsFolder"));
    reset->setAccessibleName(tr("Use the default folder for new projects"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::unit);
    row->addWidget(m_folder, 1);
    row->addWidget(choose);
    row->addWidget(reset);
    section.layout->addLayout(row);
    connect(choose, &QPushButton::clicked, this, &PreferencesPage::chooseFolder);
    connect(reset, &QPushButton::clicked, this,
            [this] { m_services.settings.setValue(keys::projectsFolder, QString()); });
    return section.card;
}

QWidget* PreferencesPage::makeReading() {
    const Section section = makeSection(tr("Code and logs"));
    m_fontSize = new QSpinBox;
    m_fontSize->setObjectName(QStringLiteral("editorFontSize"));
    m_fontSize->setAccessibleName(tr("Size of code"));
    m_fontSize->setRange(smallestSize - 1, 32); // the lowest stands for the theme's own size
    m_fontSize->setSpecialValueText(tr("Default"));
    m_fontSize->setSuffix(tr(" pt"));
    m_fontSize->setFixedWidth(112);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::card);
    auto* label = new Label(tr("&Size of code"));
    label->setBuddy(m_fontSize);
    row->addWidget(label);
    row->addWidget(m_fontSize);
    row->addStretch();
    section.layout->addLayout(row);
    m_wrap = new QCheckBox(tr("Wrap long lines in logs"));
    m_wrap->setObjectName(QStringLiteral("wrapLog"));
    m_wrap->setAccessibleName(m_wrap->text());
    section.layout->addWidget(m_wrap);
    connect(m_fontSize, &QSpinBox::valueChanged, this, [this](int points) {
        m_services.settings.setValue(keys::editorFontSize, points < smallestSize ? 0 : points);
    });
    connect(m_wrap, &QCheckBox::toggled, this,
            [this](bool wrap) { m_services.settings.setValue(keys::wrapLog, wrap); });
    return section.card;
}

void PreferencesPage::activated() {
    if (QAbstractButton* current = m_theme->checkedButton()) {
        current->setFocus();
    }
}

void PreferencesPage::chooseFolder() {
    m_services.prompts.chooseFolder(this, tr("Folder for New Projects"), m_services.settings.projectsFolder(),
                                    [this](const QString& folder) {
                                        if (!folder.isEmpty()) {
                                            m_services.settings.setValue(keys::projectsFolder, folder);
                                        }
                                    });
}

void PreferencesPage::showSettings() {
    const settings::Settings& values = m_services.settings;
    const auto mode = Theme::modeFromName(values.value(keys::theme));
    m_theme->button(static_cast<int>(mode))->setChecked(true);
    m_folder->setText(values.projectsFolder());
    const QSignalBlocker blockSize(m_fontSize);
    m_fontSize->setValue(qMax(smallestSize - 1, values.value(keys::editorFontSize)));
    const QSignalBlocker blockWrap(m_wrap);
    m_wrap->setChecked(values.value(keys::wrapLog));
}

} // namespace reberth::ui
