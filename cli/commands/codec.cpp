#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/codec.hpp"
#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxLine = std::size_t{16} << 20;
constexpr std::string_view kTooLong =
    R"({"id":null,"ok":false,"out":null,"code":"json.too_large"})"
    "\n";

/// Lines from standard input. A line over kMaxLine is given as an empty one with `too_long` set.
class LineReader {
public:
    /// False at the end of input.
    Result<bool> next(std::string& line, bool& too_long, Call& call) {
        line.clear();
        too_long = false;
        while (true) {
            const std::size_t end = buffer_.find('\n', position_);
            const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
            if (line.size() + (stop - position_) > kMaxLine) too_long = true;
            if (too_long) line.clear();
            else line.append(buffer_, position_, stop - position_);
            position_ = end == std::string::npos ? buffer_.size() : end + 1;
            if (end != std::string::npos) return true;
            DEED_TRY(const bool more, fill(call));
            if (!more) return !line.empty() || too_long;
        }
    }

private:
    Result<bool> fill(Call& call) {
        buffer_.resize(std::size_t{64} << 10);
        position_ = 0;
        while (true) {
            DEED_CHECK(wait_for_input(STDIN_FILENO, call));
            const ssize_t got = ::read(STDIN_FILENO, buffer_.data(), buffer_.size());
            // A standard input shared with another program may be non-blocking, and be read by it.
            if (got < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK)) continue;
            if (got < 0)
                return Error(deed::errors::kIoFailed,
                             std::string("cannot read standard input: ") + std::strerror(errno));
            buffer_.resize(static_cast<std::size_t>(got));
            return got > 0;
        }
    }

    std::string buffer_;
    std::size_t position_ = 0;
};

Result<int> run_batch(Invocation& invocation) {
    LineReader reader;
    std::string line;
    bool too_long = false;
    while (true) {
        DEED_TRY(const bool more, reader.next(line, too_long, invocation.call()));
        if (!more) return 0;
        const std::string answer =
            too_long ? std::string(kTooLong) : codec_answer(line, invocation.call()) + "\n";
        DEED_CHECK(write_stdout(answer));
    }
}

}  // namespace

constexpr CommandRow kCodecBatch{
    "codec",
    "batch",
    "Run primitives on JSON lines, for comparing implementations",
    "Reads one JSON object a line ({\"id\": 1, \"op\": \"jcs\", …}) and answers each with one line,\n"
    "in order and at once. A bad line is answered \"ok\": false and never ends the run. --json\n"
    "changes nothing here.",
    {},
    {},
    R"(echo '{"id":1,"op":"hash","alg":"sm3","data":"616263"}' | deed codec batch)",
    run_batch};

}  // namespace deed::cli
