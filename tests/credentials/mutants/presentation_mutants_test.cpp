// Changes of a signed presentation, in every way of securing one: its holder, its credentials, what
// it is meant for, the proof on it, and everything within the credentials. Each kind names the
// checks that must object (specs/presentation-profile.md section 4), and by which codes.
#include <gmock/gmock.h>

#include <algorithm>

#include "credentials/cose/cwt_claims.hpp"
#include "credentials/envelopes/enveloped.hpp"
#include "credentials/secured.hpp"
#include "lib/crypto/algorithm.hpp"
#include "tests/credentials/holder_cast.hpp"
#include "tests/credentials/mutants/cose_message.hpp"
#include "tests/credentials/mutants/mutants.hpp"
#include "tests/credentials/mutants/presentation_codes.hpp"
#include "tests/credentials/mutants/proof_codes.hpp"
#include "tests/credentials/mutants/token.hpp"

namespace deed::credentials {
namespace {

using test::CoseMessage;
using test::Expectations;
using test::kBank;
using test::parse;
using test::Token;
using test::troubles;
using test::with;

/// A way to secure a presentation: a cryptosuite, or an envelope.
struct Form {
    const char* name;
    crypto::KeyType key;
    test::Securing securing;
    bool is_by_default = true;  ///< else with DEED_FULL=1 only
};

class PresentationMutants : public testing::TestWithParam<Form> {
protected:
    /// Before what is made of it.
    bool set_stage() {
        stage_.issuer.signer = test::signer_of(GetParam().key, 5);
        stage_.issuer.issuer = did::did_key_of(stage_.issuer.signer->public_key());
        if (is_proof()) stage_.issuer.cryptosuite = stage_.request.cryptosuite = GetParam().name;
        be_holder(7);
        stage_.policy.challenge = stage_.challenge.value;
        stage_.request.allow_other_subjects = true;  // a thief would
        return true;
    }

    bool is_proof() const { return !envelope(); }
    bool is_over_rdf() const { return GetParam().securing == test::Securing::rdfc; }
    std::optional<EnvelopeForm> envelope() const {
        switch (GetParam().securing) {
            case test::Securing::jwt:
                return EnvelopeForm::jwt;
            case test::Securing::sd_jwt:
                return EnvelopeForm::sd_jwt;
            case test::Securing::cose:
                return EnvelopeForm::cose;
            default:
                return std::nullopt;
        }
    }
    void be_holder(std::uint8_t key_filler) {
        stage_.signer = test::signer_of(GetParam().key, key_filler);
        stage_.holder = did::did_key_of(stage_.signer->public_key());
        stage_.request.holder = stage_.holder;
        stage_.request.signer = stage_.signer.get();
    }
    IssueContext context() {
        return {stage_.issuer.resolver, stage_.issuer.clock, stage_.issuer.contexts};
    }
    json::Document issued(const std::string& credential) {
        auto made = stage_.issuer.issue(credential);
        EXPECT_TRUE(made.has_value()) << deed::test::describe(made);
        return std::move(made).value();
    }
    /// Sound credentials about a subject, of which the first has something of every kind.
    json::Document rich(const std::string& subject) {
        return issued(
            with(parse(test::kRich), "/credentialSubject/id", "\"" + subject + "\"").to_string());
    }
    json::Document plain(const std::string& subject, const std::string& id) {
        return issued(R"({"@context":["https://www.w3.org/ns/credentials/v2",)"
                      R"("https://w3id.org/security/suites/ed25519-2020/v1"],"id":")" +
                      id + R"(","type":["VerifiableCredential"],"name":"Membership",)" +
                      R"("credentialSubject":{"id":")" + subject + R"(","name":"Alice"}})");
    }
    /// Signed by who is the holder now.
    Bytes present(const json::Document& first, const json::Document& second) {
        stage_.request.presentation =
            parse(R"({"@context":["https://www.w3.org/ns/credentials/v2",)"
                  R"("https://w3id.org/security/suites/ed25519-2020/v1"],"id":"urn:x:shown",)"
                  R"("type":["VerifiablePresentation"],"holder":")" +
                  stage_.holder.to_string() + R"(","verifiableCredential":[)" + first.to_string() +
                  "," + second.to_string() + "]}");
        const auto bytes = [](const auto& made) { return to_bytes(as_bytes(made.value())); };
        switch (GetParam().securing) {
            case test::Securing::jwt:
                return bytes(present_jwt(stage_.request, context(), stage_.call));
            case test::Securing::sd_jwt:
                return bytes(present_sd_jwt(stage_.request, context(), stage_.call));
            case test::Securing::cose:
                return present_cose(stage_.request, context(), stage_.call).value();
            default:
                break;
        }
        const auto made = credentials::present(stage_.request, context(), stage_.call);
        EXPECT_TRUE(made.has_value()) << deed::test::describe(made);
        return bytes(Result<std::string>(made->to_string()));
    }

