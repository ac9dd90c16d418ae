#include "lib/io/file.hpp"
#include "tests/registry-contracts/client/evm/did_proofs/support.hpp"

// What a proof says of a DID, held against what the contract answers.

namespace deed::registry::test {
namespace {

using Status = ToldIdentity::Status;

constexpr std::string_view kDocument = R"({"id":"document"})";
constexpr std::string_view kLater = R"({"id":"later"})";

class WhatIsProven : public DidProofTest {
protected:
    /// The proof's state, which is the one that the contract tells of.
    evm::ProvenState state_of(const evm::DidProof& proof) {
        const auto state = must(evm::verify_state(proof));
        evm::DidReader reader(chain_->node(), chain_->registry(), "", {});
        const evm::View view{state.block.number, state.block.hash, state.block.time, 0};
        const auto told = must(reader.identity(proof.subject, view, call_));
        EXPECT_EQ(state.told.status, told.status);
        EXPECT_EQ(state.told.controller, told.controller);
        EXPECT_EQ(state.told.changed, told.changed);
        EXPECT_EQ(state.told.length, told.length);
        EXPECT_EQ(state.told.next, told.next);
        const auto block =
            must(chain_->node().block(evm::BlockRef::number(state.block.number), call_));
        EXPECT_EQ(state.block.hash, block.value().hash);
        return state;
    }
};

TEST_F(WhatIsProven, ALiveDid) {
    must(dids_->create(bytes_of(kDocument), *alice_, call_));
    must(dids_->update(subject_, bytes_of(kLater), *alice_, call_));
    const auto proof = prove(subject_);
    const auto state = state_of(proof);
    EXPECT_EQ(state.told.status, Status::live);
    EXPECT_EQ(state.told.controller, subject_);
    EXPECT_EQ(state.told.length, 2U);
    ASSERT_OK_AND(const auto changes, changes_of(proof));
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].event.type, OperationType::did_update);
    EXPECT_TRUE(changes[0].is_linked);
    EXPECT_EQ(document_in(changes), kLater);

    const auto whole = prove(subject_, std::nullopt, evm::ShownHistory::whole);
    ASSERT_OK_AND(const auto all, changes_of(whole));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].event.type, OperationType::did_create);
    EXPECT_EQ(document_in(all), kLater);
}

TEST_F(WhatIsProven, AnEarlierBlock) {
    must(dids_->create(bytes_of(kDocument), *alice_, call_));
    const std::uint64_t before = latest();
    must(dids_->update(subject_, bytes_of(kLater), *alice_, call_));
    const auto proof = prove(subject_, before);
    EXPECT_EQ(state_of(proof).told.length, 1U);
    ASSERT_OK_AND(const auto changes, changes_of(proof));
    EXPECT_EQ(document_in(changes), kDocument);
}

TEST_F(WhatIsProven, ThatThereIsNone) {
    // In a registry without a single DID, and beside another one.
    for (int i = 0; i < 2; ++i) {
        const auto proof = prove(address_of(*bob_));
        const auto state = state_of(proof);
        EXPECT_EQ(state.told.status, Status::unknown);
        EXPECT_TRUE(must(changes_of(proof)).empty());
        EXPECT_EQ(evm::document_of({}), std::nullopt);
        must(dids_->create(bytes_of(kDocument), i == 0 ? *alice_ : *bob_, call_));
    }
    // A DID that was created later was not there before.
    const std::uint64_t block = latest();
    EXPECT_EQ(state_of(prove(address_of(*bob_), block - 1)).told.status, Status::unknown);
    EXPECT_EQ(state_of(prove(address_of(*bob_), block)).told.status, Status::live);
}

