#include "cli/proof_words.hpp"

#include "cli/errors.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/random.hpp"
#include "lib/json/document.hpp"

namespace deed::cli {
namespace {

/// Nothing where the text is of neither form.
std::optional<Result<crypto::PublicKey>> key_in(const std::string& text) {
    if (text.starts_with('{')) {
        const auto json = json::Document::parse(text);
        if (!json) return Result<crypto::PublicKey>(json.error());
        return crypto::PublicKey::from_jwk(json->root());
    }
    auto key = crypto::PublicKey::from_multikey(text);
    if (key) return key;
    return std::nullopt;
}

}  // namespace

Result<credentials::ProofOptions> given_proof_options(const Invocation& invocation) {
    credentials::ProofOptions options;
    options.id = invocation.option("proof-id");
    if (options.id == "new") options.id = crypto::random_uuid_urn();
    if (const auto text = invocation.option("proof-expires")) {
        const auto expires = Timestamp::parse_rfc3339(*text);
        if (!expires)
            return Error(
                errors::kBadValue,
                "--proof-expires takes a time such as 2030-01-01T00:00:00Z, not \"" + *text + "\"");
        options.expires = *expires;
    }
    options.domains = invocation.options("domain");
    options.challenge = invocation.option("challenge");
    options.nonce = invocation.option("nonce");
    return options;
}

Result<void> read_proof_policy(Invocation& invocation, Toolkit& toolkit,
                               credentials::VerifyPolicy& policy) {
    policy.domains = invocation.options("domain");
    policy.challenge = invocation.option("challenge");
    policy.key_ids = invocation.options("key-id");
    if (invocation.flag("one-proof")) policy.proofs = credentials::ProofRule::one;
    for (const std::string& signer : invocation.options("signer")) {
        DEED_TRY(const did::Did did, toolkit.own_did(signer, invocation.call()));
        policy.signers.push_back(did.to_string());
    }
    for (const std::string& text : invocation.options("public-key")) {
        DEED_TRY(crypto::PublicKey key, public_key_of(text, invocation.call()));
        policy.public_keys.push_back(std::move(key));
    }
    return {};
}

Result<crypto::PublicKey> public_key_of(const std::string& text, const Call& call) {
    if (auto key = key_in(text)) return *std::move(key);
    DEED_TRY(const Bytes bytes, read_input(text, crypto::kMaxKeyFile, call));
    auto key = crypto::read_public_key(bytes);
    if (!key) return std::move(key).error().at(text);
    return key;
}

}  // namespace deed::cli
