#include "lib/tlog/merkle.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "lib/encoding/text.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::tlog {
namespace {

constexpr std::uint64_t kLimit = 64;

// RFC 9162 section 2.1, written down as the text has it: lists are copied, nothing is remembered.
namespace naive {

using List = std::vector<Bytes>;

Hash hash_of(std::initializer_list<ByteView> parts) {
    Bytes message;
    for (const ByteView part : parts) append(message, part);
    return crypto::sha256(message);
}

std::size_t largest_power_of_two_below(std::size_t n) {
    std::size_t k = 1;
    while (k * 2 < n) k *= 2;
    return k;
}

List slice(const List& d, std::size_t begin, std::size_t end) {
    return {d.begin() + static_cast<std::ptrdiff_t>(begin),
            d.begin() + static_cast<std::ptrdiff_t>(end)};
}

Hash mth(const List& d) {
    if (d.empty()) return hash_of({});
    if (d.size() == 1) return hash_of({Bytes{0x00}, d[0]});
    const std::size_t k = largest_power_of_two_below(d.size());
    return hash_of({Bytes{0x01}, mth(slice(d, 0, k)), mth(slice(d, k, d.size()))});
}

std::vector<Hash> with(std::vector<Hash> list, const Hash& last) {
    list.push_back(last);
    return list;
}

std::vector<Hash> path(std::size_t m, const List& d) {
    const std::size_t n = d.size();
    if (n == 1) return {};
    const std::size_t k = largest_power_of_two_below(n);
    if (m < k) return with(path(m, slice(d, 0, k)), mth(slice(d, k, n)));
    return with(path(m - k, slice(d, k, n)), mth(slice(d, 0, k)));
}

std::vector<Hash> subproof(std::size_t m, const List& d, bool b) {
    const std::size_t n = d.size();
    if (m == n) return b ? std::vector<Hash>{} : std::vector<Hash>{mth(d)};
    const std::size_t k = largest_power_of_two_below(n);
    if (m <= k) return with(subproof(m, slice(d, 0, k), b), mth(slice(d, k, n)));
    return with(subproof(m - k, slice(d, k, n), false), mth(slice(d, 0, k)));
}

std::vector<Hash> proof(std::size_t m, const List& d) { return subproof(m, d, true); }

}  // namespace naive

naive::List leaves(std::size_t count) {
    naive::List list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(to_bytes(as_bytes(std::to_string(i))));
    return list;
}

MerkleTree tree_of(const naive::List& list) {
    MerkleTree tree;
    for (const Bytes& leaf : list) tree.append(leaf_hash(leaf));
    return tree;
}

std::string hex(const Hash& hash) { return hex_encode(hash); }

Hash flipped(Hash hash, std::size_t bit) {
    hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ (1U << (bit % 8)));
    return hash;
}

// The roots of the Certificate Transparency reference implementation's test (RFC 6962 hashes).
TEST(Merkle, RootsAreThoseOfCertificateTransparency) {
    constexpr std::array<const char*, 8> kLeaves = {"",
                                                    "00",
                                                    "10",
                                                    "2021",
                                                    "3031",
                                                    "40414243",
                                                    "5051525354555657",
                                                    "606162636465666768696a6b6c6d6e6f"};
    constexpr std::array<const char*, 9> kRoots = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    MerkleTree tree;
    EXPECT_EQ(hex(tree.root()), kRoots[0]);
    EXPECT_EQ(hex(empty_root()), kRoots[0]);
    for (std::size_t i = 0; i < kLeaves.size(); ++i) {
        ASSERT_OK_AND(const Bytes leaf, hex_decode(kLeaves[i]));
        tree.append(leaf_hash(leaf));
        EXPECT_EQ(hex(tree.root()), kRoots[i + 1]);
    }
}

TEST(Merkle, LeafHashTakesAnySize) {
    for (const std::size_t size : {0U, 1U, 1022U, 1023U, 1024U, 1025U, 70000U}) {
        const Bytes data(size, 0x5a);
        EXPECT_EQ(leaf_hash(data), naive::hash_of({Bytes{0x00}, data})) << size;
    }
}

