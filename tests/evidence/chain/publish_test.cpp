// What a chain has of a log, against the log.
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "tests/evidence/chain/chain_support.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

using test::must;
using Step = Publication::Step;

class Publishing : public test::ChainTest {};

TEST_F(Publishing, OpensThenAdvancesThenLeavesAlone) {
    EXPECT_EQ(plan().step, Step::open);
    const Publication opened = publish_now();
    EXPECT_EQ(opened.head.size, 1U);
    EXPECT_EQ(plan().step, Step::none);
    EXPECT_FALSE(must(publish(plan(), *registry_, call_)).has_value());
    log_.update(did_, 1, "one");
    log_.update(did_, 1, "two");
    const Publication advanced = publish_now();
    EXPECT_EQ(advanced.step, Step::advance);
    EXPECT_EQ(advanced.published->size, 1U);
    ASSERT_OK_AND(const evm::ChainLog now, registry_->log(advanced.log, call_));
    EXPECT_EQ(now.head.size, 3U);
    EXPECT_EQ(now.head.root, must(registry::signed_head(*log_.ledger, call_)).checkpoint.root);
    EXPECT_EQ(plan().step, Step::none);
}

TEST_F(Publishing, TellsAForkAndACopyThatWasLeftBehind) {
    log_.update(did_, 1, "one");
    publish_now();
    const registry::SignedHead own = must(registry::signed_head(*log_.ledger, call_));
    const auto published = plan().published.value();
    EXPECT_OK(check_published(*log_.ledger, own, published, call_));
    evm::LogHead other = published;
    other.root[5] ^= 1;
    EXPECT_CODE(check_published(*log_.ledger, own, other, call_), errors::kChainFork);
    log_.update(did_, 1, "two");
    const registry::SignedHead later = must(registry::signed_head(*log_.ledger, call_));
    EXPECT_CODE(check_published(*log_.ledger, later, other, call_), errors::kChainFork);
    EXPECT_CODE(check_published(*log_.ledger, later, {0, registry::Hash{}}, call_),
                errors::kChainFork);
    EXPECT_OK(check_published(*log_.ledger, later, {0, tlog::empty_root()}, call_));
    other.size = 99;
    EXPECT_CODE(check_published(*log_.ledger, later, other, call_), errors::kChainAhead);
}

TEST_F(Publishing, IsTheOwnersAlone) {
    publish_now();
    log_.update(did_, 1, "one");
    const auto stranger = chain_->account(0x31);
    EXPECT_CODE(plan_publication(*log_.ledger, *registry_, {account(), stranger->address()}, call_),
                errors::kNotLogOwner);
    EXPECT_CODE(plan_publication(*log_.ledger, *registry_, {stranger->address(), account()}, call_),
                evm::errors::kCheckpointLogUnknown);
}

}  // namespace
}  // namespace deed::evidence
