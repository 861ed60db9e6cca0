#pragma once

#include "ui/models/services.h"
#include "ui/widgets/page.h"

class QButtonGroup;
class QCheckBox;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace reberth::ui {

/// The user's settings. Each takes effect at once; there is nothing to apply.
class PreferencesPage : public Page {
    Q_OBJECT
public:
    explicit PreferencesPage(const Services& services, QWidget* parent = nullptr);

    void activated() override;

private:
    QWidget* makeAppearance();
    QWidget* makeFolders();
    QWidget* makeReading();
    void chooseFolder();
    void showSettings();

    Services m_services;
    QButtonGroup* m_theme = nullptr;
    QLineEdit* m_folder = nullptr;
    QCheckBox* m_wrap = nullptr;
    QSpinBox* m_fontSize = nullptr;
};

} // namespace reberth::ui
