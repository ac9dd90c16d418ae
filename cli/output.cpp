#include "cli/output.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/errors.hpp"
#include "cli/messages.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/file.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

Result<void> write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        // A descriptor shared with another program may be non-blocking.
        if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            pollfd wanted{descriptor, POLLOUT, 0};
            static_cast<void>(::poll(&wanted, 1, -1));
            continue;
        }
        if (written < 0)
            return Error(errors::kOutputFailed,
                         std::string("cannot write the result: ") + std::strerror(errno));
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

void narrate(std::string_view prefix, std::string_view line) {
    const std::string text = std::string(prefix) + printable(line) + "\n";
    static_cast<void>(write_all(STDERR_FILENO, text));
}

json::Document error_document(const Error& error) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/error/v1")
        .member("code", error.code().name)
        .member("kind", to_string(error.kind()))
        .member("message", as_utf8(error.message()));
    if (!error.where().empty()) writer.member("where", as_utf8(error.where()));
    writer.member("meaning", error.code().meaning).member("remedy", error.code().remedy);
    writer.end_object();
    return writer.take_document();
}

}  // namespace

Result<void> write_stdout(std::string_view text) { return write_all(STDOUT_FILENO, text); }

Result<void> Output::result(std::string_view text, const json::Document& document) {
    DEED_ASSERT(!printed_);
    printed_ = true;
    std::string out = json_ ? json::to_pretty_string(document.root()) : std::string(text);
    if (!out.empty() && out.back() != '\n') out += '\n';
    return write_stdout(out);
}

Result<void> Output::piece(std::string_view text) {
    printed_ = true;
    return write_stdout(text);
}

Result<void> Output::file_or_result(const std::string* file, bool force, mode_t mode,
                                    std::string_view content, const json::Document& summary) {
    if (file == nullptr) return result(content, summary);
    std::string text(content);
    if (!text.empty() && text.back() != '\n') text += '\n';
    return file_or_bytes(file, force, mode, as_bytes(text), summary);
}

Result<void> Output::file_or_bytes(const std::string* file, bool force, mode_t mode,
                                   ByteView content, const json::Document& summary) {
    if (file != nullptr) {
        DEED_CHECK(
            write_file_durably(*file, content, mode, force ? Existing::replace : Existing::refuse));
        note("wrote {0}", {*file});
        if (!json_) return {};
    }
    if (json_) return result("", summary);
    if (::isatty(STDOUT_FILENO) == 1)
        return Error(errors::kBinaryToTerminal, "it is no text, and standard output is a terminal");
    return piece(as_text(content));
}

void Output::line(std::string_view line) { narrate("deed: ", line); }

void Output::note(std::string_view text, std::initializer_list<std::string_view> values) {
    line(messages().text(text, values));
}

void Output::hint(std::string_view text, std::initializer_list<std::string_view> values) {
    line(messages().text("hint: {0}", {messages().text(text, values)}));
}

/// What went wrong in this case is told in English; in another language the code's meaning goes
/// before it.
void Output::error(const Error& error) {
    std::string detail = error.message();
    const bool told = detail.find(error.where()) != std::string::npos;
    if (!told) detail = messages().text("{0}, at {1}", {detail, error.where()});
    const std::string_view code = error.code().name;
    line(messages().language() == Language::english
             ? "error: " + detail + " (" + std::string(code) + ")"
             : messages().text("error: {0} ({1}): {2}",
                               {messages().text(error.code().meaning), code, detail}));
    hint(error.code().remedy);
    if (json_ && !printed_) static_cast<void>(result("", error_document(error)));
}

}  // namespace deed::cli
