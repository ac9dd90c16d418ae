#include "cli/progress.hpp"

#include <gtest/gtest.h>

namespace deed::cli {
namespace {

using registry::evm::ActionStatus;

TEST(WaitingText, CountsAndNamesTheTransactionAsFarAsItFits) {
    const Timestamp now = *Timestamp::from_unix_milliseconds(0);
    ActionStatus action{.made = now, .changed = now};
    EXPECT_EQ(waiting_text(action, 0, 80), "deed: waiting for a block… 0 s");
    action.transactions.resize(2);
    action.transactions.back().fill(0xab);
    std::string whole = "deed: waiting for a block… 12 s  0x";
    for (int i = 0; i < 32; ++i) whole += "ab";
    EXPECT_EQ(waiting_text(action, 12, 106), whole);
    EXPECT_EQ(waiting_text(action, 12, 105), "deed: waiting for a block… 12 s  0xabababab…ababab");
    action.inclusion.emplace();
    action.inclusion->transaction_hash.fill(0xcd);
    EXPECT_EQ(waiting_text(action, 61, 80),
              "deed: waiting for confirmations… 61 s  0xcdcdcdcd…cdcdcd");
}

}  // namespace
}  // namespace deed::cli
