#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace reberth::test {

/// The reberth program itself, run with a home of its own. For tests that look at it from outside.
class ProgramRun {
public:
    /// `home` holds its settings, data and projects; `socket` is the engine (DOCKER_HOST), "" for none at all.
    ProgramRun(const QString& home, const QString& socket);
    ~ProgramRun(); ///< kills it

    void start(const QStringList& arguments);
    /// Runs to the end and gives the exit code; -1 when it was killed by a signal or did not end within ten minutes.
    int run(const QStringList& arguments);
    bool waitForEnd();

    void interrupt(); ///< SIGINT, as Ctrl+C
    void kill();      ///< SIGKILL
    qint64 pid() const { return m_process.processId(); }
    QProcess& process() { return m_process; }

    QByteArray output() const { return m_output; }
    QByteArray errors() const { return m_errors; }
    /// For a failing test's message.
    QByteArray all() const { return "--- stdout\n" + m_output + "--- stderr\n" + m_errors; }

private:
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_errors;
};

/// Is there a process on this machine whose command line contains `text`?
bool anyProcessHas(const QByteArray& text);

/// GET of the Docker API on `socketAddress` ("unix:///…"); the body.
QByteArray engineGet(const QString& socketAddress, const QByteArray& path);

} // namespace reberth::test
