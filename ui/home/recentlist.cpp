#include "ui/home/recentlist.h"

#include "core/build/buildtypes.h"
#include "ui/home/recentdelegate.h"
#include "ui/theme/meaning.h"

#include <QContextMenuEvent>
#include <QDir>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>

namespace reberth::ui {

namespace {

QString homeShortened(const QString& path) {
    const QString home = QDir::homePath();
    return path.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + path.mid(home.size()) : path;
}

std::optional<build::BuildState> stateFromName(const QString& name) {
    using build::BuildState;
    for (const BuildState state : {BuildState::Preparing, BuildState::Uploading, BuildState::Running,
                                   BuildState::Succeeded, BuildState::Failed, BuildState::Cancelled}) {
        if (build::buildStateName(state) == name) {
            return state;
        }
    }
    return std::nullopt;
}

} // namespace

RecentList::RecentList(QWidget* parent)
    : QListWidget(parent) {
    setObjectName(QStringLiteral("recentProjects"));
    setAccessibleName(tr("Recent projects"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new RecentDelegate(this));
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(this, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { emit openRequested(item->data(Qt::UserRole).toString()); });
}

void RecentList::setProjects(const QList<RecentProject>& projects) {
    clear();
    for (const RecentProject& project : projects) {
        auto* item = new QListWidgetItem(project.name, this);
        item->setData(Qt::UserRole, project.path);
        item->setData(RecentDelegate::RefRole, project.ref);
        item->setData(RecentDelegate::PathRole, homeShortened(project.path));
        item->setData(RecentDelegate::WhenRole, QLocale().toString(project.opened.toLocalTime(), QLocale::ShortFormat));
        item->setToolTip(project.path);
        if (const auto state = stateFromName(project.lastBuild)) {
            item->setData(RecentDelegate::BuildWordsRole, tr("Build: %1").arg(wordsFor(*state).toLower()));
            item->setData(RecentDelegate::BuildToneRole, static_cast<int>(toneOf(*state)));
        }
        if (!QFileInfo::exists(project.path)) {
            item->setData(RecentDelegate::BuildWordsRole, tr("folder is gone"));
            item->setData(RecentDelegate::BuildToneRole, static_cast<int>(Tone::Warning));
        }
    }
}

void RecentList::keyPressEvent(QKeyEvent* event) {
    const QListWidgetItem* item = currentItem();
    if (item && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        emit openRequested(item->data(Qt::UserRole).toString());
    } else if (item && event->key() == Qt::Key_Delete) {
        emit forgetRequested(item->data(Qt::UserRole).toString());
    } else {
        QListWidget::keyPressEvent(event);
    }
}

void RecentList::contextMenuEvent(QContextMenuEvent* event) {
    const QListWidgetItem* item = itemAt(event->pos());
    if (!item) {
        return;
    }
    const QString path = item->data(Qt::UserRole).toString();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), this, [this, path] { emit openRequested(path); });
    menu->addAction(tr("Remove from This List"), this, [this, path] { emit forgetRequested(path); });
    menu->popup(event->globalPos());
}

QSize RecentList::viewportSizeHint() const {
    return {320, count() > 0 ? sizeHintForRow(0) * count() + 4 : 0};
}

} // namespace reberth::ui
