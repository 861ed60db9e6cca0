#include "core/build/contextpipe.h"

#include "core/base/cancellation.h"
#include "core/io/contextwalk.h"
#include "core/io/ignorepatterns.h"
#include "core/io/tarwriter.h"

#include <QMutex>
#include <QQueue>
#include <QThreadPool>
#include <QWaitCondition>

namespace reberth::build {

namespace {
constexpr qint64 maxReadyBytes = 8 * 1024 * 1024;
}

struct ContextPipe::Shared {
    mutable QMutex mutex;
    QWaitCondition room;
    ContextPipe* owner = nullptr; // null once it is destroyed
    bool announced = false;       // a changed() is on its way
    QQueue<QByteArray> ready;
    qint64 readyBytes = 0;
    bool ended = false;
    std::optional<Error> error;
    qint64 expectedBytes = 0;
    qint64 files = 0;
    int skipped = 0;
    CancellationSource cancellation;

    /// With the mutex held, which keeps the owner alive meanwhile.
    void announce() {
        if (owner == nullptr || announced) {
            return;
        }
        announced = true;
        ContextPipe* pipe = owner;
        QMetaObject::invokeMethod(
            pipe,
            [this, pipe] {
                {
                    const QMutexLocker locker(&mutex);
                    announced = false;
                }
                emit pipe->changed();
            },
            Qt::QueuedConnection);
    }

    bool put(const QByteArray& piece) {
        const QMutexLocker locker(&mutex);
        while (readyBytes >= maxReadyBytes && owner != nullptr) {
            room.wait(&mutex);
        }
        if (owner == nullptr) {
            return false;
        }
        ready.enqueue(piece);
        readyBytes += piece.size();
        announce();
        return true;
    }

    void work(const QString& contextFolder, const QString& dockerfile) {
        const auto result = pack(contextFolder, dockerfile);
        const QMutexLocker locker(&mutex);
        if (result) {
            ended = true;
        } else {
            error = result.error();
        }
        announce();
    }

    Result<void> pack(const QString& contextFolder, const QString& dockerfile) {
        const auto patterns = io::readIgnoreFile(contextFolder, dockerfile);
        if (!patterns) {
            return fail(patterns.error());
        }
        const auto token = cancellation.token();
        const auto listing = io::walkContext(contextFolder, *patterns, token);
        if (!listing) {
            return fail(listing.error());
        }
        {
            const QMutexLocker locker(&mutex);
            expectedBytes = io::ContextPacker::expectedBytes(*listing);
            files = listing->files;
            skipped = static_cast<int>(listing->skipped.size());
            announce();
        }
        return io::ContextPacker(contextFolder, dockerfile)
            .pack(
                *listing, [this](const QByteArray& piece) { return put(piece); }, token);
    }
};

ContextPipe::ContextPipe(QObject* parent)
    : QObject(parent)
    , m_shared(std::make_shared<Shared>()) {
    m_shared->owner = this;
}

ContextPipe::~ContextPipe() {
    m_shared->cancellation.cancel();
    const QMutexLocker locker(&m_shared->mutex);
    m_shared->owner = nullptr;
    m_shared->room.wakeAll();
}

void ContextPipe::start(const QString& contextFolder, const QString& dockerfile) {
    QThreadPool::globalInstance()->start(
        [shared = m_shared, contextFolder, dockerfile] { shared->work(contextFolder, dockerfile); });
}

QByteArray ContextPipe::take() {
    const QMutexLocker locker(&m_shared->mutex);
    if (m_shared->ready.isEmpty()) {
        return {};
    }
    const QByteArray piece = m_shared->ready.dequeue();
    m_shared->readyBytes -= piece.size();
    m_shared->room.wakeAll();
    return piece;
}

bool ContextPipe::isAtEnd() const {
    const QMutexLocker locker(&m_shared->mutex);
    return m_shared->ended && m_shared->ready.isEmpty();
}

std::optional<Error> ContextPipe::error() const {
    const QMutexLocker locker(&m_shared->mutex);
    return m_shared->error;
}

qint64 ContextPipe::expectedBytes() const {
    const QMutexLocker locker(&m_shared->mutex);
    return m_shared->expectedBytes;
}

qint64 ContextPipe::files() const {
    const QMutexLocker locker(&m_shared->mutex);
    return m_shared->files;
}

int ContextPipe::skipped() const {
    const QMutexLocker locker(&m_shared->mutex);
    return m_shared->skipped;
}

} // namespace reberth::build
