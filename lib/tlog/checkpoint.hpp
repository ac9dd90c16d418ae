#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/tlog/merkle.hpp"
#include "lib/tlog/note.hpp"

namespace deed::tlog {

/// The head of a log (C2SP tlog-checkpoint): origin, size, root, and extension lines.
struct DEED_API Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Hash root{};
    std::vector<std::string> extensions;

    /// Parses a note body. `tlog.checkpoint_malformed` for any breach: leading zeros, no final
    /// newline, empty extension lines. Sizes are below 2^53 (specs/journal.md).
    static Result<Checkpoint> parse(std::string_view body);
    /// The note body.
    std::string to_body() const;

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// Parses and verifies a signed checkpoint: the signature of `log`, and the origin must be the
/// key's name (`tlog.origin_mismatch`).
DEED_API Result<Checkpoint> verify_checkpoint(std::string_view note, const VerifierKey& log);

/// An entry's proof (C2SP tlog-proof): index, path and signed checkpoint in one text.
struct DEED_API EntryProof {
    std::uint64_t index = 0;
    std::vector<Hash> path;
    std::string checkpoint;  ///< a signed note
    Bytes extra;             ///< opaque, usually empty

    /// `tlog.proof_malformed` for any breach of the format. The index is below 2^53.
    static Result<EntryProof> parse(std::string_view text);
    std::string to_string() const;

    /// Checks that the log `log` contains `entry` at `index`, and gives the checkpoint that says
    /// so.
    Result<Checkpoint> verify(ByteView entry, const VerifierKey& log) const;
};

}  // namespace deed::tlog
