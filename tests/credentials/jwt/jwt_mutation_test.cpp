// No change of a token may go unnoticed: neither of its text nor of what it says.
#include <set>

#include "lib/encoding/text.hpp"
#include "tests/credentials/jwt/jwt_cast.hpp"

namespace deed::credentials {
namespace {

struct Parts {
    std::string header;
    std::string payload;
    std::string signature;

    std::string join() const { return header + "." + payload + "." + signature; }
};

Parts split(const std::string& token) {
    const std::size_t first = token.find('.');
    const std::size_t second = token.find('.', first + 1);
    return {token.substr(0, first), token.substr(first + 1, second - first - 1),
            token.substr(second + 1)};
}

std::string encoded(std::string_view text) { return base64url_encode(as_bytes(text)); }

std::string decoded(const std::string& part) {
    return std::string(as_text(base64url_decode(part).value()));
}

/// The object with its members in the order of `order`, which may leave out and repeat.
std::string rewritten(json::Value object, const std::vector<std::size_t>& order,
                      const std::string& extra = "") {
    std::vector<std::string> members;
    for (const auto& [name, value] : object.object())
        members.push_back("\"" + std::string(name) + "\":" + json::to_string(value));
    std::string out = "{";
    for (const std::size_t index : order) out += (out.size() > 1 ? "," : "") + members[index];
    if (!extra.empty()) out += (out.size() > 1 ? "," : "") + extra;
    return out + "}";
}

std::vector<std::size_t> all_but(std::size_t count, std::size_t left_out) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < count; ++i)
        if (i != left_out) order.push_back(i);
    return order;
}

class JwtMutations : public testing::TestWithParam<crypto::KeyType> {
protected:
    /// Every other token must be refused, and each is tried once.
    void expect_refused(const std::string& changed) {
        if (changed == token_ || !tried_.insert(changed).second) return;
        const auto report = cast_.verify_token(changed);
        EXPECT_TRUE(!report || report->verdict() != Verdict::good) << changed;
    }
    void expect_refused(const std::string& header, const std::string& payload) {
        expect_refused(Parts{encoded(header), encoded(payload), parts_.signature}.join());
    }

    void flip_characters() {
        for (std::size_t i = 0; i < token_.size(); ++i) {
            for (const char c : {'A', '-'}) {
                std::string changed = token_;
                changed[i] = c;
                expect_refused(changed);
            }
            expect_refused(token_.substr(0, i) + token_.substr(i + 1));
        }
    }
    void swap_parts() {
        const std::string* parts[] = {&parts_.header, &parts_.payload, &parts_.signature};
        for (const std::string* a : parts)
            for (const std::string* b : parts)
                for (const std::string* c : parts) expect_refused(*a + "." + *b + "." + *c);
        for (std::string text : {token_ + ".", "." + token_, token_ + "=", token_ + "~"})
            expect_refused(text);
    }
    /// Drops, doubles, reorders and adds members of the header or payload.
    void edit_members(bool of_header) {
        const std::string header = decoded(parts_.header);
        const std::string payload = decoded(parts_.payload);
        const auto document = test::parse(of_header ? header : payload);
        const std::size_t count = document.root().object().size();
        const auto refuse = [&](const std::string& text) {
            of_header ? expect_refused(text, payload) : expect_refused(header, text);
        };
        for (std::size_t i = 0; i < count; ++i) {
            refuse(rewritten(document.root(), all_but(count, i)));
            for (std::size_t j = 0; j < count; ++j) {
                auto moved = all_but(count, i);
                moved.insert(moved.begin() + static_cast<std::ptrdiff_t>(std::min(j, count - 1)),
                             i);
                refuse(rewritten(document.root(), moved));
            }
            auto doubled = all_but(count, count);
            doubled.push_back(i);
            refuse(rewritten(document.root(), doubled));
        }
        for (const std::string extra :
             {R"("added":1)", R"("crit":["added"])", R"("b64":false)", R"("jwk":{})", R"("exp":1)",
              R"("iss":"did:example:b")", R"("vc":{})", R"("alg":"none")"})
            refuse(rewritten(document.root(), all_but(count, count), extra));
        for (const std::string space : {" ", "\n", "\t"}) {
            refuse(space + (of_header ? header : payload));
            refuse((of_header ? header : payload) + space);
        }
    }
    /// Every string of the header becomes another.
    void change_header() {
        const std::string payload = decoded(parts_.payload);
        for (const crypto::AlgorithmInfo& algorithm : crypto::algorithms())
            for (const std::string_view name :
                 {algorithm.jose, algorithm.jose_other, std::string_view("none"),
                  std::string_view("HS256")})
                expect_refused(R"({"alg":")" + std::string(name) + R"(","typ":"vc+jwt","kid":")" +
                                   cast_.method + "\"}",
                               payload);
        for (const std::string type : {"vp+jwt", "JWT", "application/vc+jwt", "VC+JWT", ""})
            expect_refused(
                R"({"alg":"EdDSA","typ":")" + type + R"(","kid":")" + cast_.method + "\"}",
                payload);
    }

    test::JwtCast cast_{GetParam()};
    std::string token_ = cast_.token(cast_.payload().to_string());
    Parts parts_ = split(token_);
    std::set<std::string> tried_;
};

TEST_P(JwtMutations, AreAllRefused) {
    ASSERT_EQ(test::troubles(cast_.judge(token_)), "");
    flip_characters();
    swap_parts();
    edit_members(true);
    edit_members(false);
    change_header();
    EXPECT_GE(tried_.size(), 1000u);
    RecordProperty("mutants", static_cast<int>(tried_.size()));
}

INSTANTIATE_TEST_SUITE_P(Keys, JwtMutations,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::secp256k1),
                         [](const auto& type) {
                             return std::string(crypto::info_of(type.param).short_name);
                         });

}  // namespace
}  // namespace deed::credentials
