#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"

namespace deed::registry::test {
namespace {

/// Reads through an engine that has no account, and knows nothing of what was handed in.
class ReaderFixture final : public ChainFixture {
public:
    Ledger& reader() override {
        Call call;
        reader_ = must(evm::open_evm_ledger(node(), nullptr, options(), call));
        return *reader_;
    }

private:
    std::unique_ptr<Ledger> reader_;
};

TEST(EvmEngine, HasAChain) { DEED_NEEDS_ANVIL(); }

DEED_TEST_LEDGER_IF(deed::test::have_anvil(), evm, std::make_unique<ChainFixture>);
DEED_TEST_READ_ONLY_LEDGER_IF(deed::test::have_anvil(), evm_reader,
                              std::make_unique<ReaderFixture>);

}  // namespace
}  // namespace deed::registry::test
