#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "credentials/credential.hpp"
#include "credentials/errors.hpp"
#include "credentials/issue.hpp"
#include "credentials/verify.hpp"
#include "did/methods/key.hpp"
#include "lib/crypto/key.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::credentials::test {

json::Document parse(std::string_view text);
Timestamp time(std::string_view rfc3339);

/// The signer of a fixed key.
std::unique_ptr<crypto::Signer> signer_of(crypto::KeyType type, std::uint8_t filler);

/// Answers with what it was given; asks did:key for the rest.
class StagedResolver final : public did::DidResolver {
public:
    /// A DID of one version, that came or, if it is deactivated, ended at `metadata.updated`.
    void put(did::Resolution resolution);
    /// A DID of these versions.
    void put(const did::Did& did, did::History history);
    void fail(const did::Did& did, Error error);
    using did::DidResolver::resolve;
    Result<did::Resolution> resolve(const did::Did& did, const did::ResolveOptions& options,
                                    Call& call) override;
    Result<did::History> history(const did::Did& did, Call& call) override;

private:
    did::KeyResolver keys_;
    std::map<std::string, Result<did::History>> answers_;
};

/// An issuer with an Ed25519 key and what surrounds it, at 2026-11-22T00:00:00Z.
class Cast {
public:
    Cast();

    /// Signs as the did:key issuer, without reading the model: any object can be signed.
    json::Document sign(const json::Document& document,
                        std::string_view purpose = "assertionMethod",
                        std::string_view extra_options = "") const;
    Result<json::Document> issue(std::string_view credential);
    Result<Report> verify(const json::Document& credential);
    /// A report; verification itself must succeed.
    Report report(const json::Document& credential);

    std::unique_ptr<crypto::Signer> signer;
    did::Did issuer;
    std::string method;  ///< the id of the issuer's verification method
    StagedResolver resolver;
    FixedClock clock;
    KnownContexts contexts;
    VerifyPolicy policy;
    std::optional<std::string> cryptosuite;
    Call call;
};

/// A sound credential without issuer; members may be replaced with Document::with.
extern const char* const kUnsigned;

/// The document with a member put at a pointer, the value given as JSON text.
json::Document with(const json::Document& document, std::string_view pointer,
                    std::string_view value);

/// "failed proof.signature_invalid at /proof/proofValue": state, code and pointer of one check.
std::string entry(const Report& report, std::string_view check);

/// The names of the checks that neither passed nor were skipped, with their entries, one a line.
std::string troubles(const Report& report);

}  // namespace deed::credentials::test
