#include "cli/output.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "cli/errors.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/file.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

Result<void> write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return Error(errors::kOutputFailed, std::strerror(errno));
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

unsigned byte_at(std::string_view text, std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
}

/// Bytes, from `index` on, of a character that steers a terminal: C0, DEL and C1 controls, line
/// and paragraph separators, and what turns the direction of writing. 0 for all others.
std::size_t steering_length(std::string_view text, std::size_t index) {
    const unsigned a = byte_at(text, index);
    const unsigned b = byte_at(text, index + 1);
    const unsigned c = byte_at(text, index + 2);
    if (a < 0x20 || a == 0x7f) return 1;
    if (a == 0xc2 && b >= 0x80 && b <= 0x9f) return 2;  // U+0080 to U+009F
    if (a == 0xd8 && b == 0x9c) return 2;               // U+061C
    if (a == 0xe2 && b == 0x80 && (c == 0x8e || c == 0x8f || (c >= 0xa8 && c <= 0xae)))
        return 3;  // U+200E, U+200F, U+2028 to U+202E
    if (a == 0xe2 && b == 0x81 && c >= 0xa6 && c <= 0xa9) return 3;  // U+2066 to U+2069
    return 0;
}

void narrate(std::string_view prefix, std::string_view line) {
    const std::string text = std::string(prefix) + printable(line) + "\n";
    static_cast<void>(write_all(STDERR_FILENO, text));
}

// Messages may quote what the environment holds, which need not be UTF-8 as JSON must.
std::string as_utf8(std::string text) {
    if (is_utf8(as_bytes(text))) return text;
    std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) > 0x7e; }, '?');
    return text;
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

std::string printable(std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i < line.size();) {
        const std::size_t steering = steering_length(line, i);
        out += steering > 0 ? '?' : line[i];
        i += steering > 0 ? steering : 1;
    }
    return out;
}

Result<void> write_stdout(std::string_view text) { return write_all(STDOUT_FILENO, text); }

Result<void> Output::result(std::string_view text, const json::Document& document) {
    DEED_ASSERT(!printed_);
    printed_ = true;
    std::string out = json_ ? json::to_pretty_string(document.root()) : std::string(text);
    if (!out.empty() && out.back() != '\n') out += '\n';
    return write_stdout(out);
}

Result<void> Output::file_or_result(const std::string* file, bool force, mode_t mode,
                                    std::string_view content, const json::Document& summary) {
    if (file == nullptr) return result(content, summary);
    std::string text(content);
    if (!text.empty() && text.back() != '\n') text += '\n';
    DEED_CHECK(write_file_durably(*file, as_bytes(text), mode,
                                  force ? Existing::replace : Existing::refuse));
    note("wrote " + *file);
    if (!json_) return {};
    return result("", summary);
}

void Output::note(std::string_view line) { narrate("deed: ", line); }
void Output::hint(std::string_view line) { narrate("deed: hint: ", line); }

void Output::error(const Error& error) {
    std::string line = error.message();
    const bool told = line.find(error.where()) != std::string::npos;
    if (!told) line += ", at " + error.where();
    narrate("deed: error: ", line + " (" + std::string(error.code().name) + ")");
    hint(error.code().remedy);
    if (json_ && !printed_) static_cast<void>(result("", error_document(error)));
}

}  // namespace deed::cli
