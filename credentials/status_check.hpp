#pragma once

// The room's own: the check `status`. Not for other rooms.

#include <optional>
#include <string>

#include "credentials/status.hpp"
#include "credentials/time_rule.hpp"
#include "credentials/verify.hpp"

namespace deed::credentials {

/// Looks up every entry of credentialStatus; in words. One that is set goes before one that could
/// not be judged. `status.revoked`, `status.suspended`, `status.entry_malformed`; undetermined:
/// `status.unsupported`, `status.too_many`, `status.foreign_list`, `status.purpose_mismatch`,
/// `status.stale`, `status.list_unknown`, `status.registry_unknown`, `status.unavailable`; and what
/// `call` says.
Result<std::string> judge_status(json::Value status, const std::optional<std::string>& issuer,
                                 const VerifyPolicy& policy, const Moment& moment,
                                 StatusSource* source, Call& call);

}  // namespace deed::credentials
