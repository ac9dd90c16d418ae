#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "registry-contracts/client/evm/outbox/outbox.hpp"

namespace deed::cli {

/// One line on stderr that counts, while that is a terminal; nothing in a pipe. Gone when it dies.
class Progress {
public:
    /// `what` is counted, a text of the catalogue: "{0} documents".
    explicit Progress(std::string_view what);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress();

    void advance();

private:
    std::string_view what_;
    bool terminal_;
    bool shown_ = false;
    std::uint64_t count_ = 0;
    std::chrono::steady_clock::time_point next_;
};

/// One line on stderr, while that is a terminal, that counts the seconds for which transactions are
/// waited for; nothing in a pipe. Gone when the last wait is over. Thread-safe.
class WaitingLine final : public registry::evm::WaitObserver {
public:
    WaitingLine();
    void waiting(const registry::evm::ActionStatus& action) override;
    void waited() override;

private:
    const bool terminal_;
    std::mutex mutex_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point since_;
};

/// What that line says after `waited` seconds; where `columns` are too few for a transaction's
/// hash, the middle of it is left out.
std::string waiting_text(const registry::evm::ActionStatus& action, std::uint64_t waited,
                         std::size_t columns);

}  // namespace deed::cli
