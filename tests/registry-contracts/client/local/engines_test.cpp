#include "tests/registry-contracts/client/local/local_fixture.hpp"
#include "tests/registry-contracts/suite/ledger_suite.hpp"

namespace deed::registry::test {
namespace {

/// Reads, by the pinned key alone, a copy of the folder made at each look.
class CopyFixture final : public LocalFixture {
public:
    Ledger& reader() override {
        Call call;
        reader_ = must(read_local_ledger(copy(), log_key(), nullptr, call));
        return *reader_;
    }

private:
    std::unique_ptr<LogLedger> reader_;
};

DEED_TEST_LEDGER(local, std::make_unique<LocalFixture>);
DEED_TEST_READ_ONLY_LEDGER(local_copy, std::make_unique<CopyFixture>);

}  // namespace
}  // namespace deed::registry::test
