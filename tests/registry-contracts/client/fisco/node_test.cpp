#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "tests/registry-contracts/client/fisco/fisco_node.hpp"

namespace deed::registry::fisco {
namespace {

class FiscoNodeTest : public test::FiscoTest {};

TEST_P(FiscoNodeTest, IsOfTheChainThatIsMeant) {
    EXPECT_OK(chain->node().check_chain(call));
    ChainSettings other = chain->settings();
    other.chain_id = is_two() ? "2" : "chain1";
    EXPECT_CODE(chain->with(other)->check_chain(call), errors::kWrongChain);
    other = chain->settings();
    other.group_id = is_two() ? "7" : "group1";
    EXPECT_CODE(chain->with(other)->check_chain(call), errors::kGroupUnknown);
    EXPECT_CODE(chain->with(other)->block_number(call), errors::kGroupUnknown);
    other = chain->settings();
    other.hash = is_sm() ? ChainHash::keccak256 : ChainHash::sm3;
    EXPECT_CODE(chain->with(other)->check_chain(call), errors::kWrongCrypto);
    EXPECT_CODE(Sender::open(*chain->with(other), *signer, record, quick(), call),
                errors::kWrongCrypto);
    other = chain->settings();
    other.version = is_two() ? ChainVersion::three : ChainVersion::two;
    other.chain_id = other.group_id = "1";
    EXPECT_CODE(chain->with(other)->check_chain(call), errors::kNodeMethodMissing);
}

TEST_P(FiscoNodeTest, RefusesWhatWasSignedForAnotherChainOrGroup) {
    const std::uint64_t head = test::must(chain->node().block_number(call));
    const auto sent = [&](const char* chain_id, const char* group_id) {
        AnyTransaction transaction;
        if (is_two()) {
            RlpTransaction rlp;
            rlp.random_id = 5;
            rlp.block_limit = head + 10;
            rlp.input = {1};
            rlp.chain_id = std::stoull(chain_id);
            rlp.group_id = std::stoull(group_id);
            transaction = rlp;
        } else {
            TarsTransaction tars;
            tars.chain_id = chain_id;
            tars.group_id = group_id;
            tars.nonce = "5";
            tars.block_limit = static_cast<std::int64_t>(head) + 10;
            tars.input = {1};
            transaction = tars;
        }
        const auto made = test::must(SignedTransaction::sign(transaction, *signer, call));
        return chain->node().send(made, call);
    };
    const ChainSettings& own = chain->settings();
    EXPECT_CODE(sent(is_two() ? "9" : "chain9", own.group_id.c_str()), errors::kWrongChain);
    EXPECT_CODE(sent(own.chain_id.c_str(), is_two() ? "9" : "group9"), errors::kWrongGroup);
}

TEST_P(FiscoNodeTest, SaysWhyItFails) {
    const auto fails_with = [&](std::int64_t number, const ErrorCode& code) {
        chain->fault("error", std::to_string(number));
        EXPECT_CODE(chain->node().block_number(call), code);
    };
    fails_with(-32603, errors::kNodeInternal);
    fails_with(is_two() ? -40010 : -32004, errors::kNodeStarting);
    fails_with(is_two() ? -40001 : -32005, errors::kGroupUnknown);
    fails_with(is_two() ? 28 : 10002, errors::kPoolFull);
    fails_with(-77, errors::kStatusUnknown);
    chain->fault("garbage", "\"<html>\"");
    EXPECT_CODE(chain->node().block_number(call), evm::errors::kRpcBadAnswer);
    chain->fault("none");
    EXPECT_OK(chain->node().block_number(call));
}

TEST_P(FiscoNodeTest, IsNotBelievedWhereItCanBeChecked) {
    const auto [made, receipt] = done();
    ASSERT_OK(chain->node().block(receipt.block_number, call));
    chain->fault("hide_transactions");
    EXPECT_CODE(chain->node().block(receipt.block_number, call), errors::kProofRoot);
    chain->fault("changed_header");
    EXPECT_CODE(chain->node().block(receipt.block_number, call), errors::kHeaderMismatch);
    chain->fault("wrong_hash");
    const auto prepared = test::must(sender->prepare({std::nullopt, creation(), {}}, call));
    EXPECT_CODE(chain->node().send(prepared, call), errors::kHashMismatch);
    chain->fault("none");
    EXPECT_CODE(chain->node().block(receipt.block_number + 100, call),
                is_two() ? errors::kBlockNumberUnknown : errors::kLedgerArgument);
}

TEST_P(FiscoNodeTest, KnowsWhereContractsAre) {
    if (is_sm()) GTEST_SKIP() << "nothing here runs the contracts of an SM chain";
    EXPECT_CODE(chain->node().code(Address{9}, call), errors::kNoContract);
    EXPECT_CODE(chain->node().call_contract(signer->address(), Address{9}, {}, call),
                errors::kCallAddress);
    EXPECT_CODE(sender->act({Address{9}, {1}, {}}, call), errors::kCallAddress);
    const auto [made, receipt] = done();
    EXPECT_OK(chain->node().code(receipt.contract_address.value(), call));
    EXPECT_OK(chain->node().call_contract(signer->address(), *receipt.contract_address, {}, call));
}

INSTANTIATE_TEST_SUITE_P(Kinds, FiscoNodeTest, testing::ValuesIn(test::kAllNodeKinds),
                         test::name_of_kind);

}  // namespace
}  // namespace deed::registry::fisco
