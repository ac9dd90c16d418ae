#pragma once

#include <cstdint>
#include <optional>

#include "registry-contracts/client/operation.hpp"

namespace deed::registry {

/// The end of one chain of operations.
struct ChainHead {
    std::uint64_t length = 0;  ///< number of operations; the next sequence
    Hash last{};               ///< hash of the last one; zeros when empty

    friend bool operator==(const ChainHead&, const ChainHead&) = default;
};

/// What a ledger knows of one subject, and the rules by which it changes (specs/ledger-entries.md
/// section 7). The same rules serve engines when they accept and readers when they replay.
class DEED_API IdentityState {
public:
    enum class End : std::uint8_t { none, deactivated, moved };

    explicit IdentityState(Address subject) : subject_(subject) {}

    /// A subject with `length` operations of the did chain, at least one, as a contract tells it.
    /// What such a state does not have is the hash of the last one, which binds nothing on a chain.
    static IdentityState told(const Address& subject, const Address& controller,
                              std::uint64_t length, const std::optional<Hash>& next, End end);

    /// Rules 6 to 9 and 11. On error nothing has changed. The operation must concern this subject.
    /// On a chain they are those of specs/contracts.md section 3; what a statement does not show,
    /// the contract has checked.
    Result<void> apply(const Statement& statement, Timestamp accepted);
    Result<void> apply(const Operation& operation, Timestamp accepted) {
        return apply(operation.statement(), accepted);
    }

    bool exists() const { return did_.length > 0; }
    bool deactivated() const { return end_ == End::deactivated; }
    /// True after `did.move`: another DID took this one's place.
    bool moved() const { return end_ == End::moved; }
    const Address& subject() const { return subject_; }
    const Address& controller() const { return controller_; }
    const ChainHead& chain(Chain which) const { return which == Chain::did ? did_ : evidence_; }
    const std::optional<Hash>& next_commitment() const { return next_; }

    /// The whole state as deterministic CBOR, for indexes that can be built again from the ledger:
    /// [ "deed/identity-state/v1", subject, controller, [did length, did last], [evidence length,
    /// evidence last], next or null, end: 0 none, 1 deactivated, 2 moved ].
    Bytes encode() const;
    /// The inverse; `registry.state_malformed` for what no history leads to.
    static Result<IdentityState> parse(ByteView encoded);

    friend bool operator==(const IdentityState&, const IdentityState&) = default;

private:
    Result<void> check(const Statement& statement, Timestamp accepted) const;

    Address subject_;
    Address controller_{};
    ChainHead did_;
    ChainHead evidence_;
    std::optional<Hash> next_;
    End end_ = End::none;
};

/// The envelope of the operation that may come next in `type`'s chain, expiring `validity_seconds`
/// after `now`. It repeats the commitment to the next key, but for a did.rotate, whose `next` is a
/// new one or none; body_hash is left to Operation::sign. For a log; see OperationForm.
DEED_API Envelope next_envelope(const IdentityState& state, OperationType type,
                                const std::string& network, Timestamp now,
                                std::uint64_t validity_seconds);

}  // namespace deed::registry
