// Input: the number of bytes of a key, the key, and nodes, each with its size in two bytes. What is
// proven under the first node's hash is proven by the same nodes again, and not by fewer.
#include <cstdint>
#include <cstdlib>

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/proofs/trie.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::registry::evm;
    deed::ByteView input(data, size);
    if (input.empty() || input[0] >= input.size()) return 0;
    const deed::ByteView key = input.subspan(1, input[0]);
    input = input.subspan(1 + key.size());
    std::vector<deed::Bytes> nodes;
    while (input.size() >= 2) {
        const std::size_t length = std::size_t{input[0]} << 8 | input[1];
        if (length > input.size() - 2) return 0;
        nodes.push_back(deed::to_bytes(input.subspan(2, length)));
        input = input.subspan(2 + length);
    }
    if (nodes.empty()) return 0;
    const Word root = deed::crypto::keccak256(nodes[0]);
    const auto proven = prove_in_trie(root, key, nodes);
    if (!proven) return 0;
    nodes.pop_back();
    if (prove_in_trie(root, key, nodes) && root != empty_trie_root()) std::abort();
    return 0;
}
