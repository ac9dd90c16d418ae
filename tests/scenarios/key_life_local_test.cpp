#include "tests/registry-contracts/client/local/local_fixture.hpp"
#include "tests/scenarios/key_life_suite.hpp"

namespace deed::scenarios {
namespace {

std::unique_ptr<EngineFixture> local() { return std::make_unique<registry::test::LocalFixture>(); }

DEED_TEST_KEY_LIFE(local, local, local);

}  // namespace
}  // namespace deed::scenarios
