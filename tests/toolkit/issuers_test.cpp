// What texts name of issuers: trusted roots, and types of credentials.
#include "toolkit/issuers.hpp"

#include <gtest/gtest.h>

#include "lib/encoding/text.hpp"
#include "tests/support/result_matchers.hpp"
#include "toolkit/issuer_authority.hpp"
#include "toolkit/issuer_errors.hpp"

namespace deed {
namespace {

constexpr std::string_view kWord =
    "0xaae3fca3f5903062422e3d16cabfbcf85346b4ec65550a5993b43bcf43f84e38";

std::string type_of(std::string_view text) {
    const auto type = read_credential_type(text);
    return type ? "0x" + hex_encode(*type) : std::string(type.error().code().name);
}

TEST(CredentialTypes, AreNamedByTexts) {
    // keccak256("deed/credential-type/DegreeCredential"), by another implementation.
    EXPECT_EQ(type_of("DegreeCredential"), kWord);
    EXPECT_EQ(type_of(kWord), kWord);
    EXPECT_EQ(type_of("*"), "0x" + std::string(64, 'f'));
    EXPECT_EQ(type_of("cpt:2000000"), "0x" + std::string(58, '0') + "1e8480");
    EXPECT_NE(type_of("issuer-type:bank"), type_of("bank"));
}

TEST(CredentialTypes, AreNothingElse) {
    for (const char* text : {"", "cpt:", "cpt:0", "cpt:-1", "cpt:1x", "cpt:18446744073709551616",
                             "0x", "0xaa", "0xzz"})
        EXPECT_EQ(type_of(text), "issuer.type_malformed") << text;
}

TEST(TrustedRoots, NameTheirNetwork) {
    const auto root = read_trusted_root(std::string(kWord) + "@test");
    ASSERT_TRUE(root.has_value());
    EXPECT_EQ("0x" + hex_encode(root->root), kWord);
    EXPECT_EQ(root->place, "test");
    for (const std::string& text :
         {std::string(kWord), std::string(kWord) + "@", std::string("@test"),
          std::string(kWord).substr(0, 64) + "@test", std::string("test")}) {
        const auto none = read_trusted_root(text);
        ASSERT_FALSE(none.has_value()) << text;
        EXPECT_EQ(none.error().code(), errors::kTrustedRootMalformed) << text;
    }
}

TEST(Verdicts, EachHaveACodeOfTheirOwn) {
    using registry::Verdict;
    EXPECT_EQ(authority_code(Verdict::accredited), nullptr);
    EXPECT_EQ(authority_code(Verdict::unknown)->name, "authority.not_accredited");
    EXPECT_EQ(authority_code(Verdict::not_yet)->name, "authority.not_yet_accredited");
    EXPECT_EQ(authority_code(Verdict::ended)->name, "authority.accreditation_ended");
    EXPECT_EQ(authority_code(Verdict::suspended)->name, "authority.suspended");
    EXPECT_EQ(authority_code(Verdict::removed)->name, "authority.removed");
    EXPECT_EQ(authority_code(Verdict::may_not_issue)->name, "authority.may_not_issue");
    EXPECT_EQ(authority_code(Verdict::outside_parent)->name, "authority.outside_scope");
    EXPECT_EQ(authority_code(Verdict::barred)->name, "authority.barred");
}

}  // namespace
}  // namespace deed
