#include <gtest/gtest.h>

#include "credentials/errors.hpp"
#include "did/document_edit.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/did_life.hpp"
#include "toolkit/key_rotation.hpp"

namespace deed::test {
namespace {

Config remembering(const std::filesystem::path& home) {
    Config config = config_in(home);
    config.resolver_cache = did::CacheLimits{3'600, 100};
    return config;
}

Result<registry::Receipt> list_key(Toolkit& toolkit, const did::Did& did,
                                   const crypto::PublicKey& key, std::optional<Timestamp> expires,
                                   Call& call) {
    const did::KeyEntry entry{key, {did::Relationship::assertion_method}, expires};
    return edit_did(
        toolkit, did, [&](const did::Document& document) { return did::with_key(document, entry); },
        call);
}

std::size_t methods_of(Toolkit& toolkit, const did::Did& did) {
    Call call;
    const auto resolution = toolkit.resolver().resolve(did, call);
    EXPECT_OK(resolution);
    return resolution ? resolution->document.verification_methods().size() : 0;
}

TEST(ResolverCache, IsOffUnlessConfigured) {
    const CopiedHome home;
    const did::Did did = SharedHome::get().acme.did;
    const Owner owner(home.folder.path());
    Call call;
    ASSERT_OK(owner->resolver().resolve(did, call));
    EXPECT_FALSE(owner->resolver().resolve(did, call)->freshness.has_value());
}

TEST(ResolverCache, RemembersUntilToldThatADidChanged) {
    const CopiedHome home;
    const did::Did did = SharedHome::get().acme.did;
    const Owner cached(remembering(home.folder.path()));
    const std::size_t before = methods_of(*cached, did);
    Call call;
    EXPECT_EQ(cached->resolver().resolve(did, call)->freshness->source, "resolver cache");

    // What the toolkit itself changes is seen at once.
    ASSERT_OK_AND(const auto key, cached->keys().generate("third", crypto::KeyType::p256, call));
    ASSERT_OK(list_key(*cached, did, key.public_key, std::nullopt, call));
    EXPECT_EQ(methods_of(*cached, did), before + 1);
    EXPECT_TRUE(cached->resolver().resolve(did, call)->freshness.has_value());
    cached->forget(did);
    EXPECT_FALSE(cached->resolver().resolve(did, call)->freshness.has_value());

    // A did:key needs no cache, and does not look like a copy.
    const did::Did other = did::did_key_of(key.public_key);
    ASSERT_OK(cached->resolver().resolve(other, call));
    EXPECT_FALSE(cached->resolver().resolve(other, call)->freshness.has_value());
}

TEST(ResolverCache, HidesNoListingFromARotation) {
    const CopiedHome home;
    const did::Did did = SharedHome::get().acme.did;
    const Owner cached(remembering(home.folder.path()));
    methods_of(*cached, did);
    Call call;
    {
        const Owner other(home.folder.path());  // as another process
        ASSERT_OK_AND(const auto key, other->keys().generate("third", crypto::KeyType::p256, call));
        ASSERT_OK(list_key(*other, did, key.public_key, std::nullopt, call));
    }
    ASSERT_OK_AND(const KeyRotation rotation, rotate_key(*cached, "third", {}, call));
    ASSERT_EQ(rotation.listings.size(), 1u);
    EXPECT_EQ(rotation.listings[0].did, did);
}

TEST(SignerFor, PassesOverKeysThatHaveExpired) {
    const CopiedHome home;
    const did::Did did = SharedHome::get().acme.did;
    const Owner owner(home.folder.path());
    Call call;
    const auto use = did::Relationship::assertion_method;
    ASSERT_OK_AND(const auto first, owner->signer_for(did, use, call));
    const Timestamp past = owner->clock().now().plus_seconds(-60);
    ASSERT_OK(list_key(*owner, did, first->public_key(), past, call));
    EXPECT_CODE(owner->signer_for(did, use, call), credentials::errors::kIssueMethodExpired);

    ASSERT_OK_AND(const auto key, owner->keys().generate("third", crypto::KeyType::p256, call));
    ASSERT_OK(list_key(*owner, did, key.public_key, past.plus_seconds(3'600), call));
    ASSERT_OK_AND(const auto second, owner->signer_for(did, use, call));
    EXPECT_EQ(second->public_key(), key.public_key);
    ASSERT_OK_AND(const auto resolution, owner->resolver().resolve(did, call));
    EXPECT_EQ(resolution.document.find_method(key.public_key, use)->expires,
              past.plus_seconds(3'600));
}

}  // namespace
}  // namespace deed::test
