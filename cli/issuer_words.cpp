#include "cli/issuer_words.hpp"

#include <algorithm>

#include "cli/chain_words.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/proof_words.hpp"
#include "cli/registry_words.hpp"
#include "registry-contracts/client/evm/deployment/deployment.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "toolkit/issuer_errors.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;
using registry::AccreditationPath;
using registry::AccreditationStep;
using registry::Address;
using registry::Hash;

constexpr std::size_t kMaxFile = std::size_t{64} << 20;

/// "DID" or "DID=TYPE".
struct Under {
    std::string holder;
    std::optional<std::string> type;
};

Under read_under(const std::string& text) {
    const std::size_t at = text.find('=');
    if (at == std::string::npos) return {text, std::nullopt};
    return {text.substr(0, at), text.substr(at + 1)};
}

/// The end of a path as far as it is known.
struct End {
    Address holder{};
    std::optional<registry::CredentialType> type;

    bool fits(const AccreditationStep& step) const {
        return step.holder == holder && (!type || *type == step.type);
    }
};

Result<End> end_of(Invocation& invocation, const OpenIssuers& open, const Under& under) {
    End end;
    DEED_TRY(end.holder, party_address(invocation, open, under.holder));
    if (under.type) {
        DEED_TRY(end.type, read_credential_type(*under.type));
    }
    return end;
}

/// Whether the last steps of a path are these.
bool ends_with(const AccreditationPath& path, const std::vector<End>& ends) {
    if (path.size() < ends.size()) return false;
    return std::equal(ends.rbegin(), ends.rend(), path.rbegin(),
                      [](const End& end, const AccreditationStep& step) { return end.fits(step); });
}

/// The way that ends so: as it is said where all is said, else the only one that is recorded.
Result<AccreditationPath> path_ending(Invocation& invocation, OpenIssuers& open, const Hash& root,
                                      const std::vector<End>& ends) {
    AccreditationPath said;
    for (const End& end : ends)
        if (end.type) said.push_back({end.holder, *end.type});
    if (said.size() == ends.size()) {
        const auto held = open.issuers().find(root, said, invocation.call());
        if (held) return said;
        if (held.error().code() != registry::errors::kRecordUnknown) return held.error();
    }
    DEED_TRY(auto paths, open.issuers().paths_to(root, ends.back().holder, invocation.call()));
    std::erase_if(paths, [&](const AccreditationPath& path) { return !ends_with(path, ends); });
    const std::string holder = did::make_weid(open.network(), ends.back().holder).to_string();
    if (paths.empty())
        return Error(registry::errors::kRecordUnknown, holder + " has none that fits");
    if (paths.size() > 1)
        return Error(deed::errors::kSeveralAccreditations,
                     holder + " has " + std::to_string(paths.size()) + " that fit");
    return paths.front();
}

Result<std::vector<End>> given_ends(Invocation& invocation, const OpenIssuers& open) {
    std::vector<End> ends;
    for (const std::string& text : invocation.options("under")) {
        DEED_TRY(End end, end_of(invocation, open, read_under(text)));
        ends.push_back(std::move(end));
    }
    return ends;
}

Result<Hash> member_of(Invocation& invocation, const MemberOfDid& member_of_did,
                       const std::string& text) {
    if (const auto word = read_word(text)) return *word;
    if (text.starts_with("0x")) {
        DEED_TRY(const Address account, evm::parse_account(text));
        return evm::member_word(account);
    }
    constexpr std::string_view kDidKey = "did:key:";
    if (text.starts_with(kDidKey)) {
        DEED_TRY(const crypto::PublicKey key,
                 crypto::PublicKey::from_multikey(std::string_view(text).substr(kDidKey.size())));
        return evm::member_word(key);
    }
    if (text.starts_with("did:")) return member_of_did(text);
    if (text.starts_with('z') || text.starts_with('{') || text.find('/') != std::string::npos) {
        DEED_TRY(const crypto::PublicKey key, public_key_of(text, invocation.call()));
        return evm::member_word(key);
    }
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const auto reference, crypto::KeyReference::parse(text));
    const auto key = toolkit->public_key(reference, invocation.call());
    if (key) return evm::member_word(*key);
    if (key.error().kind() != ErrorKind::not_found) return key.error();
    return member_of_did(text);
}

}  // namespace

Result<Hash> actor_of_did(Invocation& invocation, OpenIssuers& open, const std::string& text) {
    DEED_TRY(const Address holder, party_address(invocation, open, text));
    DEED_TRY(const auto actor, open.issuers().actor_of(holder, invocation.call()));
    if (actor) return evm::member_word(*actor);
    return Error(registry::errors::kMemberInvalid, text + " has ended: nobody acts for it");
}

Result<std::unique_ptr<OpenIssuers>> issuers_of(Invocation& invocation, RegistryAccess access) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    const Config& config = toolkit->config();
    return open_issuer_registries(*toolkit, config.chain.value_or(config.ledger_alias), access,
                                  invocation.call());
}

