#pragma once

#include "ui/models/services.h"
#include "ui/widgets/page.h"

class QAction;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace reberth::ui {

class EmptyState;
class HostDetail;

/// The machines to build and run on, with what each of them can do.
class HostsPage : public Page {
    Q_OBJECT
public:
    explicit HostsPage(const Services& services, QWidget* parent = nullptr);

    void activated() override;

private:
    QWidget* makeList();
    void showHosts();
    void showSelected();

    Services m_services;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QWidget* m_content;
    QListWidget* m_list = nullptr;
    HostDetail* m_detail;
    QPushButton* m_use;
    QPushButton* m_refreshButton;
    QAction* m_refresh;
};

} // namespace reberth::ui
