#pragma once

#include "credentials/status.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

/// Status lists in the registries that the toolkit knows: on ledgers here, mirrors and configured
/// chains, by the names of their networks. Each question opens the registry anew, so that what a
/// process that lives long answers is never older than its ledger, mirror or node. Thread-safe, as
/// the toolkit is, which must outlive it.
class DEED_API RegistryStatuses final : public credentials::StatusSource {
public:
    explicit RegistryStatuses(Toolkit& toolkit) : toolkit_(toolkit) {}

    Result<credentials::StatusAnswer> look_up(const credentials::StatusEntry& entry,
                                              std::string_view issuer,
                                              const std::optional<Timestamp>& at,
                                              Call& call) override;

private:
    Toolkit& toolkit_;
};

}  // namespace deed
