#include "core/run/containerreaper.h"

#include "core/engine/client.h"

#include <QEventLoop>
#include <QThreadPool>
#include <QTimer>

namespace reberth::run {

void reapContainer(const engine::Endpoint& endpoint, const QString& containerId) {
    QThreadPool::globalInstance()->start([endpoint, containerId] {
        // The thread's own loop, as QThread::exec() would be: nothing else runs here.
        QEventLoop loop;
        engine::Client client(endpoint);
        QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
        client.removeContainer(containerId, true, &loop, [&loop](const Result<void>&) { loop.quit(); });
        loop.exec();
    });
}

} // namespace reberth::run
