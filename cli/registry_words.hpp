#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/registries.hpp"

// How commands name and print what the registries of schemas and status lists hold.

namespace deed::cli {

Result<std::unique_ptr<registry::SchemaRegistry>> schemas_of(Invocation& invocation,
                                                             RegistryAccess access);
Result<std::unique_ptr<registry::StatusRegistry>> lists_of(Invocation& invocation,
                                                           RegistryAccess access);

/// Where the registries are that are meant: the alias of a chain or of a ledger, or a network.
Result<std::string> meant_place(Invocation& invocation);

/// "0x" and 64 hexadecimal digits.
std::string id_text(const registry::Hash& id);
/// An id from text (`usage.bad_value`).
Result<registry::Hash> parse_id(const std::string& text);
/// The id that is the argument at `index` (`usage.bad_value`).
Result<registry::Hash> id_argument(const Invocation& invocation, std::size_t index);
/// --name: text of 1 to 32 bytes, or "0x" and 64 hexadecimal digits.
Result<registry::OwnedName> given_name(const Invocation& invocation);
/// A number from 0 on (`usage.bad_value`).
Result<std::uint64_t> number_of(std::string_view text);
/// --at TIME or --number N, or as of now.
Result<registry::At> given_moment(const Invocation& invocation);
/// --sequence N, the number that the operation must have.
Result<registry::OwnedTerms> given_terms(const Invocation& invocation);

/// A party to an operation: a DID of this ledger, and the key that acts for it.
struct Party {
    did::Did did;
    registry::Address address;
    std::unique_ptr<crypto::Signer> signer;
};
/// The DID of the option, or the only one there is; `did.wrong_ledger` if it is of another network
/// than the registry's.
Result<Party> given_party(Invocation& invocation, std::string_view option,
                          const std::string& network);
/// Whoever acts here for the publisher of a record.
Result<Party> party_of(Invocation& invocation, const std::string& network,
                       const registry::Address& publisher);
/// The address in a DID that an option names; `did.wrong_ledger` as above.
Result<registry::Address> given_address(Invocation& invocation, std::string_view option,
                                        const std::string& network);

/// A consent in the file of --consent, as `print_consent` writes it.
Result<registry::Consent> given_consent(Invocation& invocation);
/// The consent as base64url, into --out or to stdout.
Result<void> print_consent(Invocation& invocation, const registry::Hash& id,
                           const registry::Consent& consent);

/// The result of a change: the id, or with --json the receipt.
Result<void> print_changed(Invocation& invocation, std::string_view format,
                           const registry::Hash& id, const registry::Receipt& receipt);

void write_moment(json::Writer& writer, std::string_view name, const registry::Moment& moment);
/// A JSON number up to 2^53 - 1, and its decimal digits as a string above.
void write_number(json::Writer& writer, std::string_view name, std::uint64_t number);

/// How far the answer of a published copy reaches; nothing where the ledger itself answers. Ask
/// before reading, so that it never tells more than was read.
using Known = std::optional<registry::KnownUntil>;
void note_known(const Known& known);
/// The members asOf and source.
void write_known(json::Writer& writer, const Known& known);

}  // namespace deed::cli
