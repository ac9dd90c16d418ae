#include "registry-contracts/client/owned_records.hpp"

#include <algorithm>
#include <limits>

#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/signing_time.hpp"

namespace deed::registry {
namespace {

Error conflict(std::uint64_t wanted, std::uint64_t due) {
    return Error(errors::kSequenceConflict, "prepared for number " + std::to_string(wanted) +
                                                " where " + std::to_string(due) + " is due");
}

/// A list's creation stands before its numbers.
At in_chain(const OwnedKey& key, const At& at) {
    const auto* until = std::get_if<UntilLength>(&at);
    if (until == nullptr || key.chain != Chain::status) return at;
    return UntilLength{std::max(until->length, until->length + 1)};
}

}  // namespace

OwnedRecords::Place OwnedRecords::next_place(const OwnedKey& key, const OwnedState& state,
                                             const OwnedTerms& terms) {
    return {key,  state.publisher, state.chain.length, state.chain.last, state.sequence(key.chain),
            terms};
}

Result<Envelope> OwnedRecords::prepare(OperationType type, const Place& place, Call& call) {
    if (place.terms.sequence && *place.terms.sequence != place.number)
        return conflict(*place.terms.sequence, place.number);
    constexpr std::uint64_t kMaxValidity = std::numeric_limits<std::int64_t>::max();
    const auto validity = static_cast<std::int64_t>(std::min(validity_seconds_, kMaxValidity));
    DEED_TRY(const Timestamp now, signing_time(ledger_, clock_, call));
    const std::int64_t expiry = now.plus_seconds(validity).unix_milliseconds() / 1000;
    Envelope envelope{};
    envelope.type = type;
    envelope.network = ledger_.network();
    envelope.subject = place.owner;
    envelope.sequence = place.chain_length;
    envelope.previous = place.previous;
    envelope.expiry = static_cast<std::uint64_t>(std::max(expiry, std::int64_t{0}));
    return envelope;
}

Result<Receipt> OwnedRecords::submit(Operation operation, Call& call) {
    const Submission submission{std::move(operation), {}};
    DEED_TRY(const std::vector<Ticket> tickets, ledger_.submit({&submission, 1}, call));
    return ledger_.wait(tickets.front(), Finality::included, call);
}

Result<Receipt> OwnedRecords::record(OperationType type, const Place& place, Bytes body,
                                     crypto::Signer& actor, Call& call) {
    DEED_TRY(Envelope envelope, prepare(type, place, call));
    DEED_TRY(Operation operation,
             Operation::sign(std::move(envelope), std::move(body), actor, call));
    return submit(std::move(operation), call);
}

Result<Receipt> OwnedRecords::record_agreed(OperationType type, const Place& place,
                                            const BodyWith& body, const Consent& consent,
                                            crypto::Signer& actor, Call& call) {
    if (consent.sequence != place.number) return conflict(consent.sequence, place.number);
    auto key = parse_controller_key(consent.key);
    if (!key) return Error(errors::kConsentMalformed, key.error().message());
    if (consent.signature.size() != 64)
        return Error(errors::kConsentMalformed, "a signature in a log has 64 bytes");
    DEED_TRY(Envelope envelope, prepare(type, place, call));
    envelope.expiry = consent.expiry;
    DEED_TRY(Operation operation,
             Operation::sign(std::move(envelope),
                             body(PartyConsent{*std::move(key), consent.signature}), actor, call));
    return submit(std::move(operation), call);
}

Result<Consent> OwnedRecords::consent(OperationType type, const Place& place, const BodyWith& body,
                                      crypto::Signer& party, Call& call) {
    DEED_CHECK(address_of(party.public_key()));
    DEED_TRY(const Envelope envelope, prepare(type, place, call));
    DEED_TRY(Bytes signature, party.sign(consent_message(envelope, body(std::nullopt)), call));
    return Consent{place.number, envelope.expiry, encode_controller_key(party.public_key()),
                   std::move(signature)};
}

Result<void> OwnedRecords::check_known(const At& at, Call& call) {
    const auto* until = std::get_if<UntilTime>(&at);
    if (until == nullptr) return {};
    DEED_TRY(const auto known, ledger_.known_until(call));
    if (!known || until->time <= known->time) return {};
    return Error(errors::kCopyTooOld,
                 "the " + known->source + " is as of " + known->time.to_string());
}

Result<std::optional<OwnedState>> OwnedRecords::replay(const OwnedKey& key, const At& at,
                                                       const Visit& visit, Call& call) {
    DEED_CHECK(check_known(at, call));
    DEED_TRY(const Record record, ledger_.read_owned(key, in_chain(key, at), call));
    std::optional<OwnedState> state;
    for (const Recorded& recorded : record.operations) {
        DEED_CHECK(call.check());
        const OwnedOperation operation =
            OwnedOperation::of(recorded.statement, recorded.position, recorded.accepted);
        const bool is_of_key = is_owned(operation.envelope.type) &&
                               operation.envelope.network == ledger_.network() &&
                               owned_key(operation.envelope, operation.body) == key;
        if (!is_of_key)
            return Error(errors::kInvalidEntry, "the ledger answered with another record");
        if (auto applied = OwnedState::apply(state, operation); !applied)
            return Error(errors::kInvalidEntry, applied.error().to_string());
        DEED_CHECK(visit(operation, *state));
    }
    return state;
}

}  // namespace deed::registry
