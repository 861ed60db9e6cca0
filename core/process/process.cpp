#include "core/process/process.h"

#include "core/process/processgroup.h"

#include <QCoreApplication>
#include <QProcess>

namespace reberth::process {

namespace {

constexpr qsizetype standardErrorKept = 64 * 1024;

QString translated(const char* text) {
    return QCoreApplication::translate("reberth::process::Process", text);
}

} // namespace

class Process::Private {
public:
    Private(Process* owner, Command wanted)
        : q(owner)
        , command(std::move(wanted)) {}

    void finish(Result<Output> result) {
        if (!done) {
            done = true;
            emit q->finished(result);
        }
    }

    void readOutput() {
        output.standardOutput += process.readAllStandardOutput();
        if (output.standardOutput.size() > command.outputLimit) {
            const QString text = translated("%1 wrote more than %2 MiB; it was stopped.")
                                     .arg(command.program)
                                     .arg(command.outputLimit / (1024 * 1024));
            killGroup(process.processId());
            finish(fail(ErrorCode::TooLarge, text));
        }
    }

    void readError() {
        const QByteArray data = process.readAllStandardError();
        if (data.isEmpty()) {
            return;
        }
        output.standardError = (output.standardError + data).right(standardErrorKept);
        if (!done) {
            emit q->standardError(data);
        }
    }

    Process* q;
    Command command;
    QProcess process;
    Output output;
    bool done = false;
    bool started = false;
};

Process::Process(Command command, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(command))) {
    separateGroup(d->process);
    connect(&d->process, &QProcess::readyReadStandardOutput, this, [this] { d->readOutput(); });
    connect(&d->process, &QProcess::readyReadStandardError, this, [this] { d->readError(); });
    connect(&d->process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            d->finish(fail(ErrorCode::NotFound,
                           translated("%1 can't be started. Is it installed and in the PATH?").arg(d->command.program),
                           d->process.errorString()));
        }
    });
    connect(&d->process, &QProcess::finished, this, [this](int exitCode, QProcess::ExitStatus status) {
        d->readOutput();
        d->readError();
        if (status == QProcess::CrashExit) {
            d->finish(fail(ErrorCode::ProcessFailed, translated("%1 ended unexpectedly.").arg(d->command.program),
                           QString::fromUtf8(d->output.standardError)));
            return;
        }
        d->output.exitCode = exitCode;
        d->finish(d->output);
    });
}

Process::~Process() {
    d->done = true; // nobody is told any more
    d->process.disconnect(this);
    if (d->process.state() != QProcess::NotRunning) {
        killGroup(d->process.processId());
        d->process.waitForFinished(-1); // SIGKILL is on its way: this reaps, it does not wait for work
    }
}

void Process::start() {
    if (d->started) {
        return;
    }
    d->started = true;
    d->process.setProgram(d->command.program);
    d->process.setArguments(d->command.arguments);
    d->process.setProcessEnvironment(d->command.environment);
    if (!d->command.workingFolder.isEmpty()) {
        d->process.setWorkingDirectory(d->command.workingFolder);
    }
    d->process.start();
    if (!d->command.input.isEmpty()) {
        d->process.write(d->command.input);
    }
    d->process.closeWriteChannel();
}

void Process::cancel() {
    if (d->done) {
        return;
    }
    killGroup(d->process.processId());
    d->process.kill();
    d->finish(fail(ErrorCode::Cancelled, translated("%1 was cancelled.").arg(d->command.program)));
}

bool Process::isRunning() const {
    return d->started && !d->done;
}

} // namespace reberth::process
