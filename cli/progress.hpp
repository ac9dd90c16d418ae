#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

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

}  // namespace deed::cli
