#pragma once

#include "ui/models/services.h"

#include <QMenu>

namespace reberth::ui {

/// What to plan for and where to build: filled anew each time it opens.
class TargetMenu : public QMenu {
    Q_OBJECT
public:
    explicit TargetMenu(const Services& services, QWidget* parent = nullptr);

private:
    void fill();
    void addTargets();
    void addHosts();

    const Services& m_services;
};

} // namespace reberth::ui
