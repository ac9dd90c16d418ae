// SD-JWTs whose claim cnf names the holder's key by kid (RFC 7800 section 3.4), and SD-JWTs with
// several signatures (RFC 9901 section 8).
#include "credentials/holder_binding.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/hold.hpp"
#include "did/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/jose/errors.hpp"
#include "lib/json/writer.hpp"
#include "tests/credentials/jwt/jwt_cast.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::JwtCast;
using test::parse;
using test::troubles;
using test::with;

constexpr const char* kBank = "https://bank.example";
constexpr const char* kHolder = "did:example:alice";
constexpr const char* kKey = "did:example:alice#phone";

class SdJwtHolder : public testing::Test {
protected:
    SdJwtHolder() {
        cast_.policy.domains = {kBank};
        cast_.policy.challenge = "n";
        put_holder(*holder_);
    }
    /// A document of the holder's that lists a key under the name of kKey.
    void put_holder(const crypto::Signer& key, const std::string& relationship = "authentication",
                    const std::string& more = "", bool is_deactivated = false) {
        const std::string document =
            R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:alice",)"
            R"("verificationMethod":[{"id":"did:example:alice#phone","type":"Multikey",)"
            R"("controller":"did:example:alice","publicKeyMultibase":")" +
            key.public_key().to_multikey() + "\"" + more + "}],\"" + relationship +
            R"(":["did:example:alice#phone"]})";
        did::DocumentMetadata metadata;
        metadata.deactivated = is_deactivated;
        const auto did = did::Did::parse(kHolder).value();
        cast_.resolver.put(
            {did::Document::parse(parse(document), did).value(), metadata, std::nullopt});
    }
    /// Issued with this cnf, as JSON text.
    std::string issued(const std::string& cnf) {
        return sign_sd_jwt(DocumentKind::credential, with(cast_.payload(), "/cnf", cnf),
                           {.key_id = cast_.method}, *cast_.signer, cast_.call)
            .value();
    }
    std::string named(const std::string& key_id = kKey) {
        return issued(R"({"kid":")" + key_id + "\"}");
    }
    std::string shown(const std::string& token, crypto::Signer& signer) {
        return bind_to_verifier(SdJwt::parse(token).value(),
                                {.audience = kBank,
                                 .nonce = "n",
                                 .now = cast_.clock.now(),
                                 .holder_key = signer.public_key()},
                                signer, cast_.call)
            .value();
    }
    Report judge(const std::string& text) {
        auto secured = read_secured(as_bytes(text), std::nullopt, DocumentKind::credential);
        EXPECT_TRUE(secured.has_value()) << deed::test::describe(secured);
        auto report = verify(*secured, cast_.policy, {cast_.resolver, cast_.clock, cast_.contexts},
                             cast_.call);
        EXPECT_TRUE(report.has_value()) << deed::test::describe(report);
        return std::move(report).value();
    }
    std::string proof_of(const std::string& text) { return entry(judge(text), "proof"); }

    JwtCast cast_;
    std::unique_ptr<crypto::Signer> holder_ = test::signer_of(crypto::KeyType::p256, 9);
    std::unique_ptr<crypto::Signer> other_ = test::signer_of(crypto::KeyType::p256, 10);
};

TEST_F(SdJwtHolder, IsFoundByTheNameOfTheirKey) {
    for (const std::string key_id : {kKey, "#phone", kHolder}) {
        const Report report = judge(shown(named(key_id), *holder_));
        EXPECT_EQ(troubles(report), "") << key_id;
        EXPECT_NE(report.find("proof")->detail.find(", shown by did:example:alice"),
                  std::string::npos);
    }
    const SdJwt token = SdJwt::parse(named()).value();
    EXPECT_EQ(resolve_holder_key(token, cast_.resolver, cast_.call).value(), holder_->public_key());
    EXPECT_CODE(token.holder_key(), errors::kConfirmationByName);
}

