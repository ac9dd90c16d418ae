#include "credentials/contexts/errors.hpp"
#include "did/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::parse;
using test::with;

std::string unsigned_with(std::string_view pointer, std::string_view value) {
    return with(parse(test::kUnsigned), pointer, value).to_string();
}

TEST(Issue, AddsIssuerAndProofAndKeepsTheRestAsWritten) {
    Cast cast;
    ASSERT_OK_AND(const auto credential, cast.issue(test::kUnsigned));
    const std::string before = parse(test::kUnsigned).to_string();
    const std::string after = credential.to_string();
    EXPECT_TRUE(after.starts_with(before.substr(0, before.size() - 1) + ",\"issuer\":\"" +
                                  cast.issuer.to_string() + "\",\"proof\":{"))
        << after;
    EXPECT_NE(after.find("\"score\":1.50"), std::string::npos);
}

TEST(Issue, MakesADataIntegrityProof) {
    Cast cast;
    ASSERT_OK_AND(const auto credential, cast.issue(test::kUnsigned));
    ASSERT_OK_AND(const auto options,
                  credential.without("/proof/proofValue").value().without("/proof/@context"));
    EXPECT_EQ(json::to_string(*options.root().find("proof")),
              R"({"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022",)"
              R"("created":"2026-11-22T00:00:00Z","verificationMethod":")" +
                  cast.method + R"(","proofPurpose":"assertionMethod"})");
}

TEST(Issue, VerifiesAfterwards) {
    Cast cast;
    ASSERT_OK_AND(const auto credential, cast.issue(test::kUnsigned));
    const Report report = cast.report(credential);
    EXPECT_EQ(report.verdict(), Verdict::good) << test::troubles(report);
}

TEST(Issue, AddsValidFromWhereAbsent) {
    Cast cast;
    cast.clock.set(test::time("2026-11-22T01:02:03.456Z"));
    const auto undated = parse(test::kUnsigned).without("/validFrom").value().to_string();
    ASSERT_OK_AND(const auto credential, cast.issue(undated));
    EXPECT_EQ(credential.root().find("validFrom")->string(), "2026-11-22T01:02:03Z");
}

TEST(Issue, KeepsTheIssuersObject) {
    Cast cast;
    const std::string issuer =
        R"({"id":")" + cast.issuer.to_string() + R"(","name":"Example University"})";
    ASSERT_OK_AND(const auto credential, cast.issue(unsigned_with("/issuer", issuer)));
    EXPECT_EQ(json::to_string(*credential.root().find("issuer")), issuer);
}

TEST(Issue, RefusesAnotherIssuer) {
    Cast cast;
    for (const auto* issuer : {R"("did:example:other")", R"({"id":"did:example:other"})"})
        EXPECT_CODE(cast.issue(unsigned_with("/issuer", issuer)), errors::kOtherIssuer);
}

TEST(Issue, RefusesWhatHasAProof) {
    Cast cast;
    EXPECT_CODE(cast.issue(unsigned_with("/proof", "{}")), errors::kAlreadySigned);
    EXPECT_CODE(cast.issue(unsigned_with("/proof", "null")), errors::kAlreadySigned);
    EXPECT_CODE(cast.issue("[]"), errors::kNotAnObject);
}

