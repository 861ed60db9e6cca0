#pragma once

#include <QObject>

#include <memory>

namespace reberth::app {

/// Turns Ctrl+C and SIGTERM into a signal of the event loop, so that work is cancelled and cleaned up before the end.
/// A second one ends the program at once. One instance a program.
class Interrupt : public QObject {
    Q_OBJECT
public:
    explicit Interrupt(QObject* parent = nullptr);
    ~Interrupt() override;
    bool happened() const { return m_happened; }

signals:
    void interrupted();

private:
    class Private;
    std::unique_ptr<Private> d;
    bool m_happened = false;
};

} // namespace reberth::app
