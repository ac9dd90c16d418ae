#include "credentials/contexts/known_contexts.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "credentials/contexts/errors.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/errors.hpp"
#include "lib/json/jcs.hpp"
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
    std::size_t published = 0;
    for (const BundledContext& context : bundled_contexts()) {
        EXPECT_EQ(context.sha256_hex.empty(), context.sha384_hex.empty());
        if (context.sha256_hex.empty()) continue;
        ++published;
        const auto file = kFiles.find(std::string(context.url));
        ASSERT_NE(file, kFiles.end()) << context.url;
        const std::string bytes = test::read_vector("contexts/" + file->second + ".jsonld");
        EXPECT_EQ(hex_encode(crypto::sha256(as_bytes(bytes))), context.sha256_hex) << context.url;
        EXPECT_EQ(hex_encode(crypto::hash(crypto::HashAlgorithm::sha384, as_bytes(bytes))),
                  context.sha384_hex)
            << context.url;
        EXPECT_EQ(hex_encode(crypto::hash(crypto::HashAlgorithm::sha512, as_bytes(bytes))),
                  context.sha512_hex)
            << context.url;
    }
    EXPECT_EQ(published, kFiles.size());
}

TEST(BundledContexts, SayWhatThePublishedFilesSay) {
    DEED_NEEDS_VECTORS();
    for (const auto& [url, file] : kFiles) {
        const BundledContext* context = find_bundled_context(url);
        ASSERT_NE(context, nullptr) << url;
        const std::string published = test::read_vector("contexts/" + file + ".jsonld");
        std::string canonical;
        json::canonicalize_to(canonical, parse(published).root());
        EXPECT_EQ(context->text(), canonical) << url;
    }
}

TEST(BundledContexts, AreCanonicalContexts) {
    for (const BundledContext& context : bundled_contexts()) {
        ASSERT_OK_AND(const auto document, json::Document::parse(context.text()));
        std::string canonical;
        json::canonicalize_to(canonical, document.root());
        EXPECT_EQ(context.text(), canonical) << context.url;
        EXPECT_TRUE(document.root().find("@context")) << context.url;
    }
}

// Knowing their URLs is enough only as long as they refer to nothing that is not bundled as well.
TEST(BundledContexts, ReferToNoUnknownContexts) {
    for (const BundledContext& context : bundled_contexts()) {
        const auto text = json::to_string(*parse(context.text()).root().find("@context"));
        EXPECT_EQ(reported(KnownContexts(), text), Lines{}) << context.url;
    }
}

TEST(KnownContexts, LoadsTheBundledAndTheAddedOnes) {
    KnownContexts known;
    ASSERT_OK(known.add("https://example.org/a",
                        parse(R"({"@context": {"a": "https://example.org/#a"}})")));
    Call call;
    for (const BundledContext& context : bundled_contexts()) {
        ASSERT_OK_AND(const auto document, known.loader().load(context.url, call));
        EXPECT_EQ(json::to_string(document.root()), context.text()) << context.url;
    }
    ASSERT_OK_AND(const auto added, known.loader().load("https://example.org/a", call));
    EXPECT_TRUE(added.root().find("@context"));
    EXPECT_CODE(known.loader().load("https://example.org/b", call), errors::kContextUnknown);
    EXPECT_CODE(known.loader().load("", call), errors::kContextUnknown);
}

TEST(KnownContexts, LoadFromManyThreads) {
    const KnownContexts known;
    std::vector<std::jthread> threads;
    std::atomic<int> loaded = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            Call call;
            for (const BundledContext& context : bundled_contexts())
                if (known.loader().load(context.url, call)) ++loaded;
        });
    threads.clear();
    EXPECT_EQ(loaded, 4 * static_cast<int>(bundled_contexts().size()));
}

TEST(KnownContexts, StaysWhatItIsWhenMoved) {
    KnownContexts known;
    ASSERT_OK(known.add("https://example.org/a", parse(R"({"@context": {}})")));
    const rdf::DocumentLoader* loader = &known.loader();
    const KnownContexts moved = std::move(known);
    EXPECT_EQ(&moved.loader(), loader);
    EXPECT_TRUE(moved.knows("https://example.org/a"));
}

constexpr std::string_view kEmptyContext = R"({"@context":{}})";
// By sha256sum, and openssl dgst -binary | base64.
constexpr std::string_view kPinsOfEmpty[] = {
    "sha256-be91264c0b027b7ac5ab84db22a5eb371751abe030a5007b42bcfb75bb9501b3",
    "sha256-vpEmTAsCe3rFq4TbIqXrNxdRq+AwpQB7Qrz7dbuVAbM=",
    "sha384-vvFaUwODI3sJVxSdqOhxGGaFD0obraX4mjQyWHm7pGdxTfRmkVWJ90Dpo29KFGw+",
    "sha512-RfMGLWjG34CpQlsAZPE5uIjAA3D/a7gmHUC/LtE/"
    "xIpuX9C+bAz40sJKkQ4GDsxvK0UVJWtju4tDLRsG0QHMPQ=="};

TEST(KnownContexts, HoldsBytesToTheirDigest) {
    for (const std::string_view pin : kPinsOfEmpty) {
        KnownContexts known;
        ASSERT_OK_AND(const auto digest, PinnedDigest::parse(pin));
        EXPECT_CODE(known.add("https://example.org/a", as_bytes(R"({"@context": {}})"), digest),
                    errors::kContextDigestMismatch);
        EXPECT_FALSE(known.knows("https://example.org/a"));
        ASSERT_OK(known.add("https://example.org/a", as_bytes(kEmptyContext), digest));
        EXPECT_TRUE(known.knows("https://example.org/a"));
    }
    KnownContexts known;
    ASSERT_OK(known.add("https://example.org/a", as_bytes(kEmptyContext), std::nullopt));
    EXPECT_CODE(known.add("https://example.org/b", as_bytes("{"), std::nullopt),
                json::errors::kSyntax);
    EXPECT_CODE(known.add("https://example.org/b", as_bytes("[]"), std::nullopt),
                errors::kContextMalformed);
}

TEST(PinnedDigest, ReadsBase64AndHexadecimal) {
    for (const std::string_view pin : kPinsOfEmpty) {
        ASSERT_OK_AND(const auto digest, PinnedDigest::parse(pin));
        ASSERT_OK_AND(const auto again, PinnedDigest::parse(digest.to_string()));
        EXPECT_EQ(digest, again);
        EXPECT_TRUE(digest.is_of(as_bytes(kEmptyContext)));
        EXPECT_FALSE(digest.is_of(as_bytes("")));
    }
    for (const std::string_view text : {"", "sha256", "sha256-", "sha256-00", "md5-AAAA",
                                        "SHA256-AAAA", "sha384-2jmj7l5rSw0yVb/vlWAYkK/YBwk="})
        EXPECT_CODE(PinnedDigest::parse(text), errors::kContextDigestMalformed) << text;
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
