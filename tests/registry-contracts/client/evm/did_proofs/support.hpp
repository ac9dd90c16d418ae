#pragma once

#include "registry-contracts/client/evm/did_proofs/did_proof.hpp"
#include "registry-contracts/client/evm/did_proofs/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"

namespace deed::registry::test {

using evm::ToldIdentity;

/// A chain with a DidRegistry, and alice and bob, who have keys.
class DidProofTest : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain_ = std::make_unique<ChainFixture>();
        dids_ = std::make_unique<DidRegistry>(chain_->writer(), chain_->clock());
    }

    evm::DidDomain domain() const {
        return {{chain_->chain_id(), chain_->directory()}, chain_->registry()};
    }
    std::uint64_t latest() { return must(chain_->node().block_number(call_)); }
    Result<evm::DidProof> try_to_prove(const Address& subject,
                                       std::optional<std::uint64_t> block = std::nullopt,
                                       evm::ShownHistory shown = evm::ShownHistory::document) {
        return evm::prove_did(chain_->node(), domain(), subject, block.value_or(latest()), shown,
                              call_);
    }
    /// As it is read from the file that is written of it.
    evm::DidProof prove(const Address& subject, std::optional<std::uint64_t> block = std::nullopt,
                        evm::ShownHistory shown = evm::ShownHistory::document) {
        const evm::DidProof made = must(try_to_prove(subject, block, shown));
        const evm::DidProof read = must(evm::DidProof::parse(made.to_json()));
        EXPECT_EQ(made, read);
        must(evm::verify_directory(read));
        return read;
    }
    Result<std::vector<evm::ProvenChange>> changes_of(const evm::DidProof& proof) {
        DEED_TRY(const auto state, evm::verify_state(proof));
        return evm::verify_changes(proof, state);
    }
    static std::string document_in(const std::vector<evm::ProvenChange>& changes) {
        return std::string(as_text(evm::document_of(changes).value_or(Bytes())));
    }
    /// What the node says that a slot holds.
    evm::Word storage(const Address& contract, const evm::Word& slot) {
        const evm::RpcRequest request{"eth_getStorageAt", "[\"" + evm::to_hex(contract) + "\",\"" +
                                                              evm::to_hex(slot) + "\",\"latest\"]"};
        const auto answer = must(chain_->anvil().rpc().call(request, call_));
        return must(evm::word_from_hex(must(answer.result()).string()));
    }

    Call call_;
    std::unique_ptr<ChainFixture> chain_;
    std::unique_ptr<DidRegistry> dids_;
    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    std::unique_ptr<crypto::Signer> bob_ = controller(2);
    Address subject_ = address_of(*alice_);
};

}  // namespace deed::registry::test
