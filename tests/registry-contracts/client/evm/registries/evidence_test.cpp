#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/proofs/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/anchors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/event_proof.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "tests/registry-contracts/client/evm/registries/deployed.hpp"

namespace deed::registry::evm {
namespace {

namespace codes = registry::errors;

class EvidenceTest : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain = std::make_unique<test::Deployment>();
        address = chain->deploy("EvidenceRegistry", "", {});
        evidence = open(&chain->rich.transactor());
        for (int i = 0; i < 20; ++i) tree.append(tlog::leaf_hash(entry(i)));
    }
    std::unique_ptr<ChainEvidence> open(Transactor* transactor) {
        return test::must(
            ChainEvidence::open(chain->anvil.node(), {31337, address}, transactor, call));
    }
    static Bytes entry(int i) { return to_bytes(as_bytes("entry " + std::to_string(i))); }
    LogHead head(std::uint64_t size) const { return {size, tree.root_at(size)}; }
    Hash opened(std::uint64_t size) {
        test::must(evidence->open_log("log.example", head(size), call));
        return ChainEvidence::log_id("log.example", chain->rich.address());
    }
    /// A group of two of three accounts.
    Hash group() {
        for (const std::uint8_t byte : {0x21, 0x22, 0x23}) members.push_back(test::wallet_of(byte));
        std::sort(members.begin(), members.end(),
                  [](const auto& a, const auto& b) { return a->address() < b->address(); });
        std::vector<Hash> words;
        for (const auto& member : members) words.push_back(member_word(member->address()));
        return test::must(evidence->found(test::word_of_byte(1), 2, words, call));
    }
    Result<void> sign(Cosigning& cosigning, std::size_t member) {
        return cosigning.sign(*MemberSigner::of_account(*members[member]), call);
    }

    std::unique_ptr<test::Deployment> chain;
    Address address{};
    std::unique_ptr<ChainEvidence> evidence;
    tlog::MerkleTree tree;
    std::vector<std::unique_ptr<AccountSigner>> members;
    Call call;
};

TEST_F(EvidenceTest, ALogGrowsByProofsAlone) {
    const Hash log = opened(0);
    ASSERT_OK(evidence->advance(log, head(0), head(3), {}, call));
    const auto proof = tree.consistency_proof(3, 7);
    ASSERT_OK_AND(const auto receipt, evidence->advance(log, head(3), head(7), proof, call));
    ASSERT_OK_AND(const ChainLog now, evidence->log(log, call));
    EXPECT_EQ(now.head, head(7));
    EXPECT_EQ(now.owner, chain->rich.address());
    EXPECT_EQ(now.last_change, receipt.position >> 21);

    EXPECT_CODE(evidence->advance(log, head(7), head(7), {}, call), errors::kHeadNotAhead);
    EXPECT_CODE(evidence->advance(log, head(7), head(9), proof, call),
                tlog::errors::kProofMalformed);
    LogHead forged = head(9);
    forged.root[0] ^= 1;
    const auto next = tree.consistency_proof(7, 9);
    EXPECT_CODE(evidence->advance(log, head(7), forged, next, call),
                tlog::errors::kConsistencyInvalid);
    // What the chain refuses when it is asked without a look at the proof.
    const auto directly = [&](const LogHead& from, const LogHead& to) {
        AbiValue::List hashes;
        for (const auto& hash : next) hashes.push_back(AbiValue::bytes(hash));
        const auto value = [](const LogHead& h) {
            return AbiValue::list({AbiValue::uint(h.size), AbiValue::bytes(h.root)});
        };
        const std::vector<AbiValue> values{AbiValue::bytes(log), value(from), value(to),
                                           AbiValue::list(hashes)};
        return evidence->contract().execute(chain->rich.transactor(), "advance", values, call);
    };
    EXPECT_CODE(directly(head(7), forged), tlog::errors::kConsistencyInvalid);
    EXPECT_CODE(directly(head(7), head(20)), tlog::errors::kProofMalformed);
    EXPECT_CODE(directly(head(7), head(7)), errors::kHeadNotAhead);
    EXPECT_CODE(evidence->advance(log, head(3), head(7), proof, call), errors::kNotCurrentHead);
    EXPECT_CODE(evidence->advance(Hash{1}, head(3), head(7), proof, call),
                errors::kCheckpointLogUnknown);
    EXPECT_CODE(evidence->open_log("log.example", head(1), call), errors::kCheckpointLogExists);
    EXPECT_CODE(evidence->open_log("other.example", {0, Hash{}}, call), errors::kFirstHeadInvalid);
    EXPECT_CODE(evidence->log(Hash{1}, call), errors::kCheckpointLogUnknown);
    EXPECT_CODE(open(nullptr)->open_log("x", head(0), call), codes::kLedgerReadOnly);

    ASSERT_OK(evidence->check_included(log, 4, entry(4), tree.inclusion_proof(4, 7), call));
    EXPECT_CODE(evidence->check_included(log, 4, entry(5), tree.inclusion_proof(4, 7), call),
                tlog::errors::kInclusionInvalid);
    EXPECT_CODE(evidence->check_included(log, 9, entry(9), {}, call),
                tlog::errors::kProofMalformed);
}

