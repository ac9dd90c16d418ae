#include "registry-contracts/client/evm/proofs/trie.hpp"

#include <random>

#include "registry-contracts/client/evm/proofs/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"
#include "tests/support/signers.hpp"

namespace deed::registry::evm {
namespace {

Bytes text(std::string_view value) { return to_bytes(as_bytes(value)); }

// Roots that the Ethereum wiki and the common tests of Ethereum clients give for these tries.
TEST(Trie, HasTheKnownRoots) {
    EXPECT_EQ(to_hex(empty_trie_root()),
              "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
    EXPECT_EQ(to_hex(Trie({{text("doe"), text("reindeer")},
                           {text("dog"), text("puppy")},
                           {text("dogglesworth"), text("cat")}})
                         .root()),
              "0x8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3");
    EXPECT_EQ(to_hex(Trie({{text("do"), text("verb")},
                           {text("dog"), text("puppy")},
                           {text("doge"), text("coin")},
                           {text("horse"), text("stallion")}})
                         .root()),
              "0x5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84");
    EXPECT_EQ(to_hex(Trie(Trie::Entries{{text("A"), Bytes(50, 'a')}}).root()),
              "0xd23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab");
}

Trie::Entries entries_of(std::mt19937_64& random, std::size_t count) {
    Trie::Entries entries;
    while (entries.size() < count) {
        Bytes key(1 + random() % 4);
        for (auto& byte : key) byte = static_cast<std::uint8_t>(random() % 5 * 16 + random() % 3);
        entries[key] = Bytes(1 + random() % 40, static_cast<std::uint8_t>(random()));
    }
    return entries;
}

TEST(Trie, ProvesWhatItHoldsAndWhatNot) {
    std::mt19937_64 random(11);
    for (const std::size_t count : {0, 1, 2, 17, 200}) {
        const auto entries = entries_of(random, count);
        const Trie trie(entries);
        for (const auto& [key, value] : entries) {
            ASSERT_OK_AND(const auto found, prove_in_trie(trie.root(), key, trie.prove(key)));
            ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, value);
        }
        for (const auto& [key, value] : entries_of(random, 200)) {
            if (entries.contains(key)) continue;
            ASSERT_OK_AND(const auto found, prove_in_trie(trie.root(), key, trie.prove(key)));
            EXPECT_FALSE(found.has_value());
        }
    }
}

TEST(Trie, NoChangedProofIsTaken) {
    std::mt19937_64 random(12);
    const auto entries = entries_of(random, 100);
    const Trie trie(entries);
    const Bytes& key = std::next(entries.begin(), 50)->first;
    const auto proof = trie.prove(key);
    ASSERT_GT(proof.size(), 1U);
    for (std::size_t node = 0; node < proof.size(); ++node)
        for (std::size_t byte = 0; byte < proof[node].size(); ++byte) {
            auto changed = proof;
            changed[node][byte] ^= 1;
            EXPECT_CODE(prove_in_trie(trie.root(), key, changed), errors::kProofBroken);
        }
    auto shorter = proof;
    shorter.pop_back();
    EXPECT_CODE(prove_in_trie(trie.root(), key, shorter), errors::kProofBroken);
    auto longer = proof;
    longer.push_back(proof[0]);
    EXPECT_CODE(prove_in_trie(trie.root(), key, longer), errors::kProofBroken);
    EXPECT_CODE(prove_in_trie(trie.root(), key, {}), errors::kProofBroken);
    EXPECT_CODE(prove_in_trie(empty_trie_root(), key, proof), errors::kProofBroken);
    EXPECT_CODE(prove_in_trie(trie.root(), Bytes(65), proof), errors::kProofBroken);
    EXPECT_CODE(prove_in_trie(trie.root(), key, std::vector<Bytes>(200)), errors::kProofBroken);
}

TEST(Trie, NodesOfNoTrieAreRefused) {
    const Bytes key{0x12};
    const auto prove = [&key](const Bytes& node) {
        return prove_in_trie(crypto::keccak256(node), key, {{node}});
    };
    const auto pair = [](const Bytes& path, const Bytes& item) {
        return RlpWriter().begin_list().string(path).item(item).end_list().take();
    };
    const Bytes value = RlpWriter().string(Bytes{1}).take();
    EXPECT_OK(prove(pair({0x20, 0x12}, value)));
    EXPECT_CODE(prove(pair({0x40, 0x12}, value)), errors::kProofNodeMalformed);
    EXPECT_CODE(prove(pair({0x21, 0x12}, value)), errors::kProofNodeMalformed);
    EXPECT_CODE(prove(pair({}, value)), errors::kProofNodeMalformed);
    EXPECT_CODE(prove(pair({0x00}, value)), errors::kProofNodeMalformed);
    EXPECT_CODE(prove(pair({0x20, 0x12}, Bytes{0x80})), errors::kProofNodeMalformed);
    EXPECT_CODE(prove(Bytes{0xc0}), errors::kProofNodeMalformed);
    EXPECT_CODE(prove(Bytes{0xc3, 0x80, 0x80, 0x80}), errors::kProofNodeMalformed);
    Bytes many(19, 0x80);
    many[0] = 0xd2;
    EXPECT_CODE(prove(many), errors::kProofNodeMalformed);
    // A child of 32 bytes or more must stand by its hash.
    const Bytes long_child = pair({0x32}, RlpWriter().string(Bytes(40)).take());
    EXPECT_CODE(prove(pair({0x11}, long_child)), errors::kProofNodeMalformed);
    const Bytes short_child = pair({0x32}, value);
    EXPECT_OK(prove(pair({0x11}, short_child)));
}

}  // namespace
}  // namespace deed::registry::evm
