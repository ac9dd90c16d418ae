#include "toolkit/did_life.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

#include "did/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/errors.hpp"

namespace deed::test {
namespace {

/// A copy of the shared home, to be changed.
struct Life {
    did::Did did = SharedHome::get().acme.did;
    CopiedHome home;
    Owner owner{home.folder.path()};
    Call call;

    std::string controller_name() {
        auto own = owner->own_dids(call);
        EXPECT_OK(own);
        for (const CreatedDid& created : *own)
            if (created.did == did) return created.controller_key;
        return "not found";
    }
};

TEST(RotateDid, NamesTheControllersInTheirOrder) {
    Life life;
    EXPECT_EQ(life.controller_name(), "acme.controller");
    ASSERT_OK_AND(const RotatedDid second, rotate_did(*life.owner, life.did, {}, life.call));
    EXPECT_EQ(second.controller_key, "acme.controller-2");
    EXPECT_FALSE(second.next_key);
    EXPECT_EQ(life.controller_name(), "acme.controller-2");
    ASSERT_OK_AND(const RotatedDid third, rotate_did(*life.owner, life.did, {true, {}}, life.call));
    EXPECT_EQ(third.controller_key, "acme.controller-3");
    EXPECT_EQ(third.next_key, "acme.controller-4");
    ASSERT_OK_AND(const RotatedDid fourth, rotate_did(*life.owner, life.did, {}, life.call));
    EXPECT_EQ(fourth.controller_key, "acme.controller-4");

    // The DID is still called by its name, and today's key is found.
    EXPECT_EQ(life.owner->own_did("acme", life.call).value(), life.did);
    ASSERT_OK_AND(const auto signer, life.owner->controller_of(life.did, life.call));
    EXPECT_EQ(signer->public_key(),
              life.owner->keys().find("acme.controller-4", life.call)->public_key);
    ASSERT_OK_AND(const did::Resolution now, life.owner->resolver().resolve(life.did, life.call));
    EXPECT_NE(
        now.document.find_method(signer->public_key(), did::Relationship::capability_invocation),
        nullptr);
    EXPECT_EQ(now.document.verification_methods().size(), 2U);
}

TEST(EditDid, IsAppliedAnewToWhatOthersWroteMeanwhile) {
    Life life;
    const auto first = life.owner->keys().generate("first", crypto::KeyType::ed25519, life.call);
    const auto second = life.owner->keys().generate("second", crypto::KeyType::p256, life.call);
    ASSERT_OK(first);
    ASSERT_OK(second);
    int applied = 0;
    const auto add_second = [&](const did::Document& document) {
        // Somebody else is quicker, once.
        if (++applied == 1) {
            const auto add_first = [&](const did::Document& before) {
                return did::with_key(before, {first->public_key, {}});
            };
            EXPECT_OK(edit_did(*life.owner, life.did, add_first, life.call));
        }
        return did::with_key(document, {second->public_key, {}});
    };
    ASSERT_OK(edit_did(*life.owner, life.did, add_second, life.call));
    EXPECT_EQ(applied, 2);
    ASSERT_OK_AND(const did::Resolution now, life.owner->resolver().resolve(life.did, life.call));
    EXPECT_EQ(now.document.verification_methods().size(), 4U) << "no change may be lost";
}

TEST(EditDid, EndsWhereTheEditNoLongerFits) {
    Life life;
    const auto key = life.owner->keys().generate("key", crypto::KeyType::ed25519, life.call);
    ASSERT_OK(key);
    bool first = true;
    const auto add = [&](const did::Document& document) {
        return did::with_key(document, {key->public_key, {}});
    };
    const auto overtaken = [&](const did::Document& document) {
        if (std::exchange(first, false)) {
            EXPECT_OK(edit_did(*life.owner, life.did, add, life.call));
        }
        return add(document);
    };
    EXPECT_CODE(edit_did(*life.owner, life.did, overtaken, life.call), did::errors::kNoChange);
}

TEST(EditDid, GivesUpWhereOthersAreAlwaysQuicker) {
    Life life;
    int number = 0;
    const auto endpoint = json::Document::parse(R"("https://a.example")").value();
    const auto add = [&](const did::Document& document) {
        return did::with_service(document, {"#s" + std::to_string(++number), "S", endpoint});
    };
    const auto overtaken = [&](const did::Document& document) {
        EXPECT_OK(edit_did(*life.owner, life.did, add, life.call));
        return did::with_service(document, {"#mine", "S", endpoint});
    };
    EXPECT_CODE(edit_did(*life.owner, life.did, overtaken, life.call),
                registry::errors::kSequenceConflict);
    EXPECT_EQ(number, 4);
}

TEST(CompromiseKeys, TakesAlsoKeysThatWereRetired) {
    Life life;
    const auto assertion = life.owner->keys().find("acme.assertion", life.call);
    ASSERT_OK(assertion);
    ASSERT_OK(edit_did(
        *life.owner, life.did,
        [&](const did::Document& document) {
            return did::without_key(document, assertion->public_key);
        },
        life.call));
    const Timestamp since = Timestamp::from_unix_seconds(1'700'000'000).value();
    ASSERT_OK(compromise_keys(*life.owner, life.did, {{assertion->public_key, since}}, life.call));
    ASSERT_OK_AND(const did::History history, life.owner->resolver().history(life.did, life.call));
    ASSERT_NE(history.compromise_of(assertion->public_key), nullptr);
    EXPECT_EQ(history.compromise_of(assertion->public_key)->since, since);
}

TEST(NetworkNames, ComeFromTheEnvironment) {
    const std::string network = "l" + std::string(32, 'a');
    const auto names = [] {
        const auto config = Config::from_environment();
        return config ? config->network_names : did::NetworkNames{{"failed", ""}};
    };
    const auto fails = [] { return Config::from_environment(); };
    ASSERT_EQ(setenv("DEED_WEID_DEFAULT_NETWORK", network.c_str(), 1), 0);
    EXPECT_EQ(names(), (did::NetworkNames{{"", network}}));
    ASSERT_EQ(setenv("DEED_WEID_NETWORKS", ("101=" + network + ",2=l2").c_str(), 1), 0);
    EXPECT_EQ(names(), (did::NetworkNames{{"", network}, {"101", network}, {"2", "l2"}}));
    for (const char* bad : {"101", "=l", "101=", "101=L", "101=a=b", ",101=a", "1 1=a"}) {
        ASSERT_EQ(setenv("DEED_WEID_NETWORKS", bad, 1), 0);
        EXPECT_CODE(fails(), errors::kToolkitBadNetworkNames) << bad;
    }
    ASSERT_EQ(unsetenv("DEED_WEID_NETWORKS"), 0);
    ASSERT_EQ(setenv("DEED_WEID_DEFAULT_NETWORK", "local!", 1), 0);
    EXPECT_CODE(fails(), errors::kToolkitBadNetworkNames);
    ASSERT_EQ(unsetenv("DEED_WEID_DEFAULT_NETWORK"), 0);
}

}  // namespace
}  // namespace deed::test
