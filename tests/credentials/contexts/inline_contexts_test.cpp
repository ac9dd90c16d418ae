#include "credentials/contexts/inline_contexts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "credentials/contexts/known_contexts.hpp"
#include "tests/support/vectors.hpp"

namespace deed::credentials {
namespace {

using Lines = std::vector<std::string>;

json::Document parse(std::string_view text) { return json::Document::parse(text).value(); }

Lines redefined_in(std::string_view credential) {
    const json::Document document = parse(credential);
    Lines lines;
    for (const ProtectedTerm& found : protected_terms_in(document.root()))
        lines.push_back(found.pointer + " " + found.term);
    return lines;
}

TEST(ProtectedTerms, AreThoseOfThePublishedBaseContexts) {
    DEED_NEEDS_VECTORS();
    for (const auto& [file, url] : {std::pair("contexts/credentials-v2.jsonld", kCredentialsV2),
                                    std::pair("contexts/credentials-v1.jsonld", kCredentialsV1)}) {
        const auto published = parse(test::read_vector(file));
        const json::Value context = *published.root().find("@context");
        EXPECT_TRUE(context.find("@protected")->boolean());
        Lines expected;
        for (const auto& [name, value] : context.object())
            if (!name.starts_with('@')) expected.emplace_back(name);
        EXPECT_GT(expected.size(), 8u);
        EXPECT_TRUE(std::ranges::equal(protected_terms(url), expected)) << url;
    }
}

TEST(ProtectedTerms, AreThoseOfTheCredentialsOwnVersion) {
    const std::string start = R"({"@context": ["https://www.w3.org/2018/credentials/v1", )";
    EXPECT_EQ(redefined_in(start + R"({"proof": "urn:x:p", "name": "urn:x:name"}]})"),
              Lines{"/@context/1/proof proof"});
    EXPECT_EQ(redefined_in(R"({"@context": ["https://www.w3.org/ns/credentials/v2",)"
                           R"({"proof": "urn:x:p", "name": "urn:x:name"}]})"),
              Lines{"/@context/1/name name"});
}

TEST(ProtectedTerms, AreFoundInInlineContexts) {
    EXPECT_EQ(redefined_in(R"({"@context": ["https://a.example/", {"name": "urn:x:name"}]})"),
              Lines{"/@context/1/name name"});
    EXPECT_EQ(
        redefined_in(R"({"@context": {"id": null, "sub": {"@id": "urn:x:s"}, "own": "@id"}})"),
        (Lines{"/@context/id id", "/@context/sub sub"}));
}

TEST(ProtectedTerms, AreFoundInScopedContextsAndInside) {
    EXPECT_EQ(redefined_in(R"({"@context": {"a": {"@context": [{"b": {"@context":
                               {"type": "urn:x:type"}}}]}}})"),
              Lines{"/@context/a/@context/0/b/@context/type type"});
    EXPECT_EQ(redefined_in(R"({"credentialSubject": [{"deep": {"@context":
                               {"VerifiableCredential": "urn:x:v"}}}]})"),
              Lines{"/credentialSubject/0/deep/@context/VerifiableCredential "
                    "VerifiableCredential"});
}

TEST(ProtectedTerms, OthersAreFree) {
    EXPECT_EQ(redefined_in(R"({"@context": [{"@vocab": "urn:x:", "Name": "urn:x:name",
                               "degree": {"@id": "urn:x:id", "@type": "@id"}}],
                               "name": "a", "credentialSubject": {"id": "did:example:a"}})"),
              Lines{});
}

TEST(ProtectedTerms, AreReportedUpToABound) {
    std::string text = R"({"@context": [{})";
    for (int i = 0; i < 1000; ++i) text += R"(,{"id": 1, "name": 1})";
    EXPECT_EQ(redefined_in(text + "]}").size(), 64u);
}

TEST(ReferencesTo, FindsOneUrlWhereverContextsNameIt) {
    const auto credential = parse(R"({
        "@context": ["urn:x:a", "urn:x:b", {"@import": "urn:x:a", "t": {"@context": "urn:x:a"},
                     "u": "urn:x:a"}],
        "credentialSubject": {"@context": ["urn:x:a"], "url": "urn:x:a"}})");
    EXPECT_EQ(references_to("urn:x:a", credential.root()),
              (Lines{"/@context/0", "/@context/2/@import", "/@context/2/t/@context",
                     "/credentialSubject/@context/0"}));
    EXPECT_EQ(references_to("urn:x:c", credential.root()), Lines{});
}

}  // namespace
}  // namespace deed::credentials
