#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

// The room's own.

namespace deed::evidence::detail {

/// Calls work(0) to work(count - 1), each once, in any order, on up to `threads` threads (0: all
/// cores), in strides. What one throws is thrown here, once all have ended.
template <typename Work>
void parallel_for(std::size_t count, unsigned threads, std::size_t stride, const Work& work) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr thrown;
    const auto run = [&] {
        try {
            while (true) {
                const std::size_t begin = next.fetch_add(stride);
                if (begin >= count) return;
                for (std::size_t i = begin; i < std::min(count, begin + stride); ++i) work(i);
            }
        } catch (...) {
            next.store(count);
            const std::scoped_lock lock(mutex);
            if (!thrown) thrown = std::current_exception();
        }
    };
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t strides = (count + stride - 1) / stride;
    std::vector<std::jthread> helpers;
    helpers.reserve(threads);
    while (helpers.size() + 1 < std::min<std::size_t>(threads, strides)) {
        try {
            helpers.emplace_back(run);
        } catch (const std::system_error&) {
            break;  // no more threads to be had: the others do it
        }
    }
    run();
    helpers.clear();  // joins
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace deed::evidence::detail
