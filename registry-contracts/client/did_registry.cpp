#include "registry-contracts/client/did_registry.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/signing_time.hpp"

namespace deed::registry {
namespace {

/// On a chain today's key numbers the operations, which must not bind the committed key.
bool names_no_number(const OperationForm& form, OperationType type, const IdentityState& state) {
    const bool of_committed_key = type == OperationType::did_rotate ||
                                  type == OperationType::did_deactivate ||
                                  type == OperationType::did_move;
    return form.kind() == LedgerKind::chain && of_committed_key && state.next_commitment();
}

}  // namespace

Result<Receipt> DidRegistry::create(Bytes document, crypto::Signer& controller, Call& call,
                                    const Terms& terms) {
    DEED_TRY(const Address subject, address_of(controller.public_key()));
    return record(OperationType::did_create, subject, std::move(document), controller, terms, call);
}

Result<Receipt> DidRegistry::update(const Address& subject, Bytes document,
                                    crypto::Signer& controller, Call& call, const Terms& terms) {
    return record(OperationType::did_update, subject, std::move(document), controller, terms, call);
}

Result<Receipt> DidRegistry::rotate(const Address& subject, std::optional<Bytes> document,
                                    const Handover& handover, Call& call, const Terms& terms) {
    const auto form = ledger_.form();
    DEED_TRY(Envelope envelope, prepare(*form, OperationType::did_rotate, subject, terms, call));
    RotateBody body{std::nullopt, std::move(document)};
    if (handover.old_key != nullptr) {
        DEED_TRY(body.authorization,
                 form->authorize_rotation(envelope, handover.new_key.public_key(),
                                          *handover.old_key, call));
    }
    DEED_TRY(Operation operation,
             form->sign(std::move(envelope), body.encode(), handover.new_key, call));
    return submit(std::move(operation), call);
}

Result<Receipt> DidRegistry::compromise(const Address& subject, const CompromiseBody& body,
                                        crypto::Signer& controller, Call& call,
                                        const Terms& terms) {
    return record(OperationType::did_compromise, subject, body.encode(), controller, terms, call);
}

Result<Receipt> DidRegistry::move(const Address& subject, std::string successor,
                                  crypto::Signer& key, Call& call, const Terms& terms) {
    return record(OperationType::did_move, subject, MoveBody{std::move(successor)}.encode(), key,
                  terms, call);
}

Result<Receipt> DidRegistry::deactivate(const Address& subject, crypto::Signer& key, Call& call,
                                        const Terms& terms) {
    return record(OperationType::did_deactivate, subject, {}, key, terms, call);
}

Result<Receipt> DidRegistry::submit(Operation operation, Call& call) {
    const Submission submission{std::move(operation), {}};
    DEED_TRY(const std::vector<Ticket> tickets, ledger_.submit({&submission, 1}, call));
    return ledger_.wait(tickets.front(), Finality::included, call);
}

Result<Operation> DidRegistry::sign_creation(const OperationForm& form, Bytes document,
                                             crypto::Signer& controller, Timestamp now,
                                             std::uint64_t validity_seconds, Call& call,
                                             const Terms& terms) {
    DEED_TRY(const Address subject, address_of(controller.public_key()));
    Envelope envelope = form.next_envelope(IdentityState(subject), OperationType::did_create, now,
                                           validity_seconds);
    envelope.next = terms.next;
    return form.sign(std::move(envelope), std::move(document), controller, call);
}

Result<Envelope> DidRegistry::prepare(const OperationForm& form, OperationType type,
                                      const Address& subject, const Terms& terms, Call& call) {
    DEED_TRY(const IdentityState state, ledger_.state(subject, call));
    const std::uint64_t due = state.chain(Chain::did).length;
    if (terms.sequence && *terms.sequence != due)
        return Error(errors::kSequenceConflict, "prepared for place " +
                                                    std::to_string(*terms.sequence) + " where " +
                                                    std::to_string(due) + " is due");
    DEED_TRY(const Timestamp now, signing_time(ledger_, clock_, call));
    Envelope envelope = form.next_envelope(state, type, now, validity_seconds_);
    if (terms.next) envelope.next = terms.next;
    if (!terms.sequence && names_no_number(form, type, state)) envelope.sequence = kAnySequence;
    return envelope;
}

Result<Receipt> DidRegistry::record(OperationType type, const Address& subject, Bytes body,
                                    crypto::Signer& signer, const Terms& terms, Call& call) {
    const auto form = ledger_.form();
    DEED_TRY(Envelope envelope, prepare(*form, type, subject, terms, call));
    DEED_TRY(Operation operation, form->sign(std::move(envelope), std::move(body), signer, call));
    return submit(std::move(operation), call);
}

Result<DidRecord> DidRegistry::find(const Address& subject, const At& at, Call& call) {
    DEED_TRY(const Record record, ledger_.read({Chain::did, subject}, at, call));
    if (record.operations.empty())
        return Error(errors::kDidNotFound, "the ledger has no document of " + to_string(subject));

    // Replaying gives control and deactivation as of then, and holds the engine to the rules.
    IdentityState state(subject);
    DidRecord result{};
    for (const Recorded& recorded : record.operations) {
        const Statement& statement = recorded.statement;
        const Envelope& envelope = statement.envelope;
        if (envelope.subject != subject || chain_of(envelope.type) != Chain::did ||
            envelope.network != ledger_.network())
            return Error(errors::kInvalidEntry, "the ledger answered with another record");
        if (auto applied = state.apply(statement, recorded.accepted); !applied)
            return Error(errors::kInvalidEntry, applied.error().to_string());
        result.versions.push_back({envelope.sequence, recorded.position, recorded.accepted,
                                   statement.hash, envelope.type,
                                   recorded_document(statement).value_or(Bytes())});
    }
    result.deactivated = state.deactivated();
    result.controller = state.controller();
    return result;
}

}  // namespace deed::registry
