// The same changes in credentials that are the payload of a token: JWT and SD-JWT. Each token is
// signed once, and its payload, header, disclosures and signature are changed.
#include "credentials/issue.hpp"
#include "credentials/secured.hpp"
#include "lib/crypto/algorithm.hpp"
#include "lib/encoding/text.hpp"
#include "tests/credentials/cast.hpp"
#include "tests/credentials/mutants/mutant_count.hpp"
#include "tests/credentials/mutants/mutants.hpp"
#include "tests/credentials/mutants/token.hpp"

namespace deed::credentials {
namespace {

class TokenMutants : public testing::TestWithParam<crypto::KeyType> {
protected:
    TokenMutants() {
        cast_.signer = test::signer_of(GetParam(), 5);
        cast_.issuer = did::did_key_of(cast_.signer->public_key());
    }
    IssueRequest request() {
        return {.credential = test::parse(test::kRich),
                .issuer = cast_.issuer,
                .signer = *cast_.signer,
                .cryptosuite = std::nullopt};
    }
    IssueContext context() { return {cast_.resolver, cast_.clock, cast_.contexts}; }

    /// The code by which a token is refused: empty where its proof is good.
    std::string code_of(const std::string& token) {
        const auto secured = read_secured(as_bytes(token), std::nullopt, DocumentKind::credential);
        if (!secured) return std::string(secured.error().code().name);
        const auto report = verify(*secured, cast_.policy,
                                   {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
        if (!report) return std::string(report.error().code().name);
        const Check& proof = *report->find("proof");
        if (proof.state == CheckState::passed) return "";
        EXPECT_NE(report->verdict(), Verdict::good);
        return std::string(proof.code->name);
    }

    void refuse(std::string_view kind, const test::Token& changed, const std::string& what) {
        if (count_->takes_next()) count_->refused(kind, code_of(changed.join()), what);
    }

    void change_everything(const std::string& form, const test::Token& token,
                           const test::ExpectedCodes& expected) {
        ASSERT_EQ(code_of(token.join()), "");
        count_.emplace(form + "-" + std::string(crypto::to_string(GetParam())), expected);
        change_payload(token);
        change_header(token);
        change_signature(token);
        change_disclosures(token);
        count_->finish();
    }
    void change_payload(const test::Token& token) {
        const json::Document payload = test::parse(test::decoded(token.payload));
        for (const test::Mutant& mutant : test::document_mutants(payload)) {
            test::Token changed = token;
            changed.payload = test::encoded(mutant.document.to_string());
            refuse(mutant.kind, changed, mutant.what);
        }
    }
    void change_header(const test::Token& token) {
        const json::Document header = test::parse(test::decoded(token.header));
        const auto put = [&](std::string_view kind, const json::Document& other,
                             const std::string& what) {
            test::Token changed = token;
            changed.header = test::encoded(other.to_string());
            if (changed.header != token.header) refuse(kind, changed, what);
        };
        for (const auto& [name, kind] : {std::pair("alg", "alg changed"),
                                         {"typ", "typ changed"},
                                         {"cty", "cty changed"},
                                         {"kid", "kid changed"}}) {
            const std::string pointer = "/" + std::string(name);
            ASSERT_TRUE(header.root().find(name)) << name;
            const bool is_alg = pointer == "/alg";
            put(is_alg ? "alg removed" : "header member removed", header.without(pointer).value(),
                pointer);
            for (const auto* other : {"7", "null", "[]", "\"x\"", "\"EdDSA\"", "\"ES256\""})
                put(kind, test::with(header, pointer, other), pointer + " = " + other);
        }
        for (const auto* added : {"/added", "/nonce", "/iat"})
            put("header member added", test::with(header, added, "1"), added);
    }
    void change_signature(const test::Token& token) {
        const Bytes signature = base64url_decode(token.signature).value();
        for (std::size_t i = 0; i < signature.size(); ++i) {
            Bytes flipped = signature;
            flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ 1U);
            test::Token changed = token;
            changed.signature = base64url_encode(flipped);
            refuse("signature changed", changed, "byte " + std::to_string(i));
        }
    }
    void change_disclosures(const test::Token& token) {
        for (std::size_t i = 0; i < token.disclosures.size(); ++i) {
            const std::string text = test::decoded(token.disclosures[i]);
            for (const std::string_view suffix : {" ", "x"}) {
                test::Token changed = token;
                changed.disclosures[i] = test::encoded(text + std::string(suffix));
                refuse("disclosure changed", changed, text);
            }
            test::Token repeated = token;
            repeated.disclosures.push_back(token.disclosures[i]);
            refuse("disclosure repeated", repeated, text);
        }
    }

    test::Cast cast_;
    std::optional<test::MutantCount> count_;
};

TEST_P(TokenMutants, OfJwtsAreRefused) {
    change_everything("vc+jwt", test::Token(issue_jwt(request(), context(), cast_.call).value()),
                      test::kJwtCodes);
}

TEST_P(TokenMutants, OfSdJwtsAreRefused) {
    const SelectiveDisclosure disclosure{
        .disclosable = {"/name", "/credentialSubject/title", "/credentialSubject/degree",
                        "/credentialSubject/degree/name", "/credentialSubject/awards/0",
                        "/credentialSubject/marks/1", "/evidence/name"},
        .conceal = {.decoys = 2}};
    change_everything(
        "vc+sd-jwt",
        test::Token(issue_sd_jwt(request(), disclosure, context(), cast_.call).value()),
        test::kSdJwtCodes);
}

INSTANTIATE_TEST_SUITE_P(Keys, TokenMutants,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::p256,
                                         crypto::KeyType::p384),
                         [](const auto& type) {
                             return std::string(crypto::info_of(type.param).short_name);
                         });

}  // namespace
}  // namespace deed::credentials
