#include "tests/registry-contracts/client/fisco/engine/fisco_chain.hpp"

namespace deed::registry::test {
namespace {

TEST(FiscoEngine, HasAChain) {
    if (!deed::test::have_fisco_node())
        GTEST_SKIP() << "no Anvil, no Node or no libraries for it: run scripts/setup";
}

DEED_TEST_LEDGER_IF(deed::test::have_fisco_node(), fisco_three,
                    std::make_unique<FiscoLedgerFixture<fisco::ChainVersion::three>>);
DEED_TEST_LEDGER_IF(deed::test::have_fisco_node(), fisco_two,
                    std::make_unique<FiscoLedgerFixture<fisco::ChainVersion::two>>);

}  // namespace
}  // namespace deed::registry::test
