// The same changes in credentials that are the payload of a token: JWT and SD-JWT. Each token is
// signed once, and its payload, header, disclosures and signature are changed.
#include "credentials/issue.hpp"
#include "credentials/secured.hpp"
#include "lib/encoding/text.hpp"
#include "tests/credentials/cast.hpp"
#include "tests/credentials/mutants/mutant_count.hpp"
#include "tests/credentials/mutants/mutants.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kInvalid = "jws.signature_invalid";

using Codes = std::set<std::string_view>;

test::ExpectedCodes expected_with(const Codes& of_payload) {
    test::ExpectedCodes codes;
    for (const std::string_view kind : test::kMutantKinds) codes[kind] = of_payload;
    codes["header changed"] = {
        kInvalid,           "jws.alg_key_mismatch",           "jws.alg_missing",
        "jws.alg_unknown",  "jws.header_parameter_malformed", "jwt.typ_mismatch",
        "jwt.cty_mismatch", "proof.method_not_found"};
    codes["signature changed"] = {kInvalid};
    codes["disclosure changed"] = {"sd_jwt.disclosure_unreferenced", "sd_jwt.disclosure_malformed"};
    codes["disclosure repeated"] = {"sd_jwt.disclosure_repeated"};
    return codes;
}
const test::ExpectedCodes kJwt = expected_with({kInvalid, "jwt.data_model"});
// Digests are looked at before the signature, as what they hide is part of the claims.
const test::ExpectedCodes kSdJwt =
    expected_with({kInvalid, "jwt.data_model", "sd_jwt.digest_malformed", "sd_jwt.digest_repeated",
                   "sd_jwt.claim_exists", "sd_jwt.claim_reserved", "sd_jwt.disclosure_misplaced",
                   "sd_jwt.disclosure_unreferenced", "sd_jwt.hash_unsupported"});

std::string encoded(std::string_view text) { return base64url_encode(as_bytes(text)); }
std::string decoded(std::string_view part) {
    return std::string(as_text(base64url_decode(part).value()));
}

struct Token {
    std::string header;
    std::string payload;
    std::string signature;
    std::vector<std::string> disclosures;
    bool is_sd_jwt = false;

    explicit Token(const std::string& text) : is_sd_jwt(text.find('~') != std::string::npos) {
        const std::string jws = text.substr(0, text.find('~'));
        const std::size_t first = jws.find('.'), second = jws.rfind('.');
        header = jws.substr(0, first);
        payload = jws.substr(first + 1, second - first - 1);
        signature = jws.substr(second + 1);
        for (std::size_t at = text.find('~');
             at < text.size() && text.find('~', at + 1) < text.size(); at = text.find('~', at + 1))
            disclosures.push_back(text.substr(at + 1, text.find('~', at + 1) - at - 1));
    }
    std::string join() const {
        std::string text = header + "." + payload + "." + signature;
        if (is_sd_jwt) text += "~";
        for (const std::string& disclosure : disclosures) text += disclosure + "~";
        return text;
    }
};

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

    void refuse(std::string_view kind, const Token& changed, const std::string& what) {
        if (count_->takes_next()) count_->refused(kind, code_of(changed.join()), what);
    }

    void change_everything(const std::string& form, const Token& token,
                           const test::ExpectedCodes& expected) {
        ASSERT_EQ(code_of(token.join()), "");
        count_.emplace(form + "-" + std::string(crypto::to_string(GetParam())), expected);
        change_payload(token);
        change_header(token);
        change_signature(token);
        change_disclosures(token);
        count_->finish();
    }
    void change_payload(const Token& token) {
        const json::Document payload = test::parse(decoded(token.payload));
        for (const test::Mutant& mutant : test::document_mutants(payload)) {
            Token changed = token;
            changed.payload = encoded(mutant.document.to_string());
            refuse(mutant.kind, changed, mutant.what);
        }
    }
    void change_header(const Token& token) {
        const json::Document header = test::parse(decoded(token.header));
        const auto put = [&](const json::Document& other, const std::string& what) {
            Token changed = token;
            changed.header = encoded(other.to_string());
            if (changed.header != token.header) refuse("header changed", changed, what);
        };
        for (const auto& [name, value] : header.root().object()) {
            const std::string pointer = "/" + std::string(name);
            put(header.without(pointer).value(), "without " + pointer);
            for (const auto* other : {"7", "null", "[]", "\"x\"", "\"EdDSA\"", "\"ES256\""})
                put(test::with(header, pointer, other), pointer + " = " + other);
        }
        for (const auto* added : {"/added", "/nonce", "/iat"})
            put(test::with(header, added, "1"), std::string("with ") + added);
    }
    void change_signature(const Token& token) {
        const Bytes signature = base64url_decode(token.signature).value();
        for (std::size_t i = 0; i < signature.size(); ++i) {
            Bytes flipped = signature;
            flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ 1U);
            Token changed = token;
            changed.signature = base64url_encode(flipped);
            refuse("signature changed", changed, "byte " + std::to_string(i));
        }
    }
    void change_disclosures(const Token& token) {
        for (std::size_t i = 0; i < token.disclosures.size(); ++i) {
            const std::string text = decoded(token.disclosures[i]);
            for (const std::string_view suffix : {" ", "x"}) {
                Token changed = token;
                changed.disclosures[i] = encoded(text + std::string(suffix));
                refuse("disclosure changed", changed, text);
            }
            Token repeated = token;
            repeated.disclosures.push_back(token.disclosures[i]);
            refuse("disclosure repeated", repeated, text);
        }
    }

    test::Cast cast_;
    std::optional<test::MutantCount> count_;
};

TEST_P(TokenMutants, OfJwtsAreRefused) {
    change_everything("vc+jwt", Token(issue_jwt(request(), context(), cast_.call).value()), kJwt);
}

TEST_P(TokenMutants, OfSdJwtsAreRefused) {
    const SelectiveDisclosure disclosure{
        .disclosable = {"/name", "/credentialSubject/title", "/credentialSubject/degree",
                        "/credentialSubject/degree/name", "/credentialSubject/awards/0",
                        "/credentialSubject/marks/1", "/evidence/name"},
        .conceal = {.decoys = 2}};
    change_everything("vc+sd-jwt",
                      Token(issue_sd_jwt(request(), disclosure, context(), cast_.call).value()),
                      kSdJwt);
}

INSTANTIATE_TEST_SUITE_P(Keys, TokenMutants,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::p256),
                         [](const auto& type) {
                             return type.param == crypto::KeyType::ed25519 ? "ed25519" : "p256";
                         });

}  // namespace
}  // namespace deed::credentials