TEST(Merkle, EveryRootAndInclusionProofIsTheDefinitions) {
    const naive::List all = leaves(kLimit);
    const MerkleTree tree = tree_of(all);
    ASSERT_EQ(tree.size(), kLimit);
    for (std::size_t n = 0; n <= kLimit; ++n) {
        const naive::List d = naive::slice(all, 0, n);
        const Hash root = naive::mth(d);
        ASSERT_EQ(tree.root_at(n), root) << n;
        for (std::size_t m = 0; m < n; ++m) {
            const std::vector<Hash> path = naive::path(m, d);
            ASSERT_EQ(tree.inclusion_proof(m, n), path) << m << " of " << n;
            ASSERT_OK(verify_inclusion(m, n, tree.leaf(m), path, root));
        }
    }
}

TEST(Merkle, EveryConsistencyProofIsTheDefinitions) {
    const naive::List all = leaves(kLimit);
    const MerkleTree tree = tree_of(all);
    for (std::size_t n = 1; n <= kLimit; ++n) {
        const naive::List d = naive::slice(all, 0, n);
        const Hash root = naive::mth(d);
        for (std::size_t m = 1; m <= n; ++m) {
            const std::vector<Hash> proof = naive::proof(m, d);
            ASSERT_EQ(tree.consistency_proof(m, n), proof) << m << " to " << n;
            ASSERT_OK(verify_consistency(m, n, tree.root_at(m), root, proof));
        }
    }
}

TEST(Merkle, ChangedInclusionProofsAreRefused) {
    const MerkleTree tree = tree_of(leaves(kLimit));
    for (std::uint64_t n = 1; n <= kLimit; ++n) {
        const Hash root = tree.root_at(n);
        for (std::uint64_t m = 0; m < n; ++m) {
            const Hash& leaf = tree.leaf(m);
            const std::vector<Hash> good = tree.inclusion_proof(m, n);
            EXPECT_CODE(verify_inclusion(m, n, flipped(leaf, m), good, root),
                        errors::kInclusionInvalid);
            EXPECT_CODE(verify_inclusion(m, n, leaf, good, flipped(root, n)),
                        errors::kInclusionInvalid);
            std::vector<Hash> longer = good;
            longer.push_back(root);
            EXPECT_CODE(verify_inclusion(m, n, leaf, longer, root), errors::kProofMalformed);
            for (std::size_t i = 0; i < good.size(); ++i) {
                std::vector<Hash> bad = good;
                bad[i] = flipped(bad[i], (m + n) % 256);
                EXPECT_CODE(verify_inclusion(m, n, leaf, bad, root), errors::kInclusionInvalid);
                std::vector<Hash> shorter = good;
                shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
                EXPECT_CODE(verify_inclusion(m, n, leaf, shorter, root), errors::kProofMalformed);
            }
            // Not at another index: the leaves are all different.
            for (std::uint64_t other = 0; other < n; ++other)
                EXPECT_EQ(verify_inclusion(other, n, leaf, good, root).has_value(), other == m);
            EXPECT_CODE(verify_inclusion(n, n, leaf, good, root), errors::kProofMalformed);
        }
    }
}

TEST(Merkle, ChangedConsistencyProofsAreRefused) {
    const MerkleTree tree = tree_of(leaves(kLimit));
    for (std::uint64_t n = 1; n <= kLimit; ++n) {
        const Hash second = tree.root_at(n);
        for (std::uint64_t m = 1; m <= n; ++m) {
            const Hash first = tree.root_at(m);
            const std::vector<Hash> good = tree.consistency_proof(m, n);
            EXPECT_CODE(verify_consistency(m, n, flipped(first, n), second, good),
                        errors::kConsistencyInvalid);
            EXPECT_CODE(verify_consistency(m, n, first, flipped(second, m), good),
                        errors::kConsistencyInvalid);
            std::vector<Hash> longer = good;
            longer.push_back(second);
            EXPECT_CODE(verify_consistency(m, n, first, second, longer), errors::kProofMalformed);
            for (std::size_t i = 0; i < good.size(); ++i) {
                std::vector<Hash> bad = good;
                bad[i] = flipped(bad[i], (m + n) % 256);
                EXPECT_CODE(verify_consistency(m, n, first, second, bad),
                            errors::kConsistencyInvalid);
                std::vector<Hash> shorter = good;
                shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
                EXPECT_CODE(verify_consistency(m, n, first, second, shorter),
                            errors::kProofMalformed);
            }
        }
    }
}

