#pragma once

#include <string>

#include "cli/evidence_words.hpp"
#include "evidence/chain/cosign.hpp"

// What the verbs of `deed cosign` share.

namespace deed::cli {

/// The request in a file; errors name it.
Result<evidence::CosignRequest> read_request(const Invocation& invocation, const std::string& file);
/// Into --out, or to stdout. `missing` and the file are the summary.
Result<void> write_request(Invocation& invocation, const evidence::CosignRequest& request,
                           const std::optional<std::string>& out, bool replace);

/// --expires, or in a week. In Unix seconds; `usage.bad_value` for what is past.
Result<std::uint64_t> given_expiry(Invocation& invocation);

/// What is signed, for whom and where, a row each.
std::string request_text(const evidence::CosignRequest& request);
/// The same in sentences on stderr, for who is about to sign. Whose key signed a checkpoint is only
/// known where the signer named the log.
void tell_request(const evidence::CosignRequest& request, bool is_log_named);
/// Whose proofs are left out, since no contract takes them.
void tell_refused(const evidence::CosignRequest& request, const evidence::CosignPlan& plan);

inline constexpr OptionRow kCosignExpiresOption{"expires", "TIME",
                                                "until when signatures hold (default: for a week)"};
inline constexpr OptionRow kCosignOutOption{"out", "FILE", "write the request here"};
inline constexpr OptionRow kCosignForceOption{"force", "", "replace the file if it exists"};

}  // namespace deed::cli
