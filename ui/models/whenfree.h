#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace reberth::ui {

struct Services;

/// Calls `go` at once, or, while a build or a run of the open project is under way, after asking whether it may be
/// stopped. `title` names what would stop it, in Title Case.
void whenFree(const Services& services, QWidget* parent, const QString& title, std::function<void()> go);

} // namespace reberth::ui
