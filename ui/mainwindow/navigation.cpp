#include "ui/mainwindow/navigation.h"

#include "ui/mainwindow/navigationitem.h"
#include "ui/theme/palette.h"
#include "ui/theme/spacing.h"

#include <QFrame>
#include <QPainter>
#include <QVBoxLayout>

namespace reberth::ui {

namespace {

QFrame* makeLine() {
    auto* line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    return line;
}

} // namespace

Navigation::Navigation(const QList<PageEntry>& pages, QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(176);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::unit, 12, spacing::unit + 1, 12);
    layout->setSpacing(2);
    bool steps = false;
    for (const PageEntry& entry : pages) {
        if ((entry.number > 0) != steps) {
            steps = !steps;
            layout->addSpacing(spacing::unit - 2);
            layout->addWidget(makeLine());
            layout->addSpacing(spacing::unit - 2);
        }
        auto* item = new NavigationItem(entry.title, entry.number, entry.iconName);
        item->setObjectName(QStringLiteral("navigate_%1").arg(entry.name));
        layout->addWidget(item);
        m_items.insert(entry.id, item);
        connect(item, &NavigationItem::clicked, this, [this, id = entry.id] { emit pageRequested(id); });
        connect(entry.page, &Page::markChanged, item, [item, page = entry.page] { item->setMark(page->mark()); });
        item->setMark(entry.page->mark());
    }
    layout->addStretch();
}

void Navigation::setCurrent(PageId page) {
    if (NavigationItem* item = m_items.value(page)) {
        item->setChecked(true);
    }
}

void Navigation::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Palette& colors = Palette::of(palette());
    painter.fillRect(rect(), colors.panel);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), colors.line);
}

} // namespace reberth::ui
