// The file of issuers.

#include <gtest/gtest.h>

#include "did/methods/key.hpp"
#include "service/errors.hpp"
#include "service/issuers.hpp"
#include "tests/support/signers.hpp"

namespace deed::service {
namespace {

Result<Signatories> read(std::string_view text) {
    const SignerSource source = [](const did::Did& did, did::Relationship,
                                   const std::optional<std::string>&,
                                   Call&) -> Result<std::unique_ptr<crypto::Signer>> {
        auto signer = test::signer_of(crypto::KeyType::ed25519, 7);
        if (did == did::did_key_of(signer->public_key())) return signer;
        return Error(errors::kNoIssuer, "no key of " + did.to_string());
    };
    Call call;
    return read_signatories(test::must(json::Document::parse(text)), source, call);
}

std::string own_did() {
    return did::did_key_of(test::signer_of(crypto::KeyType::ed25519, 7)->public_key()).to_string();
}

std::string file(const std::string& issuers, const std::string& holders = "") {
    return R"({"format": "deed/issuers/v1", "issuers": [)" + issuers + R"(], "holders": [)" +
           holders + "]}";
}

std::string entry(const std::string& more = "") {
    return R"({"did": ")" + own_did() + "\"" + more + "}";
}

TEST(SignatoriesTest, ReadsIssuersAndHolders) {
    const Signatories all = test::must(
        read(file(entry() + "," +
                      entry(R"(, "cryptosuite": "vc-jwt", "path": "court/judgments", "key": "a")"),
                  entry())));
    ASSERT_EQ(all.issuers.size(), 2u);
    EXPECT_EQ(all.issuers[0].path, std::string(all.issuers[0].form->name) + "/Ed25519");
    ASSERT_NE(all.on_path("court/judgments"), nullptr);
    EXPECT_EQ(all.on_path("court/judgments")->form->name, "vc-jwt");
    EXPECT_EQ(all.find(own_did(), "vc-jwt"), all.on_path("court/judgments"));
    EXPECT_EQ(all.find("did:example:other", std::nullopt), nullptr);
    EXPECT_NE(all.holder(std::nullopt), nullptr);
    EXPECT_EQ(all.holder("did:example:other"), nullptr);
}

TEST(SignatoriesTest, RefusesWhatIsNotOfTheForm) {
    for (const std::string& bad :
         {std::string("[]"), std::string("{}"), std::string(R"({"format": "deed/issuers/v2"})"),
          std::string(R"({"format": "deed/issuers/v1", "issuer": []})"),
          std::string(R"({"format": "deed/issuers/v1", "issuers": {}})"), file("7"), file("{}"),
          file(R"({"did": "nobody"})"), file(entry(R"(, "colour": "red")")),
          file(entry(R"(, "path": "one")")), file(entry(R"(, "path": "a/b/c")")),
          file(entry(R"(, "path": "a b/c")")), file(entry(R"(, "key": 7)")),
          file(entry(R"(, "cryptosuite": "ecdsa-jcs-2019")"))})
        EXPECT_CODE(read(bad), errors::kIssuersMalformed) << bad;
    EXPECT_CODE(read(file(entry() + "," + entry())), errors::kIssuersConflict);
    EXPECT_CODE(read(file(entry(R"(, "cryptosuite": "rot13-1999")"))), errors::kSuiteMissing);
    EXPECT_CODE(read(file(R"({"did": "did:example:other"})")), errors::kNoIssuer);
}

TEST(SignatoriesTest, ThrowsAwayKeysOfEveryTypeAndForm) {
    const Signatories all = throw_away_signatories();
    for (const SecuringForm& form : securing_forms()) {
        const auto* one = all.find(std::nullopt, std::string(form.name));
        ASSERT_NE(one, nullptr) << form.name;
        EXPECT_TRUE(takes(form, one->signer->public_key().type()));
    }
    for (const char* path : {"eddsa-jcs-2022/Ed25519", "ecdsa-jcs-2019/P-256",
                             "ecdsa-jcs-2019/P-384", "vc-jwt/P-256", "vc-jwt/Ed25519"})
        EXPECT_NE(all.on_path(path), nullptr) << path;
    EXPECT_NE(throw_away_signatories().issuers.front().did, all.issuers.front().did);
}

}  // namespace
}  // namespace deed::service
