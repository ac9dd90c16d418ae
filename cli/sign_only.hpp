#pragma once

#include <optional>
#include <string>

#include "cli/chain_settings.hpp"
#include "cli/chain_words.hpp"
#include "cli/did_words.hpp"
#include "cli/invocation.hpp"
#include "did/methods/signed_operation.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/did_writing.hpp"
#include "toolkit/signing_basis.hpp"

// What the commands share that change a DID: on its ledger, as a trial, or with --sign-only on a
// basis that `deed did basis` wrote.

namespace deed::cli {

inline constexpr OptionRow kSignOnlyOption{
    "sign-only", "", "ask no ledger: sign on a basis, and write the operation"};
inline constexpr OptionRow kBasisOption{"basis", "FILE", "with --sign-only: what did basis wrote"};
inline constexpr OptionRow kSignedOutOption{"out", "FILE",
                                            "with --sign-only: the file to write, - for stdout"};
inline constexpr OptionRow kValidForOption{
    "valid-for", "TIME", "with --sign-only: how long it holds, 5m to 30d (default: 1d)"};
inline constexpr OptionRow kCommitmentOption{
    "commitment", "WORD", "the commitment to a next controller whose key is not here"};
inline constexpr OptionRow kForceOption{"force", "", "replace the file if it exists"};

/// What a signer is to look at, on stderr: others may have written the basis, and what it holds is
/// signed anew. Keys, since a method's id need not be its key's, and all else that the document
/// says.
void tell_basis(const SigningBasis& basis);
/// Of the commitment to the next controller that is about to be signed: that its key is here, or
/// that --commitment names it; else `signing_basis.commitment_unknown`.
Result<void> check_commitment(Invocation& invocation, const SigningBasis& basis, Toolkit& toolkit);

/// The options of --sign-only, checked: `usage.missing_argument`, `usage.bad_value` for one that
/// does not go with it.
struct SignOnly {
    std::string basis;
    std::optional<std::string> out;  ///< nothing is stdout
    std::uint64_t seconds = 0;       ///< of validity
};
Result<SignOnly> sign_only_options(const Invocation& invocation);
/// `usage.bad_value` for an option of --sign-only without it; where --out and --force have a use of
/// their own, `owns_file`.
Result<void> refuse_without_sign_only(const Invocation& invocation, bool owns_file = false);

inline bool signs_only(const Invocation& invocation) { return invocation.flag("sign-only"); }

/// The DID of the first argument, and where its operation goes.
struct DidTarget {
    did::Did did;
    DidWriting writing;
    std::optional<SignOnly> sign_only = std::nullopt;
};
/// `signing_basis.other_did`, `signing_basis.stale`, and the codes of SigningBasis::parse() and
/// writing_dids().
Result<DidTarget> did_to_write(Invocation& invocation, Toolkit& toolkit);

/// Ends a change: prints the DID, or with --json the receipt; of what was only signed, writes the
/// operation, and with --json says where.
Result<void> print_written(Invocation& invocation, const DidTarget& target,
                           const registry::Receipt& receipt);
/// With --sign-only: the operation that was signed, into its file; `summary` is what --json prints,
/// an object that is still open.
Result<void> write_signed(Invocation& invocation, const SignOnly& options,
                          const did::SignedOperation& operation, json::Writer summary);
/// The operation that a target with `sign_only` was handed.
Result<did::SignedOperation> signed_operation_of(const DidTarget& target);

}  // namespace deed::cli
