// Adding proofs to what is signed already.
#include "credentials/contexts/errors.hpp"
#include "tests/credentials/signatories.hpp"

namespace deed::credentials {
namespace {

using test::parse;
using test::Signatories;
using test::with;

TEST(Cosign, ChangesNothingButTheProofs) {
    Signatories cast;
    const auto before = cast.issued();
    const auto after = cast.cosigned(before, cast.dean, "urn:proof:dean").value();
    EXPECT_EQ(after.without("/proof").value().to_string(),
              before.without("/proof").value().to_string());
    const auto proofs = after.root().find("proof")->array();
    ASSERT_EQ(proofs.size(), 2u);
    EXPECT_EQ(json::to_string(proofs[0]), json::to_string(*before.root().find("proof")));
    EXPECT_EQ(proofs[1].find("verificationMethod")->string(), cast.dean.method);
    EXPECT_EQ(proofs[1].find("proofPurpose")->string(), "assertionMethod");
    EXPECT_FALSE(proofs[1].find("previousProof"));
}

TEST(Cosign, BuildsOnAllProofsThereAre) {
    Signatories cast;
    CosignRequest request{cast.set(), cast.stranger.did, *cast.stranger.signer};
    request.all_previous = true;
    ASSERT_OK_AND(const auto credential,
                  cosign(request, {cast.resolver, cast.clock, cast.contexts}, cast.call));
    EXPECT_EQ(json::to_string(*credential.root().find("proof")->array()[3].find("previousProof")),
              R"(["urn:proof:issuer","urn:proof:dean","urn:proof:rector"])");
    EXPECT_EQ(test::troubles(cast.report(credential)), "");
}

TEST(Cosign, NamesPreviousProofsInTheOrderOfTheDocument) {
    Signatories cast;
    const auto credential = cast.cosigned(cast.set(), cast.stranger, "urn:proof:x",
                                          {"urn:proof:rector", "urn:proof:issuer"})
                                .value();
    EXPECT_EQ(json::to_string(*credential.root().find("proof")->array()[3].find("previousProof")),
              R"(["urn:proof:issuer","urn:proof:rector"])");
    EXPECT_EQ(test::troubles(cast.report(credential)), "");
}

TEST(Cosign, RefusesWhatIsNotSigned) {
    Signatories cast;
    const auto unsigned_one = with(parse(test::kUnsigned), "/issuer", R"("did:example:i")");
    EXPECT_CODE(cast.cosigned(unsigned_one, cast.dean, "urn:x:y"), errors::kNotSignedYet);
    EXPECT_CODE(cast.cosigned(with(unsigned_one, "/proof", "[]"), cast.dean, "urn:x:y"),
                errors::kNotSignedYet);
    EXPECT_CODE(cast.cosigned(parse("[]"), cast.dean, "urn:x:y"), errors::kNotAnObject);
}

TEST(Cosign, RefusesAModelOrContextThatIssuingRefuses) {
    Signatories cast;
    EXPECT_CODE(cast.cosigned(with(cast.issued(), "/name", "1"), cast.dean, "urn:x:y"),
                errors::kLanguageValueMalformed);
    EXPECT_CODE(cast.cosigned(with(cast.issued(), "/@context/-", R"("https://a.example/")"),
                              cast.dean, "urn:x:y"),
                errors::kContextUnknown);
}

TEST(Cosign, VouchesForNothingBad) {
    Signatories cast;
    const auto changed = with(cast.issued(), "/id", R"("urn:x:y")");
    const auto refused = cast.cosigned(changed, cast.dean, "urn:x:z");
    EXPECT_CODE(refused, errors::kSignedIsBad);
    EXPECT_TRUE(refused.error().message().starts_with("proof.signature_invalid: "));
    // Not by the issuer at all.
    const auto stripped = cast.set().without("/proof/0").value();
    EXPECT_CODE(cast.cosigned(stripped, cast.dean, "urn:x:z"), errors::kSignedIsBad);
}

TEST(Cosign, VouchesForWhatCouldNotBeJudgedOnlyWhenTold) {
    Signatories cast;
    const auto credential = cast.issued();
    constexpr static ErrorCode kDown{"net.down", ErrorKind::unavailable, "", ""};
    cast.resolver.fail(cast.issuer, Error(kDown, "down"));
    EXPECT_CODE(cast.cosigned(credential, cast.dean, "urn:x:z"), errors::kSignedIsUnjudged);
    CosignRequest request{credential, cast.dean.did, *cast.dean.signer};
    request.accept_unjudged = true;
    EXPECT_OK(cosign(request, {cast.resolver, cast.clock, cast.contexts}, cast.call));
    request.credential = with(credential, "/proof/proofPurpose", "1");
    EXPECT_CODE(cosign(request, {cast.resolver, cast.clock, cast.contexts}, cast.call),
                errors::kProofMalformed);
}

TEST(Cosign, SignsWhatIsMeantForADomain) {
    Signatories cast;
    IssueRequest issuing{parse(test::kUnsigned), cast.issuer, *cast.signer, std::nullopt};
    issuing.proof.domains = {"a.example"};
    issuing.proof.challenge = "c";
    const auto credential =
        issue(issuing, {cast.resolver, cast.clock, cast.contexts}, cast.call).value();
    EXPECT_OK(cast.cosigned(credential, cast.dean, "urn:x:z"));
}

TEST(Cosign, RefusesIdsThatDoNotFit) {
    Signatories cast;
    EXPECT_CODE(cast.cosigned(cast.issued(), cast.dean, "urn:proof:issuer"), errors::kProofIdTaken);
    EXPECT_CODE(cast.cosigned(cast.issued(), cast.dean, "urn:x:y", {"urn:proof:nobody"}),
                errors::kIssuePreviousNotFound);
    const auto without_id = cast.issue(test::kUnsigned).value();
    EXPECT_OK(cast.cosigned(without_id, cast.dean, "urn:x:y"));
    CosignRequest request{without_id, cast.dean.did, *cast.dean.signer};
    request.all_previous = true;
    EXPECT_CODE(cosign(request, {cast.resolver, cast.clock, cast.contexts}, cast.call),
                errors::kPreviousWithoutId);
}

TEST(Cosign, AsksOfTheSignerWhatIssuingAsks) {
    Signatories cast;
    CosignRequest request{cast.issued(), cast.dean.did, *cast.stranger.signer};
    const auto sign = [&] {
        return cosign(request, {cast.resolver, cast.clock, cast.contexts}, cast.call);
    };
    EXPECT_CODE(sign(), errors::kKeyNotListed);
    request.signer_did = cast.stranger.did;
    request.cryptosuite = "ecdsa-jcs-2019";
    EXPECT_CODE(sign(), errors::kSuiteKeyMismatch);
    request.cryptosuite = "bbs-2023";
    EXPECT_CODE(sign(), errors::kSuiteUnknown);
    request.cryptosuite = std::nullopt;
    request.proof.expires = test::time("2020-01-01T00:00:00Z");
    EXPECT_CODE(sign(), errors::kProofExpiryPast);
}

}  // namespace
}  // namespace deed::credentials
