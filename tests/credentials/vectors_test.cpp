// Issues and verifies the documents of vectors/credentials, and verifies the published examples.
#include <set>

#include "credentials/contexts/known_contexts.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/errors.hpp"
#include "lib/json/jcs.hpp"
#include "tests/credentials/cast.hpp"
#include "tests/support/vectors.hpp"

namespace deed::credentials {
namespace {

using deed::test::read_vector;
using test::Cast;
using test::troubles;

constexpr std::array<std::string_view, 7> kVersion2{"01-vcdm2-university-degree",
                                                    "02-vcdm2-business-licence",
                                                    "03-vcdm2-court-evidence-receipt",
                                                    "04-vcdm2-employee-badge",
                                                    "05-vcdm2-kyc-attestation",
                                                    "06-vcdm2-nested-arrays",
                                                    "08-vcdm2-multiple-subjects-related-resource"};
constexpr std::array<std::string_view, 2> kVersion1{"09-vcdm1-university-degree",
                                                    "10-vcdm1-employee-badge-status"};
constexpr std::array<std::string_view, 4> kClaims{"claims-01-degree", "claims-02-nested",
                                                  "claims-04-kyc", "claims-05-evidence"};
// Integers beyond 2^53, which the strict parser refuses rather than round.
constexpr std::array<std::string_view, 2> kBeyondDoubles{"07-vcdm2-numbers", "claims-03-numbers"};

std::string vector_of(std::string_view name) {
    return read_vector("credentials/" + std::string(name) + ".json");
}

/// The document with our issuer's id in place of its own.
json::Document ours(const json::Document& document, const did::Did& issuer) {
    const bool is_object = document.root().find("issuer")->is_object();
    return test::with(document, is_object ? "/issuer/id" : "/issuer",
                      "\"" + issuer.to_string() + "\"");
}

class VersionTwo : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Vectors, VersionTwo, testing::ValuesIn(kVersion2));

TEST_P(VersionTwo, AreSoundByTheModel) {
    DEED_NEEDS_VECTORS();
    for (const ModelFault& fault : check_model(test::parse(vector_of(GetParam())).root()))
        ADD_FAILURE() << fault.code->name << " " << fault.pointer;
}

TEST_P(VersionTwo, AreIssuedAndVerified) {
    DEED_NEEDS_VECTORS();
    Cast cast;
    cast.clock.set(test::time("2026-07-01T00:00:00Z"));
    const auto document = ours(test::parse(vector_of(GetParam())), cast.issuer);
    ASSERT_OK_AND(const auto credential, cast.issue(document.to_string()));
    EXPECT_EQ(credential.without("/proof").value().to_string(), document.to_string());

    // What they carry and this version does not look up; the badge was valid in 2025.
    cast.policy.skip = {"status", "schema"};
    if (document.root().find("type")->array()[1].string() == "EmployeeBadge")
        cast.policy.skip.insert("dates");
    const Report report = cast.report(credential);
    EXPECT_EQ(report.verdict(), Verdict::good) << troubles(report);

    const auto other = test::with(credential, "/validFrom", R"("1999-01-01T00:00:00Z")");
    EXPECT_EQ(test::entry(cast.report(other), "proof"),
              "failed proof.signature_invalid at /proof/proofValue");
}

class VersionOne : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Vectors, VersionOne, testing::ValuesIn(kVersion1));

TEST_P(VersionOne, AreIssuedAndVerifiedByTheirOwnRules) {
    DEED_NEEDS_VECTORS();
    const auto published = test::parse(vector_of(GetParam()));
    for (const ModelFault& fault : check_model(published.root()))
        ADD_FAILURE() << fault.code->name << " " << fault.pointer;

    Cast cast;
    const auto document = ours(published, cast.issuer);
    ASSERT_OK_AND(const auto credential, cast.issue(document.to_string()));
    EXPECT_EQ(credential.without("/proof").value().to_string(), document.to_string());
    EXPECT_EQ(troubles(cast.report(credential)), "");
    const auto other = test::with(credential, "/issuanceDate", R"("1999-01-01T00:00:00Z")");
    EXPECT_EQ(test::entry(cast.report(other), "proof"),
              "failed proof.signature_invalid at /proof/proofValue");
}

class ClaimSet : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Vectors, ClaimSet, testing::ValuesIn(kClaims));

TEST_P(ClaimSet, AreWrappedIssuedAndVerified) {
    DEED_NEEDS_VECTORS();
    Cast cast;
    const auto claims = test::parse(vector_of(GetParam()));
    ASSERT_OK_AND(const auto wrapped, wrap_claims(claims, "Example", std::nullopt));
    EXPECT_EQ(json::to_string(*wrapped.root().find("credentialSubject")), claims.to_string());
    ASSERT_OK_AND(const auto credential, cast.issue(wrapped.to_string()));
    const Report report = cast.report(credential);
    EXPECT_EQ(report.verdict(), Verdict::good) << troubles(report);
}

