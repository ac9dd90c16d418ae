#include "toolkit/registries.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "registry-contracts/client/log_schema_registry.hpp"
#include "registry-contracts/client/log_status_registry.hpp"

namespace deed {
namespace {

Result<registry::LogLedger*> log_of(Toolkit& toolkit, const std::string& ledger,
                                    RegistryAccess access, Call& call) {
    if (access == RegistryAccess::write) return toolkit.writable_ledger(call);
    const std::vector<std::string> mirrors = toolkit.published_networks();
    if (std::ranges::find(mirrors, ledger) != mirrors.end())
        return toolkit.published_ledger_of(ledger, call);
    DEED_TRY(const std::vector<std::string> aliases, toolkit.ledger_aliases());
    if (std::ranges::find(aliases, ledger) != aliases.end())
        return toolkit.readable_ledger(ledger, call);
    auto by_network = toolkit.readable_ledger_of(ledger, call);
    return by_network ? by_network : toolkit.readable_ledger(ledger, call);
}

}  // namespace

Result<std::unique_ptr<registry::SchemaRegistry>> open_schemas(Toolkit& toolkit,
                                                               const std::string& ledger,
                                                               RegistryAccess access, Call& call) {
    DEED_TRY(registry::LogLedger * log, log_of(toolkit, ledger, access, call));
    return std::make_unique<registry::LogSchemaRegistry>(*log, toolkit.clock());
}

Result<std::unique_ptr<registry::StatusRegistry>> open_status_lists(Toolkit& toolkit,
                                                                    const std::string& ledger,
                                                                    RegistryAccess access,
                                                                    Call& call) {
    DEED_TRY(registry::LogLedger * log, log_of(toolkit, ledger, access, call));
    return std::make_unique<registry::LogStatusRegistry>(*log, toolkit.clock());
}

Result<registry::Receipt> appoint_steward(Toolkit& toolkit, const did::Did& steward,
                                          std::uint64_t open_from, Call& call) {
    DEED_TRY(const did::WeidId id, did::parse_weid(steward));
    DEED_TRY(const auto actor, toolkit.controller_of(steward, call));
    DEED_TRY(registry::LogLedger * log, toolkit.writable_ledger(call));
    registry::LogSchemaRegistry schemas(*log, toolkit.clock());
    return schemas.appoint_steward(id.address, open_from, *actor, call);
}

}  // namespace deed