    /// What is signed, with the proof where it stands in it.
    json::Document payload_of(const Bytes& presentation) const {
        if (envelope() == EnvelopeForm::cose)
            return parse(as_text(CoseMessage::of(presentation).payload));
        if (is_proof()) return parse(as_text(presentation));
        return parse(test::decoded(Token(as_text(presentation)).payload));
    }
    /// The presentation with another payload under the same signature.
    Bytes rebuilt(const json::Document& payload) const {
        const std::string text = payload.to_string();
        if (is_proof()) return to_bytes(as_bytes(text));
        if (envelope() == EnvelopeForm::cose) {
            CoseMessage changed = CoseMessage::of(presentation_);
            changed.payload = to_bytes(as_bytes(text));
            return changed.join();
        }
        Token changed(as_text(presentation_));
        changed.payload = test::encoded(text);
        return to_bytes(as_bytes(changed.join()));
    }

    Result<PresentationReport> verify(const Bytes& presentation) {
        const DocumentKind kind = DocumentKind::presentation;
        const auto type = envelope() ? std::optional(media_type_of(kind, *envelope()))
                                     : std::optional<std::string_view>();
        DEED_TRY(const Secured secured, read_secured(presentation, type, kind));
        return verify_presentation(
            secured, stage_.policy,
            {stage_.issuer.resolver, stage_.issuer.clock, stage_.issuer.contexts,
             uses_store_ ? &stage_.challenges : nullptr},
            stage_.call);
    }
    /// The code of a check: empty where it passed. "credential" is the proof of the first one.
    static std::string code_of(const PresentationReport& report, std::string_view name) {
        const bool is_of_credential = name == "credential";
        if (is_of_credential && report.credentials.empty()) return "absent";
        const Check& check = is_of_credential ? *report.credentials.front().report.find("proof")
                                              : *report.checks.find(name);
        return check.code == nullptr ? "" : std::string(check.code->name);
    }

