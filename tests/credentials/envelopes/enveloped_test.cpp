#include "credentials/envelopes/enveloped.hpp"

#include <gtest/gtest.h>

#include "credentials/envelopes/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::credentials {
namespace {

Result<Enveloped> parse(std::string_view text, DocumentKind kind = DocumentKind::credential) {
    const auto document = json::Document::parse(text).value();
    return parse_enveloped(document.root(), kind);
}

std::string envelope(std::string_view id) {
    return R"({"@context":"https://www.w3.org/ns/credentials/v2","id":")" + std::string(id) +
           R"(","type":"EnvelopedVerifiableCredential"})";
}

TEST(Enveloped, GivesBackWhatStandsInIt) {
    for (const DocumentKind kind : {DocumentKind::credential, DocumentKind::presentation})
        for (const EnvelopeForm form :
             {EnvelopeForm::jwt, EnvelopeForm::sd_jwt, EnvelopeForm::cose}) {
            const json::Document made = make_enveloped(as_bytes("a.b.c"), kind, form);
            EXPECT_TRUE(is_enveloped(made.root(), kind));
            ASSERT_OK_AND(const auto inside, parse_enveloped(made.root(), kind));
            EXPECT_EQ(inside.form, form);
            EXPECT_EQ(as_text(inside.content), "a.b.c");
        }
    EXPECT_FALSE(is_enveloped(
        make_enveloped(as_bytes("a.b.c"), DocumentKind::credential, EnvelopeForm::jwt).root(),
        DocumentKind::presentation));
}

TEST(Enveloped, IsWrittenAsTheSpecificationsSay) {
    EXPECT_EQ(
        make_enveloped(Bytes{0xd2, 0x84, 0xff, 0xfe}, DocumentKind::credential, EnvelopeForm::cose)
            .root()
            .find("id")
            ->string(),
        "data:application/vc+cose;base64,0oT//g==");
    EXPECT_EQ(make_enveloped(as_bytes("a.b.c~"), DocumentKind::presentation, EnvelopeForm::sd_jwt)
                  .root()
                  .find("id")
                  ->string(),
              "data:application/vp+sd-jwt,a.b.c~");
}

TEST(Enveloped, MayBeWrittenAsLists) {
    ASSERT_OK_AND(
        const Enveloped inside,
        parse(R"({"@context":["https://www.w3.org/ns/credentials/v2","https://a.example/c"],
                            "id":"data:Application/VC+JWT,a.b.c",
                            "type":["EnvelopedVerifiableCredential"]})"));
    EXPECT_EQ(as_text(inside.content), "a.b.c");
}

// RFC 2397 section 3: parameters may stand before the data, and base64 after all of them.
TEST(Enveloped, MayHaveParametersAndBase64) {
    for (const auto* id :
         {"data:application/vc+jwt;charset=utf-8,a.b.c", "data:application/vc+jwt;base64,YS5iLmM=",
          "DATA:application/vc+jwt;charset=utf-8;a=b;BASE64,YS5iLmM="}) {
        ASSERT_OK_AND(const Enveloped inside, parse(envelope(id)));
        EXPECT_EQ(as_text(inside.content), "a.b.c") << id;
        EXPECT_EQ(inside.form, EnvelopeForm::jwt);
    }
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
    EXPECT_CODE(parse(envelope("data:application/vc+jwt,a.b.c"), DocumentKind::presentation),
                errors::kEnvelopeMalformed);
}

TEST(Enveloped, RefusesOtherUrls) {
    for (const auto* id :
         {"", "urn:uuid:1", "data:application/vc+jwt;a.b.c", "data:,a.b.c", "data:vc+jwt,a.b.c",
          "data:application/vc+jwt,", "data:application/vc+cose;base64,",
          "data:application/vc+jwt;,a.b.c", "data:application/vc+jwt;=x,a.b.c",
          "data:application/vc+jwt;base64;a=b,YS5iLmM=", "data:application/vc+jwt;basic,a.b.c"})
        EXPECT_CODE(parse(envelope(id)), errors::kEnvelopeDataUrlMalformed) << id;
    EXPECT_CODE(parse(R"({"@context":"https://www.w3.org/ns/credentials/v2",
                          "type":"EnvelopedVerifiableCredential"})"),
                errors::kEnvelopeDataUrlMalformed);
    for (const auto* id : {"data:text/plain,a.b.c", "data:application/vc,{}",
                           "data:application/vc+ld+json+jwt,a.b.c"})
        EXPECT_CODE(parse(envelope(id)), errors::kEnvelopeMediaTypeUnsupported) << id;
    for (const auto* id : {"data:application/vp+jwt,a.b.c", "data:application/vp+sd-jwt,a.b.c~",
                           "data:application/vp+cose;base64,0oRD"})
        EXPECT_CODE(parse(envelope(id)), errors::kEnvelopeMediaTypeMismatch) << id;
}

TEST(Enveloped, RefusesOtherBase64) {
    for (const auto* id :
         {"data:application/vc+cose,0oRD", "data:application/vc+cose;encoding=base64,0oRD"})
        EXPECT_CODE(parse(envelope(id)), errors::kEnvelopeBase64Missing) << id;
    for (const auto* id :
         {"data:application/vc+cose;base64,0oT__g==", "data:application/vc+cose;base64,0oT//g",
          "data:application/vc+cose;base64,0oT//h==", "data:application/vc+cose;base64,0oT%2F",
          "data:application/vc+cose;base64,0o RD", "data:application/vc+jwt;base64,a.b.c"})
        EXPECT_CODE(parse(envelope(id)), errors::kEnvelopeBase64Malformed) << id;
}

}  // namespace
}  // namespace deed::credentials
