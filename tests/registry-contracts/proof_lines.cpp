// Prints what lib/tlog makes of Merkle proofs, one JSON object a line, for another implementation
// to be held against: every consistency proof up to 64 leaves, and as many random inclusion proofs
// as the argument says, each as it is and once mutated.
#include <charconv>
#include <cstdint>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/encoding/text.hpp"
#include "lib/tlog/merkle.hpp"

namespace {

using deed::ByteView;
using deed::Result;
using deed::tlog::Hash;
using deed::tlog::MerkleTree;

constexpr std::uint64_t kLeaves = 5000;
constexpr std::uint64_t kAllPairsUpTo = 64;

struct Inclusion {
    std::uint64_t index;
    std::uint64_t size;
    Hash leaf;
    Hash root;
    std::vector<Hash> proof;
};

std::string hex(const Hash& hash) { return "\"0x" + deed::hex_encode(ByteView(hash)) + '"'; }

std::string hex(const std::vector<Hash>& hashes) {
    std::string list;
    for (const Hash& hash : hashes) list += (list.empty() ? "" : ",") + hex(hash);
    return '[' + list + ']';
}

std::string verdict(const Result<void>& result) {
    return result ? "ok" : std::string(result.error().code().name);
}

void print(const Inclusion& it) {
    const Result<void> result =
        deed::tlog::verify_inclusion(it.index, it.size, it.leaf, it.proof, it.root);
    std::cout << R"({"kind":"inclusion","index":")" << it.index << R"(","size":")" << it.size
              << R"(","leaf":)" << hex(it.leaf) << R"(,"root":)" << hex(it.root) << R"(,"proof":)"
              << hex(it.proof) << R"(,"verdict":")" << verdict(result) << "\"}\n";
}

void print_consistency(const MerkleTree& tree, std::uint64_t first, std::uint64_t second) {
    const Hash first_root = tree.root_at(first);
    const Hash second_root = tree.root_at(second);
    const std::vector<Hash> proof = tree.consistency_proof(first, second);
    const Result<void> result =
        deed::tlog::verify_consistency(first, second, first_root, second_root, proof);
    std::cout << R"({"kind":"consistency","first":")" << first << R"(","second":")" << second
              << R"(","first_root":)" << hex(first_root) << R"(,"second_root":)" << hex(second_root)
              << R"(,"proof":)" << hex(proof) << R"(,"verdict":")" << verdict(result) << "\"}\n";
}

void mutate(Inclusion& it, std::mt19937_64& random) {
    const auto flip = [&](Hash& hash) {
        hash[random() % hash.size()] ^= static_cast<std::uint8_t>(1U << (random() % 8));
    };
    switch (random() % 8) {
        case 0:
            return flip(it.leaf);
        case 1:
            return flip(it.root);
        case 2:
            return it.proof.push_back(it.root);
        case 3:
            it.index ^= std::uint64_t{1} << (random() % 64);
            return;
        case 4:
            it.size += random() % 2 == 0 ? 1 : ~std::uint64_t{0};
            return;
        case 5:
            if (it.proof.empty()) return flip(it.leaf);
            return it.proof.pop_back();
        case 6:
            if (it.proof.size() < 2) return flip(it.root);
            return std::swap(it.proof.front(), it.proof.back());
        default:
            if (it.proof.empty()) return flip(it.root);
            return flip(it.proof[random() % it.proof.size()]);
    }
}

/// Leaf number i is the entry u64be(i).
MerkleTree counted_tree() {
    MerkleTree tree;
    for (std::uint64_t i = 0; i < kLeaves; ++i) {
        std::vector<std::uint8_t> entry;
        for (int shift = 56; shift >= 0; shift -= 8)
            entry.push_back(static_cast<std::uint8_t>(i >> shift));
        tree.append(deed::tlog::leaf_hash(entry));
    }
    return tree;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view asked = argc > 1 ? argv[1] : "500";
    unsigned count = 0;
    if (std::from_chars(asked.data(), asked.data() + asked.size(), count).ec != std::errc{})
        return 2;

    const MerkleTree tree = counted_tree();
    for (std::uint64_t second = 1; second <= kAllPairsUpTo; ++second)
        for (std::uint64_t first = 1; first < second; ++first)
            print_consistency(tree, first, second);

    std::mt19937_64 random(6962);
    for (unsigned i = 0; i < count; ++i) {
        const std::uint64_t size = 1 + random() % kLeaves;
        const std::uint64_t index = random() % size;
        Inclusion it{index, size, tree.leaf(index), tree.root_at(size),
                     tree.inclusion_proof(index, size)};
        print(it);
        mutate(it, random);
        print(it);
    }
    return std::cout.flush() ? 0 : 1;
}
