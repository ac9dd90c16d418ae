#include "registry-contracts/client/evm/ledger/did_events.hpp"

#include <gtest/gtest.h>

#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "tests/support/signers.hpp"

namespace deed::registry::evm {
namespace {

using test::must;

const Address kRegistry{1};
const Address kSubject{2};

Word topic_of(const char* event) { return must(AbiSignature::parse(event)).topic(); }
Word word_of(const Address& address) {
    Word word{};
    std::copy(address.begin(), address.end(), word.begin() + 12);
    return word;
}

/// The data of (uint256, bytes).
Bytes data_of(const Uint256& place, ByteView body) {
    const std::vector<AbiType> types{must(AbiType::parse("uint256")),
                                     must(AbiType::parse("bytes"))};
    const AbiValue::List values{AbiValue::uint(place), AbiValue::bytes(body)};
    return must(abi_encode(types, values));
}

Log created(ByteView document = as_bytes("{}")) {
    Log log;
    log.entry.address = kRegistry;
    log.entry.topics = {topic_of("DidCreated(address,bytes32,uint256,bytes)"), word_of(kSubject),
                        crypto::sha256(document)};
    log.entry.data = data_of(0, document);
    log.block_number = 7;
    log.log_index = 3;
    return log;
}

Result<std::vector<DidEvent>> read(const Log& log) { return read_did_events(kRegistry, {log}); }

TEST(DidEvents, ACreation) {
    ASSERT_OK_AND(const auto events, read(created()));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].type, OperationType::did_create);
    EXPECT_EQ(events[0].subject, kSubject);
    EXPECT_EQ(events[0].body, to_bytes(as_bytes("{}")));
    EXPECT_EQ(position_of(events[0]), (std::uint64_t{7} << 21) + 3);
    const auto time = must(Timestamp::from_unix_seconds(1));
    const Statement statement = statement_of(events[0], "e1-x", time);
    EXPECT_EQ(statement.kind, LedgerKind::chain);
    EXPECT_EQ(statement.controller, kSubject);
    EXPECT_EQ(recorded_document(statement), to_bytes(as_bytes("{}")));
}

TEST(DidEvents, EachFaultHasItsCode) {
    Log log = created();
    log.entry.address = Address{9};
    EXPECT_CODE(read(log), errors::kEventForeign);
    log = created();
    log.entry.topics[0] = Word{1};
    EXPECT_CODE(read(log), errors::kEventForeign);
    log = created();
    log.entry.topics.pop_back();
    EXPECT_CODE(read(log), errors::kEventForeign);
    log = created();
    log.entry.topics.clear();
    EXPECT_CODE(read(log), errors::kEventForeign);
    log = created();
    log.entry.topics[1][0] = 1;
    EXPECT_CODE(read(log), errors::kEventPlaceInvalid);
    log = created();
    log.entry.topics[2][31] ^= 1;
    EXPECT_CODE(read(log), errors::kEventBodyMismatch);
    log = created();
    log.removed = true;
    EXPECT_CODE(read(log), errors::kBlocksExchanged);
    log = created();
    log.entry.data.resize(40);
    EXPECT_CODE(read(log), errors::kAbiTruncated);
    log = created();
    std::fill(log.entry.data.begin() + 32, log.entry.data.begin() + 64, std::uint8_t{0xff});
    EXPECT_EQ(read(log).error().code().name.substr(0, 4), "abi.");
    log = created();
    log.entry.data.push_back(0);
    EXPECT_CODE(read(log), errors::kAbiTrailingBytes);
    log = created();
    log.entry.data = data_of(Uint256::max(), as_bytes("{}"));
    EXPECT_CODE(read(log), errors::kEventPlaceInvalid);
    log = created();
    log.entry.data = data_of(kAnySequence, as_bytes("{}"));
    EXPECT_CODE(read(log), errors::kEventPlaceInvalid);
    log = created();
    log.block_number = std::uint64_t{1} << 32;
    EXPECT_CODE(read(log), errors::kEventPlaceInvalid);
    log = created();
    log.log_index = 1U << 21;
    EXPECT_CODE(read(log), errors::kEventPlaceInvalid);
}

TEST(DidEvents, ACommitmentBelongsToTheOperationBefore) {
    Log commitment = created();
    commitment.entry.topics = {topic_of("DidCommitted(address,uint256,bytes32)"),
                               word_of(kSubject)};
    commitment.entry.data = Bytes(64, 0);
    commitment.entry.data[63] = 5;
    EXPECT_CODE(read(commitment), errors::kDidHistoryBroken);
    ASSERT_OK_AND(const auto events, read_did_events(kRegistry, {created(), commitment}));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].next, Uint256(5).to_word());
    EXPECT_CODE(read_did_events(kRegistry, {created(), commitment, commitment}),
                errors::kDidHistoryBroken);
    commitment.entry.data[31] = 1;
    EXPECT_CODE(read_did_events(kRegistry, {created(), commitment}), errors::kDidHistoryBroken);
}

Statement told(const char* event, ByteView body, std::int64_t accepted) {
    Log log = created(body);
    log.entry.topics[0] = topic_of(event);
    const auto time = must(Timestamp::from_unix_seconds(accepted));
    return statement_of(must(read(log)).at(0), "e1-x", time);
}

TEST(DidEvents, WhatIsNotOfItsFormSaysNothing) {
    const char* compromised = "DidCompromised(address,bytes32,uint256,bytes)";
    const Bytes body = CompromiseBody{{{"zKey", must(Timestamp::from_unix_seconds(100))}},
                                      to_bytes(as_bytes("{}"))}
                           .encode();
    EXPECT_EQ(declared_compromise(told(compromised, body, 100))->keys.size(), 1U);
    EXPECT_TRUE(recorded_document(told(compromised, body, 100)));
    for (const Statement& statement :
         {told(compromised, body, 99), told(compromised, as_bytes("not CBOR"), 100)}) {
        EXPECT_FALSE(declared_compromise(statement));
        EXPECT_FALSE(recorded_document(statement));
    }
    const char* moved = "DidMoved(address,bytes32,uint256,string)";
    EXPECT_EQ(named_successor(told(moved, as_bytes("did:example:2"), 1)), "did:example:2");
    EXPECT_FALSE(named_successor(told(moved, as_bytes(""), 1)));
    EXPECT_FALSE(named_successor(told(moved, as_bytes("\xff"), 1)));
    EXPECT_FALSE(named_successor(told(moved, Bytes(2049, 'a'), 1)));
}

}  // namespace
}  // namespace deed::registry::evm
