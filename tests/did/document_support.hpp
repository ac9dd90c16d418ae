#pragma once

#include <string>
#include <string_view>

#include "did/document.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::did::test {

// Keys of other projects' test vectors (w3c-ccg/did-method-key).
inline constexpr std::string_view kEd25519Key = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
inline constexpr std::string_view kP256Key = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv";
inline constexpr std::string_view kSecp256k1Key =
    "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme";
inline constexpr std::string_view kX25519Key = "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F";

/// A document of did:example:1 that uses all that the rules allow.
inline constexpr std::string_view kFullDocument = R"({
  "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1",
               {"more": "https://example.com/more"}],
  "id": "did:example:1",
  "alsoKnownAs": ["https://example.com/"],
  "verificationMethod": [
    {"id": "did:example:1#ed", "type": "Multikey", "controller": "did:example:1",
     "publicKeyMultibase": "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
     "expires": "2030-01-01T00:00:00Z", "revoked": "2026-01-01T00:00:00+08:00"},
    {"id": "did:example:1#p256", "type": "JsonWebKey", "controller": "did:example:2",
     "publicKeyJwk": {"kty": "EC", "crv": "P-256",
                      "x": "igrFmi0whuihKnj9R3Om1SoMph72wUGeFaBbzG2vzns",
                      "y": "efsX5b10x8yjyrj4ny3pGfLcY7Xby1KzgqOdqnsrJIM"}},
    {"id": "did:example:1#x", "type": "Multikey", "controller": "did:example:1",
     "publicKeyMultibase": "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"},
    {"id": "did:example:1#x448", "type": "JsonWebKey", "controller": "did:example:1",
     "publicKeyJwk": {"kty": "OKP", "crv": "X448", "x": "AA"}},
    {"id": "did:example:1#old", "type": "Ed25519VerificationKey2018",
     "controller": "did:example:1", "publicKeyBase58": "whatever"}
  ],
  "assertionMethod": ["did:example:1#ed", "did:example:1#p256"],
  "authentication": [
    "did:example:1#ed",
    {"id": "did:example:1#embedded", "type": "Multikey", "controller": "did:example:1",
     "publicKeyMultibase": "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"}
  ],
  "keyAgreement": ["did:example:1#x"],
  "capabilityInvocation": [],
  "service": [
    {"id": "did:example:1#site", "type": "LinkedDomains",
     "serviceEndpoint": "https://example.com:8443/a?b#c"},
    {"id": "urn:uuid:5c6cd9a6-3a5f-4f5e-9f9b-0b8d8f0a3d11", "type": ["A", "B"],
     "serviceEndpoint": ["https://[::1]/", {"uri": "anything"}]},
    {"id": "did:example:1#map", "type": "C", "serviceEndpoint": {}}
  ]
})";

inline Did example_did() { return Did::parse("did:example:1").value(); }
inline json::Document full_json() { return json::Document::parse(kFullDocument).value(); }
inline crypto::PublicKey multikey(std::string_view text) {
    return crypto::PublicKey::from_multikey(text).value();
}

}  // namespace deed::did::test
