#include "credentials/jose/enveloped.hpp"

#include <gtest/gtest.h>

#include "credentials/jose/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::credentials {
namespace {

Result<std::string> parse(std::string_view text, JwtKind kind = JwtKind::credential) {
    const auto document = json::Document::parse(text).value();
    const auto token = parse_enveloped(document.root(), kind);
    if (!token) return token.error();
    return std::string(*token);
}

std::string envelope(std::string_view id) {
    return R"({"@context":"https://www.w3.org/ns/credentials/v2","id":")" + std::string(id) +
           R"(","type":"EnvelopedVerifiableCredential"})";
}

TEST(Enveloped, GivesTheTokenBack) {
    for (const JwtKind kind : {JwtKind::credential, JwtKind::presentation}) {
        const json::Document made = make_enveloped("a.b.c", kind);
        EXPECT_TRUE(is_enveloped(made.root(), kind));
        ASSERT_OK_AND(const auto token, parse_enveloped(made.root(), kind));
        EXPECT_EQ(token, "a.b.c");
    }
    EXPECT_FALSE(
        is_enveloped(make_enveloped("a.b.c", JwtKind::credential).root(), JwtKind::presentation));
}

TEST(Enveloped, MayBeWrittenAsLists) {
    ASSERT_OK_AND(
        const std::string token,
        parse(R"({"@context":["https://www.w3.org/ns/credentials/v2","https://a.example/c"],
                            "id":"data:Application/VC+JWT,a.b.c",
                            "type":["EnvelopedVerifiableCredential"]})"));
    EXPECT_EQ(token, "a.b.c");
}

TEST(Enveloped, RefusesOtherObjects) {
    for (const auto* text : {
             "[]",
             R"({"type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,a.b.c"})",
             R"({"@context":"https://a.example","id":"data:application/vc+jwt,a.b.c",
                 "type":"EnvelopedVerifiableCredential"})",
             R"({"@context":"https://www.w3.org/ns/credentials/v2",
                 "id":"data:application/vc+jwt,a.b.c"})",
             R"({"@context":"https://www.w3.org/ns/credentials/v2",
                 "id":"data:application/vc+jwt,a.b.c","type":"VerifiableCredential"})",
             R"({"@context":"https://www.w3.org/ns/credentials/v2",
                 "id":"data:application/vc+jwt,a.b.c",
                 "type":["EnvelopedVerifiableCredential","VerifiableCredential"]})",
             R"({"@context":"https://www.w3.org/ns/credentials/v2",
                 "id":"data:application/vc+jwt,a.b.c","type":"EnvelopedVerifiableCredential",
                 "issuer":"did:example:a"})",
         })
        EXPECT_CODE(parse(text), errors::kEnvelopeMalformed) << text;
    EXPECT_CODE(parse(envelope("data:application/vc+jwt,a.b.c"), JwtKind::presentation),
                errors::kEnvelopeMalformed);
}

TEST(Enveloped, RefusesOtherUrls) {
    for (const auto* id : {"", "urn:uuid:1", "data:application/vc+jwt;a.b.c", "data:,a.b.c",
                           "data:vc+jwt,a.b.c", "data:application/vc+jwt,"})
        EXPECT_CODE(parse(envelope(id)), errors::kEnvelopeDataUrlMalformed) << id;
    EXPECT_CODE(parse(R"({"@context":"https://www.w3.org/ns/credentials/v2",
                          "type":"EnvelopedVerifiableCredential"})"),
                errors::kEnvelopeDataUrlMalformed);
    for (const auto* id :
         {"data:application/vc+sd-jwt,a.b.c~", "data:application/vc+cose;base64,0oRD",
          "data:application/vc+jwt;base64,YS5iLmM", "data:text/plain,a.b.c"})
        EXPECT_CODE(parse(envelope(id)), errors::kEnvelopeMediaTypeUnsupported) << id;
    EXPECT_CODE(parse(envelope("data:application/vp+jwt,a.b.c")),
                errors::kEnvelopeMediaTypeMismatch);
}

}  // namespace
}  // namespace deed::credentials
