#include "service/http/worker_pool.hpp"

#include <system_error>

#include "service/http/errors.hpp"

namespace deed::service {

Result<void> WorkerPool::start(std::size_t threads) {
    try {
        while (threads_.size() < threads) threads_.emplace_back([this] { work(); });
    } catch (const std::system_error& fault) {
        stop();
        return Error(errors::kNoThreads, fault.what());
    }
    return {};
}

bool WorkerPool::submit(Job job) {
    bool is_wanted = false;
    {
        const std::lock_guard lock(mutex_);
        // Who is idle takes a job at once: it does not count as waiting.
        if (stopping_ || jobs_.size() >= max_queue_ + idle_) return false;
        jobs_.push_back(std::move(job));
        queued_.store(jobs_.size(), std::memory_order_relaxed);
        is_wanted = idle_ > 0;
    }
    if (is_wanted) wanted_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wanted_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
    threads_.clear();
}

void WorkerPool::work() {
    while (true) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            ++idle_;
            wanted_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            --idle_;
            if (jobs_.empty()) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
            queued_.store(jobs_.size(), std::memory_order_relaxed);
        }
        working_.fetch_add(1, std::memory_order_relaxed);
        job();
        job = nullptr;
        working_.fetch_sub(1, std::memory_order_relaxed);
    }
}

}  // namespace deed::service
