#pragma once

#include "ui/models/services.h"
#include "ui/widgets/page.h"

class QHBoxLayout;
class QPushButton;

namespace reberth::ui {

class Banner;
class Card;
class ImportCard;
class Label;
class RecentList;

/// Where a repository comes in, and the way back to the ones that came before.
class HomePage : public Page {
    Q_OBJECT
public:
    explicit HomePage(const Services& services, QWidget* parent = nullptr);

    void activated() override;
    /// As if it had been typed and Enter pressed: for what is dropped on the window or given on the command line.
    void importAddress(const QString& address);

public slots:
    void chooseFolder();

private:
    QWidget* makeHeader();
    QWidget* makeRecent();
    QWidget* makeSample();
    void connectWorkspace();
    void startImport(const QString& address, const QString& ref);
    void openSample();
    void showRecent();
    void showEngine();

    Services m_services;
    ImportCard* m_import;
    Card* m_recentCard = nullptr;
    RecentList* m_recent;
    Label* m_noRecent;
    QPushButton* m_sample = nullptr;
    Banner* m_engine;
    QHBoxLayout* m_lower;
    bool m_probed = false; ///< before that, silence says nothing
};

} // namespace reberth::ui
