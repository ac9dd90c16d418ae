#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/issuers.hpp"

// What the verbs of `deed issuer` share.

namespace deed::cli {

inline constexpr OptionRow kUnderOption{
    "under", "DID[=TYPE]", "who accredited the holder; one for each step from the root", true};
inline constexpr OptionRow kHeldTypeOption{"type", "TYPE", "for what the holder is accredited"};

inline constexpr OptionRow kBringerOption{
    "did", "DID", "on a ledger here, in whose name it is brought, if there are several"};

/// The registries of the place that --network, --ledger or the settings name.
Result<std::unique_ptr<OpenIssuers>> issuers_of(Invocation& invocation, RegistryAccess access);
/// The same for writing: in a log, what is written stands in the name of --did, or of `bringer`.
Result<std::unique_ptr<OpenIssuers>> writable_issuers(Invocation& invocation,
                                                      const std::string& bringer = "");

/// A DID of this network, the name of one that was created here, or an account.
Result<registry::Address> party_address(Invocation& invocation, const OpenIssuers& open,
                                        const std::string& text);
/// The word of a DID's controller of today: a group's members are keys.
Result<registry::Hash> actor_of_did(Invocation& invocation, OpenIssuers& open,
                                    const std::string& text);
/// The words of --member, in ascending order: accounts, DIDs, keys.
Result<std::vector<registry::Hash>> given_members(Invocation& invocation, OpenIssuers& open);
/// The same where the registries of issuers are asked only about DIDs.
using MemberOfDid = std::function<Result<registry::Hash>(const std::string& text)>;
Result<std::vector<registry::Hash>> given_members(Invocation& invocation,
                                                  const MemberOfDid& member_of_did);
/// --threshold N, 1 to 96.
Result<std::uint8_t> given_threshold(const Invocation& invocation);

/// Names for the words of types, which cannot be told from the words alone.
class TypeNames {
public:
    /// Those that --type and --under name.
    static Result<TypeNames> given(const Invocation& invocation);
    /// "*", "cpt:N", a name that was given, or the word.
    std::string text(const registry::CredentialType& type) const;

private:
    std::map<registry::Hash, std::string> names_;
};

/// The way to the holder's accreditation: as --type and --under say, or the only one there is.
/// `issuer.record_unknown`, `issuer.several_accreditations`.
Result<registry::AccreditationPath> held_path(Invocation& invocation, OpenIssuers& open,
                                              const registry::Hash& root,
                                              const registry::Address& holder);
/// The way to whom --under names; empty where it names nobody.
Result<registry::AccreditationPath> accreditors_path(Invocation& invocation, OpenIssuers& open,
                                                     const registry::Hash& root);

/// "DID for TYPE > DID for TYPE", from the root on.
std::string path_text(const std::string& network, const registry::AccreditationPath& path,
                      const TypeNames& names);
/// A list of {"holder", "type"}.
void write_path(json::Writer& writer, const std::string& network,
                const registry::AccreditationPath& path);

/// A moment in Unix seconds, as people read it.
std::string moment_text(std::uint64_t seconds);
/// SHA-256 of the file that an option names; zeros without the option.
Result<registry::Hash> given_digest(Invocation& invocation, std::string_view option);

}  // namespace deed::cli
