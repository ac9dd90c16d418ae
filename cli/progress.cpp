#include "cli/progress.hpp"

#include <unistd.h>

#include <string>

#include "cli/messages.hpp"

namespace deed::cli {
namespace {

constexpr std::chrono::milliseconds kInterval{100};

void put(std::string_view text) {
    // A progress line that cannot be shown is no reason to stop.
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    static_cast<void>(written);
}

}  // namespace

Progress::Progress(std::string_view what)
    : what_(what),
      terminal_(::isatty(STDERR_FILENO) == 1),
      next_(std::chrono::steady_clock::now() + kInterval) {}

Progress::~Progress() {
    if (shown_) put("\r\x1b[K");
}

void Progress::advance() {
    ++count_;
    if (!terminal_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + kInterval;
    shown_ = true;
    put("\rdeed: " + messages().text(what_, {std::to_string(count_)}) + "\x1b[K");
}

}  // namespace deed::cli
