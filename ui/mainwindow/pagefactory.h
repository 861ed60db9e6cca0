#pragma once

#include "ui/models/navigator.h"
#include "ui/models/services.h"

#include <QList>

class QWidget;

namespace reberth::ui {

class Page;

struct PageEntry {
    PageId id;
    QString name;     ///< "repository", for settings and object names
    QString title;    ///< "Repository"
    QString iconName; ///< for those without a number
    int number;       ///< of the five steps; 0 for the others
    Page* page;
};

/// Every page of the window in the order of the navigation, children of `parent`. `services` must outlive them.
QList<PageEntry> makePages(const Services& services, QWidget* parent);

} // namespace reberth::ui
