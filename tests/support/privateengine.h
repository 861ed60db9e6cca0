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

    /// SIGKILL for the daemon of startOwn().
    void killNow();

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
