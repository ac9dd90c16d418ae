#include "registry-contracts/client/fisco/chain_json.hpp"

#include "lib/json/writer.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "tests/registry-contracts/client/fisco/published.hpp"

namespace deed::registry::fisco {
namespace {

TEST(FiscoJson, TheDocumentedHeadersHashToTheirBlocks) {
    const auto document = test::published();
    ASSERT_OK_AND(const Block two, rlp_block_from(*document.root().find("header2x")));
    EXPECT_OK(two.header.check_hash(ChainHash::keccak256, two.hash));
    EXPECT_EQ(two.header.number(), 1U);
    // Of an SM chain.
    ASSERT_OK_AND(const Block three, tars_block_from(*document.root().find("header3x")));
    EXPECT_OK(three.header.check_hash(ChainHash::sm3, three.hash));
    EXPECT_EQ(three.header.number(), 2U);
}

TEST(FiscoJson, TheDocumentedReceiptIsTheOnlyLeafOfItsBlock) {
    const auto document = test::published();
    const json::Value example = *document.root().find("receipt3x");
    ASSERT_OK_AND(const Receipt receipt, tars_receipt_from(example));
    EXPECT_OK(receipt.check(ChainHash::sm3));
    const Word leaf = receipt.leaf(ChainHash::sm3);
    EXPECT_EQ(evm::to_hex(leaf), test::text_at(example, "hash"));
    ASSERT_OK_AND(const auto list, tars_proof_from(*example.find("txReceiptProof")));
    ASSERT_OK_AND(const auto path, path_from_list(ChainHash::sm3, leaf, {0, 1}, list));
    ASSERT_OK_AND(const Block block, tars_block_from(*document.root().find("header3x")));
    EXPECT_EQ(test::must(path.root(ChainHash::sm3, TreeKind::binary, leaf, {0, 1})),
              block.header.receipts_root());
    // And so is the transaction, whose hash is that of the known answers.
    EXPECT_EQ(tree_root(ChainHash::sm3, TreeKind::binary, {&receipt.transaction_hash, 1}),
              block.header.transactions_root());
}

TEST(FiscoJson, WhatIsOfAnotherFormIsRefused) {
    const auto document = test::published();
    const auto refused = [&](const char* name, const char* member, const char* value, auto read) {
        SCOPED_TRACE(std::string(name) + " " + member + " " + value);
        const auto example =
            test::must(json::Document::parse("{\"" + std::string(member) + "\":" + value + "}"));
        std::string text = "{";
        for (const auto& [key, content] : document.root().find(name)->object()) {
            if (text.size() > 1) text += ",";
            text += "\"" + std::string(key) + "\":";
            text += key == member ? std::string(value) : json::Writer().value(content).take();
        }
        const auto changed = test::must(json::Document::parse(text + "}"));
        EXPECT_CODE(read(changed.root()), errors::kUnexpectedResult);
        EXPECT_CODE(read(example.root()), errors::kUnexpectedResult);
    };
    refused("receipt3x", "status", "\"0\"", tars_receipt_from);
    refused("receipt3x", "status", "4294967296", tars_receipt_from);
    refused("receipt3x", "blockNumber", "-1", tars_receipt_from);
    refused("receipt3x", "output", "\"0x0\"", tars_receipt_from);
    refused("receipt3x", "contractAddress", "\"0x12\"", tars_receipt_from);
    refused("receipt3x", "transactionHash", "\"0x12\"", tars_receipt_from);
    refused("receipt3x", "logEntries", "[{}]", tars_receipt_from);
    refused("receipt3x", "logEntries", R"([{"address":"","topics":[],"data":"0x"}])",
            tars_receipt_from);
    refused("receipt3x", "version", "1", tars_receipt_from);  // then there is a gas price
    refused("header3x", "number", "-1", tars_block_from);
    refused("header3x", "version", "4294967296", tars_block_from);
    refused("header3x", "parentInfo", "{}", tars_block_from);
    refused("header3x", "sealerList", "[1]", tars_block_from);
    refused("header2x", "number", "\"1\"", rlp_block_from);
    refused("header2x", "timestamp", "\"0x10000000000000000\"", rlp_block_from);
    refused("header2x", "sealer", "2", rlp_block_from);
    const auto null = test::must(json::Document::parse("null"));
    EXPECT_CODE(rlp_receipt_from(null.root()), errors::kUnexpectedResult);
    EXPECT_CODE(rlp_path_from(null.root()), errors::kUnexpectedResult);
    EXPECT_CODE(tars_proof_from(null.root()), errors::kUnexpectedResult);
    EXPECT_CODE(rlp_call_from(null.root()), errors::kUnexpectedResult);
    EXPECT_CODE(tars_call_from(null.root()), errors::kUnexpectedResult);
}

// The selector of Error(string) is of the chain's hash, too.
TEST(FiscoJson, AContractsReasonIsReadOnBothKindsOfChain) {
    for (const ChainHash hash : {ChainHash::keccak256, ChainHash::sm3}) {
        const auto error = test::must(evm::AbiSignature::parse("Error(string)", hash));
        const Bytes output = test::must(error.encode_call(std::vector{evm::AbiValue::text("no")}));
        EXPECT_EQ(refusal_words(hash, output), "no");
        const auto known = test::must(evm::AbiSignature::parse("Refused()", hash));
        EXPECT_EQ(refusal_words(hash, known.selector(), {&known, 1}), "Refused");
        EXPECT_NE(refusal_words(hash, known.selector()).find("unknown"), std::string::npos);
        EXPECT_EQ(refusal_words(hash, {}), "");
        Receipt receipt;
        receipt.status = 16;
        receipt.output = output;
        receipt.value = TarsReceipt();
        const auto checked = receipt.check(hash);
        EXPECT_CODE(checked, errors::kReverted);
        EXPECT_NE(checked.error().message().find("no"), std::string::npos);
    }
}

}  // namespace
}  // namespace deed::registry::fisco
