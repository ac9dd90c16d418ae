#include <algorithm>

#include "did/errors.hpp"
#include "did/methods/signed_operation.hpp"
#include "did/methods/weid.hpp"
#include "did/methods/weid_history.hpp"
#include "lib/json/jcs.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::did {
namespace {

constexpr std::size_t kMaxKeys = 64;

void add_key(std::vector<KeyEntry>& entries, const KeyEntry& entry) {
    const auto known = std::ranges::find(entries, entry.key, &KeyEntry::key);
    if (known == entries.end()) {
        entries.push_back(entry);
        return;
    }
    known->relationships.insert(known->relationships.end(), entry.relationships.begin(),
                                entry.relationships.end());
}

/// The controller first, for capabilityInvocation, then the other keys, each key once.
Result<std::vector<KeyEntry>> keys_to_list(const crypto::PublicKey& controller,
                                           const std::vector<KeyEntry>& keys) {
    std::vector<KeyEntry> entries{{controller, {Relationship::capability_invocation}}};
    for (const KeyEntry& entry : keys) {
        add_key(entries, entry);
        if (entries.size() > kMaxKeys)
            return Error(errors::kInvalidDocument, "more than 64 verification methods");
    }
    return entries;
}

Bytes canonical_bytes(const json::Document& document) {
    return to_bytes(as_bytes(json::canonicalize(document.root())));
}

/// The DID of a new controller key, and its first document.
Result<Document> first_document(const std::string& network, const crypto::PublicKey& key,
                                const std::vector<KeyEntry>& keys) {
    DEED_TRY(const registry::Address address, registry::address_of(key));
    DEED_TRY(const auto entries, keys_to_list(key, keys));
    return make_document(make_weid(network, address), entries);
}

Timestamp not_before_1970(Timestamp time) {
    return std::max(time, Timestamp::from_unix_milliseconds(0).value());
}

/// What a did.compromise that somebody else signed declares.
std::vector<CompromisedKey> declared_keys(const registry::Operation& operation) {
    std::vector<CompromisedKey> keys;
    const auto body = registry::declared_compromise(operation.statement());
    if (!body) return keys;
    for (const auto& [multikey, since] : body->keys) {
        auto key = crypto::PublicKey::from_multikey(multikey);
        if (key) keys.push_back({*std::move(key), since});
    }
    return keys;
}

}  // namespace

Result<WeidId> WeidRegistrar::own(const Did& did) const {
    DEED_TRY(WeidId id, parse_weid(did));
    if (id.network != ledger_.network()) {
        return Error(errors::kWrongLedger,
                     "the DID is of network " + id.network + ", the ledger is " + ledger_.network(),
                     did.to_string());
    }
    return id;
}

Result<Bytes> WeidRegistrar::recordable(const Did& did, const WeidId& id,
                                        const json::Document& json,
                                        const std::vector<CompromisedKey>& also, Call& call) {
    DEED_TRY(const Document document, Document::parse(json, did));
    DEED_TRY(const registry::Record record,
             ledger_.read({registry::Chain::did, id.address}, registry::Latest{}, call));
    std::vector<crypto::PublicKey> compromised;
    for (const KeyCompromise& known : detail::compromises_of(record.operations))
        compromised.push_back(known.key);
    for (const CompromisedKey& declared : also) compromised.push_back(declared.key);
    for (const VerificationMethod& method : document.verification_methods()) {
        if (method.public_key &&
            std::ranges::find(compromised, *method.public_key) != compromised.end())
            return Error(errors::kCompromisedKey, "the key was declared compromised", method.id);
    }
    return canonical_bytes(json);
}

Result<Did> WeidRegistrar::create(crypto::Signer& controller, const std::vector<KeyEntry>& keys,
                                  Call& call, const registry::Terms& terms) {
    DEED_TRY(const Document document,
             first_document(ledger_.network(), controller.public_key(), keys));
    DEED_CHECK(registry_.create(canonical_bytes(document.json()), controller, call, terms));
    return document.id();
}

