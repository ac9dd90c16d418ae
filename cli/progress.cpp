#include "cli/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string>

#include "cli/messages.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::cli {
namespace {

constexpr std::chrono::milliseconds kInterval{100};

void put(std::string_view text) {
    // A progress line that cannot be shown is no reason to stop.
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    static_cast<void>(written);
}

std::size_t columns_of_terminal() {
    constexpr std::size_t kUsual = 80;
    winsize size{};
    const bool told = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return told ? size.ws_col : kUsual;
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

WaitingLine::WaitingLine() : terminal_(::isatty(STDERR_FILENO) == 1) {}

void WaitingLine::waiting(const registry::evm::ActionStatus& action) {
    if (!terminal_) return;
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!shown_) since_ = now;
    shown_ = true;
    const auto waited = std::chrono::duration_cast<std::chrono::seconds>(now - since_).count();
    put("\r" + waiting_text(action, static_cast<std::uint64_t>(waited), columns_of_terminal()) +
        "\x1b[K");
}

void WaitingLine::waited() {
    const std::lock_guard lock(mutex_);
    if (shown_) put("\r\x1b[K");
    shown_ = false;
}

std::string waiting_text(const registry::evm::ActionStatus& action, std::uint64_t waited,
                         std::size_t columns) {
    constexpr std::size_t kWordsAndCount = 40;  // also in wide characters
    constexpr std::size_t kShownHead = 10;
    constexpr std::size_t kShownTail = 6;
    const std::string_view what =
        action.inclusion ? "waiting for confirmations… {0} s" : "waiting for a block… {0} s";
    std::string text = "deed: " + messages().text(what, {std::to_string(waited)});
    if (action.transactions.empty()) return text;
    std::string hash = registry::evm::to_hex(action.inclusion ? action.inclusion->transaction_hash
                                                              : action.transactions.back());
    if (columns < kWordsAndCount + hash.size())
        hash = hash.substr(0, kShownHead) + "…" + hash.substr(hash.size() - kShownTail);
    return text + "  " + hash;
}

}  // namespace deed::cli
