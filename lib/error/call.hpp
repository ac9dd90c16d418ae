#pragma once

#include <atomic>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed {

enum class LogLevel : unsigned char { debug, info, warning, error };

/// One `key=value` of a log line. Secrets and claims must never be put here.
struct LogField {
    std::string_view key;
    std::string_view value;
};

/// Receives log lines. Implementations are thread-safe.
class DEED_API Logger {
public:
    virtual ~Logger() = default;
    virtual void log(LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields) = 0;
};

/// Carried by every method that may wait: deadline, cancellation and logger of one request.
///
/// A default-constructed Call never expires, cannot be cancelled and logs nothing. `cancelled`
/// may be set from another thread or from a signal handler. Borrowed pointers must outlive it.
class DEED_API Call {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    Call() = default;
    explicit Call(Logger* logger, const std::atomic<bool>* cancelled = nullptr,
                  std::optional<SteadyTime> deadline = std::nullopt)
        : logger_(logger), cancelled_(cancelled), deadline_(deadline) {}

    /// `call.interrupted` once cancelled, `call.deadline` once the deadline has passed.
    Result<void> check() const;

    const std::optional<SteadyTime>& deadline() const { return deadline_; }

    void log(LogLevel level, std::string_view message,
             std::initializer_list<LogField> fields = {}) const {
        if (logger_ != nullptr) logger_->log(level, message, fields);
    }

private:
    Logger* logger_ = nullptr;
    const std::atomic<bool>* cancelled_ = nullptr;
    std::optional<SteadyTime> deadline_;
};

}  // namespace deed
