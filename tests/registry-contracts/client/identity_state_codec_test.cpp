#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/identity_state.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

using test::must;

// 87, text(22), the subject, the controller, two chains, null and no end.
std::string state_hex(std::string_view controller, std::string_view did, std::string_view evidence,
                      std::string_view next, std::string_view end) {
    return "8776646565642f6964656e746974792d73746174652f763154" + std::string(40, '1') + "54" +
           std::string(controller) + std::string(did) + std::string(evidence) + std::string(next) +
           std::string(end);
}

std::string repeat(std::string_view digits, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += digits;
    return text;
}

const std::string kEmptyChain = "82005820" + repeat("00", 32);
const std::string kLongChain = "82035820" + repeat("ab", 32);
const std::string kNobody = repeat("00", 20);
const std::string kSomebody = repeat("22", 20);
const std::string kCommitment = "5820" + repeat("cd", 32);

Result<IdentityState> parse(const std::string& hex) {
    return IdentityState::parse(must(hex_decode(hex)));
}

TEST(IdentityStateCodec, StandsAsWritten) {
    for (const std::string& hex : {state_hex(kNobody, kEmptyChain, kEmptyChain, "f6", "00"),
                                   state_hex(kSomebody, kLongChain, kEmptyChain, "f6", "00"),
                                   state_hex(kSomebody, kLongChain, kLongChain, kCommitment, "00"),
                                   state_hex(kSomebody, kLongChain, kLongChain, kCommitment, "01"),
                                   state_hex(kSomebody, kLongChain, kLongChain, "f6", "02")}) {
        const auto state = parse(hex);
        ASSERT_OK(state);
        EXPECT_EQ(hex_encode(state->encode()), hex);
    }
    const auto moved = must(parse(state_hex(kSomebody, kLongChain, kEmptyChain, "f6", "02")));
    EXPECT_TRUE(moved.moved());
    EXPECT_FALSE(moved.deactivated());
    EXPECT_EQ(moved.chain(Chain::did).length, 3U);
    EXPECT_EQ(moved.chain(Chain::did).last[31], 0xab);
    EXPECT_EQ(to_string(moved.controller()), "0x" + kSomebody);
}

TEST(IdentityStateCodec, HoldsWhatAHistoryLedTo) {
    Call call;
    const auto signer = test::controller(1);
    IdentityState state(test::address_of(*signer));
    for (const auto type : {OperationType::did_create, OperationType::evidence_batch,
                            OperationType::did_update, OperationType::did_deactivate}) {
        EXPECT_EQ(must(IdentityState::parse(state.encode())), state);
        Envelope envelope = next_envelope(state, type, "l", test::at_second(1'700'000'000), 60);
        if (type == OperationType::did_update) envelope.next = commitment_to(signer->public_key());
        const Operation operation = must(Operation::sign(envelope, {}, *signer, call));
        ASSERT_OK(state.apply(operation, test::at_second(1'700'000'000)));
    }
    EXPECT_EQ(must(IdentityState::parse(state.encode())), state);
    EXPECT_TRUE(must(IdentityState::parse(state.encode())).deactivated());
}

TEST(IdentityStateCodec, RefusesWhatNoHistoryLeadsTo) {
    const std::string good = state_hex(kSomebody, kLongChain, kEmptyChain, "f6", "00");
    for (const std::string& hex :
         {state_hex(kSomebody, kEmptyChain, kEmptyChain, "f6", "00"),
          state_hex(kNobody, kEmptyChain, kLongChain, "f6", "00"),
          state_hex(kNobody, kEmptyChain, kEmptyChain, kCommitment, "00"),
          state_hex(kSomebody, "82015820" + repeat("ab", 32), kEmptyChain, "f6", "01"),
          state_hex(kSomebody, kLongChain, "82005820" + repeat("ab", 32), "f6", "00"),
          state_hex(kSomebody, kLongChain, kEmptyChain, "f6", "03"),
          state_hex(kSomebody, kLongChain, kEmptyChain, "5801cd", "00"),
          state_hex(kSomebody, "8203581f" + repeat("ab", 31), kEmptyChain, "f6", "00"),
          "86" + good.substr(2), good + "00", good.substr(0, good.size() - 2), std::string()})
        EXPECT_CODE(parse(hex), errors::kStateMalformed) << hex;
    std::string newer = good;
    newer.replace(newer.find("2f7631") + 4, 2, "32");
    EXPECT_CODE(parse(newer), errors::kStateMalformed);
}

}  // namespace
}  // namespace deed::registry
