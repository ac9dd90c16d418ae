#include "did/methods/weid.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "did/methods/export_resolver.hpp"
#include "did/methods/weid_history.hpp"
#include "lib/error/assert.hpp"
#include "lib/json/jcs.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMethod = "weid";
constexpr std::size_t kMaxNetworkSize = 64;
constexpr std::size_t kMaxKeys = 64;

bool is_network(std::string_view text) {
    const auto allowed = [](char c) {
        return detail::is_lower(c) || detail::is_digit(c) || c == '-';
    };
    return !text.empty() && text.size() <= kMaxNetworkSize && std::ranges::all_of(text, allowed);
}

Error malformed(const Did& did, std::string_view message) {
    return Error(errors::kMalformed, std::string(message), did.to_string());
}

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

/// How many entries of its log the ledger's copy holds; 0 if it is none of a log.
Result<std::uint64_t> log_size(registry::Ledger& ledger, Call& call) {
    auto* const log = dynamic_cast<registry::LogLedger*>(&ledger);
    if (log == nullptr) return 0;
    DEED_TRY(const std::string note, log->checkpoint(call));
    DEED_TRY(const auto head, tlog::verify_checkpoint(note, log->verifier_key()));
    return head.size;
}

Result<std::vector<registry::Recorded>> read_history(registry::Ledger& ledger, const Did& did,
                                                     const WeidId& id, Call& call) {
    if (ledger.network() != id.network)
        return Error(errors::kWrongLedger, "the ledger is " + ledger.network(), did.to_string());
    DEED_TRY(registry::Record record,
             ledger.read({registry::Chain::did, id.address}, registry::Latest{}, call));
    DEED_CHECK(detail::replay_history(id, record.operations, registry::errors::kInvalidEntry));
    return std::move(record.operations);
}

}  // namespace

Result<WeidId> parse_weid(const Did& did) {
    if (did.method() != kMethod)
        return Error(errors::kMethodUnsupported, "not a did:weid", did.to_string());
    const std::string_view id = did.method_specific_id();
    const std::size_t colon = id.find(':');
    if (colon == std::string_view::npos || !is_network(id.substr(0, colon)))
        return malformed(did, "a did:weid names a network, of lower-case letters, digits and '-'");
    const auto address = registry::parse_address(id.substr(colon + 1));
    if (!address) return malformed(did, "a did:weid ends in 0x and 40 lower-case hex digits");
    return WeidId{std::string(id.substr(0, colon)), *address};
}

Did make_weid(std::string_view network, const registry::Address& address) {
    DEED_ASSERT(is_network(network));
    auto did = Did::parse("did:weid:" + std::string(network) + ":" + registry::to_string(address));
    DEED_ASSERT(did.has_value());
    return std::move(did).value();
}

/// Whose word counts: that of a ledger, or of an export.
struct WeidResolver::Source {
    std::vector<registry::Recorded> operations;
    std::optional<Freshness> freshness;

    static Source of_export(const WeidExport& did_export) {
        return {did_export.operations(), did_export.freshness()};
    }
};

Result<WeidResolver::Source> WeidResolver::source_of(const Did& did, Call& call) {
    DEED_TRY(const WeidId id, parse_weid(did));
    const auto did_export = exports_ != nullptr ? exports_->find(did) : std::nullopt;
    const auto ledger = ledgers_(id.network, call);
    // A ledger that is here but cannot be trusted or read must not give way to a file.
    if (!ledger && !(did_export && ledger.error().code() == errors::kUnknownNetwork))
        return ledger.error();
    if (!ledger) return Source::of_export(*did_export);

    // The size first: what is recorded meanwhile lies behind it.
    DEED_TRY(const std::uint64_t size,
             did_export ? log_size(**ledger, call) : Result<std::uint64_t>(0));
    DEED_TRY(auto operations, read_history(**ledger, did, id, call));
    if (!did_export) return Source{std::move(operations), std::nullopt};
    DEED_CHECK(detail::check_one_history(
        did, {operations, size}, {did_export->operations(), did_export->checkpoint().size}));
    if (did_export->operations().size() > operations.size()) return Source::of_export(*did_export);
    return Source{std::move(operations), std::nullopt};
}

Result<Resolution> WeidResolver::resolve(const Did& did, const ResolveOptions& options,
                                         Call& call) {
    DEED_CHECK(check_options(options));
    DEED_TRY(const Source source, source_of(did, call));
    return detail::resolve_history(did, source.operations, options, source.freshness);
}

Result<History> WeidResolver::history(const Did& did, Call& call) {
    DEED_TRY(const Source source, source_of(did, call));
    return detail::read_versions(did, source.operations, source.freshness);
}

Result<WeidId> WeidRegistrar::own(const Did& did) const {
    DEED_TRY(WeidId id, parse_weid(did));
    if (id.network != ledger_.network()) {
        return Error(errors::kWrongLedger,
                     "the DID is of network " + id.network + ", the ledger is " + ledger_.network(),
                     did.to_string());
    }
    return id;
}

Result<Did> WeidRegistrar::create(crypto::Signer& controller, const std::vector<KeyEntry>& keys,
                                  Call& call) {
    const crypto::PublicKey& key = controller.public_key();
    DEED_TRY(const registry::Address address, registry::address_of(key));
    DEED_TRY(const auto entries, keys_to_list(key, keys));
    Did did = make_weid(ledger_.network(), address);
    const Document document = make_document(did, entries);
    DEED_CHECK(registry_.create(canonical_bytes(document.json()), controller, call));
    return did;
}

Result<registry::Receipt> WeidRegistrar::update(const Did& did, const json::Document& json,
                                                crypto::Signer& controller, Call& call) {
    DEED_TRY(const WeidId id, own(did));
    DEED_TRY(const Document document, Document::parse(json, did));
    return registry_.update(id.address, canonical_bytes(document.json()), controller, call);
}

Result<registry::Receipt> WeidRegistrar::deactivate(const Did& did, crypto::Signer& controller,
                                                    Call& call) {
    DEED_TRY(const WeidId id, own(did));
    return registry_.deactivate(id.address, controller, call);
}

}  // namespace deed::did
