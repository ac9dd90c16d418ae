#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "lib/json/document.hpp"
#include "registry-contracts/client/log_history.hpp"

namespace deed::did::detail {

/// Reads the parts of a DID export strictly; every breach is `did_export.malformed` at its place.
struct ExportJson {
    static Error malformed(std::string message, std::string pointer);
    static Error wrapped(const ErrorCode& code, const Error& inner, std::string pointer);
    static Result<void> check_members(json::Value object,
                                      std::initializer_list<std::string_view> known,
                                      const std::string& at);
    static Result<json::Value> member(json::Value object, std::string_view name,
                                      const std::string& at);
    static Result<std::string_view> text_member(json::Value object, std::string_view name,
                                                const std::string& at);
    static Result<json::Array> array_member(json::Value object, std::string_view name,
                                            const std::string& at);
    static Result<Bytes> base64_of(std::string_view text, const std::string& at);
    /// The members "position", "entry" and "proof".
    static Result<registry::ProvedLogEntry> read_proved(json::Value value, const std::string& at);
};

}  // namespace deed::did::detail
