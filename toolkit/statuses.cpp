#include "toolkit/statuses.hpp"

#include <algorithm>

#include "credentials/errors.hpp"
#include "did/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "toolkit/registries.hpp"

namespace deed {
namespace {

Error unknown_registry(const std::string& network) {
    return {credentials::errors::kStatusRegistryUnknown,
            "no ledger, mirror or chain here is \"" + network + "\""};
}

/// A credential names networks alone: what is an alias here means nothing to its issuer.
Result<std::unique_ptr<registry::StatusRegistry>> open_lists(Toolkit& toolkit,
                                                             const std::string& named, Call& call) {
    const Config& config = toolkit.config();
    const auto alias = config.network_names.find(named);
    const std::string& network = alias == config.network_names.end() ? named : alias->second;
    if (const auto chain = registry::evm::parse_chain_network(network)) {
        const bool is_known = std::ranges::any_of(
            config.chains, [&](const auto& one) { return one.second.network() == *chain; });
        if (!is_known) return unknown_registry(named);
    } else {
        const auto ledger = toolkit.ledger_of(network, call);
        if (!ledger && ledger.error().code() == did::errors::kUnknownNetwork)
            return unknown_registry(named);
        if (!ledger) return ledger.error();
    }
    return open_status_lists(toolkit, network, RegistryAccess::read, call);
}

/// In a verifier's words what the registry's engines say in theirs.
Error as_status(const Error& error) {
    if (error.code() == registry::errors::kListUnknown)
        return {credentials::errors::kStatusListUnknown, error.message()};
    if (error.code() == registry::errors::kCopyTooOld)
        return {credentials::errors::kStatusStale, error.message()};
    return error;
}

/// Also where the issuer's DID leaves its network out, or gives it another name.
bool is_same_did(std::string_view issuer, const did::Did& publisher,
                 const did::NetworkNames& names) {
    const auto parsed = did::Did::parse(std::string(issuer));
    if (!parsed || parsed->method() != "weid") return false;
    const auto full = did::full_weid(*parsed, names);
    return full && *full == publisher;
}

}  // namespace

Result<credentials::StatusAnswer> RegistryStatuses::look_up(const credentials::StatusEntry& entry,
                                                            std::string_view issuer,
                                                            const std::optional<Timestamp>& at,
                                                            Call& call) {
    DEED_TRY(const auto lists, open_lists(toolkit_, entry.registry, call));
    // Before reading, so that it never tells more than was read.
    DEED_TRY(const auto known, lists->known_until(call));
    const registry::At moment =
        at ? registry::At(registry::UntilTime{*at}) : registry::At(registry::Latest{});
    const auto list = lists->find(entry.list, moment, call);
    if (!list) return as_status(list.error());
    const auto is_set = lists->is_set(entry.list, entry.index, moment, call);
    if (!is_set) return as_status(is_set.error());
    const did::Did publisher = did::make_weid(lists->network(), list->publisher);
    credentials::StatusAnswer answer;
    answer.is_set = *is_set;
    answer.is_permanent = list->permanent;
    answer.publisher = publisher.to_string();
    answer.is_of_issuer = is_same_did(issuer, publisher, toolkit_.config().network_names);
    if (known) {
        answer.as_of = known->time;
        answer.source = known->source;
    }
    return answer;
}

}  // namespace deed
