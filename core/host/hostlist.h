#pragma once

#include "core/host/host.h"

#include <QObject>
#include <QProcessEnvironment>

#include <memory>

namespace reberth::host {

/// The machines Reberth knows. Lives on the GUI thread, never blocks it; probes all endpoints side by side.
class HostList : public QObject {
    Q_OBJECT
public:
    explicit HostList(QProcessEnvironment environment, QObject* parent = nullptr);
    ~HostList() override;

    /// Adds an endpoint that discovery can't know (Reberth's private engine).
    void addEndpoint(const engine::Endpoint& endpoint);
    /// Discovers endpoints anew and probes each; every answer emits changed(), the last one probed().
    void refresh();
    bool isProbing() const;
    const QList<Host>& hosts() const;
    /// The first ready one, else nullptr. Valid until the next changed().
    const Host* preferred() const;

signals:
    void changed();
    void probed();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace reberth::host
