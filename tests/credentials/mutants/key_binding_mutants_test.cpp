// Changes of an SD-JWT that its holder shows to one verifier, in answer to one nonce (RFC 9901
// section 7.3): the holder's token edited, removed, or taken from another showing, and what it
// covers exchanged behind it.
#include <algorithm>

#include "credentials/issue.hpp"
#include "credentials/sd_jwt/hold.hpp"
#include "credentials/secured.hpp"
#include "lib/crypto/algorithm.hpp"
#include "lib/encoding/text.hpp"
#include "tests/credentials/cast.hpp"
#include "tests/credentials/mutants/mutants.hpp"
#include "tests/credentials/mutants/token.hpp"

namespace deed::credentials {
namespace {

using test::Token;

constexpr const char* kBank = "https://bank.example";
constexpr const char* kNonce = "nonce-1";

test::ExpectedCodes expected() {
    test::ExpectedCodes codes = test::kSdJwtCodes;
    const std::set<std::string_view> malformed{"sd_jwt.kb_malformed"};
    const std::set<std::string_view> invalid{"sd_jwt.kb_signature_invalid"};
    const std::set<std::string_view> other_hash{"sd_jwt.kb_hash_mismatch"};
    codes["binding removed"] = {"proof.domain_missing"};
    codes["binding no token"] = {"sd_jwt.not_compact", "jws.not_compact"};
    codes["binding claim removed"] = malformed;
    codes["binding claim of another type"] = malformed;
    codes["binding claim changed"] = invalid;
    codes["binding claim added"] = invalid;
    codes["binding payload no object"] = malformed;
    codes["binding typ changed"] = {"sd_jwt.kb_typ_mismatch"};
    codes["binding typ of another type"] = {"jws.header_parameter_malformed"};
    codes["binding alg none"] = {"jws.alg_none"};
    codes["binding alg of a MAC"] = {"jws.alg_symmetric"};
    codes["binding alg of another key"] = invalid;
    codes["binding header added"] = invalid;
    codes["binding signature changed"] = invalid;
    codes["binding by another key"] = invalid;
    codes["binding for another nonce"] = {"proof.challenge_mismatch"};
    codes["binding for another verifier"] = {"proof.domain_mismatch"};
    codes["binding of long ago"] = {"sd_jwt.kb_too_old"};
    codes["binding of the future"] = {"sd_jwt.kb_in_future"};
    codes["binding of another credential"] = other_hash;
    codes["binding of another selection"] = other_hash;
    codes["disclosure withheld after binding"] = other_hash;
    codes["disclosure shown after binding"] = other_hash;
    codes["disclosures in another order"] = other_hash;
    codes["holder's key exchanged"] = {"jws.signature_invalid"};
    codes["holder's key removed"] = {"jws.signature_invalid"};
    return codes;
}

class KeyBindingMutants : public testing::TestWithParam<crypto::KeyType> {
protected:
    KeyBindingMutants() {
        cast_.signer = test::signer_of(GetParam(), 5);
        cast_.issuer = did::did_key_of(cast_.signer->public_key());
        cast_.policy.domains = {kBank};
        cast_.policy.challenge = kNonce;
    }

