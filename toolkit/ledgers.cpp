#include "toolkit/ledgers.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "did/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/io/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

constexpr std::size_t kMaxAlias = 32;

/// "log.<alias>" for the first key, "log.<alias>.2" for the second.
std::string log_key_name(const std::string& alias, std::size_t number) {
    return "log." + alias + (number == 1 ? "" : "." + std::to_string(number));
}

/// The inverse, if the name is that of one of the alias' log keys.
std::optional<std::size_t> log_key_number(const std::string& alias, std::string_view name) {
    const std::string first = log_key_name(alias, 1);
    if (name == first) return 1;
    if (!name.starts_with(first + ".")) return std::nullopt;
    const std::string_view digits = name.substr(first.size() + 1);
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || number < 2 || log_key_name(alias, number) != name)
        return std::nullopt;
    return number;
}

bool is_code(const Error& error, const ErrorCode& code) { return error.code() == code; }

}  // namespace

Result<void> check_alias(const std::string& alias) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    const bool good = !alias.empty() && alias.size() <= kMaxAlias && alias[0] >= 'a' &&
                      alias[0] <= 'z' && std::ranges::all_of(alias, allowed);
    if (!good) return Error(errors::kToolkitBadAlias, "\"" + alias + "\" cannot name a ledger");
    return {};
}

Result<void> choose_network(Config& config, const std::string& name) {
    const auto named = config.network_names.find(name);
    const std::string& wanted = named == config.network_names.end() ? name : named->second;
    const auto chain_network = registry::evm::parse_chain_network(wanted);
    for (const auto& [alias, chain] : config.chains)
        if (alias == wanted || (chain_network && chain.network() == *chain_network)) {
            config.chain = alias;
            return {};
        }
    config.chain.reset();
    // These need not be there yet.
    if (wanted == config.ledger_alias || wanted == "local") {
        config.ledger_alias = wanted;
        return {};
    }
    DEED_TRY(const std::vector<std::string> aliases, aliases_in(config.ledger_folder));
    for (const std::string& alias : aliases) {
        const auto info = registry::read_local_ledger_info(config.ledger_folder / alias);
        if (alias != wanted && !(info && info->network == wanted)) continue;
        config.ledger_alias = alias;
        return {};
    }
    return Error(errors::kChainUnknown, "there is no \"" + name + "\"");
}

Result<registry::LogLedger*> Ledgers::readable(const std::string& alias, Call& call) {
    DEED_CHECK(check_alias(alias));
    const std::lock_guard lock(mutex_);
    return readable_locked(alias, call);
}

Result<registry::LogLedger*> Ledgers::readable_locked(const std::string& alias, Call& call) {
    // Our own writer knows more than any earlier reading.
    if (const auto found = writers_.find(alias); found != writers_.end())
        return found->second.ledger.get();
    if (const auto found = readers_.find(alias); found != readers_.end())
        return found->second.ledger.get();
    DEED_TRY(const auto info, registry::read_local_ledger_info(folder_ / alias));
    DEED_TRY(auto ledger, registry::follow_local_ledger(folder_ / alias, info.log, guard_, call));
    return readers_.emplace(alias, Open{{}, std::move(ledger)}).first->second.ledger.get();
}

Result<std::vector<std::string>> Ledgers::aliases() const { return aliases_in(folder_); }

Result<std::vector<std::string>> aliases_in(const std::filesystem::path& folder) {
    std::vector<std::string> found;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string alias = entry->path().filename().string();
        if (!check_alias(alias)) continue;
        const auto info = registry::read_local_ledger_info(entry->path());
        if (info || !is_code(info.error(), registry::errors::kLedgerNotFound))
            found.push_back(alias);
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return Error(errors::kIoFailed, "cannot list the ledgers: " + error.message(),
                     folder.string());
    std::ranges::sort(found);
    return found;
}

Result<registry::LogLedger*> Ledgers::readable_of(const std::string& network, Call& call) {
    const std::lock_guard lock(mutex_);
    DEED_TRY(const std::vector<std::string> known, aliases());
    for (const std::string& alias : known) {
        const auto info = registry::read_local_ledger_info(folder_ / alias);
        if (info && info->network == network) return readable_locked(alias, call);
    }
    return Error(did::errors::kUnknownNetwork, "no ledger here has the network " + network);
}

Result<registry::LogLedger*> Ledgers::writable(const std::string& alias, bool create, Call& call) {
    DEED_CHECK(check_alias(alias));
    const std::lock_guard lock(mutex_);
    return writable_locked(alias, create, call);
}

/// The keys that the log had, and one that it may be about to have; first one first. Keys that were
/// succeeded may be gone: nobody needs them any more.
Result<std::vector<crypto::KeyInfo>> Ledgers::log_keys(const std::string& alias, Call& call) {
    DEED_TRY(std::vector<crypto::KeyInfo> all, keys_.list(call));
    std::map<std::size_t, crypto::KeyInfo> numbered;
    for (crypto::KeyInfo& key : all)
        if (const auto number = log_key_number(alias, key.name))
            numbered.emplace(*number, std::move(key));
    std::vector<crypto::KeyInfo> keys;
    for (auto& [number, key] : numbered) keys.push_back(std::move(key));
    return keys;
}

