#include "registry-contracts/client/log_status_registry.hpp"

#include <algorithm>

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {
namespace {

OwnedKey key_of(const Hash& id) { return {Chain::status, id}; }

Error unknown(const Hash& id) {
    return Error(errors::kListUnknown, "there is no list 0x" + hex_encode(id));
}

OwnedRecords::BodyWith hand_over_body(const Hash& id, const Address& recipient) {
    return [=](std::optional<PartyConsent> consent) {
        return HandOverBody{id, recipient, std::move(consent)}.encode();
    };
}

bool changes_bits(OperationType type) {
    return type == OperationType::status_set || type == OperationType::status_clear;
}

/// Whether these words hold the bit.
bool hold(std::span<const BitWord> words, const BitWord& bit) {
    const auto found = std::ranges::find(words, bit.word, &BitWord::word);
    if (found == words.end()) return false;
    for (std::size_t i = 0; i < bit.mask.size(); ++i)
        if ((found->mask[i] & bit.mask[i]) != 0) return true;
    return false;
}

ListChange change_of(const OwnedOperation& operation, const OwnedState& state) {
    using Kind = ListChange::Kind;
    ListChange change{Kind::created, std::nullopt, operation.moment(), state.publisher, {}, {}};
    if (state.chain.length > 1) change.sequence = state.sequence(Chain::status) - 1;
    switch (operation.envelope.type) {
        case OperationType::status_publish:
            change.kind = Kind::published;
            change.root = state.content->root;
            break;
        case OperationType::status_set:
        case OperationType::status_clear:
            change.kind = operation.envelope.type == OperationType::status_set ? Kind::bits_set
                                                                               : Kind::bits_cleared;
            change.words = BitsBody::parse(operation.body).value().words;
            break;
        case OperationType::status_hand_over:
            change.kind = Kind::handed_over;
            break;
        default:
            break;
    }
    return change;
}

}  // namespace

Result<OwnedState> LogStatusRegistry::state_of(const Hash& id, Call& call) {
    DEED_TRY(auto state, ledger_.owned(key_of(id), call));
    if (!state) return unknown(id);
    return *std::move(state);
}

Result<Receipt> LogStatusRegistry::create(const Address& publisher, const NewList& list,
                                          crypto::Signer& actor, Call& call) {
    OwnedRecords::Place place{};
    place.key = key_of(owned_id(publisher, list.name));
    place.owner = publisher;
    DEED_TRY(const auto before, ledger_.owned(place.key, call));
    auto done =
        records_.record(OperationType::status_create, place,
                        ListCreateBody{list.name, list.permanent, list.uri}.encode(), actor, call);
    // As LogSchemaRegistry::create().
    if (done && before)
        return Error(errors::kListExists, "there is a list 0x" + hex_encode(place.key.id));
    return done;
}

Result<Receipt> LogStatusRegistry::publish(const Hash& id, const Hash& root, crypto::Signer& actor,
                                           Call& call, const OwnedTerms& terms) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    return records_.record(OperationType::status_publish,
                           OwnedRecords::next_place(key_of(id), state, terms),
                           PublishBody{id, root}.encode(), actor, call);
}

/// Whoever asks for no number gets the next one, though others may take one in between.
Result<Receipt> LogStatusRegistry::change_bits(OperationType type, const Hash& id,
                                               std::span<const std::uint64_t> credentials,
                                               crypto::Signer& actor, Call& call,
                                               const OwnedTerms& terms) {
    constexpr int kTries = 8;
    const Bytes body = BitsBody{id, bit_words(credentials)}.encode();
    for (int i = 1;; ++i) {
        DEED_TRY(const OwnedState state, state_of(id, call));
        auto done = records_.record(type, OwnedRecords::next_place(key_of(id), state, terms), body,
                                    actor, call);
        const bool is_taken = !done && (done.error().code() == errors::kSequenceConflict ||
                                        done.error().code() == errors::kPreviousMismatch);
        if (!is_taken || terms.sequence || i == kTries) return done;
    }
}

Result<Receipt> LogStatusRegistry::set_bits(const Hash& id,
                                            std::span<const std::uint64_t> credentials,
                                            crypto::Signer& actor, Call& call,
                                            const OwnedTerms& terms) {
    return change_bits(OperationType::status_set, id, credentials, actor, call, terms);
}

Result<Receipt> LogStatusRegistry::clear_bits(const Hash& id,
                                              std::span<const std::uint64_t> credentials,
                                              crypto::Signer& actor, Call& call,
                                              const OwnedTerms& terms) {
    return change_bits(OperationType::status_clear, id, credentials, actor, call, terms);
}

Result<Consent> LogStatusRegistry::accept_hand_over(const Hash& id, const Address& recipient,
                                                    crypto::Signer& actor, Call& call,
                                                    const OwnedTerms& terms) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    if (recipient == Address{} || recipient == state.publisher)
        return Error(errors::kBadRecipient, "it cannot go to " + to_string(recipient));
    return records_.consent(OperationType::status_hand_over,
                            OwnedRecords::next_place(key_of(id), state, terms),
                            hand_over_body(id, recipient), actor, call);
}

Result<Receipt> LogStatusRegistry::hand_over(const Hash& id, const Address& recipient,
                                             const Consent& acceptance, crypto::Signer& actor,
                                             Call& call) {
    DEED_TRY(const OwnedState state, state_of(id, call));
    return records_.record_agreed(OperationType::status_hand_over,
                                  OwnedRecords::next_place(key_of(id), state, {}),
                                  hand_over_body(id, recipient), acceptance, actor, call);
}

Result<ListRecord> LogStatusRegistry::find(const Hash& id, const At& at, Call& call) {
    const auto pass = [](const OwnedOperation&, const OwnedState&) -> Result<void> { return {}; };
    std::optional<OwnedState> state;
    if (std::holds_alternative<Latest>(at)) {
        DEED_TRY(state, ledger_.owned(key_of(id), call));
    } else {
        DEED_TRY(state, records_.replay(key_of(id), at, pass, call));
    }
    if (!state) return unknown(id);
    return ListRecord{id,
                      state->publisher,
                      state->permanent,
                      state->uri,
                      state->sequence(Chain::status),
                      state->created,
                      state->changed,
                      state->content};
}

Result<bool> LogStatusRegistry::is_set(const Hash& id, std::uint64_t credential, const At& at,
                                       Call& call) {
    const BitWord bit = bit_words({&credential, 1}).front();
    bool is_set = false;
    const auto look = [&](const OwnedOperation& operation, const OwnedState&) -> Result<void> {
        if (!changes_bits(operation.envelope.type)) return {};
        DEED_TRY(const BitsBody body, BitsBody::parse(operation.body));
        if (hold(body.words, bit)) is_set = operation.envelope.type == OperationType::status_set;
        return {};
    };
    DEED_TRY(const auto state, records_.replay(key_of(id), at, look, call));
    if (!state) return unknown(id);
    return is_set;
}

Result<std::vector<ListChange>> LogStatusRegistry::history(const Hash& id, Call& call) {
    std::vector<ListChange> changes;
    const auto add = [&](const OwnedOperation& operation, const OwnedState& state) -> Result<void> {
        changes.push_back(change_of(operation, state));
        return {};
    };
    DEED_CHECK(records_.replay(key_of(id), Latest{}, add, call));
    if (changes.empty()) return unknown(id);
    return changes;
}

}  // namespace deed::registry