TEST_F(EvidenceTest, ALogIsHandedOverToWhoConsents) {
    const Hash log = opened(3);
    const auto next = chain->account(0x31);
    const std::uint64_t deadline = chain->now() + 100;
    const auto consent_over = [&](const LogHead& over) {
        const auto digest = test::must(evidence->take_over_digest(log, over, chain->rich.address(),
                                                                  next->address(), deadline));
        return test::must(next->wallet().sign(digest, call)).to_bytes();
    };
    EXPECT_CODE(evidence->hand_over(log, head(3), chain->rich.address(), deadline,
                                    consent_over(head(3)), call),
                errors::kOwnerInvalid);
    EXPECT_CODE(
        evidence->hand_over(log, head(3), next->address(), deadline, consent_over(head(5)), call),
        codes::kSignatureInvalid);
    EXPECT_CODE(evidence->hand_over(log, head(3), next->address(), 1, consent_over(head(3)), call),
                codes::kOperationExpired);
    ASSERT_OK(
        evidence->hand_over(log, head(3), next->address(), deadline, consent_over(head(3)), call));
    EXPECT_CODE(evidence->advance(log, head(3), head(7), tree.consistency_proof(3, 7), call),
                errors::kNotCurrentHead);
    ASSERT_OK(open(&next->transactor())
                  ->advance(log, head(3), head(7), tree.consistency_proof(3, 7), call));
    ASSERT_OK_AND(const auto changes, evidence->log_history(log, call));
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].head, head(3));
    EXPECT_EQ(changes[0].owner, chain->rich.address());
    EXPECT_FALSE(changes[1].head.has_value());
    EXPECT_EQ(changes[2].owner, next->address());
    EXPECT_EQ(changes[2].head, head(7));
    EXPECT_EQ(test::must(evidence->log(log, call)).owner, next->address());
    EXPECT_CODE(evidence->log_history(Hash{1}, call), errors::kCheckpointLogUnknown);
}

TEST_F(EvidenceTest, AnchorsSayWhoKnewARootWhen) {
    const Address own = chain->rich.address();
    const auto other = chain->account(0x31);
    EXPECT_TRUE(test::must(evidence->anchors(own, call)).empty());
    for (std::uint8_t i = 1; i <= 3; ++i)
        ASSERT_OK(evidence->anchor(test::word_of_byte(i), i, call));
    ASSERT_OK(open(&other->transactor())->anchor(test::word_of_byte(2), 9, call));
    ASSERT_OK_AND(const auto all, evidence->anchors(own, call));
    ASSERT_EQ(all.size(), 3U);
    ASSERT_OK_AND(const Anchor found, evidence->find_anchor(own, test::word_of_byte(2), call));
    EXPECT_EQ(found.sequence, 2U);
    EXPECT_EQ(found.statement, (AnchorStatement{own, test::word_of_byte(2), 2}));
    EXPECT_EQ(found.transaction, all[1].transaction);
    EXPECT_CODE(evidence->find_anchor(own, test::word_of_byte(9), call), errors::kAnchorNotFound);
    const std::uint64_t head_block = test::must(chain->anvil.node().block_number(call));
    ASSERT_OK_AND(const auto both,
                  evidence->anchors_of_root(test::word_of_byte(2), 0, head_block, call));
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[1].statement.anchorer, other->address());
    EXPECT_CODE(evidence->anchor(Hash{}, 1, call), errors::kAnchorInvalid);
    EXPECT_CODE(evidence->anchor(test::word_of_byte(1), 0, call), errors::kAnchorInvalid);
}