    /// The change is refused, and by each check that its kind names.
    void refuse(std::string_view kind, const Bytes& changed, const std::string& what = "") {
        if (changed == presentation_ || !count_.takes_next()) return;
        refuse_now(kind, changed, what);
    }
    void refuse_now(std::string_view kind, const Bytes& changed, const std::string& what) {
        const auto expected = expected_.find(kind);
        ASSERT_NE(expected, expected_.end()) << kind;
        const auto report = verify(changed);
        ASSERT_TRUE(report.has_value()) << kind << ": " << what << deed::test::describe(report);
        EXPECT_NE(report->verdict(), Verdict::good) << kind << ": " << what;
        for (const auto& [check, codes] : expected->second)
            EXPECT_TRUE(codes.contains(code_of(*report, check)))
                << kind << ": " << what << ": " << check << " says \"" << code_of(*report, check)
                << "\"";
        count_.refused(kind, code_of(*report, expected->second.front().check), what);
    }
    /// The same, unless the change makes no difference to what a suite over RDF signs.
    void refuse(std::string_view kind, const json::Document& payload, const std::string& what) {
        if (payload == payload_ || !count_.takes_next()) return;
        if (!is_over_rdf() || test::meaning(payload, stage_.issuer.contexts) != signed_meaning_)
            return refuse_now(kind, rebuilt(payload), what);
        const auto report = verify(rebuilt(payload));
        EXPECT_THAT(code_of(*report, "proof"),
                    testing::AnyOf("", "proof.context_misleads", "proof.member_hidden",
                                   "proof.suite_context_missing", "jsonld.dropped_empty_array"))
            << kind << ": " << what;
        count_.equal();
    }
    /// The payload with another value at a place, or without the place.
    void put(std::string_view kind, const std::string& pointer, const std::string& value) {
        refuse(kind, with(payload_, pointer, value), pointer + " = " + value);
    }
    void remove(std::string_view kind, const std::string& pointer) {
        refuse(kind, payload_.without(pointer).value(), "without " + pointer);
    }

    void change_holder();
    void change_credentials();
    void change_binding();
    void change_binding_of_proof();
    void change_binding_of_token();
    void change_binding_of_cose();
    void change_proof();
    void change_within_credentials();
    void change_own_members();

    test::HolderCast stage_;
    const bool is_set_ = set_stage();
    bool uses_store_ = false;
    const json::Document first_ = rich(stage_.holder.to_string());
    const json::Document second_ = plain(stage_.holder.to_string(), "urn:x:second");
    const Bytes presentation_ = present(first_, second_);
    const json::Document payload_ = payload_of(presentation_);
    const std::optional<std::string> signed_meaning_ =
        is_over_rdf() ? test::meaning(payload_, stage_.issuer.contexts) : std::nullopt;
    const test::PresentationExpectations expected_ =
        test::presentation_expectations(GetParam().securing);
    const test::ExpectedCodes expected_codes_ = test::first_codes(expected_);
    test::MutantCount count_{std::string("presentation-") + GetParam().name + "-" +
                                 std::string(crypto::to_string(GetParam().key)),
                             expected_codes_, 11};
};

constexpr const char* kStranger = "did:example:stranger";

void PresentationMutants::change_holder() {
    for (const std::string other : {kStranger, "https://holder.example/", "urn:x:holder"}) {
        put("holder changed", "/holder", "\"" + other + "\"");
        put("holder changed", "/holder", R"({"id":")" + other + "\"}");
    }
    put("holder changed", "/holder", "\"" + stage_.issuer.issuer.to_string() + "\"");
    remove("holder removed", "/holder");
    for (const auto* none : {"7", "true", "{}", R"("holder")", "[]", "null"})
        put("holder malformed", "/holder", none);
}

void PresentationMutants::change_credentials() {
    const std::string own = plain(stage_.holder.to_string(), "urn:x:third").to_string();
    const std::string theirs = plain(kStranger, "urn:x:fourth").to_string();
    remove("credential removed", "/verifiableCredential/0");
    remove("credential removed", "/verifiableCredential/1");
    remove("all credentials removed", "/verifiableCredential");
    put("no credentials", "/verifiableCredential", "[]");
    put("credential added", "/verifiableCredential/-", own);
    put("credential of another added", "/verifiableCredential/-", theirs);
    for (const auto* place :
         {"/verifiableCredential/0", "/verifiableCredential/1", "/verifiableCredential"}) {
        put("credential replaced", place, own);
        put("credential of another put in place", place, theirs);
        for (const auto* none : {R"("urn:x:credential")", "7", "null", "true"})
            put("credential no object", place, none);
    }
    put("credential unsecured", "/verifiableCredential/0",
        first_.without("/proof").value().to_string());
    put("credential's proof exchanged", "/verifiableCredential/0/proof",
        json::to_string(*second_.root().find("proof")));
    put("credential changed", "/verifiableCredential/0/name", "\"Doctorate\"");
    put("credential changed", "/verifiableCredential/0/credentialSubject/title", "\"PhD\"");

    const IssueRequest request{.credential = second_.without("/proof").value(),
                               .issuer = stage_.issuer.issuer,
                               .signer = *stage_.issuer.signer,
                               .cryptosuite = std::nullopt};
    const auto jwt = issue_jwt(request, context(), stage_.call);
    ASSERT_TRUE(jwt.has_value()) << deed::test::describe(jwt);
    put("credential replaced", "/verifiableCredential/1",
        make_enveloped(as_bytes(*jwt), DocumentKind::credential, EnvelopeForm::jwt).to_string());
    const json::Document swapped =
        with(with(payload_, "/verifiableCredential/0", second_.to_string()),
             "/verifiableCredential/1", first_.to_string());
    refuse("credential replaced", swapped, "swapped");
}

