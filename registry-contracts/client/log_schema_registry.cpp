#include "registry-contracts/client/log_schema_registry.hpp"

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {
namespace {

OwnedKey key_of(const Hash& id) { return {Chain::schema, id}; }

Error unknown(const Hash& id) {
    return Error(errors::kSchemaUnknown, "there is no schema 0x" + hex_encode(id));
}

OwnedRecords::BodyWith hand_over_body(const Hash& id, const Address& recipient) {
    return [=](std::optional<PartyConsent> consent) {
        return HandOverBody{id, recipient, std::move(consent)}.encode();
    };
}

OwnedRecords::BodyWith cpt_body(const Hash& id, std::uint64_t cpt) {
    return [=](std::optional<PartyConsent> consent) {
        return CptBody{id, cpt, std::move(consent)}.encode();
    };
}

/// The one place in the chain of a schema's CPT id.
OwnedRecords::Place cpt_place(const Hash& id, const Address& publisher) {
    OwnedRecords::Place place{};
    place.key = {Chain::cpt, id};
    place.owner = publisher;
    return place;
}

/// The schema's body in an operation that brings one; empty otherwise.
Bytes body_in(const OwnedOperation& operation) {
    switch (operation.envelope.type) {
        case OperationType::schema_register:
            return SchemaRegisterBody::parse(operation.body).value().schema;
        case OperationType::schema_update:
            return SchemaUpdateBody::parse(operation.body).value().schema;
        default:
            return {};
    }
}

SchemaChange::Kind kind_of(OperationType type) {
    if (type == OperationType::schema_register) return SchemaChange::Kind::registered;
    return type == OperationType::schema_update ? SchemaChange::Kind::updated
                                                : SchemaChange::Kind::handed_over;
}

Result<void> check_recipient(const OwnedState& state, const Address& recipient) {
    if (recipient != Address{} && recipient != state.publisher) return {};
    return Error(errors::kBadRecipient, "it cannot go to " + to_string(recipient));
}

}  // namespace

Result<OwnedState> LogSchemaRegistry::state_of(const Hash& id, Call& call) {
    DEED_TRY(auto state, ledger_.owned(key_of(id), call));
    if (!state) return unknown(id);
    return *std::move(state);
}

Result<Receipt> LogSchemaRegistry::create(const Address& publisher, const OwnedName& name,
                                          Bytes body, crypto::Signer& actor, Call& call) {
    OwnedRecords::Place place{};
    place.key = key_of(owned_id(publisher, name));
    place.owner = publisher;
    DEED_TRY(const auto before, ledger_.owned(place.key, call));
    auto done = records_.record(OperationType::schema_register, place,
                                SchemaRegisterBody{name, std::move(body)}.encode(), actor, call);
    // The very operation that is recorded already is as good as new to a log, but not to a caller.
    if (done && before)
        return Error(errors::kSchemaExists, "there is a schema 0x" + hex_encode(place.key.id));
    return done;
}

Result<Receipt> LogSchemaRegistry::update(const Hash& id, Bytes body, crypto::Signer& actor,
                                          Call& call, const OwnedTerms& terms) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    return records_.record(OperationType::schema_update,
                           OwnedRecords::next_place(key_of(id), state, terms),
                           SchemaUpdateBody{id, std::move(body)}.encode(), actor, call);
}

Result<Consent> LogSchemaRegistry::accept_hand_over(const Hash& id, const Address& recipient,
                                                    crypto::Signer& actor, Call& call,
                                                    const OwnedTerms& terms) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    DEED_CHECK(check_recipient(state, recipient));
    return records_.consent(OperationType::schema_hand_over,
                            OwnedRecords::next_place(key_of(id), state, terms),
                            hand_over_body(id, recipient), actor, call);
}

Result<Receipt> LogSchemaRegistry::hand_over(const Hash& id, const Address& recipient,
                                             const Consent& acceptance, crypto::Signer& actor,
                                             Call& call) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    return records_.record_agreed(OperationType::schema_hand_over,
                                  OwnedRecords::next_place(key_of(id), state, {}),
                                  hand_over_body(id, recipient), acceptance, actor, call);
}

Result<CptRules> LogSchemaRegistry::cpt_rules(Call& call) {
    DEED_TRY(const CptBook book, ledger_.cpt_book(call));
    return book.rules;
}

Result<CptReceipt> LogSchemaRegistry::claim_cpt(const Hash& id, crypto::Signer& actor, Call& call) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    const OwnedRecords::Place place = cpt_place(id, state.publisher);
    DEED_TRY(const auto before, ledger_.cpt_grant(place.key, call));
    DEED_TRY(const Receipt receipt, records_.record(OperationType::schema_cpt, place,
                                                    CptBody{id, {}, {}}.encode(), actor, call));
    if (before) return Error(errors::kCptGiven, "it has the CPT id " + std::to_string(before->cpt));
    DEED_TRY(const auto grant, ledger_.cpt_grant(place.key, call));
    if (!grant) return Error(errors::kInvalidEntry, "the ledger does not tell which id it gave");
    return CptReceipt{receipt, grant->cpt};
}