Result<SignedOperation> WeidRegistrar::sign_creation(const registry::OperationForm& form,
                                                     crypto::Signer& controller,
                                                     const std::vector<KeyEntry>& keys,
                                                     const Clock& clock,
                                                     std::uint64_t validity_seconds, Call& call,
                                                     const registry::Terms& terms) {
    DEED_TRY(const Document document,
             first_document(form.network(), controller.public_key(), keys));
    DEED_TRY(registry::Operation operation, registry::DidRegistry::sign_creation(
                                                form, canonical_bytes(document.json()), controller,
                                                clock.now(), validity_seconds, call, terms));
    return SignedOperation::create(std::move(operation));
}

Result<registry::Receipt> WeidRegistrar::update(const Did& did, const json::Document& json,
                                                crypto::Signer& controller, Call& call,
                                                const registry::Terms& terms) {
    DEED_TRY(const WeidId id, own(did));
    DEED_TRY(Bytes document, recordable(did, id, json, {}, call));
    return registry_.update(id.address, std::move(document), controller, call, terms);
}

Result<registry::Receipt> WeidRegistrar::rotate(const Did& did,
                                                const std::optional<json::Document>& json,
                                                const registry::Handover& handover, Call& call,
                                                const registry::Terms& terms) {
    DEED_TRY(const WeidId id, own(did));
    std::optional<Bytes> document;
    if (json) {
        DEED_TRY(document, recordable(did, id, *json, {}, call));
    }
    return registry_.rotate(id.address, std::move(document), handover, call, terms);
}

Result<registry::Receipt> WeidRegistrar::compromise(const Did& did,
                                                    const std::vector<CompromisedKey>& keys,
                                                    const json::Document& json,
                                                    crypto::Signer& controller, Call& call,
                                                    const registry::Terms& terms) {
    DEED_TRY(const WeidId id, own(did));
    registry::CompromiseBody body;
    DEED_TRY(body.document, recordable(did, id, json, keys, call));
    for (const auto& [key, since] : keys)
        body.keys.push_back({key.to_multikey(), not_before_1970(since)});
    return registry_.compromise(id.address, body, controller, call, terms);
}

Result<registry::Receipt> WeidRegistrar::move(const Did& did, const Did& successor,
                                              crypto::Signer& key, Call& call,
                                              const registry::Terms& terms) {
    DEED_TRY(const WeidId id, own(did));
    DEED_CHECK(detail::check_successor(did, successor));
    return registry_.move(id.address, successor.to_string(), key, call, terms);
}

Result<registry::Receipt> WeidRegistrar::deactivate(const Did& did, crypto::Signer& key, Call& call,
                                                    const registry::Terms& terms) {
    DEED_TRY(const WeidId id, own(did));
    return registry_.deactivate(id.address, key, call, terms);
}

Result<void> WeidRegistrar::check_content(const Did& did, const WeidId& id,
                                          const registry::Operation& operation, Call& call) {
    if (const auto named = registry::named_successor(operation.statement())) {
        const auto successor = Did::parse(*named);
        if (!successor)
            return Error(errors::kBadSuccessor, "the successor is no DID", did.to_string());
        return detail::check_successor(did, *successor);
    }
    const auto document = registry::recorded_document(operation.statement());
    if (!document) return {};
    DEED_TRY(const Document read, detail::read_document(did, *document));
    DEED_CHECK(recordable(did, id, read.json(), declared_keys(operation), call));
    return {};
}

Result<void> WeidRegistrar::check(const SignedOperation& signed_operation, Call& call) {
    DEED_TRY(const WeidId id, own(signed_operation.did()));
    return check_content(signed_operation.did(), id, signed_operation.operation(), call);
}

Result<registry::Receipt> WeidRegistrar::submit(const SignedOperation& signed_operation,
                                                Call& call) {
    const registry::Operation& operation = signed_operation.operation();
    DEED_TRY(const WeidId id, own(signed_operation.did()));
    // What is recorded was judged then; keys declared compromised since do not undo it.
    const auto known =
        ledger_.wait(registry::ticket_of(operation), registry::Finality::included, call);
    if (known || known.error().code() != registry::errors::kUnknownOperation) return known;
    DEED_CHECK(check_content(signed_operation.did(), id, operation, call));
    return registry_.submit(operation, call);
}

}  // namespace deed::did