TEST_F(WhatIsProven, ARotationWithoutDocument) {
    must(dids_->create(bytes_of(kDocument), *alice_, call_));
    chain_->mine(3);
    must(dids_->rotate(subject_, std::nullopt, {*bob_, alice_.get()}, call_));
    const auto proof = prove(subject_);
    EXPECT_EQ(state_of(proof).told.controller, address_of(*bob_));
    ASSERT_OK_AND(const auto changes, changes_of(proof));
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].event.controller, address_of(*bob_));
    EXPECT_EQ(proof.changes[1].headers.size(), 3U);
    EXPECT_TRUE(changes[1].is_linked);
    EXPECT_EQ(document_in(changes), kDocument);

    must(dids_->rotate(subject_, bytes_of(kLater), {*alice_, bob_.get()}, call_));
    ASSERT_OK_AND(const auto again, changes_of(prove(subject_)));
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(document_in(again), kLater);
}

TEST_F(WhatIsProven, TheEnds) {
    must(dids_->create(bytes_of(kDocument), *alice_, call_));
    must(dids_->deactivate(subject_, *alice_, call_));
    const auto ended = prove(subject_);
    const auto state = state_of(ended);
    EXPECT_EQ(state.told.status, Status::deactivated);
    EXPECT_EQ(state.told.controller, Address{});
    ASSERT_OK_AND(const auto changes, changes_of(ended));
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(document_in(changes), kDocument);

    const Address other = address_of(*bob_);
    must(dids_->create(bytes_of(kDocument), *bob_, call_));
    must(dids_->move(other, "did:weid:new:0x01", *bob_, call_));
    const auto moved = prove(other);
    EXPECT_EQ(state_of(moved).told.status, Status::moved);
    ASSERT_OK_AND(const auto shown, changes_of(moved));
    EXPECT_EQ(named_successor(shown.front().statement), "did:weid:new:0x01");
    EXPECT_EQ(document_in(shown), kDocument);
}

TEST_F(WhatIsProven, ACommitmentAndACompromise) {
    Terms terms;
    terms.next = commitment_to(bob_->public_key());
    must(dids_->create(bytes_of(kDocument), *alice_, call_, terms));
    const CompromiseBody body{{{"zKey", at_second(kStart - 10)}}, bytes_of(kLater)};
    must(dids_->compromise(subject_, body, *alice_, call_));
    const auto proof = prove(subject_);
    EXPECT_EQ(state_of(proof).told.next, terms.next);
    ASSERT_OK_AND(const auto changes, changes_of(proof));
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(document_in(changes), kLater);
    // A commitment stays behind the end.
    must(dids_->deactivate(subject_, *bob_, call_));
    EXPECT_EQ(state_of(prove(subject_)).told.next, terms.next);
}

TEST_F(WhatIsProven, TwoOperationsInOneBlock) {
    const auto form = chain_->writer().form();
    IdentityState state(subject_);
    std::vector<Submission> batch;
    const auto add = [&](OperationType type, std::string_view document) {
        const Envelope envelope =
            form->next_envelope(state, type, chain_->clock().now(), std::uint64_t{3600});
        batch.push_back({must(form->sign(envelope, bytes_of(document), *alice_, call_)), {}});
        must(state.apply(batch.back().operation, chain_->clock().now()));
    };
    add(OperationType::did_create, kDocument);
    add(OperationType::did_update, kLater);
    add(OperationType::did_deactivate, "");
    const auto tickets = must(chain_->writer().submit(batch, call_));
    must(chain_->writer().wait(tickets.back(), Finality::included, call_));
    const auto proof = prove(subject_, std::nullopt, evm::ShownHistory::whole);
    EXPECT_EQ(state_of(proof).told.length, 3U);
    ASSERT_OK_AND(const auto changes, changes_of(proof));
    ASSERT_EQ(changes.size(), 3U);
    for (std::uint64_t i = 0; i < 3; ++i) {
        EXPECT_EQ(changes[i].event.sequence, 2 - i);
        EXPECT_EQ(changes[i].block.hash, changes[0].block.hash);
        EXPECT_TRUE(changes[i].is_linked);
        EXPECT_TRUE(proof.changes[i].headers.empty());
    }
    EXPECT_EQ(document_in(changes), kLater);
}

