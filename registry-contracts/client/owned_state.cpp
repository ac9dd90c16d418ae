#include "registry-contracts/client/owned_state.hpp"

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/issuer_rules.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry {
namespace {

/// As many numbers as the contracts have.
constexpr std::uint64_t kMaxOperations = (std::uint64_t{1} << 24) - 1;

std::string short_hex(const Hash& id) { return "0x" + hex_encode(id); }

Error unknown(Chain which, const Hash& id) {
    if (which == Chain::status)
        return Error(errors::kListUnknown, "there is no list " + short_hex(id));
    return Error(errors::kSchemaUnknown, "there is no schema " + short_hex(id));
}

Error not_permitted(const OwnedOperation& operation, const Address& owner) {
    const std::string who = operation.controller ? to_string(*operation.controller) : "nobody";
    return Error(errors::kNotPermitted, who + " does not act for " + to_string(owner));
}

/// The place of a numbered operation, as one reads it: a list's creation takes no number.
std::uint64_t number_of(Chain which, std::uint64_t place) {
    return which == Chain::status ? place - 1 : place;
}

Result<void> check_chain(const ChainHead& chain, const Envelope& envelope) {
    DEED_CHECK(check_place(chain, envelope));
    const Chain which = chain_of(envelope.type);
    if (chain.length > 0 && number_of(which, chain.length) == kMaxOperations)
        return Error(errors::kTooManyOperations, "it has taken 16,777,215 operations");
    return {};
}

void advance(ChainHead& chain, const Hash& hash) {
    ++chain.length;
    chain.last = hash;
}

/// The typed contents of a store.
class States {
public:
    explicit States(OwnedStore& store) : store_(store) {}

    Result<std::optional<OwnedState>> owned(const OwnedKey& key) {
        return read<OwnedState>(key, OwnedState::parse);
    }
    Result<std::optional<CptGrant>> grant(const OwnedKey& key) {
        return read<CptGrant>(key, parse_grant);
    }
    Result<CptBook> book() {
        DEED_TRY(auto book, read<CptBook>(book_key(), CptBook::parse));
        return book ? std::move(*book) : CptBook{};
    }
    Result<void> put(const OwnedKey& key, Bytes state) { return store_.put(key, std::move(state)); }

private:
    template <typename T>
    Result<std::optional<T>> read(const OwnedKey& key, Result<T> (*parse)(ByteView)) {
        DEED_TRY(const std::optional<Bytes> encoded, store_.get(key));
        if (!encoded) return std::optional<T>();
        DEED_TRY(T state, parse(*encoded));
        return std::optional(std::move(state));
    }

    OwnedStore& store_;
};

Result<std::optional<Address>> actor(const OwnedContext& context, const Address& account) {
    DEED_TRY(const IdentityState identity, context.identity(account));
    return actor_of(identity);
}

/// The one who signed acts for the owner.
Result<void> check_actor(const OwnedOperation& operation, const Address& owner,
                         const OwnedContext& context) {
    if (operation.envelope.subject != owner) return not_permitted(operation, owner);
    DEED_TRY(const auto acts, actor(context, owner));
    if (!acts || acts != operation.controller) return not_permitted(operation, owner);
    return {};
}

/// The one who consented acts for `party`.
Result<void> check_party(const OwnedOperation& operation, const Address& party,
                         const OwnedContext& context) {
    DEED_TRY(const auto acts, actor(context, party));
    if (acts && acts == operation.other) return {};
    return Error(errors::kConsentInvalid,
                 "the consent is not that of whoever acts for " + to_string(party));
}

Result<void> create(const OwnedOperation& operation, const OwnedContext& context,
                    const OwnedKey& key, States& states) {
    DEED_CHECK(check_actor(operation, operation.envelope.subject, context));
    DEED_TRY(const auto before, states.owned(key));
    if (before && key.chain == Chain::status)
        return Error(errors::kListExists, "there is a list " + short_hex(key.id));
    if (before) return Error(errors::kSchemaExists, "there is a schema " + short_hex(key.id));
    DEED_TRY(const OwnedState state, OwnedState::begin(operation));
    return states.put(key, state.encode());
}

Result<void> change(const OwnedOperation& operation, const OwnedContext& context,
                    const OwnedKey& key, States& states) {
    DEED_TRY(std::optional<OwnedState> state, states.owned(key));
    if (!state) return unknown(key.chain, key.id);
    const OperationType type = operation.envelope.type;
    DEED_CHECK(check_actor(operation, state->publisher, context));
    const bool hands_over =
        type == OperationType::schema_hand_over || type == OperationType::status_hand_over;
    if (hands_over) {
        DEED_TRY(const HandOverBody body, HandOverBody::parse(operation.body));
        if (body.recipient == Address{} || body.recipient == state->publisher)
            return Error(errors::kBadRecipient, "it cannot go to " + to_string(body.recipient));
        DEED_CHECK(check_party(operation, body.recipient, context));
    }
    DEED_CHECK(state->follow(operation));
    return states.put(key, state->encode());
}

/// Which id this operation gives, if it may.
Result<std::uint64_t> id_to_give(const OwnedOperation& operation, const OwnedContext& context,
                                 const CptBook& book) {
    DEED_TRY(const CptBody body, CptBody::parse(operation.body));
    // No log has so many entries that this goes round: kMaxOpenCptFrom.
    if (!body.cpt) return book.rules.open_from + book.claimed;
    if (*body.cpt == 0) return Error(errors::kCptZero, "CPT ids begin with 1");
    if (*body.cpt >= book.rules.open_from)
        return Error(errors::kCptZoneOpen,
                     "ids from " + std::to_string(book.rules.open_from) + " on are given in order");
    if (!book.rules.steward) return Error(errors::kNoSteward, "the log has no steward yet");
    DEED_CHECK(check_party(operation, *book.rules.steward, context));
    return *body.cpt;
}

Result<void> give_cpt(const OwnedOperation& operation, const OwnedContext& context,
                      const OwnedKey& key, States& states) {
    DEED_TRY(const std::optional<OwnedState> schema, states.owned({Chain::schema, key.id}));
    if (!schema) return unknown(Chain::schema, key.id);
    DEED_CHECK(check_actor(operation, schema->publisher, context));
    DEED_TRY(CptBook book, states.book());
    DEED_TRY(const std::uint64_t cpt, id_to_give(operation, context, book));
    DEED_TRY(const auto taken, states.grant(cpt_key(cpt)));
    if (taken)
        return Error(errors::kCptTaken,
                     "CPT " + std::to_string(cpt) + " stands for " + short_hex(taken->schema));
    DEED_TRY(const auto given, states.grant(key));
    if (given) return Error(errors::kCptGiven, "it has the CPT id " + std::to_string(given->cpt));
    DEED_CHECK(check_place(ChainHead{}, operation.envelope));

    const Bytes grant = encode_grant({cpt, key.id, operation.moment()});
    DEED_CHECK(states.put(key, grant));
    DEED_CHECK(states.put(cpt_key(cpt), grant));
    if (cpt < book.rules.open_from) return {};
    ++book.claimed;
    return states.put(book_key(), book.encode());
}

/// The log's key names the steward, and the steward signs for it.
Result<void> appoint(const OwnedOperation& operation, const OwnedContext& context, States& states) {
    DEED_TRY(CptBook book, states.book());
    const Address& steward = operation.envelope.subject;
    DEED_CHECK(check_actor(operation, steward, context));
    if (book.rules.steward)
        return Error(errors::kStewardExists, "the steward is " + to_string(*book.rules.steward));
    DEED_TRY(const StewardBody body, StewardBody::parse(operation.body));
    const bool moves = body.open_from != kOpenCptFrom;
    const bool in_range = kOpenCptFrom <= body.open_from && body.open_from <= kMaxOpenCptFrom;
    if (!in_range || (moves && book.claimed > 0))
        return Error(errors::kOpenFromOutOfRange, std::to_string(body.open_from));
    const auto note = tlog::Note::parse(body.note);
    const std::string text = steward_text(context.origin, steward, body.open_from);
    if (!note || note->body() != text || !note->verify(context.log_key))
        return Error(errors::kConsentInvalid, "the log's key did not appoint this steward");
    DEED_CHECK(check_place(book.chain, operation.envelope));

    advance(book.chain, operation.hash);
    book.rules = {steward, body.open_from};
    book.appointed = operation.moment();
    return states.put(book_key(), book.encode());
}

}  // namespace

Result<OwnedState> OwnedState::begin(const OwnedOperation& operation) {
    DEED_CHECK(check_place(ChainHead{}, operation.envelope));
    OwnedState state{};
    advance(state.chain, operation.hash);
    state.publisher = operation.envelope.subject;
    state.created = state.changed = operation.moment();
    if (operation.envelope.type == OperationType::schema_register) {
        DEED_TRY(const SchemaRegisterBody body, SchemaRegisterBody::parse(operation.body));
        state.version = 1;
        state.content = {crypto::sha256(body.schema), 0, operation.moment()};
        return state;
    }
    if (operation.envelope.type != OperationType::status_create)
        return Error(errors::kSequenceConflict, "nothing was created before");
    DEED_TRY(ListCreateBody body, ListCreateBody::parse(operation.body));
    state.permanent = body.permanent;
    state.uri = std::move(body.uri);
    return state;
}

Result<void> OwnedState::follow(const OwnedOperation& operation) {
    const OperationType type = operation.envelope.type;
    if (type == OperationType::status_clear && permanent)
        return Error(errors::kListPermanent, "its bits stay set");
    DEED_CHECK(check_chain(chain, operation.envelope));
    const std::uint64_t number = sequence(chain_of(type));
    switch (type) {
        case OperationType::schema_update: {
            DEED_TRY(const SchemaUpdateBody body, SchemaUpdateBody::parse(operation.body));
            ++version;
            content = {crypto::sha256(body.schema), number, operation.moment()};
            break;
        }
        case OperationType::status_publish: {
            DEED_TRY(const PublishBody body, PublishBody::parse(operation.body));
            content = {body.root, number, operation.moment()};
            break;
        }
        case OperationType::schema_hand_over:
        case OperationType::status_hand_over: {
            DEED_TRY(const HandOverBody body, HandOverBody::parse(operation.body));
            publisher = body.recipient;
            break;
        }
        case OperationType::status_set:
        case OperationType::status_clear:
            break;
        default:
            return Error(errors::kSequenceConflict, "it was created before");
    }
    advance(chain, operation.hash);
    changed = operation.moment();
    return {};
}

Result<void> OwnedState::apply(std::optional<OwnedState>& state, const OwnedOperation& operation) {
    if (state) return state->follow(operation);
    DEED_TRY(state, begin(operation));
    return {};
}

std::uint64_t OwnedState::sequence(Chain which) const { return number_of(which, chain.length); }

std::optional<Address> actor_of(const IdentityState& identity) {
    if (!identity.exists()) return identity.subject();
    if (identity.deactivated() || identity.moved()) return std::nullopt;
    return identity.controller();
}

Result<void> apply_owned(const OwnedOperation& operation, const OwnedContext& context) {
    const Envelope& envelope = operation.envelope;
    DEED_CHECK(check_expiry(envelope, operation.accepted));
    if (envelope.next) return Error(errors::kCommitmentBroken, "it carries no commitment to a key");
    if (is_issuer(envelope.type)) return apply_issuer(operation, context);
    States states(context.store);
    const OwnedKey key = owned_key(envelope, operation.body);
    switch (envelope.type) {
        case OperationType::schema_register:
        case OperationType::status_create:
            return create(operation, context, key, states);
        case OperationType::schema_cpt:
            return give_cpt(operation, context, key, states);
        case OperationType::schema_steward:
            return appoint(operation, context, states);
        default:
            return change(operation, context, key, states);
    }
}

}  // namespace deed::registry
