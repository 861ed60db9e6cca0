#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace reberth::build {

/// A build's context as a tar that is packed on a worker thread and taken piece by piece on the owner's. The worker
/// waits while a few megabytes lie ready, so that no context is ever held in memory. Destroyed is cancelled; the worker
/// ends soon after and is not waited for.
class ContextPipe : public QObject {
    Q_OBJECT
public:
    explicit ContextPipe(QObject* parent = nullptr);
    ~ContextPipe() override;

    void start(const QString& contextFolder, const QString& dockerfile);

    /// The next piece; empty when none is ready.
    QByteArray take();
    /// Everything was packed and taken.
    bool isAtEnd() const;
    /// Why the packing stopped.
    std::optional<Error> error() const;
    /// Of the whole tar; 0 until the folder was listed.
    qint64 expectedBytes() const;
    qint64 files() const;
    /// What could not be packed because it is no file (sockets, fifos, devices).
    int skipped() const;

signals:
    void changed(); ///< a piece is ready, the folder was listed, the end or an error was reached

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace reberth::build
