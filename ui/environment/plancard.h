#pragma once

#include "core/solver/planner.h"
#include "ui/widgets/card.h"

class QPushButton;
class QVBoxLayout;

namespace reberth::ui {

class Label;
class Tag;

/// One of the two plans: its values with reasons, its verdict on the target, what stands against it, and its buttons.
class PlanCard : public Card {
    Q_OBJECT
public:
    /// `key` ("faithful", "lifted") makes the object names.
    explicit PlanCard(const QString& key, QWidget* parent = nullptr);

    struct Content {
        solver::Plan plan;
        QString subtitle; ///< "as of May 2020"
        QString target;
        const recipe::Recipe* comparedTo = nullptr; ///< differences to it are marked; nullptr marks none
        bool recommended = false;
        bool inUse = false;
    };
    void setContent(const Content& content);

signals:
    void useRequested();
    void changeRequested(int wizardPage);

private:
    QString m_key;
    Label* m_title;
    Tag* m_subtitle;
    Tag* m_inUse;
    Tag* m_verdict;
    QVBoxLayout* m_body;
    QWidget* m_rows = nullptr;
    QPushButton* m_use;
    QPushButton* m_change;
};

} // namespace reberth::ui
