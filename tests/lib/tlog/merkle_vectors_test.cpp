#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "lib/encoding/text.hpp"
#include "lib/json/document.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/merkle.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::tlog {
namespace {

std::optional<Hash> hash_from(json::Value value) {
    const Result<Bytes> bytes = base64_decode(value.string());
    EXPECT_OK(bytes);
    Hash hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

std::uint64_t number_from(json::Value value) { return std::stoull(std::string(value.string())); }

enum class Outcome { valid, refused, not_a_hash };

/// Runs one case; `not_a_hash` where root, leaf or path are not 32 bytes each, which the types of
/// verify_inclusion() exclude.
Outcome run_case(const std::string& file) {
    // Indexes up to 2^64-1 are not interoperable JSON numbers: read them as strings.
    const std::string text =
        std::regex_replace(test::read_vector(file),
                           std::regex(R"re("(leafIdx|treeSize)": ([0-9]+))re"), R"("$1": "$2")");
    const auto parsed = json::Document::parse(text);
    EXPECT_TRUE(parsed.has_value()) << file << ": " << test::describe(parsed);
    if (!parsed) return Outcome::refused;
    const json::Value root = parsed->root();

    std::vector<Hash> proof;
    if (root.find("proof")->is_array())
        for (const json::Value item : root.find("proof")->array()) {
            const std::optional<Hash> hash = hash_from(item);
            if (!hash) return Outcome::not_a_hash;
            proof.push_back(*hash);
        }
    const auto leaf = hash_from(*root.find("leafHash"));
    const auto tree_root = hash_from(*root.find("root"));
    if (!leaf || !tree_root) return Outcome::not_a_hash;

    const auto result =
        verify_inclusion(number_from(*root.find("leafIdx")), number_from(*root.find("treeSize")),
                         *leaf, proof, *tree_root);
    if (result) return Outcome::valid;
    const std::string code = test::code_of(result);
    EXPECT_TRUE(code == errors::kProofMalformed.name || code == errors::kInclusionInvalid.name)
        << file << ": " << code;
    return Outcome::refused;
}

TEST(MerkleVectors, InclusionProofsOfTransparencyDev) {
    DEED_NEEDS_VECTORS();
    const std::filesystem::path base = test::vectors_dir();
    int total = 0;
    int valid = 0;
    int not_hashes = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(base / "merkle/inclusion")) {
        if (entry.path().extension() != ".json") continue;
        const std::string file = entry.path().lexically_relative(base).string();
        const bool must_fail =
            test::read_vector(file).find("\"wantErr\": true") != std::string::npos;
        const Outcome outcome = run_case(file);
        EXPECT_EQ(outcome == Outcome::valid, !must_fail) << file;
        ++total;
        valid += outcome == Outcome::valid ? 1 : 0;
        not_hashes += outcome == Outcome::not_a_hash ? 1 : 0;
    }
    EXPECT_EQ(total, 98);
    EXPECT_EQ(valid, 6);
    RecordProperty("refused_because_not_32_bytes", not_hashes);
    EXPECT_LT(not_hashes, 30);
}

}  // namespace
}  // namespace deed::tlog