TEST(Merkle, ConsistencyWithTheEmptyTreeAndWithItself) {
    const MerkleTree tree = tree_of(leaves(5));
    const Hash root = tree.root();
    const std::vector<Hash> one = {root};
    EXPECT_OK(verify_consistency(0, 5, empty_root(), root, {}));
    EXPECT_OK(verify_consistency(0, 0, empty_root(), empty_root(), {}));
    EXPECT_OK(verify_consistency(5, 5, root, root, {}));
    EXPECT_CODE(verify_consistency(0, 5, empty_root(), root, one), errors::kProofMalformed);
    EXPECT_CODE(verify_consistency(5, 5, root, root, one), errors::kProofMalformed);
    EXPECT_CODE(verify_consistency(0, 5, root, root, {}), errors::kConsistencyInvalid);
    EXPECT_CODE(verify_consistency(0, 0, root, root, {}), errors::kConsistencyInvalid);
    EXPECT_CODE(verify_consistency(5, 5, root, tree.root_at(4), {}), errors::kConsistencyInvalid);
    EXPECT_CODE(verify_consistency(5, 4, root, tree.root_at(4), {}), errors::kProofMalformed);
}

// No vector of this size exists, but the number of hashes follows from section 2.1.1: in a tree of
// 2^63 + 1 leaves the last is the right child of the root, and the first is 64 levels down.
TEST(Merkle, SizesNearTwoToTheSixtyFourDoNotOverflow) {
    constexpr std::uint64_t kHalf = std::uint64_t{1} << 63;
    constexpr std::uint64_t kMax = ~std::uint64_t{0};
    const Hash leaf = leaf_hash({});
    const Hash other = leaf_hash(Bytes{1});

    const std::vector<Hash> one = {other};
    EXPECT_OK(verify_inclusion(kHalf, kHalf + 1, leaf, one, node_hash(other, leaf)));
    EXPECT_CODE(verify_inclusion(0, kHalf + 1, leaf, one, node_hash(leaf, other)),
                errors::kProofMalformed);

    Hash root = leaf;
    const std::vector<Hash> sixty_four(64, other);
    for (int i = 0; i < 64; ++i) root = node_hash(root, other);
    EXPECT_OK(verify_inclusion(0, kMax, leaf, sixty_four, root));
    EXPECT_CODE(verify_inclusion(kMax, kMax, leaf, {}, root), errors::kProofMalformed);
    EXPECT_CODE(verify_inclusion(kMax - 1, kMax, leaf, {}, root), errors::kProofMalformed);

    EXPECT_OK(verify_consistency(kHalf, kHalf + 1, leaf, node_hash(leaf, other), one));
    EXPECT_CODE(verify_consistency(kMax - 1, kMax, leaf, root, one), errors::kProofMalformed);
    EXPECT_CODE(verify_consistency(1, kMax, leaf, root, one), errors::kProofMalformed);
    EXPECT_OK(verify_consistency(1, kMax, leaf, root, sixty_four));
}

TEST(MerkleDeathTest, AskingBeyondTheTreeIsABug) {
    const MerkleTree tree = tree_of(leaves(3));
    EXPECT_DEATH(static_cast<void>(tree.root_at(4)), "deed: bug");
    EXPECT_DEATH(static_cast<void>(tree.inclusion_proof(3, 3)), "deed: bug");
    EXPECT_DEATH(static_cast<void>(tree.consistency_proof(0, 3)), "deed: bug");
}

}  // namespace
}  // namespace deed::tlog
