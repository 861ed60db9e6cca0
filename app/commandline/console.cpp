#include "app/commandline/console.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace reberth::app {

namespace {

void put(FILE* stream, const QByteArray& data) {
    std::fwrite(data.constData(), 1, static_cast<size_t>(data.size()), stream);
    std::fflush(stream);
}

} // namespace

Console::Console() {
#ifdef Q_OS_UNIX
    m_terminal = ::isatty(STDERR_FILENO) != 0;
#endif
}

void Console::print(const QString& line) const {
    put(stdout, line.toUtf8() + '\n');
}

void Console::write(const QByteArray& data) const {
    put(stdout, data);
}

void Console::printJson(const QJsonValue& value) const {
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    put(stdout, document.toJson());
}

void Console::note(const QString& line) const {
    put(stderr, line.toUtf8() + '\n');
}

void Console::progress(const QString& phase, int percent, const QString& detail) {
    if (m_terminal) {
        const QString what = detail.isEmpty() ? phase : detail;
        const QString text = percent >= 0 ? QStringLiteral("%1 %2 %").arg(what).arg(percent) : what;
        put(stderr, "\r\033[K" + text.toUtf8());
        m_progressShown = true;
    } else if (phase != m_lastPhase) {
        put(stderr, phase.toUtf8() + '\n');
    }
    m_lastPhase = phase;
}

void Console::endProgress() {
    if (m_progressShown) {
        put(stderr, "\r\033[K");
        m_progressShown = false;
    }
    m_lastPhase.clear();
}

void Console::error(const Error& error) {
    endProgress();
    note(QStringLiteral("reberth: %1").arg(error.message));
    if (!error.detail.isEmpty()) {
        for (const QString& line : error.detail.split(u'\n')) {
            note(QStringLiteral("  %1").arg(line));
        }
    }
}

} // namespace reberth::app