Result<std::unique_ptr<OpenIssuers>> writable_issuers(Invocation& invocation,
                                                      const std::string& bringer) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    const Config& config = toolkit->config();
    return open_issuer_registries(*toolkit, config.chain.value_or(config.ledger_alias),
                                  changing(invocation), invocation.call(),
                                  invocation.option("did").value_or(bringer));
}

Result<Address> party_address(Invocation& invocation, const OpenIssuers& open,
                              const std::string& text) {
    if (text.starts_with("0x")) return evm::parse_account(text);
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did named, toolkit->own_did(text, invocation.call()));
    DEED_TRY(const did::Did did, did::full_weid(named, toolkit->config().network_names));
    DEED_TRY(const did::WeidId id, did::parse_weid(did));
    if (id.network == open.network()) return id.address;
    return Error(errors::kBadValue, did.to_string() + " is not of " + open.network());
}

Result<std::vector<Hash>> given_members(Invocation& invocation, OpenIssuers& open) {
    return given_members(
        invocation, [&](const std::string& text) { return actor_of_did(invocation, open, text); });
}

Result<std::vector<Hash>> given_members(Invocation& invocation, const MemberOfDid& member_of_did) {
    std::vector<Hash> members;
    for (const std::string& text : invocation.options("member")) {
        DEED_TRY(const Hash member, member_of(invocation, member_of_did, text));
        members.push_back(member);
    }
    std::ranges::sort(members);
    return members;
}

Result<std::uint8_t> given_threshold(const Invocation& invocation) {
    DEED_TRY(const std::string text, required_option(invocation, "threshold", "N"));
    DEED_TRY(const std::uint64_t number, given_number("threshold", text, 1, evm::kMaxMembers));
    return static_cast<std::uint8_t>(number);
}

Result<TypeNames> TypeNames::given(const Invocation& invocation) {
    TypeNames names;
    const auto add = [&](const std::string& text) -> Result<void> {
        DEED_TRY(const registry::CredentialType type, read_credential_type(text));
        names.names_.emplace(type, text);
        return {};
    };
    for (const std::string& text : invocation.options("type")) DEED_CHECK(add(text));
    for (const std::string& text : invocation.options("under"))
        if (const auto type = read_under(text).type) DEED_CHECK(add(*type));
    return names;
}

std::string TypeNames::text(const registry::CredentialType& type) const {
    if (type == registry::every_credential_type()) return "*";
    if (const auto found = names_.find(type); found != names_.end()) return found->second;
    std::uint64_t number = 0;
    for (std::size_t i = 24; i < type.size(); ++i) number = number << 8 | type[i];
    if (number != 0 && registry::cpt_credential_type(number) == type)
        return "cpt:" + std::to_string(number);
    return id_text(type);
}

Result<AccreditationPath> held_path(Invocation& invocation, OpenIssuers& open, const Hash& root,
                                    const Address& holder) {
    DEED_TRY(std::vector<End> ends, given_ends(invocation, open));
    End last{holder, std::nullopt};
    if (const auto type = invocation.option("type")) {
        DEED_TRY(last.type, read_credential_type(*type));
    }
    ends.push_back(last);
    return path_ending(invocation, open, root, ends);
}

Result<AccreditationPath> accreditors_path(Invocation& invocation, OpenIssuers& open,
                                           const Hash& root) {
    DEED_TRY(const std::vector<End> ends, given_ends(invocation, open));
    if (ends.empty()) return AccreditationPath();
    return path_ending(invocation, open, root, ends);
}

std::string path_text(const std::string& network, const AccreditationPath& path,
                      const TypeNames& names) {
    std::string text;
    for (const AccreditationStep& step : path) {
        if (!text.empty()) text += " > ";
        text += did::make_weid(network, step.holder).to_string() + " for " + names.text(step.type);
    }
    return text;
}

void write_path(json::Writer& writer, const std::string& network, const AccreditationPath& path) {
    writer.begin_array();
    for (const AccreditationStep& step : path)
        writer.begin_object()
            .member("holder", did::make_weid(network, step.holder).to_string())
            .member("type", id_text(step.type))
            .end_object();
    writer.end_array();
}

std::string moment_text(std::uint64_t seconds) {
    const std::uint64_t bounded = std::min(seconds, registry::kLastMoment);
    const auto time = Timestamp::from_unix_milliseconds(static_cast<std::int64_t>(bounded) * 1000);
    // Beyond the year 9999 there is no date to write.
    return time ? time->to_string() : std::to_string(seconds);
}

Result<Hash> given_digest(Invocation& invocation, std::string_view option) {
    const auto file = invocation.option(option);
    if (!file) return Hash{};
    DEED_TRY(const Bytes bytes, read_input(*file, kMaxFile, invocation.call()));
    return crypto::sha256(bytes);
}

}  // namespace deed::cli
