#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "did/methods/weid.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::did::detail {

/// The state that these operations, oldest first, lead to, if they are the beginning of the did
/// chain of `id` (specs/ledger-entries.md section 7); otherwise an error with `code`.
Result<registry::IdentityState> replay_history(const WeidId& id,
                                               std::span<const registry::Recorded> operations,
                                               const ErrorCode& code);

/// What one source shows of a DID: its operations in the log's first `size` entries, oldest first.
struct ShownHistory {
    std::span<const registry::Recorded> operations;
    std::uint64_t size;
};

/// `did_export.conflict` unless both can be true of one log: one is the beginning of the other, and
/// what it lacks was recorded behind the entries that it speaks of.
Result<void> check_one_history(const Did& did, const ShownHistory& a, const ShownHistory& b);

/// The document in the body of an operation; `did.invalid_document` if it is not in JCS or breaks
/// the rules.
Result<Document> read_document(const Did& did, ByteView body);

/// The keys that a history declares compromised, in its order.
std::vector<KeyCompromise> compromises_of(std::span<const registry::Recorded> operations);

/// `did.bad_successor` unless a did.move of `did` may name it: a did:weid of another network.
Result<void> check_successor(const Did& did, const Did& successor);

/// The successor that a did.move of `did` names, if it may name it.
std::optional<std::string> successor_of(const Did& did, const registry::Statement& statement);

/// What a replayed history says about its DID. `did.not_found` if it is empty,
/// `did.no_such_version`, `did.invalid_document` if that version's document breaks the rules.
Result<Resolution> resolve_history(const Did& did, std::span<const registry::Recorded> operations,
                                   const ResolveOptions& options,
                                   std::optional<Freshness> freshness);

/// All versions of a replayed history; `did.not_found` if it is empty.
Result<History> read_versions(const Did& did, std::span<const registry::Recorded> operations,
                              std::optional<Freshness> freshness);

}  // namespace deed::did::detail
