#pragma once

#include <cstdint>
#include <functional>

namespace deed::durability {

/// How a child ended: 0 if well, minus the signal that killed it, else its exit code.
int run_in_child(const std::function<void()>& work);

/// Does job(0) … job(count - 1), each once, in as many processes as there are processors. A job
/// must leave its results in shared memory or in files.
void run_jobs(std::uint64_t count, const std::function<void(std::uint64_t)>& job);

}  // namespace deed::durability
