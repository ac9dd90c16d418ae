#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "tests/registry-contracts/client/evm/did_proofs/support.hpp"

// Proofs whose parts are real, and not of what the proof says.

namespace deed::registry::test {
namespace {

namespace errors = evm::errors;

class Forgeries : public DidProofTest {
protected:
    void SetUp() override {
        DidProofTest::SetUp();
        if (!chain_) return;
        must(dids_->create(bytes_of("{}"), *alice_, call_));
        must(dids_->create(bytes_of("{}"), *bob_, call_));
        chain_->mine(3);
        must(dids_->update(subject_, bytes_of(R"({"id":"later"})"), *alice_, call_));
        chain_->mine(2);
    }
    /// A second DidRegistry of the same chain, which the Directory does not name.
    Address other_registry() {
        return chain_->deploy(to_bytes(evm::artifact_of(evm::Contract::did).creation));
    }
};

TEST_F(Forgeries, AnotherDidsEvent) {
    evm::DidProof proof = prove(subject_);
    proof.changes = prove(address_of(*bob_)).changes;
    EXPECT_CODE(changes_of(proof), errors::kDidProofOtherEvent);
    // Nor does another subject's state fit.
    proof = prove(subject_);
    proof.head = prove(address_of(*bob_)).head;
    EXPECT_CODE(evm::verify_state(proof), errors::kDidProofState);
    proof = prove(subject_);
    proof.subject = address_of(*bob_);
    EXPECT_CODE(evm::verify_state(proof), errors::kDidProofState);
}

TEST_F(Forgeries, AnEarlierOperationForTheLatest) {
    const evm::DidProof whole = prove(subject_, std::nullopt, evm::ShownHistory::whole);
    ASSERT_EQ(whole.changes.size(), 2U);
    evm::DidProof proof = whole;
    proof.changes.erase(proof.changes.begin());
    EXPECT_CODE(changes_of(proof), errors::kDidProofOperation);
    proof = whole;
    std::swap(proof.changes[0], proof.changes[1]);
    EXPECT_CODE(changes_of(proof), errors::kDidProofOperation);
    proof = whole;
    proof.changes.push_back(proof.changes.back());
    EXPECT_CODE(changes_of(proof), errors::kDidProofOperation);
    proof = whole;
    proof.changes.clear();
    EXPECT_CODE(changes_of(proof), errors::kDidProofIncomplete);
    // The state of before the update with the update's event.
    proof = prove(subject_, latest() - 3);
    proof.changes = {whole.changes[0]};
    EXPECT_CODE(changes_of(proof), errors::kDidProofOperation);
    // A DID that does not exist has no operation.
    proof = prove(Address{7});
    proof.changes = {whole.changes[1]};
    EXPECT_CODE(changes_of(proof), errors::kDidProofOperation);
}

TEST_F(Forgeries, HeadersThatDoNotConnect) {
    const evm::DidProof whole = prove(subject_, std::nullopt, evm::ShownHistory::whole);
    ASSERT_EQ(whole.changes[0].headers.size(), 1U);
    ASSERT_EQ(whole.changes[1].headers.size(), 4U);
    const auto refused = [&](const auto& change) {
        evm::DidProof proof = whole;
        change(proof);
        EXPECT_CODE(changes_of(proof), errors::kDidProofLink);
    };
    refused([](evm::DidProof& proof) { proof.changes[1].headers.pop_back(); });
    refused([](evm::DidProof& proof) {
        proof.changes[1].headers.erase(proof.changes[1].headers.begin());
    });
    refused([](evm::DidProof& proof) {
        std::swap(proof.changes[1].headers[1], proof.changes[1].headers[2]);
    });
    refused([](evm::DidProof& proof) { proof.changes[1].headers[0].back() ^= 1; });
    refused([](evm::DidProof& proof) { proof.changes[1].headers[0].pop_back(); });
    refused([](evm::DidProof& proof) {
        proof.changes[1].headers.push_back(proof.changes[1].headers.back());
    });
    refused([](evm::DidProof& proof) { proof.changes[0].headers = {proof.header}; });
    // Without headers the block has to be known, which the proof then says.
    evm::DidProof proof = whole;
    proof.changes[1].headers.clear();
    ASSERT_OK_AND(const auto changes, changes_of(proof));
    EXPECT_TRUE(changes[0].is_linked);
    EXPECT_FALSE(changes[1].is_linked);
}

TEST_F(Forgeries, BlocksOfTwoChains) {
    // Two blocks of one number: the event stood in one, and the state is said to be of the other.
    chain_->anvil().tell("evm_snapshot");
    must(dids_->update(subject_, bytes_of(R"({"id":"gone"})"), *alice_, call_));
    evm::DidProof proof = prove(subject_);
    const auto state = must(evm::verify_state(proof));
    chain_->anvil().tell("evm_revert", "[\"0x0\"]");
    chain_->mine();
    const auto other = must(chain_->node().block(evm::BlockRef::latest(), call_)).value();
    ASSERT_EQ(other.header.number(), state.block.number);
    ASSERT_NE(other.hash, state.block.hash);
    ASSERT_OK(evm::verify_changes(proof, state));
    proof.header = other.header.encoded();
    EXPECT_CODE(evm::verify_changes(proof, state), errors::kDidProofLink);
    // Nor is one the parent of the other's child.
    chain_->mine();
    proof.header = must(chain_->node().block(evm::BlockRef::latest(), call_))->header.encoded();
    EXPECT_CODE(evm::verify_changes(proof, state), errors::kDidProofLink);
}

TEST_F(Forgeries, AForeignRegistry) {
    const Address foreign = other_registry();
    evm::DidDomain of_foreign = domain();
    of_foreign.registry = foreign;
    EXPECT_CODE(evm::prove_did(chain_->node(), of_foreign, subject_, latest(),
                               evm::ShownHistory::document, call_),
                errors::kDidProofDirectory);
    // Its state is proven as any contract's is; the Directory does not vouch for it.
    evm::DidProof proof = prove(subject_);
    const evm::Word slots[] = {evm::head_slot(subject_), evm::commitment_slot(subject_)};
    const auto state =
        must(chain_->node().state_proof(foreign, slots, evm::BlockRef::number(latest()), call_));
    const evm::DidProof real = proof;
    proof.registry = foreign;
    proof.account = state.nodes;
    proof.head.clear();
    proof.commitment.clear();
    ASSERT_OK_AND(const auto shown, evm::verify_state(proof));
    EXPECT_EQ(shown.told.status, ToldIdentity::Status::unknown);
    EXPECT_CODE(evm::verify_directory(proof), errors::kDidProofDirectory);
    EXPECT_CODE(changes_of(proof), errors::kDidProofOperation);
    EXPECT_CODE(evm::verify_changes(proof, must(evm::verify_state(real))),
                errors::kDidProofOtherEvent);
    // Another Directory is none, and one under another name neither.
    proof = real;
    proof.network.directory = foreign;
    EXPECT_CODE(evm::verify_directory(proof), errors::kDidProofState);
    proof = real;
    proof.directory = proof.account;
    EXPECT_CODE(evm::verify_directory(proof), errors::kDidProofState);
}

TEST_F(Forgeries, AnotherCodeThanTheDirectoryNamed) {
    chain_->anvil().tell("anvil_setCode",
                         "[\"" + evm::to_hex(chain_->registry()) + "\",\"0x60006000fd\"]");
    chain_->mine();
    EXPECT_CODE(try_to_prove(subject_), errors::kDidProofDirectory);
}

TEST_F(Forgeries, NoContractInTheBlock) {
    EXPECT_CODE(try_to_prove(subject_, 0), errors::kDidProofUnavailable);
    evm::DidProof proof = prove(subject_);
    proof.account = proof.directory;
    EXPECT_CODE(evm::verify_state(proof), errors::kDidProofState);
}

TEST_F(Forgeries, EventsThatAreNoOperationsOrNotThere) {
    Terms terms;
    terms.next = commitment_to(bob_->public_key());
    must(dids_->update(subject_, bytes_of("{}"), *alice_, call_, terms));
    const std::string file = prove(subject_).to_json();
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = file;
        const std::size_t at = text.find(from);
        EXPECT_NE(at, text.npos);
        text.replace(at, from.size(), to);
        return must(evm::DidProof::parse(text));
    };
    // The commitment is recorded behind the operation, by an event of its own.
    EXPECT_CODE(changes_of(with("\"logIndex\": 0", "\"logIndex\": 1")),
                errors::kDidProofOtherEvent);
    EXPECT_CODE(changes_of(with("\"logIndex\": 0", "\"logIndex\": 2")), errors::kDidProofEvent);
    EXPECT_CODE(changes_of(with("\"transactionIndex\": 0", "\"transactionIndex\": 1")),
                errors::kDidProofEvent);
}

TEST_F(Forgeries, AStateThatTheLatestOperationDoesNotLeadTo) {
    const evm::DidProof proof = prove(subject_);
    auto state = must(evm::verify_state(proof));
    state.told.status = ToldIdentity::Status::deactivated;
    EXPECT_CODE(evm::verify_changes(proof, state), errors::kDidProofContradiction);
    const evm::DidProof created = prove(address_of(*bob_));
    state = must(evm::verify_state(created));
    state.told.controller = subject_;
    EXPECT_CODE(evm::verify_changes(created, state), errors::kDidProofContradiction);
}

TEST_F(Forgeries, AnOperationWithoutTheDocumentBeforeIt) {
    must(dids_->rotate(subject_, std::nullopt, {*bob_, alice_.get()}, call_));
    evm::DidProof proof = prove(subject_);
    ASSERT_EQ(proof.changes.size(), 2U);
    proof.changes.pop_back();
    EXPECT_CODE(changes_of(proof), errors::kDidProofIncomplete);
}

TEST_F(Forgeries, TheForm) {
    const std::string file = prove(subject_).to_json();
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = file;
        const std::size_t at = text.find(from);
        EXPECT_NE(at, text.npos) << from;
        return evm::DidProof::parse(text.replace(at, from.size(), to));
    };
    ASSERT_OK(with("\"type\"", "\"type\""));
    EXPECT_CODE(with("did-proof/v1", "did-proof/v2"), errors::kDidProofNewer);
    EXPECT_CODE(with("did-proof/v1", "did-proof/v0"), errors::kDidProofMalformed);
    EXPECT_CODE(with("did-proof/v1", "other/v1"), errors::kDidProofMalformed);
    EXPECT_CODE(with("\"registry\"", "\"registrar\""), errors::kDidProofMalformed);
    EXPECT_CODE(with("\"type\"", "\"more\": 1, \"type\""), errors::kDidProofMalformed);
    EXPECT_CODE(with("\"network\": \"e", "\"network\": \"w"), errors::kDidProofMalformed);
    EXPECT_CODE(with("\"subject\": \"0x", "\"subject\": \"0y"), errors::kDidProofMalformed);
    EXPECT_CODE(with("\"header\": \"0xf9", "\"header\": \"0xF9"), errors::kDidProofMalformed);
    EXPECT_CODE(with("\"target\": [", "\"target\": [1, "), errors::kDidProofMalformed);
    EXPECT_CODE(with("\"changes\": [", "\"changes\": [{}, "), errors::kDidProofMalformed);
    EXPECT_CODE(with("\"receiptProof\"", "\"proof\""), errors::kEventProofMalformed);
    evm::DidProof proof = prove(subject_);
    proof.changes.resize(evm::DidProof::kMaxChanges, proof.changes[0]);
    EXPECT_OK(evm::DidProof::parse(proof.to_json()));
    proof.changes.push_back(proof.changes[0]);
    EXPECT_CODE(evm::DidProof::parse(proof.to_json()), errors::kDidProofMalformed);
    proof = prove(subject_);
    proof.changes[0].headers.resize(evm::DidProof::kMaxDistance, Bytes{1});
    EXPECT_CODE(evm::DidProof::parse(proof.to_json()), errors::kDidProofMalformed);
}

}  // namespace
}  // namespace deed::registry::test
