#pragma once

#include <filesystem>

#include "lib/io/file.hpp"
#include "lib/tlog/journal.hpp"
#include "registry-contracts/client/operation.hpp"

namespace deed::registry::local {

/// A body frame of the journal: name and data (specs/ledger-entries.md section 5).
struct Beside {
    Hash name;
    ByteView data;
};

/// The parts of a body frame's payload, if it has them.
std::optional<Beside> split_beside(ByteView payload);
Bytes join_beside(const Beside& beside);

/// Where in the journal a body frame's data stands.
struct Place {
    std::uint64_t offset;
    std::size_t size;
};

/// The data of the body frame that begins at `frame_offset`.
Place place_in_frame(std::uint64_t frame_offset, std::size_t data_size);

/// Reads commitments from the journal when they are asked for, so that a ledger's memory does not
/// grow with them. Thread-safe.
class BesideFile {
public:
    static Result<BesideFile> open(const std::filesystem::path& journal);

    /// The commitments whose Merkle root is `root`; `journal.damaged` if they are there no more.
    Result<Bytes> read(const Hash& root, const Place& place) const;

private:
    BesideFile(std::filesystem::path path, Descriptor file)
        : path_(std::move(path)), file_(std::move(file)) {}
    std::filesystem::path path_;
    Descriptor file_;
};

}  // namespace deed::registry::local
