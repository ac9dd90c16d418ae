#include "did/methods/weid.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "did/methods/export_resolver.hpp"
#include "did/methods/weid_history.hpp"
#include "lib/error/assert.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMethod = "weid";
constexpr std::size_t kMaxNetworkSize = 64;

Error malformed(const Did& did, std::string_view message) {
    return Error(errors::kMalformed, std::string(message), did.to_string());
}

/// How many entries of its log the ledger's copy holds; 0 if it is none of a log.
Result<std::uint64_t> log_size(registry::Ledger& ledger, Call& call) {
    auto* const log = dynamic_cast<registry::LogLedger*>(&ledger);
    if (log == nullptr) return 0;
    DEED_TRY(const registry::SignedHead head, registry::signed_head(*log, call));
    return head.checkpoint.size;
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

bool is_weid_network(std::string_view text) {
    const auto allowed = [](char c) {
        return detail::is_lower(c) || detail::is_digit(c) || c == '-';
    };
    return !text.empty() && text.size() <= kMaxNetworkSize && std::ranges::all_of(text, allowed);
}

Result<WeidId> parse_any_weid(const Did& did) {
    if (did.method() != kMethod)
        return Error(errors::kMethodUnsupported, "not a did:weid", did.to_string());
    const std::string_view id = did.method_specific_id();
    const std::size_t colon = id.find(':');
    const bool is_short = colon == std::string_view::npos;
    const std::string_view network = is_short ? std::string_view() : id.substr(0, colon);
    if (!is_short && !is_weid_network(network))
        return malformed(did, "a did:weid names a network, of lower-case letters, digits and '-'");
    const auto address = registry::parse_address(is_short ? id : id.substr(colon + 1));
    if (!address) return malformed(did, "a did:weid ends in 0x and 40 lower-case hex digits");
    return WeidId{std::string(network), *address};
}

Result<WeidId> parse_weid(const Did& did) {
    DEED_TRY(WeidId id, parse_any_weid(did));
    if (id.network.empty())
        return Error(errors::kNetworkMissing, "the DID names no network", did.to_string());
    return id;
}

Result<Did> full_weid(const Did& did, const NetworkNames& names) {
    DEED_TRY(const WeidId id, parse_any_weid(did));
    const auto meant = names.find(id.network);
    if (meant != names.end()) return make_weid(meant->second, id.address);
    DEED_CHECK(parse_weid(did));
    return did;
}

Did make_weid(std::string_view network, const registry::Address& address) {
    DEED_ASSERT(is_weid_network(network));
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
    DEED_TRY(const auto known, (*ledger)->known_until(call));
    DEED_TRY(auto operations, read_history(**ledger, did, id, call));
    std::optional<Freshness> freshness;
    if (known) freshness = Freshness{known->time, known->source};
    if (!did_export) return Source{std::move(operations), std::move(freshness)};
    DEED_CHECK(detail::check_one_history(
        did, {operations, size}, {did_export->operations(), did_export->checkpoint().size}));
    const std::size_t exported = did_export->operations().size();
    const bool is_newer = exported == operations.size() && freshness &&
                          freshness->as_of < did_export->freshness().as_of;
    if (exported > operations.size() || is_newer) return Source::of_export(*did_export);
    return Source{std::move(operations), std::move(freshness)};
}

Result<Resolution> WeidResolver::resolve(const Did& did, const ResolveOptions& options,
                                         Call& call) {
    DEED_CHECK(check_options(options));
    DEED_TRY(const Did full, full_weid(did, names_));
    DEED_TRY(const Source source, source_of(full, call));
    DEED_TRY(Resolution resolution,
             detail::resolve_history(full, source.operations, options, source.freshness));
    if (full == did) return resolution;
    resolution.metadata.equivalent_id.push_back(full.to_string());
    if (!resolution.metadata.canonical_id) resolution.metadata.canonical_id = full.to_string();
    return resolution;
}

Result<History> WeidResolver::history(const Did& did, Call& call) {
    DEED_TRY(const Did full, full_weid(did, names_));
    DEED_TRY(const Source source, source_of(full, call));
    return detail::read_versions(full, source.operations, source.freshness);
}

}  // namespace deed::did
