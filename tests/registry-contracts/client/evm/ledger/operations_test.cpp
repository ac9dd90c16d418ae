#include <gtest/gtest.h>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/operations/chain_form.hpp"
#include "registry-contracts/client/evm/operations/did_calls.hpp"
#include "registry-contracts/client/evm/operations/errors.hpp"

#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry::evm {
namespace {

using test::bytes_of;
using test::must;

const DidDomain kDomain{{31337, Address{1}}, Address{2}};

TEST(ChainNetworks, HaveOneName) {
    const std::string name = "e31337-0100000000000000000000000000000000000000";
    EXPECT_EQ(to_string(kDomain.network), name);
    EXPECT_EQ(parse_chain_network(name), kDomain.network);
    for (const std::string& other :
         {std::string(), std::string("e-") + std::string(40, '0'), "x" + name.substr(1),
          "e0" + name.substr(1), name + "0", name.substr(0, name.size() - 1),
          "e31337-010000000000000000000000000000000000000A",
          "e99999999999999999999-" + std::string(40, '0'),
          std::string("ltt53omttzxodzx5sytncx7agysvkisys")})
        EXPECT_FALSE(parse_chain_network(other)) << other;
}

class ChainOperations : public testing::Test {
protected:
    Envelope envelope(OperationType type) {
        const IdentityState state(subject_);
        return form_->next_envelope(state, type, test::at_second(1'700'000'000), 3600);
    }
    Result<Operation> sign(const Envelope& envelope, Bytes body) {
        return form_->sign(envelope, std::move(body), *alice_, call_);
    }
    Operation creation() { return must(sign(envelope(OperationType::did_create), bytes_of("{}"))); }

    Call call_;
    std::unique_ptr<OperationForm> form_ = chain_form(kDomain);
    std::unique_ptr<crypto::Signer> alice_ = test::controller(1);
    std::unique_ptr<crypto::Signer> bob_ = test::controller(2);
    Address subject_ = test::address_of(*alice_);
};

TEST_F(ChainOperations, TravelInFiles) {
    Envelope committing = envelope(OperationType::did_create);
    committing.next = commitment_to(bob_->public_key());
    for (const Operation& made : {creation(), must(sign(committing, bytes_of("{}")))}) {
        EXPECT_TRUE(ChainOperation::is_one(made.encoded()));
        EXPECT_FALSE(made.body_is_detached());
        ASSERT_OK_AND(const Operation read, form_->parse(made.encoded(), std::nullopt));
        EXPECT_EQ(read.hash(), made.hash());
        EXPECT_EQ(read.envelope(), made.envelope());
        EXPECT_EQ(read.encoded(), made.encoded());
        EXPECT_EQ(read.controller(), subject_);
        EXPECT_EQ(read.body(), bytes_of("{}"));
    }
    EXPECT_CODE(form_->parse(creation().encoded(), ByteView()), errors::kChainOperationMalformed);
    const auto log = log_form("l");
    const auto of_log = must(log->sign(envelope(OperationType::did_create), {}, *alice_, call_));
    EXPECT_FALSE(ChainOperation::is_one(of_log.encoded()));
    EXPECT_CODE(form_->parse(of_log.encoded(), std::nullopt), errors::kChainOperationMalformed);
    EXPECT_CODE(log->parse(creation().encoded(), std::nullopt),
                registry::errors::kOperationMalformed);
}

TEST_F(ChainOperations, HoldForOneContract) {
    DidDomain other = kDomain;
    other.registry = Address{3};
    EXPECT_CODE(chain_form(other)->parse(creation().encoded(), std::nullopt),
                errors::kChainOperationDomain);
    other = kDomain;
    other.network.chain_id = 1;
    EXPECT_CODE(chain_form(other)->parse(creation().encoded(), std::nullopt),
                registry::errors::kWrongNetwork);
    Envelope elsewhere = envelope(OperationType::did_create);
    elsewhere.network = "l";
    EXPECT_CODE(sign(elsewhere, {}), registry::errors::kWrongNetwork);
}

TEST_F(ChainOperations, EveryChangedByteIsNoticed) {
    const Bytes good = creation().encoded();
    for (std::size_t i = 0; i < good.size(); ++i) {
        Bytes changed = good;
        changed[i] ^= 1;
        EXPECT_FALSE(form_->parse(changed, std::nullopt)) << i;
    }
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(form_->parse(ByteView(good).first(size), std::nullopt)) << size;
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_CODE(form_->parse(longer, std::nullopt), errors::kChainOperationMalformed);
}

TEST_F(ChainOperations, OthersSignaturesAreRefused) {
    Bytes forged = creation().encoded();
    forged[forged.size() - 1] ^= 1;  // of the body
    EXPECT_CODE(form_->parse(forged, std::nullopt), registry::errors::kSignatureInvalid);
}

TEST_F(ChainOperations, KeysOfSm2CannotActOnAChain) {
    const auto sm2 = test::signer_of(crypto::KeyType::sm2, 5);
    EXPECT_CODE(form_->sign(envelope(OperationType::did_create), {}, *sm2, call_),
                errors::kChainController);
    const Envelope rotation = envelope(OperationType::did_rotate);
    EXPECT_CODE(form_->authorize_rotation(rotation, sm2->public_key(), *alice_, call_),
                errors::kChainController);
    EXPECT_CODE(form_->authorize_rotation(rotation, alice_->public_key(), *sm2, call_),
                errors::kChainController);
}

TEST_F(ChainOperations, WhatNoContractTakesIsNotSigned) {
    Envelope changed = envelope(OperationType::did_update);
    changed.next = commitment_to(alice_->public_key());
    EXPECT_CODE(sign(changed, {}), registry::errors::kCommitmentToSelf);
    changed.next = Hash{};
    EXPECT_CODE(sign(changed, {}), registry::errors::kOperationMalformed);
    changed.next.reset();
    changed.sequence = kAnySequence + 1;
    EXPECT_CODE(sign(changed, {}), registry::errors::kOperationMalformed);
    changed.sequence = 1;
    EXPECT_CODE(sign(changed, Bytes(kMaxBody + 1)), registry::errors::kOperationTooLarge);
    EXPECT_CODE(sign(envelope(OperationType::evidence_batch), {}),
                registry::errors::kTypeUnsupported);
    EXPECT_CODE(sign(envelope(OperationType::did_deactivate), bytes_of("x")),
                registry::errors::kOperationMalformed);
    EXPECT_CODE(sign(envelope(OperationType::did_rotate), RotateBody{{}, Bytes()}.encode()),
                registry::errors::kOperationMalformed);
    Envelope ending = envelope(OperationType::did_deactivate);
    ending.next = commitment_to(bob_->public_key());
    EXPECT_CODE(sign(ending, {}), registry::errors::kOperationMalformed);
}

TEST(Refusals, HaveTheCodesOfALedger) {
    // That the selectors are the contract's own, the engine's tests show.
    for (const AbiSignature& error : did_registry_errors()) {
        Bytes data = to_bytes(error.selector());
        const bool is_of_operation = error.name() != "KeyUnexpected" &&
                                     error.name() != "KeyMalformed" &&
                                     error.name() != "SignatureMalformed" &&
                                     error.name() != "BatchSize" && error.name() != "GasEachIsZero";
        EXPECT_EQ(refusal_of(data).has_value(), is_of_operation) << error.name();
    }
    EXPECT_FALSE(refusal_of({}));
}

}  // namespace
}  // namespace deed::registry::evm
