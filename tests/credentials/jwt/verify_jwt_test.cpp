// What a token says, and by which check and code each refusal comes.
#include "credentials/jose/errors.hpp"
#include "credentials/signing_key.hpp"
#include "did/errors.hpp"
#include "did/methods/pkh.hpp"
#include "lib/jose/errors.hpp"
#include "registry-contracts/client/address.hpp"
#include "tests/credentials/jwt/jwt_cast.hpp"

namespace deed::credentials {
namespace {

using test::entry;
using test::JwtCast;
using test::parse;
using test::troubles;
using test::with;

/// Without a sound proof nothing is known of the key.
std::string unknown_key(const std::string& code_and_place) {
    std::string out;
    for (const std::string check : {"purpose", "control", "did.freshness", "time"})
        out += check + ": undetermined " + code_and_place + "\n";
    return out;
}

TEST(VerifyJwt, TellsWhatWasChecked) {
    JwtCast cast;
    const Report report = cast.judge(cast.token(cast.payload().to_string()));
    EXPECT_EQ(troubles(report), "");
    EXPECT_EQ(report.find("proof")->detail, "vc+jwt with EdDSA by " + cast.method);
    EXPECT_EQ(report.verdict(), Verdict::good);
}

struct HeaderCase {
    std::string_view extra;  ///< members of the header after alg, typ and kid
    const ErrorCode* code;
    std::string_view place;
};

TEST(VerifyJwt, RefusesHeadersEachByItsOwnCode) {
    const HeaderCase cases[] = {
        {R"(,"crit":["x"],"x":1)", &jose::errors::kCriticalUnknown, ""},
        {R"(,"crit":[])", &jose::errors::kCriticalMalformed, ""},
        {R"(,"b64":false)", &jose::errors::kUnencodedPayload, ""},
        {R"(,"jwk":{})", &jose::errors::kEmbeddedKey, ""},
        {R"(,"x5c":[])", &jose::errors::kEmbeddedKey, ""},
        {R"(,"jku":"https://a.example")", &jose::errors::kEmbeddedKey, ""},
        {R"(,"x5u":"https://a.example")", &jose::errors::kEmbeddedKey, ""},
        {R"(,"zip":"DEF")", &jose::errors::kCompressed, ""},
        {R"(,"cty":"vp")", &errors::kJwtContentTypeMismatch, ""},
        {R"(,"iss":"did:example:b")", &errors::kJwtIssuerContradicts, "/iss"},
    };
    JwtCast cast;
    for (const auto& [extra, code, place] : cases) {
        const Report report =
            cast.judge(cast.token(cast.header(extra), cast.payload().to_string()));
        const bool is_unsupported = code->kind == ErrorKind::unsupported;
        std::string said(code->name);
        if (!place.empty()) said += " at " + std::string(place);
        EXPECT_EQ(troubles(report),
                  "proof: " + std::string(is_unsupported ? "undetermined " : "failed ") + said +
                      "\n" + unknown_key(said));
        EXPECT_NE(report.verdict(), Verdict::good);
        // A report's pointers are those of the payload; a place in the header is told in words.
        const bool tells_place = report.find("proof")->detail.find("(header/") != std::string::npos;
        EXPECT_EQ(tells_place, place.empty()) << extra;
    }
}

struct PayloadCase {
    std::string_view pointer;
    std::string_view value;
    const ErrorCode* code;
    std::string_view place;
};

TEST(VerifyJwt, RefusesClaimsEachByItsOwnCode) {
    const PayloadCase cases[] = {
        {"/vc", "{}", &errors::kJwtVcClaim, "/vc"},
        {"/vp", "{}", &errors::kJwtVcClaim, "/vp"},
        {"/iss", R"("did:example:b")", &errors::kJwtIssuerContradicts, "/iss"},
        {"/sub", R"("did:example:b")", &errors::kJwtSubjectContradicts, "/sub"},
        {"/jti", R"("urn:uuid:1")", &errors::kJwtIdContradicts, "/jti"},
        {"/exp", "1", &errors::kJwtDatesContradict, ""},
        {"/nbf", "4102444800", &errors::kJwtDatesContradict, ""},
        {"/iat", "4102444800", &errors::kJwtDatesContradict, ""},
        {"/exp", R"("2027")", &errors::kJwtClaimMalformed, "/exp"},
    };
    JwtCast cast;
    for (const auto& [pointer, value, code, place] : cases) {
        const auto payload = with(cast.payload(), pointer, value);
        const Report report = cast.judge(cast.token(payload.to_string()));
        std::string said(code->name);
        if (!place.empty()) said += " at " + std::string(place);
        EXPECT_EQ(entry(report, "proof"), "failed " + said) << pointer;
        EXPECT_EQ(report.verdict(), Verdict::bad);
    }
}

TEST(VerifyJwt, RefusesAProofInside) {
    JwtCast cast;
    const auto inner = cast.sign(cast.payload());
    EXPECT_EQ(entry(cast.judge(cast.token(inner.to_string())), "proof"),
              "failed jwt.embedded_proof at /proof");
}

TEST(VerifyJwt, RefusesTheDataModelBefore) {
    JwtCast cast;
    const auto payload = parse(R"({"@context":["https://www.w3.org/2018/credentials/v1"],
        "type":["VerifiableCredential"],"issuanceDate":"2026-01-01T00:00:00Z",
        "issuer":")" + cast.issuer.to_string() +
                               R"(","credentialSubject":{"id":"did:example:a"}})");
    EXPECT_EQ(entry(cast.judge(cast.token(payload.to_string())), "proof"),
              "failed jwt.data_model at /@context");
}

TEST(VerifyJwt, TakesClaimsThatAgree) {
    JwtCast cast;
    auto payload = cast.payload();
    payload = with(payload, "/iss", "\"" + cast.issuer.to_string() + "\"");
    payload = with(payload, "/sub", R"("did:example:alice")");
    payload = with(payload, "/jti", R"("urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33")");
    payload = with(payload, "/iat", "1780000000");
    payload = with(payload, "/nbf", "1780000000.25");
    payload = with(payload, "/exp", "1798000000");
    EXPECT_EQ(troubles(cast.judge(cast.token(payload.to_string()))), "");
}

TEST(VerifyJwt, JudgesTheDatesOfTheSignature) {
    JwtCast cast;  // at 2026-11-22
    const auto at = [&](std::string_view claim, std::string_view seconds) {
        const auto payload = with(cast.payload(), "/" + std::string(claim), seconds);
        return troubles(cast.judge(cast.token(payload.to_string())));
    };
    EXPECT_EQ(at("exp", "1790000000"), "proof: failed proof.expired\n");
    EXPECT_EQ(at("exp", "1795305600"), "proof: failed proof.expired\n");
    EXPECT_EQ(at("exp", "1795305600.001"), "");
    EXPECT_EQ(at("iat", "1797000000"), "proof: failed proof.created_in_future\n");
    EXPECT_EQ(at("nbf", "1797000000"), "proof: failed jwt.not_yet_valid at /nbf\n");
}

// Every algorithm in the header of a token that a key of every type signed.
TEST(VerifyJwt, IsNotConfusedByAlgorithms) {
    for (const crypto::KeyTypeInfo& type : crypto::key_types()) {
        if (!type.can_sign) continue;
        JwtCast cast(type.type);
        for (const crypto::AlgorithmInfo& other : crypto::algorithms()) {
            const std::string header =
                R"({"alg":")" + std::string(other.jose) + R"(","kid":")" + cast.method + "\"}";
            const Report report = cast.judge(cast.token(header, cast.payload().to_string()));
            if (other.key_type == type.type)
                EXPECT_EQ(troubles(report), "");
            else
                EXPECT_EQ(troubles(report), "proof: failed jws.alg_key_mismatch\n");
        }
        for (const auto& [name, code] :
             {std::pair{"none", "jws.alg_none"}, std::pair{"HS256", "jws.alg_symmetric"}}) {
            const std::string header =
                R"({"alg":")" + std::string(name) + R"(","kid":")" + cast.method + "\"}";
            const Report report = cast.judge(cast.token(header, cast.payload().to_string()));
            EXPECT_EQ(entry(report, "proof"), "failed " + std::string(code) + "");
        }
    }
}

TEST(VerifyJwt, FindsTheKeyByKidIssAndIssuer) {
    JwtCast cast;
    const std::string fragment = cast.method.substr(cast.method.find('#'));
    const std::string issuer = cast.issuer.to_string();
    const std::string text = cast.payload().to_string();
    for (const std::string& header :
         {R"({"alg":"EdDSA","kid":")" + fragment + "\"}",
          R"({"alg":"EdDSA","kid":")" + fragment.substr(1) + "\"}",
          R"({"alg":"EdDSA","iss":")" + issuer + "\"}", std::string(R"({"alg":"EdDSA"})"),
          R"({"alg":"Ed25519","kid":")" + cast.method + R"(","typ":"application/vc+jwt"})"})
        EXPECT_EQ(troubles(cast.judge(cast.token(header, text))), "") << header;
    EXPECT_EQ(entry(cast.judge(cast.token(R"({"alg":"EdDSA","kid":"#no"})", text)), "proof"),
              "failed proof.method_not_found");
    EXPECT_EQ(entry(cast.judge(cast.token(R"({"alg":"ES256"})", text)), "proof"),
              "failed proof.method_not_found");
    EXPECT_EQ(entry(cast.judge(cast.token(R"({"alg":"EdDSA","kid":"https://a.example/k"})", text)),
                    "proof"),
              "undetermined proof.method_unsupported");
}

TEST(VerifyJwt, FindsTheOneOfSeveralKeysWithoutKid) {
    JwtCast cast;
    const auto did = did::Did::parse("did:example:university").value();
    const auto first = test::signer_of(crypto::KeyType::ed25519, 2);
    const auto second = test::signer_of(crypto::KeyType::p256, 3);
    cast.resolver.put(
        {did::make_document(did,
                            {{first->public_key(), {did::Relationship::assertion_method}},
                             {second->public_key(), {did::Relationship::assertion_method}},
                             {cast.signer->public_key(), {did::Relationship::assertion_method}}}),
         {},
         std::nullopt});
    const auto payload = with(cast.payload(), "/issuer", "\"did:example:university\"");
    EXPECT_EQ(troubles(cast.judge(cast.token(R"({"alg":"EdDSA"})", payload.to_string()))), "");
    cast.signer = test::signer_of(crypto::KeyType::ed25519, 9);
    EXPECT_EQ(entry(cast.judge(cast.token(R"({"alg":"EdDSA"})", payload.to_string())), "proof"),
              "failed jws.signature_invalid");
}

TEST(VerifyJwt, TriesSoManyKeysWithoutKidAndNoMore) {
    JwtCast cast;
    const auto did = did::Did::parse("did:example:university").value();
    const auto payload = with(cast.payload(), "/issuer", "\"did:example:university\"");
    const auto judged_among = [&](std::uint8_t others) {
        std::vector<did::KeyEntry> keys;
        for (std::uint8_t i = 0; i < others; ++i)
            keys.push_back({test::signer_of(crypto::KeyType::ed25519, 100 + i)->public_key(),
                            {did::Relationship::assertion_method}});
        keys.push_back({cast.signer->public_key(), {did::Relationship::assertion_method}});
        cast.resolver.put({did::make_document(did, keys), {}, std::nullopt});
        return cast.judge(cast.token(R"({"alg":"EdDSA"})", payload.to_string()));
    };
    EXPECT_EQ(troubles(judged_among(31)), "");
    EXPECT_EQ(entry(judged_among(32), "proof"), "undetermined proof.too_many_keys");
    EXPECT_EQ(judged_among(32).verdict(), Verdict::could_not_judge);
}

TEST(VerifyJwt, AKeyOfOneAlgorithmIsForNoOther) {
    did::VerificationMethod method{"did:example:a#k", "JsonWebKey", "did:example:a", {}, {}, {}};
    method.terms.algorithm = crypto::Algorithm::ps256;
    EXPECT_FALSE(objection_to_terms(method, crypto::Algorithm::ps256, ""));
    EXPECT_FALSE(objection_to_terms(method, std::nullopt, ""));
    const auto objection = objection_to_terms(method, crypto::Algorithm::rs256, "header");
    ASSERT_TRUE(objection);
    EXPECT_EQ(objection->code(), errors::kMethodAlgorithm);
    EXPECT_EQ(objection->where(), "header");
}

TEST(VerifyJwt, RefusesAKeyThatItsJwkDoesNotGiveForThis) {
    JwtCast cast;
    const auto did = did::Did::parse("did:example:university").value();
    const auto payload = with(cast.payload(), "/issuer", "\"did:example:university\"");
    const auto judged_with = [&](std::string_view pointer, std::string_view value) {
        auto jwk = cast.signer->public_key().to_jwk();
        if (!pointer.empty()) jwk = with(jwk, pointer, value);
        const auto document =
            parse(R"({"@context":["https://www.w3.org/ns/did/v1"],"id":"did:example:university",)"
                  R"("verificationMethod":[{"id":"did:example:university#k","type":"JsonWebKey",)"
                  R"("controller":"did:example:university","publicKeyJwk":)" +
                  jwk.to_string() + R"(}],"assertionMethod":["did:example:university#k"]})");
        cast.resolver.put({did::Document::parse(document, did).value(), {}, std::nullopt});
        return troubles(
            cast.judge(cast.token(R"({"alg":"EdDSA","kid":"k"})", payload.to_string())));
    };
    EXPECT_EQ(judged_with("", ""), "");
    EXPECT_EQ(judged_with("/alg", R"("EdDSA")"), "");
    EXPECT_EQ(judged_with("/use", R"("sig")"), "");
    EXPECT_EQ(judged_with("/use", R"("enc")"), "proof: failed method.use_not_signing\n");
    EXPECT_EQ(judged_with("/key_ops", R"(["sign","verify"])"), "");
    EXPECT_EQ(judged_with("/key_ops", R"(["deriveKey"])"),
              "proof: failed method.key_ops_not_verifying\n");
    EXPECT_EQ(judged_with("/key_ops", "[]"), "proof: failed method.key_ops_not_verifying\n");
}

TEST(VerifyJwt, RefusesAForeignKey) {
    JwtCast cast;
    const auto other = did::did_key_of(test::signer_of(crypto::KeyType::ed25519, 9)->public_key());
    const auto payload = with(cast.payload(), "/issuer", "\"" + other.to_string() + "\"");
    EXPECT_EQ(troubles(cast.judge(cast.token(payload.to_string()))),
              "control: failed control.foreign_key at /issuer\n");
    // kid is signed, but iss does not make the key the issuer's.
    const auto claimed = with(cast.payload(), "/issuer", "\"" + other.to_string() + "\"");
    const std::string header = R"({"alg":"EdDSA","kid":"#)" +
                               std::string(cast.issuer.method_specific_id()) + R"(","iss":")" +
                               cast.issuer.to_string() + "\"}";
    EXPECT_EQ(entry(cast.judge(cast.token(header, claimed.to_string())), "proof"),
              "failed jwt.iss_contradicts at /iss");
}

TEST(VerifyJwt, MayBeJudgedByAGivenKey) {
    JwtCast cast;
    cast.policy.public_keys = {cast.signer->public_key()};
    EXPECT_EQ(troubles(cast.judge(cast.token(cast.payload().to_string()))), "");
    cast.policy.public_keys = {test::signer_of(crypto::KeyType::ed25519, 9)->public_key()};
    EXPECT_NE(cast.judge(cast.token(cast.payload().to_string())).verdict(), Verdict::good);
}

TEST(VerifyJwt, ModelContextsAndDatesAreAsked) {
    JwtCast cast;
    const auto broken = with(cast.payload(), "/type", "[]");
    EXPECT_EQ(troubles(cast.judge(cast.token(broken.to_string()))),
              "model: failed credential.type_malformed at /type\n");
    const auto unknown = with(cast.payload(), "/@context/1", R"("https://a.example/context")");
    EXPECT_EQ(troubles(cast.judge(cast.token(unknown.to_string()))),
              "context: undetermined context.unknown at /@context/1\n");
    cast.clock.set(test::time("2027-02-01T00:00:00Z"));
    EXPECT_EQ(troubles(cast.judge(cast.token(cast.payload().to_string()))),
              "dates: failed dates.expired at /validUntil\n");
}

// An account of a chain (EcdsaSecp256k1RecoveryMethod2020) is no key: it may have signed, or not.
TEST(VerifyJwt, WhatAnAccountSignedCannotBeJudged) {
    JwtCast cast(crypto::KeyType::secp256k1);
    const auto address = registry::address_of(cast.signer->public_key());
    const std::string issuer = "did:pkh:eip155:1:" + registry::to_string(address.value());
    const std::string text = with(cast.payload(), "/issuer", "\"" + issuer + "\"").to_string();
    did::PkhResolver resolver;
    const std::string named =
        R"({"alg":"ES256K","typ":"vc+jwt","kid":")" + issuer + "#blockchainAccountId\"}";
    for (const std::string& header : {named, std::string(R"({"alg":"ES256K","typ":"vc+jwt"})")}) {
        ASSERT_OK_AND(const SecuredJwt jwt,
                      SecuredJwt::parse(cast.token(header, text), DocumentKind::credential));
        ASSERT_OK_AND(const Report report,
                      credentials::verify(jwt, cast.policy, {resolver, cast.clock, cast.contexts},
                                          cast.call));
        EXPECT_EQ(report.verdict(), Verdict::could_not_judge) << header;
        EXPECT_NE(troubles(report).find("proof: undetermined proof.method_unsupported"),
                  std::string::npos)
            << troubles(report);
    }
}

TEST(VerifyJwt, IsNoReportWhereThereIsNoCredential) {
    JwtCast cast;
    EXPECT_CODE(cast.verify_token("a.b"), jose::errors::kNotCompact);
    EXPECT_CODE(cast.verify_token(cast.token("[]")), errors::kJwtPayloadNotObject);
}

}  // namespace
}  // namespace deed::credentials