TEST_F(EvidenceTest, GroupsCoSignAndLateSignersJoin) {
    const Hash id = group();
    const AnchorStatement statement{chain->rich.address(), test::word_of_byte(5), 3};
    const std::uint64_t deadline = chain->now() + 1000;
    ASSERT_OK_AND(Cosigning cosigning, evidence->start_cosigning(statement, id, deadline, call));
    EXPECT_CODE(evidence->cosign(cosigning, {}, call), errors::kStatementUnknown);
    ASSERT_OK(sign(cosigning, 1));
    ASSERT_OK(evidence->anchor_cosigned(cosigning, call));
    ASSERT_OK_AND(Cosigned now, evidence->cosigned(statement, id, 1, call));
    EXPECT_EQ(now.members, std::vector<std::uint8_t>{1});
    EXPECT_FALSE(now.reached.has_value());
    EXPECT_CODE(evidence->cosign(cosigning, {}, call), errors::kNothingAdded);
    // A late signer's comes together with what is there already, and anybody brings it.
    ASSERT_OK(sign(cosigning, 2));
    const auto stranger = chain->account(0x31);
    ASSERT_OK(open(&stranger->transactor())->cosign(cosigning, {}, call));
    now = test::must(evidence->cosigned(statement, id, 1, call));
    EXPECT_EQ(now.members, (std::vector<std::uint8_t>{1, 2}));
    EXPECT_EQ(now.reached, chain->now());

    const auto outsider = test::wallet_of(0x44);
    EXPECT_CODE(cosigning.sign(*MemberSigner::of_account(*outsider), call), codes::kSignerInvalid);
    ASSERT_OK_AND(const std::string typed, cosigning.typed_data());
    EXPECT_EQ(test::must(TypedData::parse(typed)).digest(), cosigning.digest());
    EXPECT_EQ(test::must(evidence->cosigned(CheckpointStatement{}, id, 1, call)).since, 0U);
}

TEST_F(EvidenceTest, ACheckpointIsCoSignedWhileItIsTheHead) {
    const Hash id = group();
    const Hash log = opened(3);
    const std::uint64_t deadline = chain->now() + 1000;
    const auto start = [&](const LogHead& over) {
        return test::must(
            evidence->start_cosigning(CheckpointStatement{log, over}, id, deadline, call));
    };
    Cosigning first = start(head(3));
    EXPECT_CODE(evidence->cosign(first, chain->rich.address(), call), errors::kNothingAdded);
    ASSERT_OK(sign(first, 0));
    ASSERT_OK(evidence->cosign(first, chain->rich.address(), call));
    Cosigning second = start(head(7));
    ASSERT_OK(sign(second, 0));
    ASSERT_OK(sign(second, 2));
    ASSERT_OK(evidence->advance_cosigned(head(3), tree.consistency_proof(3, 7), second, call));
    EXPECT_TRUE(test::must(evidence->cosigned(second.statement(), id, 1, call)).reached);
    // The earlier one was begun in time; another that was not is too late.
    ASSERT_OK(sign(first, 1));
    ASSERT_OK(evidence->cosign(first, chain->rich.address(), call));
    EXPECT_TRUE(test::must(evidence->cosigned(first.statement(), id, 1, call)).reached);
    Cosigning late = start(head(5));
    ASSERT_OK(sign(late, 0));
    EXPECT_CODE(evidence->cosign(late, chain->rich.address(), call), errors::kStatementUnknown);
    EXPECT_CODE(evidence->anchor_cosigned(second, call), errors::kStatementUnknown);
    EXPECT_CODE(
        evidence->advance_cosigned(
            head(7), {},
            test::must(evidence->start_cosigning(AnchorStatement{}, id, deadline, call)), call),
        errors::kStatementUnknown);

    ASSERT_OK_AND(
        Cosigning over,
        Cosigning::create(evidence->contract().domain(), CheckpointStatement{log, head(7)}, id, 2,
                          deadline, test::must(evidence->group(id, call)).members));
    ASSERT_OK(sign(over, 1));
    EXPECT_CODE(evidence->cosign(over, chain->rich.address(), call), codes::kEpochMismatch);
    EXPECT_CODE(evidence->start_cosigning(AnchorStatement{}, Hash{9}, deadline, call),
                codes::kGroupUnknown);
    ASSERT_OK_AND(const auto epochs, group_history(evidence->contract(), id, call));
    ASSERT_EQ(epochs.size(), 1U);
    EXPECT_EQ(epochs[0].committee, test::must(evidence->group(id, call)));
}

