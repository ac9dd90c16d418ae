#include "registry-contracts/client/local/beside_file.hpp"

#include <algorithm>

#include "lib/tlog/errors.hpp"
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

Place place_in_frame(std::uint64_t frame_offset, std::size_t data_size) {
    return {frame_offset + tlog::kBeforePayload + kNameSize, data_size};
}

Result<BesideFile> BesideFile::open(const std::filesystem::path& journal) {
    DEED_TRY(Descriptor file, open_file(journal));
    return BesideFile(journal, std::move(file));
}

Result<Bytes> BesideFile::read(const Hash& root, const Place& place) const {
    Bytes data(place.size);
    DEED_TRY(const std::size_t count, read_at(file_, path_, place.offset, data));
    if (count != data.size() || data.size() % kCommitmentSize != 0 ||
        batch_tree(data).root() != root)
        return Error(tlog::errors::kJournalDamaged,
                     "the commitments at offset " + std::to_string(place.offset) +
                         " changed since the ledger was opened",
                     path_.string());
    return data;
}

}  // namespace deed::registry::local
