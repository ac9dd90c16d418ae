#pragma once

// The room's own: threads that do the work which may take long.

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "lib/error/result.hpp"

namespace deed::service {

/// A fixed number of threads and a bounded queue. Thread-safe.
class WorkerPool {
public:
    using Job = std::function<void()>;

    explicit WorkerPool(std::size_t max_queue) : max_queue_(max_queue) {}
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    /// As stop().
    ~WorkerPool() { stop(); }

    /// `service.no_threads`. Once only.
    Result<void> start(std::size_t threads);
    /// False when the queue is full, or the pool has stopped. A job must not throw.
    bool submit(Job job);
    /// Finishes the jobs that were taken on, then ends the threads.
    void stop();

    std::size_t queued() const { return queued_.load(std::memory_order_relaxed); }
    std::size_t working() const { return working_.load(std::memory_order_relaxed); }

private:
    void work();

    const std::size_t max_queue_;
    std::mutex mutex_;
    std::condition_variable wanted_;
    std::deque<Job> jobs_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
    std::atomic<std::size_t> queued_{0};
    std::atomic<std::size_t> working_{0};
};

}  // namespace deed::service