// keccak256(abi.encode("deed/group/v2", 31337, contract, founder, salt)) by ethers 6.17.
TEST(GroupId, IsOfOneContractOnOneChain) {
    const auto id = [](std::uint64_t chain, const Address& contract) {
        return group_id({chain, contract}, Address{7}, Hash{6});
    };
    EXPECT_EQ(to_hex(id(31337, Address{0xc0})),
              "0x02bbe5cffa49b0a36ac2764fd87ac5edaefb48835e64d4c9e911c694ea4b410c");
    EXPECT_NE(id(31337, Address{0xc0}), id(31338, Address{0xc0}));
    EXPECT_NE(id(31337, Address{0xc0}), id(31337, Address{0xc1}));
}

/// Code of a wallet that takes every signature (EIP-1271), or of one that takes none.
constexpr const char* kAgrees = "0x631626ba7e60e01b60005260206000f3";
constexpr const char* kRefuses = "0x60206000f3";

TEST_F(EvidenceTest, MembersAreContractsAndP256KeysToo) {
    const Address wallet{0xaa};
    const auto put = [&](const char* code) {
        chain->anvil.tell("anvil_setCode", "[\"" + to_hex(wallet) + "\",\"" + code + "\"]");
    };
    put(kAgrees);
    const auto schemes = test::must(evidence->schemes(call));
    EXPECT_FALSE(schemes.sm2);  // FISCO BCOS's alone
    std::vector<Hash> words{member_word(wallet)};
    auto key = test::must(crypto::PrivateKey::from_raw(
        crypto::KeyType::p256, crypto::SecretBytes::copy_of(Bytes(32, 0x51))));
    ASSERT_OK_AND(const auto p256, MemberSigner::of_p256(std::move(key)));
    ASSERT_OK_AND(const auto sm2,
                  MemberSigner::of_sm2(test::signer_of(crypto::KeyType::sm2, 0x52)));
    EXPECT_CODE(evidence->found(test::word_of_byte(3), 1, std::vector<Hash>{sm2->member()}, call),
                codes::kSchemeUnavailable);
    if (schemes.p256)
        words.push_back(p256->member());
    else
        EXPECT_CODE(
            evidence->found(test::word_of_byte(4), 1, std::vector<Hash>{p256->member()}, call),
            codes::kSchemeUnavailable);
    ASSERT_OK_AND(const Hash id,
                  evidence->found(test::word_of_byte(2), static_cast<std::uint8_t>(words.size()),
                                  words, call));
    const AnchorStatement statement{chain->rich.address(), test::word_of_byte(6), 1};
    ASSERT_OK_AND(Cosigning cosigning,
                  evidence->start_cosigning(statement, id, chain->now() + 1000, call));
    ASSERT_OK(cosigning.add(words[0], as_bytes("whatever the wallet takes")));
    if (schemes.p256) ASSERT_OK(cosigning.sign(*p256, call));
    put(kRefuses);
    EXPECT_CODE(evidence->anchor_cosigned(cosigning, call), codes::kSignatureInvalid);
    put(kAgrees);
    ASSERT_OK(evidence->anchor_cosigned(cosigning, call));
    EXPECT_TRUE(test::must(evidence->cosigned(statement, id, 1, call)).reached);
    if (!schemes.p256) return;
    // The chain refuses what is refused here before.
    ASSERT_OK_AND(Bytes high, p256->prove(cosigning.digest(), call));
    const auto tried = [&](const Bytes& proof) {
        const Bytes blob = test::must(encode_signatures({{1, proof}}));
        const std::vector<AbiValue> values{
            AbiValue::bytes(test::word_of_byte(7)), AbiValue::uint(1),
            AbiValue::list({AbiValue::bytes(id), AbiValue::uint(1),
                            AbiValue::uint(cosigning.deadline()), AbiValue::bytes(blob)})};
        return evidence->contract().execute(chain->rich.transactor(), "anchorUnlinkedCosigned",
                                            values, call);
    };
    EXPECT_CODE(tried(high), codes::kKeySignatureInvalid);  // of another statement
    EXPECT_CODE(tried(Bytes(127)), codes::kKeyProofMalformed);
    std::fill(high.begin() + 32, high.begin() + 64, 0xee);
    EXPECT_CODE(tried(high), codes::kKeySignatureMalleable);
}