TEST_F(SdJwtHolder, IsIssuedByName) {
    const auto token = issue_sd_jwt({.credential = parse(test::kUnsigned),
                                     .issuer = cast_.issuer,
                                     .signer = *cast_.signer,
                                     .cryptosuite = std::nullopt},
                                    {.holder_key_id = kKey},
                                    {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call)
                           .value();
    EXPECT_EQ(json::to_string(*SdJwt::parse(token)->payload().root().find("cnf")),
              R"({"kid":"did:example:alice#phone"})");
    EXPECT_EQ(troubles(judge(shown(token, *holder_))), "");
}

TEST_F(SdJwtHolder, IsNobodyElse) {
    EXPECT_EQ(proof_of(shown(named(), *other_)), "failed sd_jwt.kb_signature_invalid at /cnf/kid");
    const std::string token = shown(named(), *holder_);
    put_holder(*other_);
    EXPECT_EQ(proof_of(token), "failed sd_jwt.kb_signature_invalid at /cnf/kid");
    put_holder(*holder_, "assertionMethod");
    EXPECT_EQ(proof_of(token), "failed presentation.key_not_authorized at /cnf/kid");
    put_holder(*holder_, "authentication", R"(,"revoked":"2026-11-01T00:00:00Z")");
    EXPECT_EQ(proof_of(token), "failed method.revoked at /cnf/kid");
    put_holder(*holder_, "authentication", "", true);
    EXPECT_NE(judge(token).verdict(), Verdict::good);
    EXPECT_EQ(proof_of(shown(named("did:example:alice#tablet"), *holder_)),
              "failed proof.method_not_found at /cnf/kid");
}

// As with a presentation's holder: who is here now cannot show it with a key that is gone.
TEST_F(SdJwtHolder, ShowsNothingWithARetiredKey) {
    const std::string token = shown(named(), *holder_);
    const auto did = did::Did::parse(kHolder).value();
    const did::Document before = cast_.resolver.resolve(did, {}, cast_.call).value().document;
    put_holder(*other_);
    const did::Document after = cast_.resolver.resolve(did, {}, cast_.call).value().document;
    did::History history;
    const Timestamp now = cast_.clock.now();
    history.versions.push_back({"1", now.plus_seconds(-900), before, did::Version::Kind::created});
    history.versions.push_back({"2", now.plus_seconds(60), after, did::Version::Kind::updated});
    std::string retired = json::to_string(after.json().root());
    retired.replace(retired.find("#phone"), 6, "#other");
    for (std::size_t at = 0; (at = retired.find("#phone")) != std::string::npos;)
        retired.replace(at, 6, "#other");
    history.versions[1].document = did::Document::parse(parse(retired), did).value();
    cast_.resolver.put(did, history);
    cast_.clock.set(now.plus_seconds(120));
    EXPECT_EQ(proof_of(token), "failed presentation.key_not_authorized at /cnf/kid");
    cast_.policy.at = now.plus_seconds(120);
    EXPECT_EQ(proof_of(token), "undetermined key.retired_unproven at /cnf/kid");
}

TEST_F(SdJwtHolder, CannotBeJudgedWhereNobodyFindsThem) {
    const std::string token = shown(named(), *holder_);
    cast_.resolver.fail(did::Did::parse(kHolder).value(),
                        Error(did::errors::kNotFound, "nobody answers"));
    EXPECT_EQ(proof_of(token), "undetermined did.not_found at /cnf/kid");
    // A kid of another kind, and a verifier who wants nothing looked up.
    EXPECT_EQ(proof_of(shown(named("NzbLsXh8uDCcd"), *holder_)),
              "undetermined sd_jwt.cnf_unsupported at /cnf");
    cast_.policy.public_keys = {cast_.signer->public_key()};
    EXPECT_EQ(proof_of(token), "undetermined sd_jwt.cnf_by_name at /cnf/kid");
}

TEST_F(SdJwtHolder, HasOneKey) {
    const std::string jwk = holder_->public_key().to_jwk().to_string();
    EXPECT_EQ(
        proof_of(shown(issued(R"({"jwk":)" + jwk + R"(,"jku":"https://a.example"})"), *holder_)),
        "failed sd_jwt.cnf_malformed at /cnf");
    EXPECT_EQ(proof_of(shown(issued(R"({"kid":7})"), *holder_)),
              "failed sd_jwt.cnf_malformed at /cnf");
    EXPECT_EQ(proof_of(shown(issued(R"({"kid":"#"})"), *holder_)),
              "undetermined sd_jwt.cnf_unsupported at /cnf");
    // The key itself is what counts beside its name.
    EXPECT_EQ(troubles(judge(shown(issued(R"({"jwk":)" + jwk + R"(,"kid":"1"})"), *holder_))), "");
}

TEST_F(SdJwtHolder, IsNotListed) {
    const auto resolved = [&](const std::string& key_id) {
        return resolve_holder_key(SdJwt::parse(named(key_id)).value(), cast_.resolver, cast_.call);
    };
    EXPECT_CODE(resolved("did:example:alice#tablet"), errors::kConfirmationNotListed);
    put_holder(*holder_, "assertionMethod");
    EXPECT_CODE(resolved(kKey), errors::kConfirmationNotListed);
}

/// Several signatures over one payload.
class SdJwtSignatures : public testing::Test {
protected:
    struct Signer {
        const JwtCast& cast;
        std::string extra = {};  ///< of the header
    };
    /// The general JSON serialization of the payload, signed by each.
    std::string signed_by(const std::vector<Signer>& signers, bool breaks_last = false) {
        json::Writer writer;
        const std::string payload = base64url_encode(as_bytes(first_.payload().to_string()));
        writer.begin_object().member("payload", payload).key("signatures").begin_array();
        for (std::size_t i = 0; i < signers.size(); ++i) {
            const auto& [cast, extra] = signers[i];
            std::string header = cast.header(extra);
            header.replace(header.find("vc+jwt"), 6, "vc+sd-jwt");
            std::string token = cast.token(header, first_.payload().to_string());
            // Another character of the alphabet of base64url, whichever it was.
            char& first_of_signature = token[token.rfind('.') + 1];
            if (breaks_last && i + 1 == signers.size())
                first_of_signature = first_of_signature == 'A' ? 'B' : 'A';
            writer.begin_object()
                .member("protected", token.substr(0, token.find('.')))
                .member("signature", token.substr(token.rfind('.') + 1))
                .end_object();
        }
        return writer.end_array().end_object().take();
    }
    Report judge(const std::string& text) {
        auto secured = read_secured(as_bytes(text), std::nullopt, DocumentKind::credential);
        EXPECT_TRUE(secured.has_value()) << deed::test::describe(secured);
        auto report = verify(*secured, first_.policy,
                             {first_.resolver, first_.clock, first_.contexts}, first_.call);
        EXPECT_TRUE(report.has_value()) << deed::test::describe(report);
        return std::move(report).value();
    }

    JwtCast first_;
    JwtCast second_{crypto::KeyType::p256};
};

TEST_F(SdJwtSignatures, AreAllJudgedAndReported) {
    const Report report = judge(signed_by({{first_}, {second_}}));
    EXPECT_EQ(troubles(report), "");
    ASSERT_EQ(report.proofs().size(), 2u);
    EXPECT_EQ(report.proofs()[0].pointer, "/signatures/0");
    EXPECT_EQ(report.proofs()[1].pointer, "/signatures/1");
    EXPECT_EQ(report.proofs()[1].verification_method, second_.method);
    EXPECT_EQ(entry(report.proofs()[1].report, "proof"), "passed");
}

TEST_F(SdJwtSignatures, MustAllHold) {
    const Report report = judge(signed_by({{first_}, {second_}}, true));
    EXPECT_EQ(report.verdict(), Verdict::bad);
    EXPECT_EQ(entry(report, "proof").substr(0, 28), "failed jws.signature_invalid");
    EXPECT_EQ(entry(report.proofs()[0].report, "proof"), "passed");
    EXPECT_EQ(judge(signed_by({{second_}, {first_}}, true)).verdict(), Verdict::bad);
    // One that says what nobody knows cannot be judged, which is not good.
    const Report unknown = judge(signed_by({{first_}, {second_, R"(,"crit":["x"],"x":1)"}}));
    EXPECT_EQ(unknown.verdict(), Verdict::could_not_judge);
    // Nor do signatures of others make a credential the issuer's.
    EXPECT_EQ(entry(judge(signed_by({{second_}, {second_}})), "control"),
              "failed control.foreign_key at /issuer");
}

TEST_F(SdJwtSignatures, OneMayBeEnoughForWhoSaysSo) {
    first_.policy.proofs = ProofRule::one;
    EXPECT_EQ(judge(signed_by({{first_}, {second_}}, true)).verdict(), Verdict::good);
    EXPECT_EQ(judge(signed_by({{second_}, {first_}}, true)).verdict(), Verdict::bad);
    first_.policy.proofs = ProofRule::all;
    first_.policy.signers = {second_.issuer.to_string()};
    EXPECT_EQ(judge(signed_by({{first_}, {second_}})).verdict(), Verdict::good);
    EXPECT_EQ(entry(judge(signed_by({{first_}, {first_}})), "proof"),
              "failed proof.signer_missing at /proof");
}

TEST_F(SdJwtSignatures, AreKeptInTheGeneralForm) {
    const std::string text = signed_by({{first_}, {second_}});
    const auto secured = read_secured(as_bytes(text), std::nullopt, DocumentKind::credential);
    ASSERT_TRUE(secured.has_value());
    EXPECT_EQ(secured->to_json(), parse(text));
    EXPECT_EQ(parse(as_text(secured->to_bytes())), parse(text));
    const SdJwt& sd_jwt = secured->sd_jwt()->sd_jwt();
    EXPECT_EQ(sd_jwt.signatures().size(), 2u);
    EXPECT_CODE(sd_jwt.verify(first_.signer->public_key()), jose::errors::kAlgorithmKeyMismatch);
    EXPECT_OK(
        SdJwt::parse_json(signed_by({{first_}, {first_}}))->verify(first_.signer->public_key()));
}

TEST_F(SdJwtSignatures, AreNotLostInWhatIsShown) {
    const SdJwt two = SdJwt::parse_json(signed_by({{first_}, {second_}})).value();
    EXPECT_CODE(select_disclosures(two, {}), errors::kSeveralSignatures);
    EXPECT_CODE(bind_to_verifier(two, {.audience = kBank, .nonce = "n", .now = first_.clock.now()},
                                 *first_.signer, first_.call),
                errors::kSeveralSignatures);
}

TEST_F(SdJwtSignatures, AreBounded) {
    const std::vector<Signer> many(kMaxSignatures + 1, Signer{first_});
    EXPECT_CODE(SdJwt::parse_json(signed_by(many)), errors::kSdJwtTooLarge);
    EXPECT_EQ(judge(signed_by(std::vector<Signer>(kMaxSignatures, Signer{first_}))).verdict(),
              Verdict::good);
    // Each keeps the payload.
    const std::string one = R"({"protected":"e30","signature":"AA"})";
    EXPECT_CODE(SdJwt::parse_json(R"({"payload":")" + std::string(kMaxSdJwt / 2, 'A') +
                                  R"(","signatures":[)" + one + "," + one + "," + one + "]}"),
                errors::kSdJwtTooLarge);
}

}  // namespace
}  // namespace deed::credentials
