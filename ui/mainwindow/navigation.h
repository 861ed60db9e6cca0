#pragma once

#include "ui/mainwindow/pagefactory.h"

#include <QMap>
#include <QWidget>

namespace reberth::ui {

class NavigationItem;

/// The column at the left: Home, the five steps, and what belongs to no project.
class Navigation : public QWidget {
    Q_OBJECT
public:
    explicit Navigation(const QList<PageEntry>& pages, QWidget* parent = nullptr);

    void setCurrent(PageId page);

signals:
    void pageRequested(reberth::ui::PageId page);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QMap<PageId, NavigationItem*> m_items;
};

} // namespace reberth::ui
