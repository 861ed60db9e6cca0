#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QProcessEnvironment>
#include <QStringList>

#include <memory>

namespace reberth::process {

/// What to start. Arguments go to the program as they are; no shell is involved.
struct Command {
    QString program;
    QStringList arguments;
    QString workingFolder; ///< "" = ours
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QByteArray input;                          ///< written to stdin, which is then closed
    qint64 outputLimit = 64 * 1024 * 1024;     ///< bytes of stdout kept; more ends the program with TooLarge
};

/// What came out. A program that ran and said no is a result too: look at exitCode.
struct Output {
    int exitCode = 0;
    QByteArray standardOutput;
    QByteArray standardError; ///< the last 64 KiB
};

/// A program run beside the event loop, with its own process group so that cancelling ends its children too.
/// Lives on the caller's thread and never blocks it; destroyed is cancelled.
class Process : public QObject {
    Q_OBJECT
public:
    explicit Process(Command command, QObject* parent = nullptr);
    ~Process() override;

    void start();
    void cancel(); ///< idempotent; kills the whole group
    bool isRunning() const;

signals:
    /// Pieces of stderr as they come, not line-aligned (git reports progress there).
    void standardError(const QByteArray& data);
    /// Exactly once: the output, or NotFound (no such program), Cancelled, TooLarge, ProcessFailed (crashed).
    void finished(const reberth::Result<reberth::process::Output>& result);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace reberth::process
