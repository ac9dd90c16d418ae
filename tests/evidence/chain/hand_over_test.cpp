// A log changes its owner on the chain by a file that says all of it.
#include "evidence/chain/hand_over.hpp"

#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "tests/evidence/chain/chain_support.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

using test::must;

class HandingOver : public test::ChainTest {
protected:
    void SetUp() override {
        ChainTest::SetUp();
        if (IsSkipped()) return;
        log_id_ = publish_now().log;
        next_ = chain_->account(0x31);
        deadline_ = chain_->now() + 1000;
    }
    TakeOver consent() {
        return must(consent_to_take_over(*registry_, log_id_, next_->wallet(), deadline_, call_));
    }
    Result<void> check(const TakeOver& given) {
        return check_take_over(given, *registry_, log_id_, account(), call_);
    }

    registry::Hash log_id_{};
    std::unique_ptr<deed::test::Account> next_;
    std::uint64_t deadline_ = 0;
};

TEST_F(HandingOver, GivesTheLogToWhoConsents) {
    const TakeOver given = consent();
    ASSERT_OK(check(given));
    EXPECT_EQ(must(TakeOver::parse(given.to_json())), given);
    ASSERT_OK(
        registry_->hand_over(log_id_, given.head, given.to, given.deadline, given.consent, call_));
    EXPECT_EQ(must(registry_->log(log_id_, call_)).owner, next_->address());
    EXPECT_CODE(check(given), errors::kNotLogOwner);
    EXPECT_CODE(consent_to_take_over(*registry_, log_id_, next_->wallet(), deadline_, call_),
                evm::errors::kOwnerInvalid);
    EXPECT_CODE(
        consent_to_take_over(*registry_, registry::Hash{1}, next_->wallet(), deadline_, call_),
        evm::errors::kCheckpointLogUnknown);
}

TEST_F(HandingOver, RefusesAConsentToSomethingElse) {
    const auto refused = [&](auto change) {
        TakeOver given = consent();
        change(given);
        EXPECT_CODE(check(given), errors::kTakeOverOther);
    };
    refused([](TakeOver& given) { given.chain_id = 1; });
    refused([](TakeOver& given) { given.contract[0] ^= 1; });
    refused([](TakeOver& given) { given.log[0] ^= 1; });
    refused([](TakeOver& given) { given.from[0] ^= 1; });
    refused([](TakeOver& given) { given.to[0] ^= 1; });
    refused([](TakeOver& given) { given.head.size += 1; });
    refused([](TakeOver& given) { given.deadline += 1; });
    log_.update(did_, 1, "one");
    const TakeOver before = consent();
    publish_now();
    EXPECT_CODE(check(before), errors::kTakeOverOther);
    EXPECT_OK(check(consent()));
}

TEST_F(HandingOver, ReadsTheFileStrictly) {
    const json::Document file = must(json::Document::parse(consent().to_json()));
    const auto parse = [&](const std::string& pointer, std::string_view json) {
        return TakeOver::parse(json::to_string(test::changed(file, pointer, json).root()));
    };
    for (const char* member : {"/chainId", "/contract", "/log", "/size", "/root", "/from", "/to",
                               "/deadline", "/consent", "/more"})
        EXPECT_CODE(parse(member, "\"x\""), errors::kTakeOverMalformed) << member;
    EXPECT_CODE(parse("/consent", "\"0x00\""), errors::kTakeOverMalformed);
    EXPECT_CODE(parse("/type", "\"deed/log-take-over/v2\""), errors::kTakeOverNewer);
    EXPECT_CODE(parse("/type", "\"deed/evidence-proof/v1\""), errors::kTakeOverMalformed);
}

}  // namespace
}  // namespace deed::evidence