/// What the steward can give, as far as one can tell without asking.
Result<void> LogSchemaRegistry::check_assignable(std::uint64_t cpt, Call& call) {
    DEED_CHECK(cpt_zone(cpt));
    DEED_TRY(const CptRules rules, cpt_rules(call));
    if (cpt >= rules.open_from)
        return Error(errors::kCptZoneOpen,
                     "ids from " + std::to_string(rules.open_from) + " on are given in order");
    if (!rules.steward) return Error(errors::kNoSteward, "the log has no steward yet");
    return {};
}

Result<Consent> LogSchemaRegistry::approve_cpt(std::uint64_t cpt, const Hash& id,
                                               crypto::Signer& steward, Call& call) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    DEED_CHECK(check_assignable(cpt, call));
    return records_.consent(OperationType::schema_cpt, cpt_place(id, state.publisher),
                            cpt_body(id, cpt), steward, call);
}

Result<Receipt> LogSchemaRegistry::assign_cpt(std::uint64_t cpt, const Hash& id,
                                              const Consent& approval, crypto::Signer& actor,
                                              Call& call) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    DEED_CHECK(check_assignable(cpt, call));
    return records_.record_agreed(OperationType::schema_cpt, cpt_place(id, state.publisher),
                                  cpt_body(id, cpt), approval, actor, call);
}

Result<Receipt> LogSchemaRegistry::appoint_steward(const Address& steward, std::uint64_t open_from,
                                                   crypto::Signer& actor, Call& call) {
    DEED_TRY(const CptBook book, ledger_.cpt_book(call));
    if (book.rules.steward)
        return Error(errors::kStewardExists, "the steward is " + to_string(*book.rules.steward));
    DEED_TRY(std::string note,
             ledger_.sign_statement(steward_text(ledger_.verifier_key().name(), steward, open_from),
                                    call));
    OwnedRecords::Place place{};
    place.key = book_key();
    place.owner = steward;
    return records_.record(OperationType::schema_steward, place,
                           StewardBody{open_from, std::move(note)}.encode(), actor, call);
}

/// The body of the version in force, from the entry that published it.
Result<Bytes> LogSchemaRegistry::body_at(const Hash& id, const OwnedState& state, Call& call) {
    const std::uint64_t position = state.content->moment.position;
    DEED_TRY(const Bytes encoded, ledger_.entry(position, call));
    DEED_TRY(const Entry entry, Entry::parse(encoded));
    const OwnedOperation operation =
        OwnedOperation::of(entry.operation.statement(), position, entry.accepted);
    Bytes body = body_in(operation);
    if (operation.hash != state.content->moment.operation_hash ||
        crypto::sha256(body) != state.content->root)
        return Error(errors::kInvalidEntry, "the ledger tells another version of 0x" +
                                                hex_encode(id) + " than its entries");
    return body;
}

Result<SchemaRecord> LogSchemaRegistry::find(const Hash& id, const At& at, Call& call) {
    std::optional<OwnedState> state;
    Bytes body;
    if (std::holds_alternative<Latest>(at)) {
        DEED_TRY(state, ledger_.owned(key_of(id), call));
    } else {
        const auto keep_body = [&](const OwnedOperation& operation,
                                   const OwnedState&) -> Result<void> {
            if (Bytes brought = body_in(operation); !brought.empty()) body = std::move(brought);
            return {};
        };
        DEED_TRY(state, records_.replay(key_of(id), at, keep_body, call));
    }
    if (!state) return unknown(id);
    if (body.empty()) {
        DEED_TRY(body, body_at(id, *state, call));
    }
    DEED_TRY(std::optional<CptGrant> cpt, ledger_.cpt_grant({Chain::cpt, id}, call));
    const auto* until = std::get_if<UntilTime>(&at);
    if (cpt && until != nullptr && cpt->given.accepted > until->time) cpt.reset();
    return SchemaRecord{id,
                        state->publisher,
                        state->version,
                        state->sequence(Chain::schema),
                        std::move(body),
                        state->content->root,
                        state->content->moment,
                        state->changed,
                        cpt};
}

Result<CptGrant> LogSchemaRegistry::find_cpt(std::uint64_t cpt, Call& call) {
    DEED_CHECK(cpt_zone(cpt));
    DEED_TRY(const auto grant, ledger_.cpt_grant(cpt_key(cpt), call));
    if (!grant)
        return Error(errors::kCptUnknown, "no schema has the CPT id " + std::to_string(cpt));
    return *grant;
}

Result<std::vector<SchemaChange>> LogSchemaRegistry::history(const Hash& id, Call& call) {
    std::vector<SchemaChange> changes;
    const auto add = [&](const OwnedOperation& operation, const OwnedState& state) -> Result<void> {
        changes.push_back({kind_of(operation.envelope.type), operation.envelope.sequence,
                           operation.moment(), state.publisher, state.version, body_in(operation)});
        return {};
    };
    DEED_CHECK(records_.replay(key_of(id), Latest{}, add, call));
    if (changes.empty()) return unknown(id);
    return changes;
}

}  // namespace deed::registry
