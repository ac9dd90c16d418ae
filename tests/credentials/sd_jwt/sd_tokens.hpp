#pragma once

// Makes SD-JWTs by hand: payload and disclosures as they stand, truly signed.

#include <string>
#include <string_view>
#include <vector>

#include "credentials/sd_jwt/sd_jwt.hpp"
#include "lib/encoding/text.hpp"
#include "tests/support/signers.hpp"

namespace deed::credentials {

inline crypto::Signer& issuer() {
    static const auto kSigner = test::signer_of(crypto::KeyType::ed25519, 7);
    return *kSigner;
}

inline crypto::Signer& holder() {
    static const auto kSigner = test::signer_of(crypto::KeyType::p256, 9);
    return *kSigner;
}

inline std::string encode(std::string_view text) { return base64url_encode(as_bytes(text)); }

inline std::string digest_of(std::string_view disclosure,
                             crypto::HashAlgorithm hash = crypto::HashAlgorithm::sha256) {
    return base64url_encode(crypto::hash(hash, as_bytes(encode(disclosure))));
}

inline std::string signed_token(std::string_view header, std::string_view payload,
                                crypto::Signer& signer = issuer()) {
    Call call;
    const std::string input = encode(header) + "." + encode(payload);
    return input + "." + base64url_encode(signer.sign(as_bytes(input), call).value());
}

/// `disclosures` are the JSON texts.
inline std::string token_of(std::string_view payload,
                            const std::vector<std::string>& disclosures = {}) {
    std::string text = signed_token(R"({"alg":"EdDSA"})", payload) + "~";
    for (const std::string& disclosure : disclosures) text += encode(disclosure) + "~";
    return text;
}

inline Result<SdJwt> parse(std::string_view payload,
                           const std::vector<std::string>& disclosures = {}) {
    return SdJwt::parse(token_of(payload, disclosures));
}

inline json::Document json_of(std::string_view text) {
    return test::must(json::Document::parse(text));
}

}  // namespace deed::credentials
