#pragma once

#include <optional>
#include <string>

#include "evidence/opening.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::evidence {

/// Where a commitment was anchored, as its ledger answered then.
struct Placement {
    registry::Hash operation_hash;
    std::uint64_t position;  ///< of the batch's operation in the ledger
    Timestamp accepted;      ///< the operator's claim
    std::uint64_t index;     ///< within the batch
    friend bool operator==(const Placement&, const Placement&) = default;
};

/// Bounds on what is kept beside an opening, in bytes of UTF-8.
inline constexpr std::size_t kMaxNameBytes = 4096;
inline constexpr std::size_t kMaxKeyBytes = 1024;

/// An opening, and what only its submitter knows of the document.
struct KeptOpening {
    Opening opening;
    /// Of the bytes that were given; unknown for kind 1 where only the fields were.
    std::optional<DocumentDigest> document;
    std::string name;                ///< as of the file; may be empty
    std::optional<std::string> key;  ///< the submitter's own, such as a case number
    Timestamp kept;
    /// Put by hand, or imported: the ledger may hold it without this store knowing.
    bool place_unknown = false;
    std::optional<Placement> place;  ///< absent while it is pending
};

/// Which openings to find; all that is given must hold. Nothing given finds nothing.
struct OpeningQuery {
    std::optional<registry::Hash> commitment = std::nullopt;  ///< C
    std::optional<registry::Hash> sha256 = std::nullopt;      ///< of the document
    std::optional<registry::Hash> sm3 = std::nullopt;         ///< of the document
    std::optional<std::string> key = std::nullopt;
};

/// Whether everything that the query gives holds.
DEED_API bool matches(const KeptOpening& kept, const OpeningQuery& query);

}  // namespace deed::evidence