class BeyondDoubles : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Vectors, BeyondDoubles, testing::ValuesIn(kBeyondDoubles));

TEST_P(BeyondDoubles, AreRefusedByTheParser) {
    DEED_NEEDS_VECTORS();
    EXPECT_CODE(json::Document::parse(vector_of(GetParam())),
                json::errors::kNumberNotInteroperable);
}

TEST(NumberVector, IsIssuedAndVerifiedWithoutTheNumbersThatRound) {
    DEED_NEEDS_VECTORS();
    std::string text = vector_of("07-vcdm2-numbers");
    for (const std::string_view member :
         {"\"beyondSafe\": 9007199254740993,", "\"uint64\": 18446744073709551615,"}) {
        const std::size_t at = text.find(member);
        ASSERT_NE(at, std::string::npos) << member;
        text.erase(at, member.size());
    }
    Cast cast;
    const auto document = ours(test::parse(text), cast.issuer);
    ASSERT_OK_AND(const auto credential, cast.issue(document.to_string()));
    EXPECT_EQ(troubles(cast.report(credential)), "");
    EXPECT_NE(credential.to_string().find("\"minusZeroFraction\":-0.0"), std::string::npos);
}

/// The vectors that the tests of this program run over, by the parameters registered for them.
std::set<std::string> registered_vectors() {
    const auto& program = *testing::UnitTest::GetInstance();
    std::set<std::string> names;
    for (int i = 0; i < program.total_test_suite_count(); ++i) {
        const testing::TestSuite& suite = *program.GetTestSuite(i);
        if (!std::string_view(suite.name()).starts_with("Vectors/")) continue;
        for (int j = 0; j < suite.total_test_count(); ++j)
            names.insert(suite.GetTestInfo(j)->value_param());
    }
    return names;
}

TEST(CredentialVectors, AreAllRun) {
    DEED_NEEDS_VECTORS();
    const auto list = test::parse(read_vector("credentials/expected-jcs.json"));
    std::set<std::string> expected;
    for (const json::Value entry : list.root().find("files")->array()) {
        const std::string_view file = entry.find("file")->string();
        expected.insert("\"" + std::string(file.substr(0, file.rfind(".json"))) + "\"");
    }
    EXPECT_EQ(expected.size(), 15u);
    EXPECT_EQ(registered_vectors(), expected);
}

// The W3C examples name an issuer who does not control the key: they judge the proof alone.
TEST(W3cExamples, VerifyAsWholeCredentials) {
    DEED_NEEDS_VECTORS();
    for (const auto* file : {"di-eddsa/eddsa-jcs-2022/signedJCS.json",
                             "di-ecdsa/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json",
                             "di-ecdsa/ecdsa-jcs-2019-p384/signedJCSECDSAP384.json"}) {
        Cast cast;
        const auto credential = test::parse(read_vector(file));
        EXPECT_EQ(troubles(cast.report(credential)),
                  "control: failed control.foreign_key at /issuer\n");
        cast.policy.allow_foreign_keys = true;
        EXPECT_EQ(cast.report(credential).verdict(), Verdict::good);
    }
}

TEST(W3cExamples, OverRdfAreGenuine) {
    DEED_NEEDS_VECTORS();
    for (const auto* file : {"di-eddsa/eddsa-rdfc-2022/signedDataInt.json",
                             "di-eddsa/Ed25519Signature2020/signedEdSig.json",
                             "di-eddsa/eddsa-rdfc-2022/employ/signedDataInt.json",
                             "di-ecdsa/ecdsa-rdfc-2019-p256/signedECDSAP256.json",
                             "di-ecdsa/ecdsa-rdfc-2019-p256/employ/signedECDSAP256.json",
                             "di-ecdsa/ecdsa-rdfc-2019-p384/signedECDSAP384.json",
                             "di-ecdsa/ecdsa-rdfc-2019-p384/employ/signedECDSAP384.json",
                             "di-eddsa/proof-set-chain/signedProofSet1.json",
                             "di-eddsa/proof-set-chain/signedProofChain1.json",
                             "di-eddsa/proof-set-chain/signedProofChain2.json",
                             "di-eddsa/proof-set-chain/signedProofSet2.json"}) {
        Cast cast;
        cast.policy.allow_foreign_keys = true;
        cast.policy.ask.insert("terms");
        const Report report = cast.report(test::parse(read_vector(file)));
        EXPECT_EQ(report.verdict(), Verdict::good) << file << "\n" << troubles(report);
    }
}

}  // namespace
}  // namespace deed::credentials
