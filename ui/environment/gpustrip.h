#pragma once

#include "ui/environment/whatif.h"
#include "ui/widgets/card.h"

class QHBoxLayout;

namespace reberth::ui {

/// "This plan on every GPU": a tag for each, its mark and colour saying the verdict, its tool tip why.
class GpuStrip : public Card {
    Q_OBJECT
public:
    explicit GpuStrip(QWidget* parent = nullptr);
    void setVerdicts(const QList<GpuVerdict>& verdicts);

private:
    QHBoxLayout* m_row;
    QWidget* m_tags = nullptr;
};

} // namespace reberth::ui
