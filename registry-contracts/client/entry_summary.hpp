#pragma once

#include <optional>
#include <string>

#include "registry-contracts/client/operation.hpp"

namespace deed::registry {

/// What an entry is about, for people who leaf through a log. Signatures and bodies are not looked
/// at.
struct EntrySummary {
    Timestamp accepted;  ///< the operator's claim
    std::string tag;     ///< "deed/op/v1/did.create", or "deed/log/v1" for the log about itself
    /// Nothing in an entry of the log about itself.
    struct OfOperation {
        Address subject;
        std::uint64_t sequence;
        Hash hash;
    };
    std::optional<OfOperation> operation;
};

/// `operation.malformed`, `operation.type_unsupported` or `log_entry.*` for what this version does
/// not know.
DEED_API Result<EntrySummary> summarize_entry(ByteView encoded);

}  // namespace deed::registry