TEST(Issue, NamesTheFirstModelFaultAndItsPlace) {
    Cast cast;
    const auto result = cast.issue(unsigned_with("/validUntil", "1"));
    EXPECT_CODE(result, errors::kDateMalformed);
    EXPECT_EQ(result.error().where(), "/validUntil");
    EXPECT_CODE(cast.issue(unsigned_with("/issuer", "null")), errors::kIssuerMalformed);
    EXPECT_CODE(
        cast.issue(unsigned_with("/@context/0", R"("https://www.w3.org/2018/credentials/v1")")),
        errors::kVersionMixed);
}

TEST(Issue, RefusesContextsThatAreNotKnown) {
    Cast cast;
    const auto credential = unsigned_with("/@context/-", R"("https://example.org/v1")");
    const auto result = cast.issue(credential);
    EXPECT_CODE(result, errors::kContextUnknown);
    EXPECT_EQ(result.error().where(), "/@context/2");

    ASSERT_OK(cast.contexts.add("https://example.org/v1", parse(R"({"@context":{}})")));
    EXPECT_OK(cast.issue(credential));
}

TEST(Issue, RefusesTermsThatTheBaseContextProtects) {
    Cast cast;
    const auto result =
        cast.issue(unsigned_with("/credentialSubject/@context", R"({"name": "urn:x:name"})"));
    EXPECT_CODE(result, errors::kProtectedTerm);
    EXPECT_EQ(result.error().where(), "/credentialSubject/@context/name");
}

TEST(Issue, PicksTheSuiteOfTheKey) {
    Cast cast;
    cast.signer = test::signer_of(crypto::KeyType::p256, 2);
    cast.issuer = did::did_key_of(cast.signer->public_key());
    ASSERT_OK_AND(const auto credential, cast.issue(test::kUnsigned));
    EXPECT_EQ(credential.root().find("proof")->find("cryptosuite")->string(), "ecdsa-jcs-2019");
    EXPECT_EQ(cast.report(credential).verdict(), Verdict::good);
}

TEST(Issue, RefusesSuitesThatDoNotFit) {
    Cast cast;
    cast.cryptosuite = "eddsa-jcs-2022";
    EXPECT_OK(cast.issue(test::kUnsigned));
    cast.cryptosuite = "ecdsa-jcs-2019";
    EXPECT_CODE(cast.issue(test::kUnsigned), errors::kSuiteKeyMismatch);
    cast.cryptosuite = "rsa-2048";
    EXPECT_CODE(cast.issue(test::kUnsigned), errors::kSuiteUnknown);

    cast.cryptosuite.reset();
    cast.signer = test::signer_of(crypto::KeyType::secp256k1, 3);
    cast.issuer = did::did_key_of(cast.signer->public_key());
    EXPECT_CODE(cast.issue(test::kUnsigned), errors::kSuiteKeyMismatch);
}

TEST(Issue, RefusesKeysThatTheIssuerDoesNotList) {
    Cast cast;
    cast.issuer = did::did_key_of(test::signer_of(crypto::KeyType::ed25519, 9)->public_key());
    EXPECT_CODE(cast.issue(test::kUnsigned), errors::kKeyNotListed);

    cast.issuer = did::Did::parse("did:example:issuer").value();
    cast.resolver.put({did::make_document(cast.issuer, {{cast.signer->public_key(),
                                                         {did::Relationship::authentication}}}),
                       {},
                       {}});
    EXPECT_CODE(cast.issue(test::kUnsigned), errors::kKeyNotListed);
}

TEST(Issue, RefusesDeactivatedAndUnresolvableIssuers) {
    Cast cast;
    auto resolution = cast.resolver.resolve(cast.issuer, cast.call).value();
    resolution.metadata.deactivated = true;
    cast.resolver.put(resolution);
    EXPECT_CODE(cast.issue(test::kUnsigned), errors::kIssuerDeactivated);

    cast.issuer = did::Did::parse("did:example:nobody").value();
    EXPECT_CODE(cast.issue(test::kUnsigned), did::errors::kNotFound);
}

TEST(Issue, RefusesMethodsPastTheirEnd) {
    Cast cast;
    const auto document = cast.resolver.resolve(cast.issuer, cast.call).value().document.json();
    const auto put = [&](std::string_view member, std::string_view when) {
        auto edited = with(document, "/verificationMethod/0/" + std::string(member),
                           "\"" + std::string(when) + "\"");
        cast.resolver.put({did::Document::parse(edited, cast.issuer).value(), {}, {}});
    };
    put("revoked", "2026-11-21T23:59:59Z");
    EXPECT_CODE(cast.issue(test::kUnsigned), errors::kIssueMethodRevoked);
    put("expires", "2026-11-22T00:00:00Z");
    EXPECT_CODE(cast.issue(test::kUnsigned), errors::kIssueMethodExpired);
    put("expires", "2026-11-22T00:00:01Z");
    EXPECT_OK(cast.issue(test::kUnsigned));
}

/// A document that lists the key of the cast under several methods, all for assertionMethod but
/// "#unlisted".
class ListedTwice : public testing::Test {
protected:
    /// `methods`: pairs of what follows the DID in the id, and further members.
    Result<json::Document> issue(std::vector<std::pair<std::string, std::string>> methods) {
        const std::string did = "did:example:issuer";
        std::string listed;
        std::string ids;
        for (const auto& [id, members] : methods) {
            if (!listed.empty()) listed += ",";
            listed += R"({"id":")" + did + id + R"(","type":"Multikey","publicKeyMultibase":")" +
                      cast_.signer->public_key().to_multikey() + "\"," + members + "}";
            if (id == "#unlisted") continue;
            ids += (ids.empty() ? "\"" : ",\"") + did + id + "\"";
        }
        const auto document =
            parse(R"({"@context":["https://www.w3.org/ns/did/v1"],"id":")" + did +
                  R"(","verificationMethod":[)" + listed + R"(],"assertionMethod":[)" + ids + "]}");
        cast_.issuer = did::Did::parse(did).value();
        auto resolved = did::Document::parse(document, cast_.issuer);
        EXPECT_OK(resolved);
        cast_.resolver.put({std::move(resolved).value(), {}, {}});
        return cast_.issue(test::kUnsigned);
    }

    void expect_signed_by(std::string_view id, const Result<json::Document>& credential) {
        ASSERT_OK(credential);
        EXPECT_EQ(credential->root().find("proof")->find("verificationMethod")->string(),
                  "did:example:issuer" + std::string(id));
        const Report report = cast_.report(*credential);
        EXPECT_EQ(report.verdict(), Verdict::good) << test::troubles(report);
    }

    const std::string own_ = R"("controller":"did:example:issuer")";
    const std::string foreign_ = R"("controller":"did:example:other")";
    const std::string revoked_ = own_ + R"(,"revoked":"2026-11-22T00:00:00Z")";
    const std::string expired_ = own_ + R"(,"expires":"2026-11-22T00:00:00Z")";
    const std::string lasting_ = own_ + R"(,"expires":"2026-11-22T00:00:01Z")";
    Cast cast_;
};

TEST_F(ListedTwice, SignsByTheFirstThatVerificationAccepts) {
    expect_signed_by("#b", issue({{"#a", foreign_}, {"#b", own_}, {"#c", own_}}));
    expect_signed_by("#b", issue({{"/path#a", own_}, {"#b", own_}}));
    expect_signed_by("#b", issue({{"?query=1#a", own_}, {"#b", own_}}));
    expect_signed_by("#b", issue({{"#a", revoked_}, {"#b", lasting_}}));
    expect_signed_by("#b", issue({{"#a", expired_}, {"#b", own_}}));
    expect_signed_by("#b", issue({{"#unlisted", own_}, {"#b", own_}}));
}

TEST_F(ListedTwice, SaysWhatIsWrongWithTheFirstWhenNoneFits) {
    EXPECT_CODE(issue({{"#a", foreign_}, {"#b", revoked_}}), errors::kMethodForeign);
    EXPECT_CODE(issue({{"/path#a", own_}, {"#b", foreign_}}), errors::kMethodIdUnsupported);
    EXPECT_CODE(issue({{"?query=1#a", own_}}), errors::kMethodIdUnsupported);
    EXPECT_CODE(issue({{"#a", revoked_}, {"#b", expired_}}), errors::kIssueMethodRevoked);
    const auto expired = issue({{"#unlisted", own_}, {"#a", expired_}, {"#b", foreign_}});
    EXPECT_CODE(expired, errors::kIssueMethodExpired);
    EXPECT_EQ(expired.error().where(), "did:example:issuer#a");
}

}  // namespace
}  // namespace deed::credentials