/// The store does not say which key is in force: a succession may have been interrupted before it
/// was accepted. So the latest is tried first.
Result<Ledgers::Open> Ledgers::open_with_latest(const std::string& alias, Call& call) {
    DEED_TRY(auto keys, log_keys(alias, call));
    for (; !keys.empty(); keys.pop_back()) {
        Open open;
        DEED_TRY(auto signer, keys_.signer(keys.back().name, call));
        auto ledger = registry::open_local_ledger(folder_ / alias, *signer, guard_, clock_, call);
        const bool other_key = !ledger && keys.size() > 1 &&
                               is_code(ledger.error(), registry::errors::kLedgerWrongKey);
        if (other_key) continue;
        if (!ledger) return std::move(ledger).error();
        open.signers.push_back(std::move(signer));
        open.ledger = std::move(*ledger);
        return open;
    }
    return Error(errors::kToolkitNoLogKey, "there is no key " + log_key_name(alias, 1) + " here");
}

Result<registry::LogLedger*> Ledgers::writable_locked(const std::string& alias, bool create,
                                                      Call& call) {
    if (const auto found = writers_.find(alias); found != writers_.end())
        return found->second.ledger.get();

    const auto info = registry::read_local_ledger_info(folder_ / alias);
    const bool absent = !info && is_code(info.error(), registry::errors::kLedgerNotFound);
    if (!info && !(absent && create)) return info.error();
    if (!absent) {
        DEED_TRY(Open open, open_with_latest(alias, call));
        return writers_.emplace(alias, std::move(open)).first->second.ledger.get();
    }

    Open open;
    const std::string key = log_key_name(alias, 1);
    const auto existing = keys_.find(key, call);
    if (!existing && !is_code(existing.error(), crypto::errors::kKeyNotFound))
        return existing.error();
    if (!existing) DEED_CHECK(keys_.generate(key, crypto::KeyType::ed25519, call));
    DEED_TRY(auto signer, keys_.signer(key, call));
    DEED_TRY(open.ledger,
             registry::create_local_ledger(folder_ / alias, "", *signer, guard_, clock_, call));
    open.signers.push_back(std::move(signer));
    return writers_.emplace(alias, std::move(open)).first->second.ledger.get();
}

Result<RotatedKey> Ledgers::rotate_key(const std::string& alias, Call& call) {
    DEED_CHECK(check_alias(alias));
    const std::lock_guard lock(mutex_);
    // What no head covers yet is a succession that was interrupted.
    DEED_TRY(registry::LogLedger * reader, readable_locked(alias, call));
    DEED_TRY(const registry::LogHistory before, reader->history(call));
    DEED_TRY(registry::LogLedger * ledger, writable_locked(alias, false, call));
    DEED_TRY(const registry::LogHistory now, ledger->history(call));
    const std::size_t had = now.successions().size();
    if (had > before.successions().size()) {
        const registry::SucceededKey& last = now.successions().back();
        return RotatedKey{log_key_name(alias, had + 1), last.key, last.position, true};
    }

    const std::string name = log_key_name(alias, had + 2);
    const auto existing = keys_.find(name, call);
    if (!existing && !is_code(existing.error(), crypto::errors::kKeyNotFound))
        return existing.error();
    if (!existing) DEED_CHECK(keys_.generate(name, crypto::KeyType::ed25519, call));
    DEED_TRY(auto signer, keys_.signer(name, call));
    Open& open = writers_.at(alias);
    open.signers.push_back(std::move(signer));
    crypto::Signer& next = *open.signers.back();
    DEED_TRY(const std::uint64_t position, ledger->succeed(next, call));
    DEED_TRY(auto key, tlog::VerifierKey::create(ledger->verifier_key().name(), next.public_key()));
    return RotatedKey{name, std::move(key), position, existing.has_value()};
}

Result<registry::RecoveryParts> Ledgers::recovery(const std::string& alias,
                                                  const std::filesystem::path& heads, Call& call) {
    DEED_CHECK(check_alias(alias));
    const std::lock_guard lock(mutex_);
    DEED_TRY(const auto keys, log_keys(alias, call));
    registry::RecoveryParts parts{folder_ / alias, heads, guard_, {}, clock_};
    for (const crypto::KeyInfo& key : keys) parts.log_keys.push_back(key.public_key);
    return parts;
}

Result<std::unique_ptr<crypto::Signer>> Ledgers::signer_of(const std::string& alias,
                                                           const crypto::PublicKey& key,
                                                           Call& call) {
    DEED_CHECK(check_alias(alias));
    const std::lock_guard lock(mutex_);
    DEED_TRY(const auto keys, log_keys(alias, call));
    for (const crypto::KeyInfo& known : keys)
        if (known.public_key == key) return keys_.signer(known.name, call);
    return Error(errors::kToolkitNoLogKey, "the key in force of " + alias + " is not here");
}

}  // namespace deed
