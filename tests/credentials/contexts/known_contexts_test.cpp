#include "credentials/contexts/known_contexts.hpp"

#include <gtest/gtest.h>

#include <map>

#include "credentials/contexts/errors.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::credentials {
namespace {

// File names of vectors/contexts, by the URLs of its SOURCE.md.
const std::map<std::string, std::string> kFiles = {
    {"https://www.w3.org/ns/cid/v1", "cid-v1"},
    {"https://www.w3.org/2018/credentials/examples/v1", "credentials-examples-v1"},
    {"https://www.w3.org/ns/credentials/examples/v2", "credentials-examples-v2"},
    {"https://www.w3.org/ns/credentials/undefined-terms/v2", "credentials-undefined-terms-v2"},
    {"https://www.w3.org/2018/credentials/v1", "credentials-v1"},
    {"https://www.w3.org/ns/credentials/v2", "credentials-v2"},
    {"https://w3id.org/security/data-integrity/v1", "data-integrity-v1"},
    {"https://w3id.org/security/data-integrity/v2", "data-integrity-v2"},
    {"https://www.w3.org/ns/did/v1.1", "did-v1.1"},
    {"https://www.w3.org/ns/did/v1", "did-v1"},
    {"https://w3id.org/security/jwk/v1", "jwk-v1"},
    {"https://w3id.org/security/multikey/v1", "multikey-v1"},
    {"https://www.w3.org/ns/credentials/status/v1", "status-list-v1"},
};

json::Document parse(std::string_view text) { return json::Document::parse(text).value(); }

std::vector<std::string> reported(const KnownContexts& known, std::string_view context) {
    const json::Document document = parse(context);
    std::vector<std::string> lines;
    for (const UnknownContext& unknown : known.unknown_in(document.root()))
        lines.push_back(unknown.pointer + " " + unknown.url);
    return lines;
}

using Lines = std::vector<std::string>;

TEST(BundledContexts, HaveTheDigestsOfThePublishedFiles) {
    DEED_NEEDS_VECTORS();
    ASSERT_EQ(bundled_contexts().size(), 13u);
    for (const BundledContext& context : bundled_contexts()) {
        const auto file = kFiles.find(std::string(context.url));
        ASSERT_NE(file, kFiles.end()) << context.url;
        const std::string bytes = test::read_vector("contexts/" + file->second + ".jsonld");
        EXPECT_EQ(hex_encode(crypto::sha256(as_bytes(bytes))), context.sha256_hex) << context.url;
        EXPECT_EQ(hex_encode(crypto::hash(crypto::HashAlgorithm::sha384, as_bytes(bytes))),
                  context.sha384_hex)
            << context.url;
    }
}

// Knowing their URLs is enough only as long as they refer to nothing else. The one that does is of
// data model 1.1, which no credential is judged good by.
TEST(BundledContexts, ReferToNoOtherContexts) {
    DEED_NEEDS_VECTORS();
    for (const auto& [url, file] : kFiles) {
        const auto text = test::read_vector("contexts/" + file + ".jsonld");
        const auto context = json::to_string(*parse(text).root().find("@context"));
        const bool is_version_1 = url == "https://www.w3.org/2018/credentials/examples/v1";
        EXPECT_EQ(reported(KnownContexts(), context),
                  is_version_1 ? Lines{"/1 https://www.w3.org/ns/odrl.jsonld"} : Lines{})
            << url;
    }
}

TEST(KnownContexts, KnowsTheBundledOnesBySpelling) {
    const KnownContexts known;
    EXPECT_TRUE(known.knows(kCredentialsV2));
    EXPECT_TRUE(known.knows(kCredentialsV1));
    EXPECT_FALSE(known.knows("https://www.w3.org/ns/credentials/v2/"));
    EXPECT_FALSE(known.knows("http://www.w3.org/ns/credentials/v2"));
    EXPECT_FALSE(known.knows(""));
}

TEST(KnownContexts, AddsOthersOnce) {
    KnownContexts known;
    const auto document = parse(R"({"@context": {"a": "https://example.org/a"}})");
    EXPECT_OK(known.add("https://example.org/v1", document));
    EXPECT_TRUE(known.knows("https://example.org/v1"));
    EXPECT_CODE(known.add("https://example.org/v1", document), errors::kContextAlreadyKnown);
    EXPECT_CODE(known.add(std::string(kCredentialsV2), document), errors::kContextAlreadyKnown);
}

TEST(KnownContexts, RefusesWhatIsNoContext) {
    KnownContexts known;
    for (const auto* text : {"{}", "[]", "\"@context\"", R"([{"@context": {}}])"})
        EXPECT_CODE(known.add("https://example.org/v1", parse(text)), errors::kContextMalformed);
    for (const auto* url : {"", "relative/v1", ":", "urn:", "https://example.org/ v1"})
        EXPECT_CODE(known.add(url, parse(R"({"@context": {}})")), errors::kContextMalformed);
}

TEST(KnownContexts, ReportsUnknownReferencesWithTheirPlace) {
    const KnownContexts known;
    EXPECT_EQ(reported(known, R"("https://www.w3.org/ns/credentials/v2")"), Lines{});
    EXPECT_EQ(reported(known, R"("https://a.example/")"), Lines{" https://a.example/"});
    EXPECT_EQ(reported(known, R"(["https://www.w3.org/ns/credentials/v2", {"@vocab": "urn:x:"},
                                  "https://a.example/", "https://b.example/"])"),
              (Lines{"/2 https://a.example/", "/3 https://b.example/"}));
    EXPECT_EQ(reported(known, R"([null, 1, ["https://a.example/"]])"),
              (Lines{"/0 null", "/1 1", "/2/0 https://a.example/"}));
}

TEST(KnownContexts, LooksIntoInlineContexts) {
    const KnownContexts known;
    EXPECT_EQ(reported(known, R"({"@import": "https://a.example/"})"),
              Lines{"/@import https://a.example/"});
    EXPECT_EQ(reported(known, R"({"@import": {}})"), Lines{"/@import {}"});
    EXPECT_EQ(reported(known, R"({"@import": "https://www.w3.org/ns/did/v1"})"), Lines{});
    EXPECT_EQ(reported(known, R"({"a/b": {"@id": "urn:x:a", "@context": "https://a.example/"}})"),
              Lines{"/a~1b/@context https://a.example/"});
    EXPECT_EQ(
        reported(known, R"([{"a": {"@context": {"b": {"@context": ["https://c.example/"]}}}}])"),
        Lines{"/0/a/@context/b/@context/0 https://c.example/"});
    EXPECT_EQ(reported(known, R"({"a": {"@id": "urn:x:a", "@context": null}})"), Lines{});
    EXPECT_EQ(reported(known, R"({"@context": "https://a.example/"})"),
              Lines{"/@context https://a.example/"});
}

TEST(KnownContexts, FollowsWhatAddedContextsReferTo) {
    KnownContexts known;
    EXPECT_OK(known.add("https://a.example/", parse(R"({"@context": ["https://b.example/"]})")));
    EXPECT_EQ(reported(known, R"([{}, "https://a.example/"])"), Lines{"/1 https://b.example/"});
    EXPECT_OK(known.add("https://b.example/", parse(R"({"@context": "https://a.example/"})")));
    EXPECT_EQ(reported(known, R"([{}, "https://a.example/"])"), Lines{});  // and ends
}

TEST(KnownContexts, FindsContextsAnywhereInACredential) {
    const auto credential = parse(R"({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "credentialSubject": [{"a": 1}, {"@context": {"x": "urn:x:"}, "deep": [
            {"@context": "https://a.example/"}]}]})");
    const auto unknown = KnownContexts().unknown_in_credential(credential.root());
    ASSERT_EQ(unknown.size(), 1u);
    EXPECT_EQ(unknown[0].pointer, "/credentialSubject/1/deep/0/@context");
    EXPECT_EQ(unknown[0].url, "https://a.example/");
}

TEST(KnownContexts, ReportsABoundedNumber) {
    std::string text = "[0";
    for (int i = 0; i < 1000; ++i) text += ",0";
    EXPECT_EQ(reported(KnownContexts(), text + "]").size(), 64u);
}

}  // namespace
}  // namespace deed::credentials
