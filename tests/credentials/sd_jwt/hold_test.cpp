#include "credentials/sd_jwt/hold.hpp"

#include <gtest/gtest.h>

#include <map>

#include "credentials/sd_jwt/conceal.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "lib/json/errors.hpp"
#include "tests/credentials/sd_jwt/sd_tokens.hpp"

namespace deed::credentials {
namespace {

/// {"name", "address": {"street", "country"}, "langs": ["de", "fr"], "id"}, all but id withheld,
/// address and its members by themselves.
SdJwt held() {
    const json::Document claims = json_of(
        R"({"id":1,"name":"Ada","address":{"street":"S","country":"C"},"langs":["de","fr"]})");
    const std::vector<std::string> pointers{"/name",    "/address", "/address/street",
                                            "/langs/0", "/langs/1", "/address/country"};
    const Concealed made = test::must(conceal(claims, pointers));
    std::string text = signed_token(R"({"alg":"EdDSA"})", made.payload.to_string()) + "~";
    for (const std::string& disclosure : made.disclosures) text += disclosure + "~";
    return test::must(SdJwt::parse(text));
}

Result<std::string> shown(const std::vector<std::string>& pointers) {
    const auto selected = select_disclosures(held(), pointers);
    if (!selected) return selected.error();
    const auto sd_jwt = SdJwt::parse(*selected);
    if (!sd_jwt) return sd_jwt.error();
    EXPECT_TRUE(sd_jwt->verify(issuer().public_key()).has_value());
    return sd_jwt->payload().to_string();
}

TEST(Holding, ListsWhatCanBeWithheld) {
    const SdJwt sd_jwt = held();
    const auto claims = disclosable_claims(sd_jwt);
    ASSERT_EQ(claims.size(), 6U);
    std::map<std::string, const DisclosableClaim*> by_pointer;
    for (const DisclosableClaim& claim : claims) by_pointer[claim.pointer] = &claim;
    for (const auto* pointer : {"/name", "/address", "/langs/0", "/langs/1"}) {
        ASSERT_TRUE(by_pointer.contains(pointer)) << pointer;
        EXPECT_FALSE(by_pointer[pointer]->parent.has_value()) << pointer;
    }
    for (const auto* pointer : {"/address/street", "/address/country"}) {
        ASSERT_TRUE(by_pointer.contains(pointer)) << pointer;
        EXPECT_EQ(by_pointer[pointer]->parent, by_pointer["/address"]->disclosure);
    }
    EXPECT_EQ(sd_jwt.disclosures()[by_pointer["/name"]->disclosure].name(), "name");
}

TEST(Holding, ShowsWhatWasChosenAndWhatThatNeeds) {
    EXPECT_EQ(shown({}).value(), R"({"id":1,"langs":[]})");
    EXPECT_EQ(shown({"/name"}).value(), R"({"id":1,"langs":[],"name":"Ada"})");
    EXPECT_EQ(shown({"/address/country"}).value(),
              R"({"id":1,"langs":[],"address":{"country":"C"}})");
    EXPECT_EQ(shown({"/langs/1"}).value(), R"({"id":1,"langs":["fr"]})");
    EXPECT_EQ(shown({"/id"}).value(), shown({}).value());
    // A place stands for all that is in it.
    const auto with_address = json_of(shown({"/address"}).value());
    EXPECT_EQ(with_address.root().find("address")->object().size(), 2U);
    EXPECT_EQ(json_of(shown({"/langs"}).value()).root().find("langs")->array().size(), 2U);
    EXPECT_EQ(json_of(shown({""}).value()), held().payload());
}

TEST(Holding, RefusesPlacesThatAreNotThere) {
    EXPECT_CODE(shown({"/surname"}), json::errors::kPointerNotFound);
    EXPECT_CODE(shown({"/name", "/langs/2"}), json::errors::kPointerNotFound);
    EXPECT_CODE(shown({"name"}), json::errors::kPointerMalformed);
}

TEST(Holding, StartsFromWhatTheIssuerMade) {
    const std::string bound =
        std::string(held().presented()) + signed_token(R"({"alg":"ES256"})", "{}", holder());
    EXPECT_CODE(select_disclosures(SdJwt::parse(bound).value(), {}), errors::kAlreadyBound);
}

}  // namespace
}  // namespace deed::credentials
