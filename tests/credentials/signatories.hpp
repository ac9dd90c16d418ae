#pragma once

#include <vector>

#include "credentials/cosign.hpp"
#include "credentials/proofs/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials::test {

/// Somebody with a did:key.
struct Signatory {
    explicit Signatory(crypto::KeyType type, std::uint8_t filler)
        : signer(signer_of(type, filler)),
          did(did::did_key_of(signer->public_key())),
          method(did.to_string() + "#" + signer->public_key().to_multikey()) {}

    std::unique_ptr<crypto::Signer> signer;
    did::Did did;
    std::string method;
};

/// A cast in which others sign beside the issuer, and on top of each other.
class Signatories : public Cast {
public:
    /// The issuer's proof, with an id.
    json::Document issued(std::string_view id = "urn:proof:issuer");
    Result<json::Document> cosigned(const json::Document& credential, const Signatory& by,
                                    std::string_view id, std::vector<std::string> previous = {});

    /// Proofs by issuer, dean and rector, none on top of another.
    json::Document set();
    /// The dean signs on top of the issuer, the rector on top of the dean.
    json::Document chain();
    /// The rector signs on top of the issuer and the dean, who signed side by side.
    json::Document joint();

    Signatory dean{crypto::KeyType::ed25519, 21};
    Signatory rector{crypto::KeyType::p256, 22};
    Signatory stranger{crypto::KeyType::ed25519, 23};
};

/// As entry(), of one proof of several.
std::string entry_of(const Report& report, std::size_t proof, std::string_view check);

}  // namespace deed::credentials::test
