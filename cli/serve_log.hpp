#pragma once

#include <cstdio>
#include <string>

#include "lib/encoding/utf8.hpp"
#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::cli {

/// A line an event on stderr, whether --verbose was given or not: what a service did must be known.
class ServeLogger final : public Logger {
public:
    explicit ServeLogger(const Clock& clock) : clock_(clock) {}

    void log(LogLevel, std::string_view message, std::initializer_list<LogField> fields) override {
        std::string line = clock_.now().to_string() + " " + std::string(message);
        for (const auto& [key, value] : fields) {
            const bool words = value.find_first_of(" \"") != std::string_view::npos;
            line += " " + std::string(key) + "=" + (words ? quoted(value) : std::string(value));
        }
        // Clients have words in it, and it ends on the operator's terminal.
        line = "deed: " + printable(as_utf8(std::move(line))) + "\n";
        // One call, so that lines of several threads do not mix.
        std::fwrite(line.data(), 1, line.size(), stderr);
    }

private:
    static std::string quoted(std::string_view value) {
        std::string text = "\"";
        for (const char c : value) text += c == '"' ? '\'' : c;
        return text + "\"";
    }

    const Clock& clock_;
};

}  // namespace deed::cli
