#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

Commitment commitment(std::uint8_t byte) {
    Commitment result{};
    result.sha256.fill(byte);
    result.sm3.fill(static_cast<std::uint8_t>(byte + 1));
    return result;
}

TEST(BatchBody, RoundTrips) {
    BatchBody body{1'000'000, {}};
    body.root.fill(7);
    ASSERT_OK_AND(const BatchBody parsed, BatchBody::parse(body.encode()));
    EXPECT_EQ(parsed.count, body.count);
    EXPECT_EQ(parsed.root, body.root);
}

TEST(BatchBody, RefusesOtherBodies) {
    const auto body = [](std::uint64_t count, std::size_t root_size) {
        cbor::Writer writer;
        writer.array(2).uint(count).bytes(Bytes(root_size, 7));
        return std::move(writer).data();
    };
    EXPECT_OK(BatchBody::parse(body(1, 32)));
    EXPECT_CODE(BatchBody::parse(body(0, 32)), errors::kBatchMismatch);
    EXPECT_CODE(BatchBody::parse(body(1'000'001, 32)), errors::kBatchMismatch);
    EXPECT_CODE(BatchBody::parse(body(1, 31)), errors::kBatchMismatch);
    EXPECT_CODE(BatchBody::parse({}), errors::kBatchMismatch);
    Bytes longer = body(1, 32);
    longer.push_back(0);
    EXPECT_CODE(BatchBody::parse(longer), errors::kBatchMismatch);
}

TEST(Batch, LeafIsTheHashOfZeroAndBothCommitments) {
    Bytes message{0x00};
    message.insert(message.end(), 32, 5);
    message.insert(message.end(), 32, 6);
    EXPECT_EQ(batch_leaf(commitment(5)), crypto::sha256(message));
}

TEST(Batch, ChecksCountAndRoot) {
    const std::vector<Commitment> commitments{commitment(1), commitment(2), commitment(3)};
    Bytes leaves = encode_commitments(commitments);
    ASSERT_EQ(leaves.size(), 192U);
    const tlog::Hash root =
        tlog::node_hash(tlog::node_hash(batch_leaf(commitments[0]), batch_leaf(commitments[1])),
                        batch_leaf(commitments[2]));
    EXPECT_EQ(batch_tree(leaves).root(), root);
    EXPECT_OK(check_batch({3, root}, leaves));
    EXPECT_CODE(check_batch({2, root}, leaves), errors::kBatchMismatch);
    leaves[100] ^= 1;
    EXPECT_CODE(check_batch({3, root}, leaves), errors::kBatchMismatch);
    leaves.pop_back();
    EXPECT_CODE(check_batch({3, root}, leaves), errors::kBatchMismatch);
}

}  // namespace
}  // namespace deed::registry