TEST_F(EvidenceTest, AnAnchorIsProvenToWhoHasABlockHash) {
    // Several transactions in the block, so that the proof has a way to go.
    const auto other = chain->account(0x31);
    chain->anvil.tell("evm_setAutomine", "[false]");
    const std::vector<AbiValue> values{AbiValue::bytes(test::word_of_byte(7)), AbiValue::uint(2)};
    const Bytes data = test::must(evidence->contract().encode("anchorUnlinked", values));
    std::vector<SignedTransaction> sent;
    for (int i = 0; i < 20; ++i) {
        auto& sender = i % 2 == 0 ? chain->rich.sender() : other->sender();
        sent.push_back(test::must(sender.prepare({address, 0, data}, call)));
        test::must(sender.send(sent.back(), call));
    }
    chain->anvil.tell("evm_mine");
    ASSERT_OK_AND(const auto receipt, chain->rich.sender().wait(sent[16].hash(), {}, call));
    ASSERT_OK_AND(const auto events, evidence->contract().events_in(receipt, "UnlinkedAnchor"));
    ASSERT_OK_AND(const EventProof proof, EventProof::make(chain->anvil.node(), events[0], call));
    ASSERT_OK_AND(const EventProof read, EventProof::parse(proof.to_json()));
    EXPECT_EQ(read, proof);
    EXPECT_EQ(test::must(read.claimed_block()), receipt.block_hash);
    ASSERT_OK_AND(const ProvenEvent proven, read.verify(receipt.block_hash));
    EXPECT_EQ(proven.entry, events[0].log.entry);
    EXPECT_EQ(proven.block_number, receipt.block_number);
    EXPECT_EQ(proven.timestamp, chain->now());
    ASSERT_OK_AND(const Event event, read.verify_event(evidence->contract(), receipt.block_hash));
    EXPECT_EQ(event.values, events[0].values);

    EXPECT_CODE(read.verify(Word{1}), errors::kHeaderMismatch);
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string text = proof.to_json();
        const std::size_t at = text.find(from);
        EXPECT_NE(at, text.npos) << from;
        text.replace(at, from.size(), to);
        return EventProof::parse(text);
    };
    EXPECT_CODE(
        test::must(changed("\"logIndex\": 0", "\"logIndex\": 1")).verify(receipt.block_hash),
        errors::kEventProofOther);
    const std::string index = std::to_string(receipt.transaction_index);
    EXPECT_CODE(test::must(changed("\"transactionIndex\": " + index, "\"transactionIndex\": 99"))
                    .verify(receipt.block_hash),
                errors::kProofBroken);
    EXPECT_CODE(changed("\"version\": 1", "\"version\": 2"), errors::kEventProofNewer);
    EXPECT_CODE(changed("\"logIndex\": 0", "\"logIndex\": -1"), errors::kEventProofMalformed);
    EXPECT_CODE(changed("\"header\": \"0x", "\"header\": \"0y"), errors::kEventProofMalformed);
    EXPECT_CODE(EventProof::parse("{}"), errors::kEventProofMalformed);
}

TEST_F(EvidenceTest, WhatIsProvenOfAnotherContractIsNotTakenForItsOwn) {
    const Address elsewhere = chain->deploy("EvidenceRegistry", "", {});
    const auto second = test::must(ChainEvidence::open(chain->anvil.node(), {31337, elsewhere},
                                                       &chain->rich.transactor(), call));
    ASSERT_OK_AND(const auto made, second->anchor(test::word_of_byte(1), 1, call));
    ASSERT_OK_AND(const auto receipt, chain->anvil.node().receipt(made.operation_hash, call));
    ASSERT_OK_AND(const EventProof proof, EventProof::make(chain->anvil.node(), *receipt, 0, call));
    EXPECT_OK(proof.verify_event(second->contract(), receipt->block_hash));
    EXPECT_CODE(proof.verify_event(evidence->contract(), receipt->block_hash),
                errors::kEventProofOther);
    Receipt gone = *receipt;
    gone.block_hash = Word{9};
    EXPECT_CODE(EventProof::make(chain->anvil.node(), gone, 0, call), errors::kReorganised);
    ASSERT_OK_AND(auto events, second->contract().events_in(*receipt, "UnlinkedAnchor"));
    events[0].log.entry.data.clear();
    EXPECT_CODE(EventProof::make(chain->anvil.node(), events[0], call),
                errors::kEventProofUnavailable);
}

}  // namespace
}  // namespace deed::registry::evm
