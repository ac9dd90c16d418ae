#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::pkcs11 {

/// What a PKCS#11 URI of a signing key says (RFC 7512). What is absent matches everything.
struct KeyUri {
    // The token.
    std::optional<std::string> token;  ///< its label
    std::optional<std::string> manufacturer;
    std::optional<std::string> serial;
    std::optional<std::string> model;
    // The slot it is in.
    std::optional<std::uint64_t> slot_id;
    std::optional<std::string> slot_description;
    std::optional<std::string> slot_manufacturer;
    // The key: at least one of these.
    std::optional<std::string> object;  ///< its label
    std::optional<Bytes> id;
    std::optional<std::string> type;  ///< "private" or "public", of the same pair
    // The way to it: at most one module.
    std::optional<std::string> module_path;  ///< absolute
    std::optional<std::string> module_name;
    std::optional<std::string> pin_file;  ///< absolute, of pin-source

    friend bool operator==(const KeyUri&, const KeyUri&) = default;
};

/// Strict: every attribute once, none unknown, none empty, text in UTF-8 without NUL, no character
/// that RFC 7512 section 2.3 wants encoded. `pkcs11.uri_malformed`, `pkcs11.uri_attribute`,
/// `pkcs11.uri_names_no_key`, and `pkcs11.pin_in_uri` for pin-value, which is not repeated in the
/// error.
DEED_API Result<KeyUri> parse_key_uri(std::string_view text);

/// The attributes in the order of KeyUri, everything but unreserved characters encoded (and "/" in
/// the query).
DEED_API std::string to_string(const KeyUri& uri);

}  // namespace deed::pkcs11
