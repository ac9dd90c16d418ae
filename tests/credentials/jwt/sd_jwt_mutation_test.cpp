// No change of an SD-JWT with a key binding may go unnoticed: neither of its text, nor of a
// disclosure that is encoded anew, nor of their choice and order.
#include <set>

#include "credentials/sd_jwt/hold.hpp"
#include "lib/encoding/text.hpp"
#include "tests/credentials/jwt/jwt_cast.hpp"

namespace deed::credentials {
namespace {

using Pieces = std::vector<std::string>;

Pieces split(const std::string& text, char separator) {
    Pieces pieces(1);
    for (const char c : text) {
        if (c == separator)
            pieces.emplace_back();
        else
            pieces.back() += c;
    }
    return pieces;
}

std::string join(const Pieces& pieces, char separator) {
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        text += (i == 0 ? "" : std::string(1, separator)) + pieces[i];
    return text;
}

std::string encoded(std::string_view text) { return base64url_encode(as_bytes(text)); }
std::string decoded(const std::string& part) {
    return std::string(as_text(base64url_decode(part).value()));
}

class SdJwtMutations : public testing::Test {
protected:
    SdJwtMutations() {
        cast_.policy.domains = {"v"};
        cast_.policy.challenge = "n";
        token_ = shown();
        pieces_ = split(token_, '~');
    }

    std::string shown() {
        const auto holder = test::signer_of(crypto::KeyType::ed25519, 9);
        const auto issued =
            issue_sd_jwt({.credential = test::parse(test::kUnsigned),
                          .issuer = cast_.issuer,
                          .signer = *cast_.signer,
                          .cryptosuite = std::nullopt},
                         {.disclosable = {"/credentialSubject/degree", "/credentialSubject/score"},
                          .holder = holder->public_key()},
                         {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call)
                .value();
        return bind_to_verifier(SdJwt::parse(issued).value(),
                                {.audience = "v", .nonce = "n", .now = cast_.clock.now()}, *holder,
                                cast_.call)
            .value();
    }

    bool is_good(const std::string& text) {
        const auto secured = SecuredSdJwt::parse(text, DocumentKind::credential);
        if (!secured) return false;
        const auto report = verify(*secured, cast_.policy,
                                   {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
        return report && report->verdict() == Verdict::good;
    }
    void expect_refused(const std::string& changed) {
        if (changed == token_ || !tried_.insert(changed).second) return;
        EXPECT_FALSE(is_good(changed)) << changed;
    }

    void edit_text() {
        for (std::size_t i = 0; i < token_.size(); ++i) {
            std::string changed = token_;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            expect_refused(changed);
            if (i % 2 == 0) expect_refused(token_.substr(0, i) + token_.substr(i + 1));
        }
    }
    void edit_pieces() {
        for (std::size_t i = 0; i < pieces_.size(); ++i)
            for (std::size_t j = 0; j < pieces_.size(); ++j) {
                Pieces moved = pieces_;
                std::swap(moved[i], moved[j]);
                expect_refused(join(moved, '~'));
                Pieces copied = pieces_;
                copied.insert(copied.begin() + static_cast<std::ptrdiff_t>(j), pieces_[i]);
                expect_refused(join(copied, '~'));
                Pieces dropped = pieces_;
                dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
                expect_refused(join(dropped, '~'));
            }
    }
    /// Salt, name, value and spelling of each disclosure.
    void edit_disclosures() {
        for (std::size_t i = 1; i + 1 < pieces_.size(); ++i) {
            const json::Document parts = test::parse(decoded(pieces_[i]));
            const auto text = [&](std::size_t n) {
                return json::to_string(parts.root().array()[n]);
            };
            for (const std::string& changed :
                 {"[\"x\"," + text(1) + "," + text(2) + "]",
                  "[" + text(0) + ",\"x\"," + text(2) + "]", "[" + text(0) + "," + text(1) + ",0]",
                  "[" + text(0) + "," + text(2) + "]", "[" + text(0) + "," + text(1) + "]",
                  "[" + text(0) + ", " + text(1) + "," + text(2) + "]",
                  "[" + text(0) + ",\"_sd\",[]]", "[" + text(0) + ",\"...\",\"x\"]"}) {
                Pieces edited = pieces_;
                edited[i] = encoded(changed);
                expect_refused(join(edited, '~'));
            }
        }
    }
    /// The members of the payloads of both tokens, which their signatures cover.
    void edit_claims() {
        for (const std::size_t index : {std::size_t{0}, pieces_.size() - 1}) {
            Pieces token = split(pieces_[index], '.');
            const json::Document claims = test::parse(decoded(token[1]));
            for (const auto& [name, value] : claims.root().object()) {
                const std::string pointer = "/" + std::string(name);
                for (const json::Document& edited :
                     {claims.without(pointer).value(), test::with(claims, pointer, "\"x\""),
                      test::with(claims, "/added", json::to_string(value))}) {
                    token[1] = encoded(edited.to_string());
                    Pieces changed = pieces_;
                    changed[index] = join(token, '.');
                    expect_refused(join(changed, '~'));
                }
            }
        }
    }

    test::JwtCast cast_;
    std::string token_;
    Pieces pieces_;
    std::set<std::string> tried_;
};

TEST_F(SdJwtMutations, AreAllRefused) {
    ASSERT_TRUE(is_good(token_));
    edit_text();
    edit_pieces();
    edit_disclosures();
    edit_claims();
    EXPECT_GE(tried_.size(), 1000U);
    RecordProperty("mutants", static_cast<int>(tried_.size()));
}

}  // namespace
}  // namespace deed::credentials
