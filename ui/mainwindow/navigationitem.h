#pragma once

#include "ui/widgets/page.h"

#include <QAbstractButton>

namespace reberth::ui {

/// One line of the navigation: a number in a ring or an icon, the page's name, and its mark.
class NavigationItem : public QAbstractButton {
    Q_OBJECT
public:
    NavigationItem(const QString& title, int number, const QString& iconName, QWidget* parent = nullptr);

    void setMark(const PageMark& mark);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void paintMark(QPainter& painter, const QColor& ink);

    int m_number;
    QString m_iconName;
    PageMark m_mark;
};

} // namespace reberth::ui
