#include <limits>

#include "tests/registry-contracts/suite/registries_suite.hpp"

namespace deed::registry::test {
namespace {

TEST_P(StatusReading, ShowsRootsAndMoments) {
    const Hash id = make_list();
    const ListRecord fresh = list(id);
    EXPECT_EQ(fresh.publisher, alice_);
    EXPECT_TRUE(fresh.permanent);
    EXPECT_EQ(fresh.uri, "https://bank.example/list");
    EXPECT_EQ(fresh.sequence, 0U);
    EXPECT_EQ(fresh.created, fresh.changed);
    EXPECT_FALSE(fresh.root);

    fixture_->let_time_pass();
    ASSERT_OK_AND(const Receipt first, lists().publish(id, root_of("1"), *alice_key_, call_));
    fixture_->let_time_pass();
    ASSERT_OK(lists().set_bits(id, std::vector<std::uint64_t>{7}, *alice_key_, call_));
    ASSERT_OK(lists().publish(id, root_of("2"), *alice_key_, call_, OwnedTerms{2}));

    const ListRecord now = list(id);
    ASSERT_TRUE(now.root);
    EXPECT_EQ(now.root->root, root_of("2"));
    EXPECT_EQ(now.root->sequence, 2U);
    EXPECT_EQ(now.sequence, 3U);
    EXPECT_EQ(now.changed, now.root->moment);
    EXPECT_EQ(now.created, fresh.created);

    EXPECT_FALSE(list(id, UntilLength{0}).root);
    EXPECT_EQ(list(id, UntilLength{2}).root->root, root_of("1"));
    EXPECT_EQ(list(id, UntilTime{first.accepted}).root->root, root_of("1"));
    EXPECT_EQ(list(id, UntilTime{first.accepted}).root->moment.position, first.position);

    StatusRegistry& reader = fixture_->read_lists();
    const Timestamp before =
        must(Timestamp::from_unix_milliseconds(fresh.created.accepted.unix_milliseconds() - 1000));
    EXPECT_CODE(reader.find(id, UntilTime{before}, call_), errors::kListUnknown);
    EXPECT_CODE(reader.find(root_of("none"), Latest{}, call_), errors::kListUnknown);
    EXPECT_CODE(reader.is_set(root_of("none"), 0, Latest{}, call_), errors::kListUnknown);
    EXPECT_CODE(reader.history(root_of("none"), call_), errors::kListUnknown);

    using Kind = ListChange::Kind;
    ASSERT_OK_AND(const auto history, reader.history(id, call_));
    ASSERT_EQ(history.size(), 4U);
    EXPECT_EQ(history[0].kind, Kind::created);
    EXPECT_FALSE(history[0].sequence);
    EXPECT_EQ(history[1].kind, Kind::published);
    EXPECT_EQ(history[1].sequence, 0U);
    EXPECT_EQ(history[1].root, root_of("1"));
    EXPECT_EQ(history[2].kind, Kind::bits_set);
    EXPECT_EQ(credentials_of(history[2].words), std::vector<std::uint64_t>{7});
    EXPECT_EQ(history[3].sequence, 2U);
}

TEST_P(StatusReading, ShowsBitsAsOfThen) {
    constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();
    const Hash id = make_list(false);
    const std::vector<std::uint64_t> credentials{0, 255, 256, kLast};
    ASSERT_OK(lists().set_bits(id, credentials, *alice_key_, call_));
    ASSERT_OK(lists().clear_bits(id, std::vector<std::uint64_t>{255, 300}, *alice_key_, call_));
    for (const std::uint64_t each : {std::uint64_t{0}, std::uint64_t{256}, kLast})
        EXPECT_TRUE(is_set(id, each)) << each;
    for (const std::uint64_t each : {1U, 255U, 300U, 512U}) EXPECT_FALSE(is_set(id, each)) << each;
    EXPECT_TRUE(is_set(id, 255, UntilLength{1}));
    EXPECT_FALSE(is_set(id, 255, UntilLength{2}));
    EXPECT_FALSE(is_set(id, 0, UntilLength{0}));
}

TEST_P(StatusWriting, ANameIsTakenOnceByItsCreator) {
    make_list();
    const NewList list{must(owned_name("list"))};
    EXPECT_CODE(lists().create(alice_, list, *alice_key_, call_), errors::kListExists);
    EXPECT_CODE(lists().create(bob_, list, *alice_key_, call_), errors::kNotPermitted);
    ASSERT_OK(lists().create(bob_, list, *bob_key_, call_));
    const NewList far{must(owned_name("far")), true, std::string(kMaxListUri + 1, 'a')};
    EXPECT_CODE(lists().create(alice_, far, *alice_key_, call_), errors::kUriSize);
}

TEST_P(StatusWriting, PermanentBitsStay) {
    const Hash id = make_list();
    const std::vector<std::uint64_t> one{1};
    ASSERT_OK(lists().set_bits(id, one, *alice_key_, call_));
    EXPECT_CODE(lists().clear_bits(id, one, *alice_key_, call_), errors::kListPermanent);
    EXPECT_TRUE(is_set(id, 1));
}

TEST_P(StatusWriting, RefusesWhatHasNoSense) {
    const Hash id = make_list();
    EXPECT_CODE(lists().publish(id, Hash{}, *alice_key_, call_), errors::kRootIsZero);
    EXPECT_CODE(lists().set_bits(id, {}, *alice_key_, call_), errors::kWordCount);
    std::vector<std::uint64_t> many;
    for (std::uint64_t word = 0; word <= kMaxBitWords; ++word) many.push_back(256 * word);
    EXPECT_CODE(lists().set_bits(id, many, *alice_key_, call_), errors::kWordCount);
    many.pop_back();
    ASSERT_OK(lists().set_bits(id, many, *alice_key_, call_));
    EXPECT_TRUE(is_set(id, 256 * (kMaxBitWords - 1)));
    EXPECT_CODE(lists().publish(root_of("none"), root_of("1"), *alice_key_, call_),
                errors::kListUnknown);
    EXPECT_CODE(lists().set_bits(root_of("none"), many, *alice_key_, call_), errors::kListUnknown);
}

TEST_P(StatusWriting, NumbersHoldOnce) {
    const Hash id = make_list();
    EXPECT_CODE(lists().publish(id, root_of("1"), *alice_key_, call_, OwnedTerms{1}),
                errors::kSequenceConflict);
    ASSERT_OK(lists().publish(id, root_of("1"), *alice_key_, call_, OwnedTerms{0}));
    EXPECT_CODE(lists().publish(id, root_of("1"), *alice_key_, call_, OwnedTerms{0}),
                errors::kSequenceConflict);
    EXPECT_CODE(
        lists().set_bits(id, std::vector<std::uint64_t>{1}, *alice_key_, call_, OwnedTerms{0}),
        errors::kSequenceConflict);
}

TEST_P(StatusWriting, OnlyTheControllerOfTodayActs) {
    const Hash id = make_list(false);
    const std::vector<std::uint64_t> one{1};
    EXPECT_CODE(lists().publish(id, root_of("1"), *bob_key_, call_), errors::kNotPermitted);
    EXPECT_CODE(lists().set_bits(id, one, *bob_key_, call_), errors::kNotPermitted);
    EXPECT_CODE(lists().clear_bits(id, one, *bob_key_, call_), errors::kNotPermitted);
    fixture_->create_identity(*alice_key_);
    fixture_->rotate(alice_, *alice_key_, *carol_key_);
    EXPECT_CODE(lists().publish(id, root_of("1"), *alice_key_, call_), errors::kNotPermitted);
    ASSERT_OK(lists().publish(id, root_of("1"), *carol_key_, call_));
    fixture_->deactivate(alice_, *carol_key_);
    EXPECT_CODE(lists().publish(id, root_of("2"), *carol_key_, call_), errors::kNotPermitted);
}

TEST_P(StatusWriting, AHandOverTakesBoth) {
    const Hash id = make_list();
    ASSERT_OK_AND(const Consent of_carol, lists().accept_hand_over(id, bob_, *carol_key_, call_));
    EXPECT_CODE(lists().hand_over(id, bob_, of_carol, *alice_key_, call_), errors::kConsentInvalid);
    ASSERT_OK_AND(const Consent of_bob, lists().accept_hand_over(id, bob_, *bob_key_, call_));
    EXPECT_CODE(lists().hand_over(id, bob_, of_bob, *bob_key_, call_), errors::kNotPermitted);
    ASSERT_OK(lists().hand_over(id, bob_, of_bob, *alice_key_, call_));
    EXPECT_EQ(list(id).publisher, bob_);
    EXPECT_EQ(list(id).sequence, 1U);
    EXPECT_CODE(lists().publish(id, root_of("1"), *alice_key_, call_), errors::kNotPermitted);
    ASSERT_OK(lists().publish(id, root_of("1"), *bob_key_, call_));
    EXPECT_CODE(lists().accept_hand_over(id, bob_, *bob_key_, call_), errors::kBadRecipient);
}

/// An identifier that was recovered gets back what its thief cannot touch.
TEST_P(StatusWriting, ConsentIsOfTheRecipientsController) {
    const Hash id = make_list();
    fixture_->create_identity(*bob_key_);
    fixture_->rotate(bob_, *bob_key_, *carol_key_);
    ASSERT_OK_AND(const Consent of_thief, lists().accept_hand_over(id, bob_, *bob_key_, call_));
    EXPECT_CODE(lists().hand_over(id, bob_, of_thief, *alice_key_, call_), errors::kConsentInvalid);
    ASSERT_OK_AND(const Consent good, lists().accept_hand_over(id, bob_, *carol_key_, call_));
    ASSERT_OK(lists().hand_over(id, bob_, good, *alice_key_, call_));
    ASSERT_OK(lists().publish(id, root_of("1"), *carol_key_, call_));
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StatusWriting);
}  // namespace deed::registry::test