void PresentationMutants::change_binding() {
    if (is_proof()) return change_binding_of_proof();
    if (envelope() == EnvelopeForm::cose) return change_binding_of_cose();
    change_binding_of_token();
}

const std::vector<std::string> kOtherDomains{"https://court.example", "https://bank.example/",
                                             "bank.example", "https://BANK.example", kStranger};
const std::vector<std::string> kOtherChallenges{"uChallenge1", "nonce", "uChallenge0 "};

void PresentationMutants::change_binding_of_proof() {
    for (const std::string& other : kOtherDomains)
        put("domain changed", "/proof/domain", "\"" + other + "\"");
    put("domain changed", "/proof/domain", R"(["https://bank.example","https://court.example"])");
    remove("domain removed", "/proof/domain");
    for (const std::string& other : kOtherChallenges)
        put("challenge changed", "/proof/challenge", "\"" + other + "\"");
    remove("challenge removed", "/proof/challenge");
    for (const auto* purpose : {"assertionMethod", "capabilityInvocation", "keyAgreement"})
        put("purpose changed", "/proof/proofPurpose", "\"" + std::string(purpose) + "\"");
    remove("proof removed", "/proof");
    put("proof removed", "/proof", "[]");
}

void PresentationMutants::change_binding_of_token() {
    for (const std::string& other : kOtherDomains) {
        put("domain changed", "/aud", "\"" + other + "\"");
        put("domain changed", "/aud", "[\"" + other + "\"]");
        put("domain added", "/aud", R"(["https://bank.example",")" + other + "\"]");
    }
    remove("domain removed", "/aud");
    for (const std::string& other : kOtherChallenges)
        put("challenge changed", "/nonce", "\"" + other + "\"");
    remove("challenge removed", "/nonce");
    for (const auto* claim : {"/aud", "/nonce", "/iss", "/sub", "/exp", "/nbf", "/iat"})
        for (const auto* none : {"{}", "true", "null", "[7]"}) put("claim malformed", claim, none);
    for (const auto* claim : {"/vc", "/vp"}) put("claim vp added", claim, "{}");
    put("proof added", "/proof", "{}");
    put("issuer of the token changed", "/iss", "\"" + std::string(kStranger) + "\"");

    const Token token(as_text(presentation_));
    const json::Document header = parse(test::decoded(token.header));
    const auto header_with = [&](std::string_view kind, const json::Document& other) {
        Token changed = token;
        changed.header = test::encoded(other.to_string());
        refuse(kind, to_bytes(as_bytes(changed.join())), other.to_string());
    };
    for (const auto* type : {"\"vc+jwt\"", "\"JWT\"", "\"vc+sd-jwt\"", "\"kb+jwt\""})
        header_with("typ changed", with(header, "/typ", type));
    header_with("typ changed",
                with(header, "/typ", token.is_sd_jwt ? "\"vp+jwt\"" : "\"vp+sd-jwt\""));
    for (const auto* type : {"\"vc\"", "\"JWT\"", "\"json\""})
        header_with("cty changed", with(header, "/cty", type));
}

void PresentationMutants::change_binding_of_cose() {
    const CoseMessage message = CoseMessage::of(presentation_);
    const auto with_claims = [&](std::string_view kind, const JwtClaims& claims) {
        CoseMessage changed = message;
        auto& header = changed.protected_header;
        header[test::place_of(header, 15)].second = write_cwt_claims(claims);
        refuse(kind, changed.join());
    };
    const auto secured =
        read_secured(presentation_, "application/vp+cose", DocumentKind::presentation);
    const JwtClaims claims = secured->cose()->claims().value();
    JwtClaims other = claims;
    for (const std::string& domain : kOtherDomains) {
        other.audience = {domain};
        with_claims("domain changed", other);
        other.audience = {kBank, domain};
        with_claims("domain added", other);
    }
    other.audience = {};
    with_claims("domain removed", other);
    other = claims;
    for (const std::string& nonce : kOtherChallenges) {
        other.nonce = nonce;
        with_claims("challenge changed", other);
    }
    other.nonce = std::nullopt;
    with_claims("challenge removed", other);
    other = claims;
    other.issuer = kStranger;
    with_claims("issuer of the token changed", other);
    const auto with_parameter = [&](std::string_view kind, std::int64_t name,
                                    std::string_view type) {
        CoseMessage changed = message;
        auto& header = changed.protected_header;
        header[test::place_of(header, name)].second = test::text(type);
        refuse(kind, changed.join(), std::string(type));
    };
    for (const auto* type : {"application/vc+cose", "application/vp+jwt", "application/cose"})
        with_parameter("typ changed", 16, type);
    for (const auto* type : {"application/vc", "application/json", ""})
        with_parameter("cty changed", 3, type);
    for (const auto* claim : {"/vc", "/vp"}) put("claim vp added", claim, "{}");
    put("proof added", "/proof", "{}");
}

void PresentationMutants::change_proof() {
    const json::Document first = rich(stage_.holder.to_string());
    const std::string holder = stage_.holder.to_string();
    be_holder(8);
    const Bytes by_other = present(first, second_);
    be_holder(7);
    stage_.request.proof.challenge = "uChallengeOfBefore";
    const Bytes before = present(first_, second_);
    stage_.request.proof.challenge = stage_.challenge.value;
    if (is_proof()) {
        const json::Document other = payload_of(by_other);
        put("proof of another holder", "/proof", json::to_string(*other.root().find("proof")));
        put("proof for another challenge", "/proof",
            json::to_string(*payload_of(before).root().find("proof")));
        for (const test::Mutant& mutant : test::proof_mutants(payload_, other))
            refuse(mutant.kind, mutant.document, mutant.what);
        return;
    }
    refuse("presentation for another challenge", before);
    if (envelope() == EnvelopeForm::cose) {
        CoseMessage changed = CoseMessage::of(presentation_);
        changed.signature = CoseMessage::of(by_other).signature;
        refuse("signature exchanged", changed.join());
        changed.protected_header = CoseMessage::of(by_other).protected_header;
        refuse("proof of another holder", changed.join());
        for (std::size_t i = 0; i < changed.signature.size(); ++i) {
            changed = CoseMessage::of(presentation_);
            changed.signature[i] = static_cast<std::uint8_t>(changed.signature[i] ^ 1U);
            refuse("signature exchanged", changed.join(), std::to_string(i));
        }
        return;
    }
    Token changed(as_text(presentation_));
    changed.signature = Token(as_text(by_other)).signature;
    refuse("signature exchanged", to_bytes(as_bytes(changed.join())));
    changed.header = Token(as_text(by_other)).header;
    refuse("proof of another holder", to_bytes(as_bytes(changed.join())));
}

void PresentationMutants::change_within_credentials() {
    auto mutants = test::document_mutants(first_);
    for (auto& mutant : test::proof_mutants(first_, second_)) mutants.push_back(std::move(mutant));
    for (const test::Mutant& mutant : mutants) {
        const auto changed = with(payload_, "/verifiableCredential/0", mutant.document.to_string());
        refuse(test::within(mutant.kind), changed, mutant.what);
    }
}

void PresentationMutants::change_own_members() {
    const json::Document own = payload_.without("/verifiableCredential").value();
    const std::string credentials = json::to_string(*payload_.root().find("verifiableCredential"));
    for (const test::Mutant& mutant : test::document_mutants(own)) {
        // Claims of a token are changed above, and what moves in is no presentation's.
        const bool is_claim = std::ranges::any_of(
            std::initializer_list<const char*>{"/aud", "/nonce", "/iat", "/_sd_alg"},
            [&](const char* name) { return mutant.what.find(name) != std::string::npos; });
        if (is_claim) continue;
        const auto changed = with(mutant.document, "/verifiableCredential", credentials);
        refuse(mutant.kind, changed, mutant.what);
    }
}

TEST_P(PresentationMutants, AreRefused) {
    if (!GetParam().is_by_default && !test::is_full()) GTEST_SKIP() << "with DEED_FULL=1";
    const auto good = verify(presentation_);
    ASSERT_TRUE(good.has_value()) << deed::test::describe(good);
    ASSERT_EQ(good->verdict(), Verdict::good) << troubles(*good);
    change_holder();
    change_credentials();
    change_binding();
    change_proof();
    change_within_credentials();
    change_own_members();
    count_.finish();
}

TEST_P(PresentationMutants, IsGoodOnce) {
    uses_store_ = true;
    stage_.policy.challenge = std::nullopt;
    const auto first = verify(presentation_);
    EXPECT_EQ(first->verdict(), Verdict::good) << troubles(*first);
    EXPECT_EQ(troubles(*verify(presentation_)),
              "challenge: failed presentation.replayed" +
                  std::string(is_proof() ? " at /proof/challenge" : "") + "\n");
    EXPECT_EQ(stage_.challenges.consumed, 1);
}

using test::Securing;
INSTANTIATE_TEST_SUITE_P(
    Forms, PresentationMutants,
    testing::Values(Form{"eddsa-jcs-2022", crypto::KeyType::ed25519, Securing::jcs},
                    Form{"ecdsa-jcs-2019", crypto::KeyType::p256, Securing::jcs, false},
                    Form{"ecdsa-jcs-2019", crypto::KeyType::p384, Securing::jcs},
                    Form{"eddsa-rdfc-2022", crypto::KeyType::ed25519, Securing::rdfc},
                    Form{"ecdsa-rdfc-2019", crypto::KeyType::p256, Securing::rdfc, false},
                    Form{"ecdsa-rdfc-2019", crypto::KeyType::p384, Securing::rdfc},
                    Form{"Ed25519Signature2020", crypto::KeyType::ed25519, Securing::rdfc, false},
                    Form{"vp+jwt", crypto::KeyType::ed25519, Securing::jwt},
                    Form{"vp+jwt", crypto::KeyType::p384, Securing::jwt, false},
                    Form{"vp+sd-jwt", crypto::KeyType::p256, Securing::sd_jwt},
                    Form{"vp+cose", crypto::KeyType::ed25519, Securing::cose},
                    Form{"vp+cose", crypto::KeyType::p384, Securing::cose, false}),
    [](const auto& form) {
        std::string name = std::string(form.param.name) + "_" +
                           std::string(crypto::info_of(form.param.key).short_name);
        std::ranges::replace_if(
            name, [](char c) { return c == '-' || c == '+'; }, '_');
        return name;
    });

}  // namespace
}  // namespace deed::credentials
