#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/invocation.hpp"
#include "did/resolver.hpp"
#include "toolkit/did_writing.hpp"

// What the commands of `deed did` share.

namespace deed::cli {

/// {"format": "deed/did-receipt/v1", "did", "position", "accepted"}.
json::Document did_receipt(const did::Did& did, const registry::Receipt& receipt);
/// Prints the DID, or with --json the receipt.
Result<void> print_receipt(Invocation& invocation, const did::Did& did,
                           const registry::Receipt& receipt);

/// Where the command writes: what --dry-run asks for is only tried (run_or_try()). With --log or
/// another method, --dry-run is `usage.bad_value`.
Result<DidWriting> writing_dids(Invocation& invocation, Toolkit& toolkit);
/// `usage.bad_value` for --dry-run, and for --sign-only with what belongs to it: nothing is sent or
/// signed elsewhere for the sake of this.
Result<void> refuse_dry_run(const Invocation& invocation, std::string_view with);

/// The DID of the first argument, which may be the name it was created under.
Result<did::Did> named_did(Invocation& invocation, Toolkit& toolkit);

/// --key REFERENCE or --public-key MULTIBASE: a key whose private half is here, or any.
Result<crypto::PublicKey> given_key(Invocation& invocation, Toolkit& toolkit);
/// The same for a key that is going to be listed: the private half of --key was seen to be there.
Result<crypto::PublicKey> given_key_to_list(Invocation& invocation, Toolkit& toolkit);

/// The key reference that an option gives, if it was given.
Result<std::optional<crypto::KeyReference>> given_reference(const Invocation& invocation,
                                                            std::string_view option);

/// "assertionMethod,authentication" (`usage.bad_value`).
Result<std::vector<did::Relationship>> given_relationships(std::string_view text);

/// A whole number of an option between `least` and `most` (`usage.bad_value`).
Result<std::uint64_t> given_number(std::string_view option, std::string_view text,
                                   std::uint64_t least, std::uint64_t most);

/// A time of an option, RFC 3339 (`usage.bad_value`).
Result<Timestamp> given_time(std::string_view option, std::string_view text);

/// The option, or `usage.missing_argument` that names it.
Result<std::string> required_option(const Invocation& invocation, std::string_view name,
                                    std::string_view value);

}  // namespace deed::cli
