#pragma once

#include <atomic>
#include <memory>

namespace reberth {

/// Asked by work on any thread: "should I stop?". Copies share the flag; a default-made token is never cancelled.
class CancellationToken {
public:
    CancellationToken() = default;
    bool isCancelled() const { return m_flag && m_flag->load(std::memory_order_relaxed); }

private:
    friend class CancellationSource;
    explicit CancellationToken(std::shared_ptr<std::atomic<bool>> flag)
        : m_flag(std::move(flag)) {}
    std::shared_ptr<std::atomic<bool>> m_flag;
};

/// The owner's side: cancel() may be called from any thread, any number of times.
class CancellationSource {
public:
    CancellationSource()
        : m_flag(std::make_shared<std::atomic<bool>>(false)) {}
    void cancel() { m_flag->store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_flag->load(std::memory_order_relaxed); }
    CancellationToken token() const { return CancellationToken(m_flag); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

} // namespace reberth
