#pragma once

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace reberth::test {

/// A Docker engine of packaging/engine, as a test meets it.
class PrivateEngine {
public:
    /// The one that the ctest fixture of reberth_system_test() started. Ends the test program when there is none or
    /// when it does not answer.
    static PrivateEngine fromEnvironment();

    /// One more, for a test that will kill it: started now with its own data, stopped and removed with the last copy.
    /// Takes some seconds. `version` is "20" or "26". Needs root.
    static PrivateEngine startOwn(const QString& version);

    /// "unix:///…/docker.sock", as DOCKER_HOST takes it.
    QString address() const { return QStringLiteral("unix://") + m_socketPath; }
    QString socketPath() const { return m_socketPath; }
    QString baseImage() const { return m_baseImage; }

    struct Answer {
        int status = 0; ///< 0: the engine did not answer
        QByteArray body;
    };
    /// Asks the engine itself, beside the code under test: "GET", "/containers/json?all=1". Blocks for two minutes at
    /// most; `body` is JSON.
    Answer ask(const QByteArray& method, const QByteArray& path, const QByteArray& body = {}) const;

    /// SIGKILL for the daemon of startOwn().
    void killNow();
    /// packaging/engine with that command ("start", "stop", "status") on an engine of startOwn(); gives its exit code.
    int control(const QString& command) const;
    /// Where the engine of startOwn() keeps everything.
    QString folder() const;

private:
    struct Owned {
        QTemporaryDir home{QStringLiteral("/var/tmp/rb-XXXXXX")}; // a socket's address must be short
        QString version;
        ~Owned();
    };
    PrivateEngine() = default;

    QString m_socketPath;
    QString m_baseImage;
    std::shared_ptr<Owned> m_owned;
};

} // namespace reberth::test
