#include "tests/durability/process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

namespace deed::durability {
namespace {

pid_t start(const std::function<void()>& work, unsigned seconds) {
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == -1) throw std::runtime_error("cannot fork");
    if (child != 0) return child;
    ::alarm(seconds);
    int code = 0;
    try {
        work();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        code = 3;
    }
    std::fflush(nullptr);
    ::_exit(code);
}

int end_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

int run_in_child(const std::function<void()>& work) {
    constexpr unsigned kPatience = 120;
    return end_of(start(work, kPatience));
}

void run_jobs(std::uint64_t count, const std::function<void(std::uint64_t)>& job) {
    constexpr unsigned kPatience = 7'200;
    const std::uint64_t workers = std::max(1U, std::thread::hardware_concurrency());
    std::vector<pid_t> children;
    for (std::uint64_t worker = 0; worker < workers; ++worker)
        children.push_back(start(
            [&, worker] {
                for (std::uint64_t number = worker; number < count; number += workers) job(number);
            },
            kPatience));
    for (const pid_t child : children)
        if (end_of(child) != 0) throw std::runtime_error("a worker of the campaign died");
}

}  // namespace deed::durability
