#include "tests/registry-contracts/client/local/log_issuers.hpp"
#include "tests/registry-contracts/client/local/log_registries.hpp"
#include "tests/registry-contracts/client/mirror/mirror_fixture.hpp"

namespace deed::registry::test {
namespace {

/// Reads over https what is exported at each look, with one mirror that goes on.
class MirrorFixture final : public PublishedFixture {
public:
    Ledger& reader() override {
        publish(true);
        let_time_pass();
        if (!mirror_) mirror_ = must(mirror());
        return *mirror_;
    }

private:
    std::unique_ptr<LogLedger> mirror_;
};

DEED_TEST_READ_ONLY_REGISTRIES(mirror, std::make_unique<LogRegistries<MirrorFixture>>);
DEED_TEST_READ_ONLY_ISSUERS(mirror, std::make_unique<LogIssuers<MirrorFixture>>);
// What is refused is refused by whoever writes.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(IssuerWriting);

}  // namespace
}  // namespace deed::registry::test
