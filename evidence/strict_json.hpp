#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/json/document.hpp"
#include "lib/tlog/merkle.hpp"

// The room's own: reading JSON whose members are all known, all there and of one form.

namespace deed::evidence::detail {

/// Every breach is an error of the code given, at the JSON Pointer of the value. `at` is the
/// pointer of the value or object that is read.
class StrictJson {
public:
    explicit StrictJson(const ErrorCode& code) : code_(code) {}

    Error malformed(std::string message, std::string at) const;
    /// The value must be an object of exactly these members, and of `besides` unless that is empty.
    Result<void> members(json::Value object, std::initializer_list<std::string_view> names,
                         const std::string& at, std::string_view besides = {}) const;

    Result<std::string_view> text(json::Value value, const std::string& at) const;
    /// The object's "type" must be `known`; a later version of it is `newer`. To be asked before
    /// members(): a later version may have others.
    Result<void> type(json::Value object, std::string_view known, const ErrorCode& newer) const;
    Result<json::Array> array(json::Value value, const std::string& at) const;
    /// From 0 to 2^53-1.
    Result<std::uint64_t> number(json::Value value, const std::string& at) const;
    Result<Bytes> base64(json::Value value, const std::string& at) const;
    /// Base64 of 32 bytes.
    Result<tlog::Hash> hash(json::Value value, const std::string& at) const;

private:
    const ErrorCode& code_;
};

}  // namespace deed::evidence::detail
