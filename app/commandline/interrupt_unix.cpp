#include "app/commandline/interrupt.h"

#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace reberth::app {

namespace {

// A signal handler can reach nothing else.
int handlerSocket = -1;

void onSignal(int signal) {
    const char byte = static_cast<char>(signal);
    [[maybe_unused]] const auto written = ::write(handlerSocket, &byte, 1);
    ::signal(signal, SIG_DFL);
}

} // namespace

class Interrupt::Private {
public:
    int sockets[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> notifier;
};

Interrupt::Interrupt(QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>()) {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, d->sockets) != 0) {
        return;
    }
    handlerSocket = d->sockets[0];
    d->notifier = std::make_unique<QSocketNotifier>(d->sockets[1], QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const auto read = ::read(d->sockets[1], &byte, 1);
        m_happened = true;
        emit interrupted();
    });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGHUP, onSignal);
    std::signal(SIGPIPE, SIG_IGN);
}

Interrupt::~Interrupt() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGHUP, SIG_DFL);
    handlerSocket = -1;
    for (const int socket : d->sockets) {
        if (socket >= 0) {
            ::close(socket);
        }
    }
}

} // namespace reberth::app
