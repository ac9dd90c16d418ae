#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/suite.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/jcs.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/worked_example.hpp"

namespace deed::credentials {
namespace {

json::Document parse(std::string_view text) { return json::Document::parse(text).value(); }

/// The values of specs/sm-profile.md section 6, which other software computed.
class Sm2Example : public testing::Test {
protected:
    Sm2Example()
        : example_(test::worked_example(DEED_SM_SPEC, "example-sm-proof")),
          document_(parse(example_["document"])),
          proof_(parse(example_["configuration"])
                     .with("/proofValue", parse('"' + example_["proofValue"] + '"').root())
                     .value()),
          key_(crypto::PublicKey::from_multikey(
                   test::worked_example(DEED_SM_SPEC, "example-sm")["multikey"])
                   .value()) {}

    Result<void> verify(const json::Document& document, const json::Document& proof) {
        Call call;
        return find_suite("deed-sm2-jcs-2026")->verify(document.root(), proof.root(), key_, call);
    }
    std::string sm3_of(const json::Document& document) {
        return hex_encode(crypto::sm3(as_bytes(json::canonicalize(document.root()))));
    }

    std::map<std::string, std::string> example_;
    json::Document document_;
    json::Document proof_;
    crypto::PublicKey key_;
};

TEST_F(Sm2Example, Verifies) {
    ASSERT_EQ(example_.size(), 6u);
    EXPECT_EQ(sm3_of(document_), example_["document-hash"]);
    EXPECT_EQ(sm3_of(parse(example_["configuration"])), example_["configuration-hash"]);
    EXPECT_OK(verify(document_, proof_));
}

TEST_F(Sm2Example, NothingOfItMayChange) {
    const auto changed = document_.with("/credentialSubject/name", parse(R"("乙")").root());
    EXPECT_CODE(verify(*changed, proof_), errors::kProofSignatureInvalid);
    for (const char* member : {"created", "proofPurpose", "verificationMethod"}) {
        const auto other =
            proof_.with("/" + std::string(member), parse(R"("2026-01-02T03:04:06Z")").root());
        EXPECT_CODE(verify(document_, *other), errors::kProofSignatureInvalid) << member;
    }
    const auto other_suite = proof_.with("/cryptosuite", parse(R"("ecdsa-jcs-2019")").root());
    EXPECT_CODE(verify(document_, *other_suite), errors::kProofSuiteUnsupported);
    Call call;
    EXPECT_CODE(
        find_suite("ecdsa-jcs-2019")->verify(document_.root(), other_suite->root(), key_, call),
        errors::kProofKeyTypeMismatch);
}

}  // namespace
}  // namespace deed::credentials
