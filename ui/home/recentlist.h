#pragma once

#include "ui/models/workspace.h"

#include <QListWidget>

namespace reberth::ui {

/// The recent projects: Enter or a click opens, Delete takes one off the list.
class RecentList : public QListWidget {
    Q_OBJECT
public:
    explicit RecentList(QWidget* parent = nullptr);

    void setProjects(const QList<RecentProject>& projects);

signals:
    void openRequested(const QString& path);
    void forgetRequested(const QString& path);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    QSize viewportSizeHint() const override;
};

} // namespace reberth::ui
