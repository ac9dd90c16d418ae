#include <set>
#include <string>

#include "did/errors.hpp"
#include "did/resolver.hpp"
#include "lib/time/errors.hpp"
#include "tests/did/document_support.hpp"
#include "tests/support/signers.hpp"

namespace deed::did {
namespace {

using test::example_did;

Timestamp at(std::string_view text) { return Timestamp::parse_rfc3339(text).value(); }

Result<ResolveOptions> options(const std::string& query) {
    auto url = DidUrl::parse("did:example:1" + query);
    if (!url) return url.error();
    return options_of(*url);
}

TEST(OptionsOf, ReadsAVersion) {
    ASSERT_OK_AND(const ResolveOptions none, options("#key"));
    EXPECT_FALSE(none.version_id || none.version_time);
    ASSERT_OK_AND(const ResolveOptions id, options("?versionId=12"));
    EXPECT_EQ(id.version_id, "12");
    EXPECT_FALSE(id.version_time);
    ASSERT_OK_AND(const ResolveOptions odd, options("?version%49d=a%2fb%3D#key"));
    EXPECT_EQ(odd.version_id, "a/b=");
    ASSERT_OK_AND(const ResolveOptions time, options("?versionTime=2026-01-02T03:04:05.25Z"));
    EXPECT_EQ(time.version_time, at("2026-01-02T03:04:05.25Z"));
    ASSERT_OK_AND(const ResolveOptions other, options("?versionTime=2026-01-02T03%3A04%3A05Z"));
    EXPECT_EQ(other.version_time, at("2026-01-02T03:04:05.999Z"));
}

TEST(OptionsOf, RefusesOtherQueries) {
    for (const std::string query :
         {"?service=files", "?versionid=1", "?versionId=1&hl=z", "?", "?versionId=1&", "?&"})
        EXPECT_CODE(options(query), errors::kQueryUnsupported) << query;
    for (const std::string query :
         {"?versionId", "?versionId=", "?versionId=1&versionId=1", "?versionTime=yesterday",
          "?versionTime=2026-01-02", "?versionId=%ff",
          "?versionTime=2026-01-02T03:04:05Z&versionTime=2026-01-02T03:04:05Z"})
        EXPECT_CODE(options(query), errors::kMalformedUrl) << query;
    EXPECT_CODE(options("?versionId=1&versionTime=2026-01-02T03:04:05Z"), errors::kVersionOptions);
}

TEST(ParseVersionTime, TakesAWholeSecondToItsEnd) {
    EXPECT_EQ(parse_version_time("2026-01-02T03:04:05Z").value(), at("2026-01-02T03:04:05.999Z"));
    EXPECT_EQ(parse_version_time("2026-01-02T03:04:05.0Z").value(), at("2026-01-02T03:04:05Z"));
    EXPECT_EQ(parse_version_time("9999-12-31T23:59:59Z").value(), at("9999-12-31T23:59:59.999Z"));
    EXPECT_CODE(parse_version_time("2026-01-02"), deed::errors::kTimeMalformed);
}

History history_from(const std::vector<std::optional<Timestamp>>& times) {
    History history;
    for (const auto& time : times)
        history.versions.push_back(
            {std::to_string(history.versions.size()), time, std::nullopt, Version::Kind::updated});
    return history;
}

TEST(History, FindsTheVersionOfAMoment) {
    const Timestamp first = at("2026-01-01T00:00:00.500Z");
    const Timestamp second = at("2026-01-02T00:00:00Z");
    // Two versions of one moment: the later one holds.
    const History history = history_from({first, second, second});
    EXPECT_EQ(history.at(at("2026-01-01T00:00:00.499Z")), nullptr);
    EXPECT_EQ(history.at(first)->id, "0");
    EXPECT_EQ(history.at(at("2026-01-01T23:59:59.999Z"))->id, "0");
    EXPECT_EQ(history.at(second)->id, "2");
    EXPECT_EQ(history.at(at("9999-01-01T00:00:00Z"))->id, "2");
    EXPECT_EQ(history_from({std::nullopt}).at(at("0001-01-01T00:00:00Z"))->id, "0");
}

TEST(History, TakesTheEarliestCompromise) {
    const auto key = deed::test::signer_of(crypto::KeyType::ed25519, 1)->public_key();
    const auto other = deed::test::signer_of(crypto::KeyType::ed25519, 2)->public_key();
    History history;
    EXPECT_EQ(history.compromise_of(key), nullptr);
    for (const auto* since :
         {"2026-01-05T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z"})
        history.compromises.push_back({key, at(since), at("2026-01-06T00:00:00Z")});
    EXPECT_EQ(history.compromise_of(key)->since, at("2026-01-03T00:00:00Z"));
    EXPECT_EQ(history.compromise_of(other), nullptr);
}

TEST(VersionKind, HasAWord) {
    std::set<std::string_view> words;
    for (const auto kind :
         {Version::Kind::created, Version::Kind::updated, Version::Kind::rotated,
          Version::Kind::compromised, Version::Kind::moved, Version::Kind::deactivated})
        words.insert(to_string(kind));
    EXPECT_EQ(words, (std::set<std::string_view>{"created", "updated", "rotated", "compromised",
                                                 "moved", "deactivated"}));
}

TEST(Document, RevokesAKeyWhateverItSays) {
    const auto key = deed::test::signer_of(crypto::KeyType::ed25519, 1)->public_key();
    const auto other = deed::test::signer_of(crypto::KeyType::ed25519, 2)->public_key();
    const Document document = make_document(
        example_did(),
        {{key, {Relationship::assertion_method}}, {other, {Relationship::assertion_method}}});
    const Timestamp since = at("2026-01-03T00:00:00Z");
    const Document revoked = document.with_revoked(key, since);
    EXPECT_EQ(revoked.find_method(key, Relationship::assertion_method)->revoked, since);
    EXPECT_FALSE(revoked.find_method(other, Relationship::assertion_method)->revoked);
    EXPECT_EQ(revoked.json(), document.json());
    const Document later = revoked.with_revoked(key, at("2026-02-01T00:00:00Z"));
    EXPECT_EQ(later.find_method(key, Relationship::assertion_method)->revoked, since);
    const Document sooner = revoked.with_revoked(key, at("2026-01-01T00:00:00Z"));
    EXPECT_EQ(sooner.find_method(key, Relationship::assertion_method)->revoked,
              at("2026-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace deed::did
