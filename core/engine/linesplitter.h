#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace reberth::engine {

/// Makes lines of output that comes in pieces of any size. Of a progress line that is rewritten in place by carriage
/// returns only the last state is kept. Text is UTF-8, also when a character is split between two pieces; ANSI
/// sequences stay. A line of more than 64 KiB is broken.
class LineSplitter {
public:
    /// The lines that became complete, without their ends.
    QStringList feed(const QByteArray& data);
    /// What stands on the line that has no end yet: the present state of a progress bar.
    QString unfinished() const;
    /// What is left without an end, which counts as a line when it is not empty.
    QStringList finish();

private:
    QByteArray m_line;
};

} // namespace reberth::engine
