#pragma once

#include "core/base/error.h"

#include <QJsonValue>
#include <QString>

namespace reberth::app {

/// Answers go to stdout, everything about the way there to stderr, so that `--json` output can be piped.
class Console {
public:
    Console();

    void print(const QString& line) const;      ///< stdout, with a line end
    void write(const QByteArray& data) const;   ///< stdout, as it is
    void printJson(const QJsonValue& value) const;
    void note(const QString& line) const;       ///< stderr, with a line end
    /// A line that the next one overwrites on a terminal, where `detail` stands for the phase when it is given;
    /// elsewhere only changes of `phase` are printed.
    void progress(const QString& phase, int percent, const QString& detail = {});
    void endProgress();
    void error(const Error& error);

private:
    bool m_terminal = false;
    bool m_progressShown = false;
    QString m_lastPhase;
};

} // namespace reberth::app
