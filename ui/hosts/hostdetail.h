#pragma once

#include "core/host/host.h"
#include "ui/widgets/card.h"

class QFormLayout;

namespace reberth::ui {

class Banner;
class Label;

/// All that is known of one machine.
class HostDetail : public Card {
    Q_OBJECT
public:
    explicit HostDetail(QWidget* parent = nullptr);

    void showHost(const host::Host& host);

private:
    void addRow(const QString& name, const QString& value, bool code = false);

    Label* m_title;
    Banner* m_state;
    QWidget* m_rows = nullptr;
    QFormLayout* m_form = nullptr;
};

} // namespace reberth::ui
