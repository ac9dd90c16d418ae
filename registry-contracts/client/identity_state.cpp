#include "registry-contracts/client/identity_state.hpp"

#include <algorithm>
#include <limits>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"

namespace deed::registry {
namespace {

bool ends_identity(OperationType type) {
    return type == OperationType::did_deactivate || type == OperationType::did_move;
}

/// Under a commitment the committed key alone does these, and on a chain at any number.
bool is_of_committed_key(OperationType type) {
    return ends_identity(type) || type == OperationType::did_rotate;
}

Error not_controller(const Statement& statement) {
    return Error(errors::kNotController, to_string(*statement.controller) + " does not control " +
                                             to_string(statement.envelope.subject));
}

Result<void> check_acts(const Address& controller, const Statement& statement) {
    if (!statement.controller || *statement.controller == controller) return {};
    return not_controller(statement);
}

/// Where a commitment was made, only the committed key takes over or ends the identifier.
Result<void> check_committed_key(const IdentityState& state, const Statement& statement) {
    if (!statement.key || commitment_to(*statement.key) == *state.next_commitment()) return {};
    return Error(errors::kNotCommittedKey,
                 to_string(*statement.controller) + " is not the key that " +
                     to_string(statement.envelope.subject) + " committed to");
}

Result<void> check_authorization(const IdentityState& state, const Statement& statement) {
    const std::optional<Address>& authorized_by = statement.authorized_by;
    if (!authorized_by)
        return Error(errors::kAuthorizationMissing,
                     "without a commitment, today's controller hands over");
    if (*authorized_by != state.controller())
        return Error(errors::kNotController, to_string(*authorized_by) + " does not control " +
                                                 to_string(statement.envelope.subject));
    return {};
}

Result<void> check_rotation(const IdentityState& state, const Statement& statement) {
    if (state.next_commitment()) {
        DEED_CHECK(check_committed_key(state, statement));
        if (statement.authorized_by)
            return Error(errors::kAuthorizationUnexpected,
                         "the commitment decides, and today's key has no say");
    } else if (statement.key) {
        DEED_CHECK(check_authorization(state, statement));
    }
    if (statement.controller == state.controller())
        return Error(errors::kSameKey, "the key controls the identifier already");
    return {};
}

/// Rule 7.
Result<void> check_control(const IdentityState& state, const Statement& statement) {
    const Envelope& envelope = statement.envelope;
    if (envelope.type == OperationType::did_create) {
        if (state.exists())
            return Error(errors::kIdentityExists, to_string(envelope.subject) + " exists already");
        return check_acts(envelope.subject, statement);
    }
    if (!state.exists())
        return Error(errors::kIdentityUnknown,
                     to_string(envelope.subject) + " is not on the ledger");
    if (state.deactivated())
        return Error(errors::kIdentityDeactivated, to_string(envelope.subject) + " is deactivated");
    if (state.moved())
        return Error(errors::kIdentityMoved, to_string(envelope.subject) + " was moved");
    if (envelope.type == OperationType::did_rotate) return check_rotation(state, statement);
    if (ends_identity(envelope.type) && state.next_commitment())
        return check_committed_key(state, statement);
    return check_acts(state.controller(), statement);
}

/// Rule 8.
Result<void> check_place(const IdentityState& state, const Statement& statement) {
    const Envelope& envelope = statement.envelope;
    const ChainHead& chain = state.chain(chain_of(envelope.type));
    const bool on_chain = statement.kind == LedgerKind::chain;
    if (on_chain && envelope.sequence == kAnySequence && state.next_commitment() &&
        is_of_committed_key(envelope.type))
        return {};
    if (envelope.sequence != chain.length)
        return Error(errors::kSequenceConflict, "sequence " + std::to_string(envelope.sequence) +
                                                    " where " + std::to_string(chain.length) +
                                                    " is due");
    if (!on_chain && envelope.previous != chain.last)
        return Error(errors::kPreviousMismatch, "the operation follows another one than the last");
    return {};
}

/// Rule 9. On a chain a commitment stays without being repeated.
Result<void> check_commitment(const IdentityState& state, const Statement& statement) {
    const Envelope& envelope = statement.envelope;
    if (envelope.type == OperationType::did_rotate) {
        if (statement.key && envelope.next == commitment_to(*statement.key))
            return Error(errors::kCommitmentToSelf, "the new key commits to itself");
        return {};
    }
    if (chain_of(envelope.type) == Chain::evidence) {
        if (envelope.next)
            return Error(errors::kCommitmentBroken, "evidence carries no commitment to a key");
        return {};
    }
    if (statement.kind == LedgerKind::chain && !envelope.next) return {};
    if (state.next_commitment() && envelope.next != state.next_commitment())
        return Error(errors::kCommitmentBroken, "the commitment to the next key was changed");
    return {};
}

/// Rule 11. The engine of a chain passes over what a reader there does not believe.
Result<void> check_compromise(const Statement& statement, Timestamp accepted) {
    const auto compromise = declared_compromise(statement);
    if (!compromise) return {};
    const auto is_future = [&](const CompromiseBody::Key& key) { return key.since > accepted; };
    if (std::ranges::any_of(compromise->keys, is_future))
        return Error(errors::kSinceInFuture,
                     "a key is said to be compromised from after " + accepted.to_string());
    return {};
}

/// Rule 6. What a chain tells of was in time.
Result<void> check_expiry(const Statement& statement, Timestamp accepted) {
    if (statement.kind == LedgerKind::chain && !statement.key) return {};
    const std::int64_t seconds = accepted.floor_seconds().unix_milliseconds() / 1000;
    if (seconds > 0 && static_cast<std::uint64_t>(seconds) > statement.envelope.expiry)
        return Error(errors::kOperationExpired,
                     "the operation expired before " + accepted.to_string());
    return {};
}

}  // namespace

IdentityState IdentityState::told(const Address& subject, const Address& controller,
                                  std::uint64_t length, const std::optional<Hash>& next, End end) {
    DEED_ASSERT(length > 0);
    IdentityState state(subject);
    state.controller_ = controller;
    state.did_.length = length;
    state.next_ = next;
    state.end_ = end;
    return state;
}

Result<void> IdentityState::check(const Statement& statement, Timestamp accepted) const {
    DEED_CHECK(check_expiry(statement, accepted));
    DEED_CHECK(check_control(*this, statement));
    DEED_CHECK(check_place(*this, statement));
    DEED_CHECK(check_commitment(*this, statement));
    return check_compromise(statement, accepted);
}

Result<void> IdentityState::apply(const Statement& statement, Timestamp accepted) {
    const Envelope& envelope = statement.envelope;
    DEED_ASSERT(envelope.subject == subject_);
    DEED_CHECK(check(statement, accepted));

    ChainHead& chain = chain_of(envelope.type) == Chain::did ? did_ : evidence_;
    ++chain.length;
    chain.last = statement.hash;
    switch (envelope.type) {
        case OperationType::did_create:
            controller_ = envelope.subject;
            break;
        case OperationType::did_rotate:
            controller_ = *statement.controller;
            next_.reset();
            break;
        case OperationType::did_deactivate:
            end_ = End::deactivated;
            break;
        case OperationType::did_move:
            end_ = End::moved;
            break;
        case OperationType::did_update:
        case OperationType::did_compromise:
        case OperationType::evidence_batch:
            break;
    }
    if (envelope.next) next_ = envelope.next;
    return {};
}

Envelope next_envelope(const IdentityState& state, OperationType type, const std::string& network,
                       Timestamp now, std::uint64_t validity_seconds) {
    constexpr std::uint64_t kMaxValidity = std::numeric_limits<std::int64_t>::max();
    const auto validity = static_cast<std::int64_t>(std::min(validity_seconds, kMaxValidity));
    const std::int64_t expiry = now.plus_seconds(validity).unix_milliseconds() / 1000;

    const ChainHead& chain = state.chain(chain_of(type));
    Envelope envelope{};
    envelope.type = type;
    envelope.network = network;
    envelope.subject = state.subject();
    envelope.sequence = chain.length;
    envelope.previous = chain.last;
    envelope.expiry = static_cast<std::uint64_t>(std::max(expiry, std::int64_t{0}));
    if (chain_of(type) == Chain::did && type != OperationType::did_rotate)
        envelope.next = state.next_commitment();
    return envelope;
}

}  // namespace deed::registry
