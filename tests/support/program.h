#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

class QProcess;

namespace reberth::test {

/// The path of the first of `names` that is installed, also where only the administrator's PATH looks. Ends the test
/// program with a message when there is none: a missing part is a failure, never a skip.
QString requireProgram(const QStringList& names);

/// Runs a program to its end and gives its standard output. Ends the test program with the program's own words when it
/// fails or takes longer than a minute.
QByteArray runProgram(const QString& program, const QStringList& arguments, const QString& folder = {},
                      const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());

/// Ends a started program and waits until it is gone.
void endProgram(QProcess& process);

/// A TCP port of 127.0.0.1 that was free a moment ago.
quint16 freePort();

} // namespace reberth::test
