#include "registry-contracts/client/local/beside.hpp"

#include <algorithm>

#include "registry-contracts/client/evidence_registry.hpp"

namespace deed::registry::local {
namespace {

constexpr std::size_t kNameSize = std::tuple_size_v<Hash>;

}  // namespace

std::optional<Beside> split_beside(ByteView payload) {
    if (payload.size() < kNameSize) return std::nullopt;
    Beside beside{{}, payload.subspan(kNameSize)};
    std::copy_n(payload.begin(), kNameSize, beside.name.begin());
    return beside;
}

Bytes join_beside(const Beside& beside) {
    Bytes payload;
    payload.reserve(kNameSize + beside.data.size());
    append(payload, beside.name);
    append(payload, beside.data);
    return payload;
}

bool fits_its_name(const Beside& beside) {
    const bool may_be_commitments = beside.data.size() % kCommitmentSize == 0;
    return crypto::sha256(beside.data) == beside.name ||
           (may_be_commitments && batch_tree(beside.data).root() == beside.name);
}

}  // namespace deed::registry::local
