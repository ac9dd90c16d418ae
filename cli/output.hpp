#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "lib/encoding/utf8.hpp"
#include "lib/error/result.hpp"
#include "lib/json/document.hpp"

namespace deed::cli {

/// Where a command's result and narration go: stdout carries the result and nothing else.
class Output {
public:
    /// `json`: print one JSON document instead of text.
    explicit Output(bool json) : json_(json) {}

    bool json() const { return json_; }

    /// The result: `text` (a newline is added if missing), or with --json the document. Called
    /// once. `output.failed` when stdout cannot take it.
    Result<void> result(std::string_view text, const json::Document& document);

    /// A part of a result that is too long to be held whole: together the parts are the result, as
    /// text or as one JSON document.
    Result<void> piece(std::string_view text);

    /// The result into --out FILE where that was given (`mode` 0600 or 0644; an existing file is
    /// `io.exists` unless `force`), else to stdout. With --json, stdout then holds `summary`.
    Result<void> file_or_result(const std::string* file, bool force, mode_t mode,
                                std::string_view content, const json::Document& summary);

    /// The same with bytes that are no text, which get no line's end; `output.binary_to_terminal`
    /// where standard output is one.
    Result<void> file_or_bytes(const std::string* file, bool force, mode_t mode, ByteView content,
                               const json::Document& summary);

    /// One line of narration on stderr: "deed: …". `text` is of the catalogue of messages, with
    /// `values` in its places {0}, {1}, …
    static void note(std::string_view text, std::initializer_list<std::string_view> values = {});
    /// "deed: hint: …" on stderr, likewise.
    static void hint(std::string_view text, std::initializer_list<std::string_view> values = {});
    /// A line that is nobody's text: of the log, say.
    static void line(std::string_view line);
    /// An error on stderr, with code and hint; with --json also as the document on stdout.
    void error(const Error& error);

private:
    bool json_;
    bool printed_ = false;
};

/// Bytes to stdout, all of them, or `output.failed`.
Result<void> write_stdout(std::string_view text);

}  // namespace deed::cli
