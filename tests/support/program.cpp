#include "tests/support/program.h"

#include <QHostAddress>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>

namespace reberth::test {

QString requireProgram(const QStringList& names) {
    for (const QString& name : names) {
        QString path = QStandardPaths::findExecutable(name);
        if (path.isEmpty()) {
            path = QStandardPaths::findExecutable(
                name, {QStringLiteral("/usr/local/sbin"), QStringLiteral("/usr/sbin"), QStringLiteral("/sbin")});
        }
        if (!path.isEmpty()) {
            return path;
        }
    }
    qFatal("The program %s is missing; packaging/deps/install --tests installs it.",
           qPrintable(names.join(QStringLiteral(" or "))));
}

QByteArray runProgram(const QString& program, const QStringList& arguments, const QString& folder,
                      const QProcessEnvironment& environment) {
    QProcess process;
    process.setProcessEnvironment(environment);
    if (!folder.isEmpty()) {
        process.setWorkingDirectory(folder);
    }
    process.start(program, arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        const QByteArray words = process.readAllStandardError() + process.readAllStandardOutput();
        qFatal("%s %s failed: %s\n%s", qPrintable(program), qPrintable(arguments.join(QLatin1Char(' '))),
               qPrintable(process.errorString()), words.constData());
    }
    return process.readAllStandardOutput();
}

void endProgram(QProcess& process) {
    if (process.state() == QProcess::NotRunning) {
        return;
    }
    process.terminate();
    if (!process.waitForFinished(5000)) {
        process.kill();
        process.waitForFinished(5000);
    }
}

quint16 freePort() {
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost, 0)) {
        qFatal("No port of 127.0.0.1 is free: %s", qPrintable(server.errorString()));
    }
    return server.serverPort();
}

} // namespace reberth::test
