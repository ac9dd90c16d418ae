#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "did/methods/weid_export.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/jcs.hpp"
#include "tests/did/methods/weid_support.hpp"

// Recomputes section 5 of specs/did-weid.md. The values there were made by another implementation
// (Python: ecdsa, PyNaCl, cbor2, PyCryptodome), not by Deed.

namespace deed::did {
namespace {

using test::must;
using test::TestLedger;

/// The contents of the fenced blocks of section 5, in order.
std::vector<std::string> fenced_blocks() {
    std::ifstream file(std::string(DEED_SPECS_DIR) + "/did-weid.md", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    std::istringstream lines(text.substr(text.find("## 5. Worked example")));
    std::vector<std::string> blocks;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) {
            inside = !inside;
            if (inside) blocks.emplace_back();
        } else if (inside) {
            blocks.back() += line + "\n";
        }
    }
    return blocks;
}

std::map<std::string, std::string> named_values(const std::string& block) {
    std::map<std::string, std::string> values;
    std::istringstream lines(block);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t space = line.find_last_of(' ');
        const std::size_t end = line.find_last_not_of(' ', space);
        values[line.substr(0, end + 1)] = line.substr(space + 1);
    }
    return values;
}

TEST(WorkedExample, IsWhatDeedWrites) {
    const std::vector<std::string> blocks = fenced_blocks();
    ASSERT_EQ(blocks.size(), 4U);
    auto values = named_values(blocks[0]);
    ASSERT_EQ(values.size(), 10U);

    TestLedger t(2);
    const auto owner = test::controller(1);
    const auto key = test::signer_of(crypto::KeyType::ed25519, 3)->public_key();
    ASSERT_OK_AND(
        const Did did,
        t.registrar.create(*owner,
                           {{key, {Relationship::authentication, Relationship::assertion_method}}},
                           t.call));
    ASSERT_OK_AND(const json::Document json, export_weid(*t.ledger, did, t.clock, t.call));
    ASSERT_OK_AND(const WeidExport read, WeidExport::parse(json.root()));

    EXPECT_EQ(read.log().to_string(), values["log"]);
    EXPECT_EQ(t.ledger->network(), values["network"]);
    EXPECT_EQ(registry::to_string(t.address(1)), values["address"]);
    EXPECT_EQ(did.to_string(), values["DID"]);
    EXPECT_EQ(owner->public_key().to_multikey(), values["controller"]);
    EXPECT_EQ(key.to_multikey(), values["assertion"]);
    ASSERT_EQ(read.operations().size(), 1U);
    const registry::Statement& operation = read.operations()[0].statement;
    EXPECT_EQ(hex_encode(operation.hash), values["operation hash"]);
    const Bytes entry =
        must(base64_decode(json.root().find("operations")->array()[0].find("entry")->string()));
    EXPECT_NE(hex_encode(entry).find(values["signature"]), std::string::npos);
    EXPECT_EQ(hex_encode(crypto::sha256(entry)), values["entry SHA-256"]);
    EXPECT_EQ(base64_encode(read.checkpoint().root), values["root"]);

    EXPECT_EQ(std::string(as_text(operation.body)) + "\n", blocks[1]);
    EXPECT_EQ(read.checkpoint_note(), blocks[2]);
    EXPECT_EQ(json.root().find("statement")->string(), blocks[3]);
}

}  // namespace
}  // namespace deed::did
