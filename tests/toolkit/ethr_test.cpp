#include "did/errors.hpp"
#include "did/methods/ethr_errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "tests/did/methods/ethr_support.hpp"
#include "tests/toolkit/home.hpp"

// did:ethr by the chains of the configuration, on Anvil.

namespace deed {
namespace {

using did::test::EthrChain;
using test::must;

class ToolkitEthr : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ETHR();
        chain = std::make_unique<EthrChain>();
        config.alias = "test";
        config.nodes = {chain->url()};
        config.chain_id = 31337;
        config.ethr_registry = chain->registry;
    }
    Result<did::Resolution> resolve(const std::string& network) {
        Config all = test::config_in(home.path());
        all.chain_folder = home.path() / "chains";
        all.chains = {{config.alias, config}};
        const test::At<test::NoPassphrase> toolkit(std::move(all));
        return toolkit->resolver().resolve(
            must(did::Did::parse("did:ethr:" + network +
                                 "0xf3beac30c498d9e26865f34fcaa57dbb935b0d74")),
            call);
    }

    test::TempDir home;
    std::unique_ptr<EthrChain> chain;
    ChainConfig config;
    Call call;
};

TEST_F(ToolkitEthr, AChainIsFoundByItsIdOrItsAlias) {
    for (const char* network : {"0x7a69:", "test:"}) {
        const auto found = resolve(network);
        ASSERT_TRUE(found.has_value()) << test::describe(found);
        EXPECT_NE(found->document.json().to_string().find(
                      "eip155:31337:0xF3beAC30C498D9E26865F34fCAa57dBB935b0D74"),
                  std::string::npos);
    }
    for (const char* network : {"", "sepolia:", "0x1:", "other:"})
        EXPECT_CODE(resolve(network), did::errors::kEthrUnknownNetwork) << network;
    // A node tells its chain's id itself; of which chain a DID is, its name says.
    config.chain_id.reset();
    EXPECT_OK(resolve("test:"));
    config.alias = "sepolia";
    EXPECT_CODE(resolve("sepolia:"), registry::evm::errors::kWrongChain);
}

TEST_F(ToolkitEthr, WhereNoRegistryIsKnownOneMustBeTold) {
    config.ethr_registry.reset();
    EXPECT_CODE(resolve("test:"), did::errors::kEthrUnknownNetwork);
    config.ethr_registry = registry::Address{1};
    EXPECT_CODE(resolve("test:"), registry::evm::errors::kNoContract);
}

}  // namespace
}  // namespace deed
