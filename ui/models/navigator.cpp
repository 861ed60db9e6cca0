#include "ui/models/navigator.h"

namespace reberth::ui {

void Navigator::showFile(const QString& name, int offset) {
    emit pageRequested(PageId::Files);
    emit fileRequested(name, offset);
}

void Navigator::openWizard(const QString& step) {
    emit pageRequested(PageId::Environment);
    emit wizardRequested(step);
}

} // namespace reberth::ui
