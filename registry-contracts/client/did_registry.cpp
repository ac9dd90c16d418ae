#include "registry-contracts/client/did_registry.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/signing_time.hpp"

namespace deed::registry {

Result<Receipt> DidRegistry::create(Bytes document, crypto::Signer& controller, Call& call) {
    DEED_TRY(const Address subject, address_of(controller.public_key()));
    return record(OperationType::did_create, subject, std::move(document), controller, call);
}

Result<Receipt> DidRegistry::update(const Address& subject, Bytes document,
                                    crypto::Signer& controller, Call& call) {
    return record(OperationType::did_update, subject, std::move(document), controller, call);
}

Result<Receipt> DidRegistry::deactivate(const Address& subject, crypto::Signer& controller,
                                        Call& call) {
    return record(OperationType::did_deactivate, subject, {}, controller, call);
}

Result<Receipt> DidRegistry::record(OperationType type, const Address& subject, Bytes body,
                                    crypto::Signer& controller, Call& call) {
    DEED_TRY(const IdentityState state, ledger_.state(subject, call));
    DEED_TRY(const Timestamp now, signing_time(ledger_, clock_, call));
    Envelope envelope = next_envelope(state, type, ledger_.network(), now, validity_seconds_);
    DEED_TRY(Operation operation,
             Operation::sign(std::move(envelope), std::move(body), controller, call));
    const Submission submission{std::move(operation), {}};
    DEED_TRY(const std::vector<Ticket> tickets, ledger_.submit({&submission, 1}, call));
    return ledger_.wait(tickets.front(), Finality::included, call);
}

Result<DidRecord> DidRegistry::find(const Address& subject, const At& at, Call& call) {
    DEED_TRY(Record record, ledger_.read({Chain::did, subject}, at, call));
    if (record.operations.empty())
        return Error(errors::kDidNotFound, "the ledger has no document of " + to_string(subject));

    // Replaying gives control and deactivation as of then, and holds the engine to the rules.
    IdentityState state(subject);
    DidRecord result{};
    for (Recorded& recorded : record.operations) {
        const Envelope& envelope = recorded.operation.envelope();
        if (envelope.subject != subject || chain_of(envelope.type) != Chain::did ||
            envelope.network != ledger_.network())
            return Error(errors::kInvalidEntry, "the ledger answered with another record");
        if (auto applied = state.apply(recorded.operation, recorded.accepted); !applied)
            return Error(errors::kInvalidEntry, applied.error().to_string());
        result.versions.push_back({envelope.sequence, recorded.position, recorded.accepted,
                                   recorded.operation.hash(), recorded.operation.body()});
    }
    result.deactivated = state.deactivated();
    result.controller = state.controller();
    return result;
}

}  // namespace deed::registry
