#pragma once

#include "evidence/kept_opening.hpp"
#include "lib/crypto/data_key.hpp"

// The room's own: what stands in the sealed index (specs/evidence-index.md sections 2 and 3).

namespace deed::evidence::detail {

/// The row's plain form: everything but `place`.
Bytes encode_row(const KeptOpening& kept);
/// `evidence.opening_damaged` for anything that encode_row() does not write.
Result<KeptOpening> decode_row(ByteView row);

/// A batch that was, or is about to be, handed in to a ledger.
struct BatchRecord {
    did::Did submitter;
    std::uint64_t count = 0;
    registry::Hash root{};
    /// Its `index` is not used.
    std::optional<Placement> receipt;
};
Bytes encode_batch(const BatchRecord& batch);
Result<BatchRecord> decode_batch(ByteView record);

/// The first 64 bits of a token.
using Token = std::int64_t;

/// What makes a document one that was anchored before.
struct InputIdentity {
    int kind = 0;
    DocumentDigest document;
    std::string submitter;
    std::optional<std::string> key;
    friend bool operator==(const InputIdentity&, const InputIdentity&) = default;
};
/// Nothing where the document's digest is not known.
std::optional<InputIdentity> identity_of(const KeptOpening& kept);

Token token_of_input(const crypto::DataKey& key, const InputIdentity& input);
Token token_of_sha256(const crypto::DataKey& key, const registry::Hash& hash);
Token token_of_sm3(const crypto::DataKey& key, const registry::Hash& hash);
Token token_of_key(const crypto::DataKey& key, std::string_view business_key);
Token token_of_commitment(const crypto::DataKey& key, const registry::Hash& commitment);

/// A row ready to be stored.
struct SealedRow {
    registry::Commitment commitment;
    Token commitment_token = 0;
    std::optional<Token> input, sha256, sm3, key;
    Bytes sealed;
};
SealedRow seal_row(const crypto::DataKey& key, const KeptOpening& kept);
/// `evidence.opening_damaged` if it does not open, or is not of the commitment of its row.
Result<KeptOpening> open_row(const crypto::DataKey& key, ByteView sealed, Token commitment);

Bytes seal_batch(const crypto::DataKey& key, const BatchRecord& batch);
Result<BatchRecord> open_batch(const crypto::DataKey& key, ByteView sealed);

}  // namespace deed::evidence::detail