    std::string issue(const char* id = "urn:x:first") {
        const SelectiveDisclosure disclosure{
            .disclosable = {"/name", "/credentialSubject/title", "/credentialSubject/level",
                            "/credentialSubject/city", "/evidence/name"},
            .conceal = {},
            .holder = holder_->public_key()};
        const auto credential =
            test::with(test::parse(test::kRich), "/id", "\"" + std::string(id) + "\"");
        return issue_sd_jwt({.credential = credential,
                             .issuer = cast_.issuer,
                             .signer = *cast_.signer,
                             .cryptosuite = std::nullopt},
                            disclosure, {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call)
            .value();
    }
    std::string select(const std::string& issued, const std::vector<std::string>& shown) {
        return select_disclosures(SdJwt::parse(issued).value(), shown).value();
    }
    std::string bind(const std::string& selected, const char* audience, const char* nonce,
                     std::int64_t seconds_later = 0) {
        return bind_to_verifier(SdJwt::parse(selected).value(),
                                {.audience = audience,
                                 .nonce = nonce,
                                 .now = cast_.clock.now().plus_seconds(seconds_later)},
                                *holder_, cast_.call)
            .value();
    }

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
    void refuse(std::string_view kind, const std::string& changed, const std::string& what = "") {
        if (count_.takes_next()) count_.refused(kind, code_of(changed), what);
    }
    /// The token with another holder's token behind it.
    std::string bound_by(const std::string& binding) const {
        Token changed = token_;
        changed.binding = binding;
        return changed.join();
    }
    std::string binding_of(const std::string& presented) const { return Token(presented).binding; }

    void change_binding_payload();
    void change_binding_header();
    void change_binding_signature();
    void replay();
    void change_what_is_shown();
    void change_credential();

    test::Cast cast_;
    std::unique_ptr<crypto::Signer> holder_ = test::signer_of(crypto::KeyType::p256, 9);
    const std::vector<std::string> shown_{"/name", "/credentialSubject/title",
                                          "/credentialSubject/level"};
    const std::string issued_ = issue();
    const std::string selected_ = select(issued_, shown_);
    const std::string presented_ = bind(selected_, kBank, kNonce);
    const Token token_{presented_};
    const Token binding_{token_.binding};
    const test::ExpectedCodes expected_ = expected();
    test::MutantCount count_{"vc+sd-jwt+kb-" + std::string(crypto::to_string(GetParam())),
                             expected_};
};

void KeyBindingMutants::change_binding_payload() {
    const json::Document claims = test::parse(test::decoded(binding_.payload));
    const auto put = [&](std::string_view kind, const std::string& payload) {
        Token changed = binding_;
        changed.payload = test::encoded(payload);
        refuse(kind, bound_by(changed.join()), payload);
    };
    for (const auto* name : {"/iat", "/aud", "/nonce", "/sd_hash"}) {
        put("binding claim removed", claims.without(name).value().to_string());
        for (const auto* other : {"null", "true", "[]", "{}", "\"\""})
            put("binding claim of another type", test::with(claims, name, other).to_string());
        const bool is_date = std::string_view(name) == "/iat";
        put("binding claim of another type",
            test::with(claims, name, is_date ? "\"1\"" : "7").to_string());
    }
    for (const auto* iat : {"1795305601", "1795305599", "0", "1"})
        put("binding claim changed", test::with(claims, "/iat", iat).to_string());
    for (const auto* text : {"\"nonce-2\"", "\"https://court.example\"",
                             "\"https://bank.example/\"", "\"AAAA\"", "\"did:example:bank\""})
        for (const auto* name : {"/aud", "/nonce", "/sd_hash"})
            put("binding claim changed", test::with(claims, name, text).to_string());
    for (const auto* added : {"/exp", "/nbf"})
        put("binding claim added", test::with(claims, added, "1795305700").to_string());
    for (const auto* added : {"/added", "/iss", "/sub", "/jti"})
        put("binding claim added", test::with(claims, added, "\"did:example:a\"").to_string());
    put("binding claim added", " " + claims.to_string());
    for (const auto* payload : {"[]", "7", "\"x\"", "null", "{", ""})
        put("binding payload no object", payload);
}

void KeyBindingMutants::change_binding_header() {
    const json::Document header = test::parse(test::decoded(binding_.header));
    const auto put = [&](std::string_view kind, const json::Document& other) {
        Token changed = binding_;
        changed.header = test::encoded(other.to_string());
        refuse(kind, bound_by(changed.join()), other.to_string());
    };
    put("binding typ changed", header.without("/typ").value());
    for (const auto* type : {"\"JWT\"", "\"vc+sd-jwt\"", "\"kb\"", "\"kb+cose\""})
        put("binding typ changed", test::with(header, "/typ", type));
    for (const auto* type : {"7", "null", "[]"})
        put("binding typ of another type", test::with(header, "/typ", type));
    put("binding alg none", test::with(header, "/alg", "\"none\""));
    for (const auto* alg : {"\"HS256\"", "\"HS384\"", "\"HS512\""})
        put("binding alg of a MAC", test::with(header, "/alg", alg));
    for (const auto* alg : {"\"EdDSA\"", "\"ES384\"", "\"ES512\"", "\"ES256K\"", "\"RS256\""})
        put("binding alg of another key", test::with(header, "/alg", alg));
    for (const auto* added : {"/added", "/cty", "/kid"})
        put("binding header added", test::with(header, added, "\"x\""));
}

void KeyBindingMutants::change_binding_signature() {
    const Bytes signature = base64url_decode(binding_.signature).value();
    for (std::size_t i = 0; i < signature.size(); ++i) {
        Bytes flipped = signature;
        flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ (1U << (i % 8)));
        Token changed = binding_;
        changed.signature = base64url_encode(flipped);
        refuse("binding signature changed", bound_by(changed.join()), std::to_string(i));
    }
    Token other = binding_;
    other.signature = token_.signature;
    refuse("binding signature changed", bound_by(other.join()), "the issuer's");
    refuse("binding removed", selected_);
    refuse("binding no token", presented_ + ".");
    refuse("binding no token", bound_by(binding_.header + "." + binding_.payload));
    refuse("binding no token", bound_by("x"));
    refuse("binding no token", bound_by("x."));
}

void KeyBindingMutants::replay() {
    for (const auto* nonce : {"nonce-2", "nonce-1 ", "Nonce-1", "n"})
        refuse("binding for another nonce", bind(selected_, kBank, nonce), nonce);
    for (const auto* domain : {"https://court.example", "https://bank.example/", "bank.example"})
        refuse("binding for another verifier", bind(selected_, domain, kNonce), domain);
    for (const std::int64_t ago : {-7200, -86400, -30 * 86400})
        refuse("binding of long ago", bind(selected_, kBank, kNonce, ago), std::to_string(ago));
    for (const std::int64_t ahead : {3600, 86400})
        refuse("binding of the future", bind(selected_, kBank, kNonce, ahead),
               std::to_string(ahead));
    const std::string other = bind(select(issue("urn:x:second"), shown_), kBank, kNonce);
    refuse("binding of another credential", bound_by(binding_of(other)));
    for (const std::vector<std::string>& selection :
         {std::vector<std::string>{}, {"/name"}, {"/credentialSubject/city"}, {""}})
        refuse("binding of another selection",
               bound_by(binding_of(bind(select(issued_, selection), kBank, kNonce))));
    for (const std::uint8_t filler : {10, 11, 12}) {
        // A thief with a credential of their own, of which the binding is taken.
        auto own = test::signer_of(crypto::KeyType::p256, filler);
        std::swap(own, holder_);
        const std::string theirs = bind(select(issue(), shown_), kBank, kNonce);
        std::swap(own, holder_);
        refuse("binding by another key", bound_by(binding_of(theirs)));
    }
}

void KeyBindingMutants::change_what_is_shown() {
    const Token all(issued_);
    for (std::size_t i = 0; i < token_.disclosures.size(); ++i) {
        Token fewer = token_;
        fewer.disclosures.erase(fewer.disclosures.begin() + static_cast<std::ptrdiff_t>(i));
        refuse("disclosure withheld after binding", fewer.join(), std::to_string(i));
        Token repeated = token_;
        repeated.disclosures.push_back(token_.disclosures[i]);
        refuse("disclosure repeated", repeated.join(), std::to_string(i));
        Token moved = token_;
        std::swap(moved.disclosures[i], moved.disclosures[(i + 1) % moved.disclosures.size()]);
        refuse("disclosures in another order", moved.join(), std::to_string(i));
        const std::string text = test::decoded(token_.disclosures[i]);
        for (const std::string& other : {text + " ", text + "x", "[" + text + "]"}) {
            Token changed = token_;
            changed.disclosures[i] = test::encoded(other);
            refuse("disclosure changed", changed.join(), other);
        }
    }
    for (const std::string& disclosure : all.disclosures) {
        if (std::ranges::count(token_.disclosures, disclosure) > 0) continue;
        Token more = token_;
        more.disclosures.push_back(disclosure);
        refuse("disclosure shown after binding", more.join());
    }
}

void KeyBindingMutants::change_credential() {
    const json::Document payload = test::parse(test::decoded(token_.payload));
    const auto put = [&](std::string_view kind, const json::Document& other,
                         const std::string& what) {
        Token changed = token_;
        changed.payload = test::encoded(other.to_string());
        refuse(kind, changed.join(), what);
    };
    const auto thief = test::signer_of(crypto::KeyType::p256, 10);
    put("holder's key exchanged",
        test::with(payload, "/cnf/jwk", thief->public_key().to_jwk().to_string()), "");
    put("holder's key removed", payload.without("/cnf").value(), "");
    put("holder's key removed", payload.without("/cnf/jwk").value(), "");
    for (const test::Mutant& mutant : test::document_mutants(payload))
        put(mutant.kind, mutant.document, mutant.what);
}

TEST_P(KeyBindingMutants, AreRefused) {
    ASSERT_EQ(code_of(presented_), "");
    change_binding_payload();
    change_binding_header();
    change_binding_signature();
    replay();
    change_what_is_shown();
    change_credential();
    count_.finish();
}

INSTANTIATE_TEST_SUITE_P(Keys, KeyBindingMutants,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::p384),
                         [](const auto& type) {
                             return std::string(crypto::info_of(type.param).short_name);
                         });

}  // namespace
}  // namespace deed::credentials
