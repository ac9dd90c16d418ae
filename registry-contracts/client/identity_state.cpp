#include "registry-contracts/client/identity_state.hpp"

#include <algorithm>
#include <limits>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry {
namespace {

bool ends_identity(OperationType type) {
    return type == OperationType::did_deactivate || type == OperationType::did_move;
}

Error not_controller(const Operation& operation) {
    return Error(errors::kNotController, to_string(operation.controller()) + " does not control " +
                                             to_string(operation.envelope().subject));
}

/// Where a commitment was made, only the committed key takes over or ends the identifier.
Result<void> check_committed_key(const IdentityState& state, const Operation& operation) {
    if (commitment_to(operation.key()) == *state.next_commitment()) return {};
    return Error(errors::kNotCommittedKey,
                 to_string(operation.controller()) + " is not the key that " +
                     to_string(operation.envelope().subject) + " committed to");
}

Result<void> check_rotation(const IdentityState& state, const Operation& operation) {
    const std::optional<Address>& authorized_by = operation.authorized_by();
    if (state.next_commitment()) {
        DEED_CHECK(check_committed_key(state, operation));
        if (authorized_by)
            return Error(errors::kAuthorizationUnexpected,
                         "the commitment decides, and today's key has no say");
    } else {
        if (!authorized_by)
            return Error(errors::kAuthorizationMissing,
                         "without a commitment, today's controller hands over");
        if (*authorized_by != state.controller())
            return Error(errors::kNotController, to_string(*authorized_by) + " does not control " +
                                                     to_string(operation.envelope().subject));
    }
    if (operation.controller() == state.controller())
        return Error(errors::kSameKey, "the key controls the identifier already");
    return {};
}

/// Rule 7.
Result<void> check_control(const IdentityState& state, const Operation& operation) {
    const Envelope& envelope = operation.envelope();
    if (envelope.type == OperationType::did_create) {
        if (state.exists())
            return Error(errors::kIdentityExists, to_string(envelope.subject) + " exists already");
        if (operation.controller() != envelope.subject) return not_controller(operation);
        return {};
    }
    if (!state.exists())
        return Error(errors::kIdentityUnknown,
                     to_string(envelope.subject) + " is not on the ledger");
    if (state.deactivated())
        return Error(errors::kIdentityDeactivated, to_string(envelope.subject) + " is deactivated");
    if (state.moved())
        return Error(errors::kIdentityMoved, to_string(envelope.subject) + " was moved");
    if (envelope.type == OperationType::did_rotate) return check_rotation(state, operation);
    if (ends_identity(envelope.type) && state.next_commitment())
        return check_committed_key(state, operation);
    if (operation.controller() != state.controller()) return not_controller(operation);
    return {};
}

/// Rule 9.
Result<void> check_commitment(const IdentityState& state, const Operation& operation) {
    const Envelope& envelope = operation.envelope();
    if (envelope.type == OperationType::did_rotate) {
        if (envelope.next == commitment_to(operation.key()))
            return Error(errors::kCommitmentToSelf, "the new key commits to itself");
        return {};
    }
    if (chain_of(envelope.type) == Chain::evidence) {
        if (envelope.next)
            return Error(errors::kCommitmentBroken, "evidence carries no commitment to a key");
        return {};
    }
    if (state.next_commitment() && envelope.next != state.next_commitment())
        return Error(errors::kCommitmentBroken, "the commitment to the next key was changed");
    return {};
}

/// Rule 11.
Result<void> check_compromise(const Operation& operation, Timestamp accepted) {
    if (operation.envelope().type != OperationType::did_compromise) return {};
    DEED_TRY(const CompromiseBody compromise, CompromiseBody::parse(operation.body()));
    const auto is_future = [&](const CompromiseBody::Key& key) { return key.since > accepted; };
    if (std::ranges::any_of(compromise.keys, is_future))
        return Error(errors::kSinceInFuture,
                     "a key is said to be compromised from after " + accepted.to_string());
    return {};
}

}  // namespace

Result<void> check_expiry(const Envelope& envelope, Timestamp accepted) {
    const std::int64_t seconds = accepted.floor_seconds().unix_milliseconds() / 1000;
    if (seconds > 0 && static_cast<std::uint64_t>(seconds) > envelope.expiry)
        return Error(errors::kOperationExpired,
                     "the operation expired before " + accepted.to_string());
    return {};
}

Result<void> check_place(const ChainHead& chain, const Envelope& envelope) {
    if (envelope.sequence != chain.length)
        return Error(errors::kSequenceConflict, "sequence " + std::to_string(envelope.sequence) +
                                                    " where " + std::to_string(chain.length) +
                                                    " is due");
    if (envelope.previous != chain.last)
        return Error(errors::kPreviousMismatch, "the operation follows another one than the last");
    return {};
}

Result<void> IdentityState::check(const Operation& operation, Timestamp accepted) const {
    const Envelope& envelope = operation.envelope();
    if (is_owned(envelope.type))
        return Error(errors::kTypeUnsupported, "the operation concerns a schema or list");
    DEED_CHECK(check_expiry(envelope, accepted));
    DEED_CHECK(check_control(*this, operation));
    DEED_CHECK(check_place(chain(chain_of(envelope.type)), envelope));
    DEED_CHECK(check_commitment(*this, operation));
    return check_compromise(operation, accepted);
}

Result<void> IdentityState::apply(const Operation& operation, Timestamp accepted) {
    const Envelope& envelope = operation.envelope();
    DEED_ASSERT(envelope.subject == subject_);
    DEED_CHECK(check(operation, accepted));

    ChainHead& chain = chain_of(envelope.type) == Chain::did ? did_ : evidence_;
    ++chain.length;
    chain.last = operation.hash();
    switch (envelope.type) {
        case OperationType::did_create:
            controller_ = operation.controller();
            break;
        case OperationType::did_rotate:
            controller_ = operation.controller();
            next_.reset();
            break;
        case OperationType::did_deactivate:
            end_ = End::deactivated;
            break;
        case OperationType::did_move:
            end_ = End::moved;
            break;
        default:
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
