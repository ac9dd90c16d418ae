// No change of a signed credential may go unnoticed, whatever it is.
#include "lib/json/jcs.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

class Mutations : public testing::TestWithParam<crypto::KeyType> {
protected:
    Mutations() {
        cast_.signer = test::signer_of(GetParam(), 5);
        cast_.issuer = did::did_key_of(cast_.signer->public_key());
        credential_ = cast_.issue(test::kUnsigned).value();
        text_ = credential_->to_string();
        canonical_ = json::canonicalize(credential_->root());
    }

    /// 1 when the changed text is another credential, which then must not be good.
    std::size_t expect_refused(const std::string& changed) {
        const auto document = json::Document::parse(changed);
        if (!document || json::canonicalize(document->root()) == canonical_) return 0;
        const auto report = cast_.verify(*document);
        EXPECT_TRUE(!report || report->verdict() != Verdict::good) << changed;
        return 1;
    }

    test::Cast cast_;
    std::optional<json::Document> credential_;
    std::string text_;
    std::string canonical_;
};

TEST_P(Mutations, OfOneCharacterAreRefused) {
    std::size_t tried = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
        for (const char replacement : {'0', 'a', 'Z', '"', ' ', ','}) {
            std::string changed = text_;
            changed[i] = replacement;
            tried += expect_refused(changed);
        }
        std::string next = text_;
        next[i] = static_cast<char>(next[i] ^ 1);
        tried += expect_refused(next);
    }
    EXPECT_GT(tried, 3 * text_.size());
}

TEST_P(Mutations, ByRemovalAndDoublingAreRefused) {
    std::size_t tried = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
        tried += expect_refused(text_.substr(0, i) + text_.substr(i + 1));
        tried += expect_refused(text_.substr(0, i + 1) + text_.substr(i));
    }
    EXPECT_GT(tried, text_.size());
}

TEST_P(Mutations, ByAddedMembersAreRefusedEverywhere) {
    std::size_t tried = 0;
    for (const auto* parent :
         {"", "/credentialSubject", "/@context/1", "/proof", "/proof/@context/1"})
        tried += expect_refused(
            test::with(*credential_, std::string(parent) + "/added", "true").to_string());
    EXPECT_EQ(tried, 5u);
}

TEST_P(Mutations, OfSpellingAloneAreNone) {
    EXPECT_EQ(cast_.report(test::parse(canonical_)).verdict(), Verdict::good);
    EXPECT_EQ(cast_.report(test::parse(json::to_pretty_string(credential_->root()))).verdict(),
              Verdict::good);
}

INSTANTIATE_TEST_SUITE_P(Keys, Mutations,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::p256),
                         [](const auto& type) {
                             return type.param == crypto::KeyType::ed25519 ? "ed25519" : "p256";
                         });

}  // namespace
}  // namespace deed::credentials
