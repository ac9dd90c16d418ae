#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "tests/registry-contracts/client/fisco/fisco_node.hpp"
#include "tests/registry-contracts/client/fisco/text_file.hpp"

namespace deed::registry::fisco {
namespace {

evm::AbiSignature signature(std::string_view text) {
    return test::must(evm::AbiSignature::parse(text));
}

Bytes artifact(const char* member) {
    const auto document =
        test::must(json::Document::parse(test::text_file(DEED_ARTIFACTS "/DidRegistry.json")));
    return test::unhex(test::text_at(document.root(), member));
}

class FiscoDidRegistry : public test::FiscoTest {
protected:
    Address deployed() {
        const Receipt receipt =
            test::must(sender->act({std::nullopt, artifact("bytecode"), "[]"}, call));
        return receipt.contract_address.value();
    }

    Bytes create(const char* document) const {
        return test::must(signature("create(bytes32,bytes)")
                              .encode_call(std::vector{evm::AbiValue::bytes(Word{}),
                                                       evm::AbiValue::text(document)}));
    }

    /// What the registry says of the account.
    Address controller(const Address& registry) {
        const auto function = signature("controllerOf(address)");
        const Bytes data = test::must(
            function.encode_call(std::vector{evm::AbiValue::address(signer->address())}));
        const Bytes output =
            test::must(chain->node().call_contract(signer->address(), registry, data, call));
        const auto type = test::must(evm::AbiType::parse("address"));
        return *test::must(evm::abi_decode({&type, 1}, output))[0].as_address();
    }
};

TEST_P(FiscoDidRegistry, IsDeployedAndUsed) {
    const Address registry = deployed();
    ASSERT_OK_AND(const Bytes code, chain->node().code(registry, call));
    EXPECT_EQ(code.size(), artifact("deployedBytecode").size());

    ASSERT_OK_AND(const Receipt created, sender->act({registry, create("{\"id\":1}"), {}}, call));
    ASSERT_EQ(created.logs.size(), 1U);
    EXPECT_EQ(created.logs[0].address, registry);
    const auto event = signature("DidCreated(address indexed,bytes32 indexed,uint256,bytes)");
    ASSERT_OK_AND(const auto values,
                  event.decode_event(created.logs[0].topics, created.logs[0].data));
    EXPECT_EQ(*values[0].as_address(), signer->address());  // of the signer, not of the node
    EXPECT_EQ(as_text(*values[3].as_bytes_value()), "{\"id\":1}");
    EXPECT_EQ(controller(registry), signer->address());

    // Once created it is not created again: the chain keeps the refusal, with the contract's
    // reason.
    const auto exists = signature("IdentityExists(address)");
    const auto again = sender->act({registry, create("{}"), {}}, call, {&exists, 1});
    EXPECT_CODE(again, errors::kReverted);
    EXPECT_NE(again.error().message().find("IdentityExists"), std::string::npos);
    EXPECT_NE(again.error().message().find("RevertInstruction"), std::string::npos);
    const auto asked =
        chain->node().call_contract(signer->address(), registry, test::unhex("00000001"), call);
    EXPECT_CODE(asked, errors::kReverted);

    // What is proven of it, anybody can check from the block's hash.
    const SignedTransaction& made = record.recorded[1];
    ASSERT_OK_AND(const auto proven, chain->node().prove(made, created, call));
    ASSERT_OK_AND(const auto verified,
                  proven.inclusion.verify(chain->settings(), proven.block_hash));
    EXPECT_EQ(verified.sender(), signer->address());
    EXPECT_EQ(verified.hash(), created.transaction_hash);
}

TEST_P(FiscoDidRegistry, TakesTransactionsOfEachVersion) {
    for (int i = 0; i < 3; ++i) {
        auto options = quick();
        options.version = i;
        if (i == 1) options.format = RlpFormat::rc1;
        const auto other = make_sender(options);
        EXPECT_OK(other->act({std::nullopt, creation(), {}}, call));
        ASSERT_OK_AND(const auto receipt,
                      chain->node().receipt(record.recorded.back().hash(), call));
        ASSERT_OK(chain->node().prove(record.recorded.back(), receipt.value(), call));
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, FiscoDidRegistry,
                         testing::Values(test::kAllNodeKinds[0], test::kAllNodeKinds[1]),
                         test::name_of_kind);

}  // namespace
}  // namespace deed::registry::fisco