TEST_F(WhatIsProven, FarAwayBlocksAreNamed) {
    must(dids_->create(bytes_of(kDocument), *alice_, call_));
    chain_->anvil().tell("anvil_mine", "[\"0x100\"]");
    const auto near = prove(subject_);
    EXPECT_EQ(near.changes[0].headers.size(), 255U);
    EXPECT_TRUE(must(changes_of(near)).at(0).is_linked);
    chain_->mine();
    const auto far = prove(subject_);
    EXPECT_TRUE(far.changes[0].headers.empty());
    ASSERT_OK_AND(const auto changes, changes_of(far));
    EXPECT_FALSE(changes[0].is_linked);
    EXPECT_EQ(changes[0].block.number, state_of(far).told.changed);
    EXPECT_EQ(document_in(changes), kDocument);
}

/// The compiler's word on where a variable stands.
std::string slot_by_compiler(const std::string& contract, std::string_view label) {
    const auto text = must(
        read_file(std::string(DEED_ARTIFACTS) + "/" + contract + ".json", std::size_t{1} << 20));
    const auto artifact = must(json::Document::parse(ByteView(text)));
    for (const json::Value entry : artifact.root().find("storageLayout")->array())
        if (entry.find("label")->string() == label) {
            EXPECT_EQ(entry.find("offset")->integer(), 0);
            EXPECT_TRUE(entry.find("type")->string().starts_with("t_mapping("));
            return std::string(entry.find("slot")->string());
        }
    return "none";
}

TEST_F(WhatIsProven, SlotsAreWhereTheCompilerPutsThem) {
    EXPECT_EQ(slot_by_compiler("DidRegistry", "heads_"), "0");
    EXPECT_EQ(slot_by_compiler("DidRegistry", "commitments_"), "1");
    EXPECT_EQ(slot_by_compiler("Directory", "entries_"), "1");
    // And that is what a contract does that was deployed.
    Terms terms;
    terms.next = commitment_to(bob_->public_key());
    must(dids_->create(bytes_of(kDocument), *alice_, call_, terms));
    evm::Word head{};
    std::ranges::copy(subject_, head.begin() + 12);
    const std::uint64_t block = latest();
    for (std::size_t i = 0; i < 6; ++i) head[11 - i] = static_cast<std::uint8_t>(block >> 8 * i);
    head[5] = 1;     // operations
    head[0] = 0x80;  // under a commitment
    EXPECT_EQ(storage(chain_->registry(), evm::head_slot(subject_)), head);
    EXPECT_EQ(storage(chain_->registry(), evm::commitment_slot(subject_)), *terms.next);
    evm::Word target{};
    std::ranges::copy(chain_->registry(), target.begin() + 12);
    EXPECT_EQ(storage(chain_->directory(), evm::directory_target_slot()), target);
    const Bytes code =
        must(chain_->node().code(chain_->registry(), evm::BlockRef::latest(), call_));
    EXPECT_EQ(storage(chain_->directory(), evm::directory_code_hash_slot()),
              crypto::keccak256(code));
}

TEST(DidSlots, WhatNoContractWrites) {
    evm::Word head{};
    head[31] = 9;  // a controller
    head[11] = 5;  // block
    head[5] = 1;   // operations
    ASSERT_OK(evm::read_did_slots(head, {}, 5));
    EXPECT_CODE(evm::read_did_slots(head, {}, 4), evm::errors::kDidProofImpossible);
    evm::Word commitment{};
    commitment[0] = 1;
    EXPECT_CODE(evm::read_did_slots(head, commitment, 5), evm::errors::kDidProofImpossible);
    EXPECT_CODE(evm::read_did_slots({}, commitment, 5), evm::errors::kDidProofImpossible);
    head[0] = 0x80;
    EXPECT_CODE(evm::read_did_slots(head, {}, 5), evm::errors::kDidProofImpossible);
    ASSERT_OK(evm::read_did_slots(head, commitment, 5));
    head[5] = 0;
    EXPECT_CODE(evm::read_did_slots(head, commitment, 5), evm::errors::kDidProofImpossible);
    head[5] = 1;
    head[31] = 0;
    EXPECT_CODE(evm::read_did_slots(head, commitment, 5), evm::errors::kDidProofImpossible);
}

}  // namespace
}  // namespace deed::registry::test
