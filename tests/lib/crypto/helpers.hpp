#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "lib/crypto/key.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/document.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::crypto {

/// The bytes of hexadecimal text that is part of the test.
inline Bytes hex(std::string_view text) {
    Result<Bytes> bytes = hex_decode(text);
    EXPECT_TRUE(bytes.has_value()) << "not hexadecimal: " << text;
    return std::move(bytes).value_or(Bytes{});
}

inline json::Document read_json_vector(const std::string& name) {
    Result<json::Document> document =
        json::Document::parse(test::read_vector(name), {.max_bytes = std::size_t{16} << 20});
    EXPECT_OK(document);
    return std::move(document).value();
}

inline json::Document parse_json(std::string_view text) {
    Result<json::Document> document = json::Document::parse(text);
    EXPECT_OK(document);
    return std::move(document).value();
}

/// The text at `name`, which must be there.
inline std::string_view text_of(json::Value object, std::string_view name) {
    const auto member = object.find(name);
    EXPECT_TRUE(member && member->is_string()) << name;
    return member->string();
}

inline Bytes hex_of(json::Value object, std::string_view name) {
    return hex(text_of(object, name));
}

inline SecretBytes secret(std::string_view hexadecimal) {
    return SecretBytes::copy_of(hex(hexadecimal));
}

inline std::unique_ptr<Signer> signer(KeyType type, std::string_view hexadecimal) {
    Result<PrivateKey> key = PrivateKey::from_raw(type, secret(hexadecimal));
    EXPECT_OK(key);
    return PrivateKey::into_signer(std::move(key).value());
}

}  // namespace deed::crypto
