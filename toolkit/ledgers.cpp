#include "toolkit/ledgers.hpp"

#include <algorithm>
#include <system_error>

#include "did/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/io/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

constexpr std::size_t kMaxAlias = 32;

std::string log_key_name(const std::string& alias) { return "log." + alias; }

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
    DEED_TRY(auto ledger,
             registry::read_local_ledger(folder_ / alias, info.log, &guard_, call));
    return readers_.emplace(alias, Open{nullptr, std::move(ledger)}).first->second.ledger.get();
}

Result<std::vector<std::string>> Ledgers::aliases() const {
    std::vector<std::string> found;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder_, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string alias = entry->path().filename().string();
        if (!check_alias(alias)) continue;
        const auto info = registry::read_local_ledger_info(entry->path());
        if (info || !is_code(info.error(), registry::errors::kLedgerNotFound))
            found.push_back(alias);
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return Error(errors::kIoFailed, "cannot list the ledgers: " + error.message(),
                     folder_.string());
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
    if (const auto found = writers_.find(alias); found != writers_.end())
        return found->second.ledger.get();

    const auto info = registry::read_local_ledger_info(folder_ / alias);
    const bool absent = !info && is_code(info.error(), registry::errors::kLedgerNotFound);
    if (!info && !(absent && create)) return info.error();

    Open open;
    const std::string key = log_key_name(alias);
    const auto existing = keys_.find(key, call);
    if (!existing && !is_code(existing.error(), crypto::errors::kKeyNotFound))
        return existing.error();
    if (!existing && !absent)
        return Error(errors::kToolkitNoLogKey, "there is no key " + key + " here");
    if (!existing) DEED_CHECK(keys_.generate(key, crypto::KeyType::ed25519, call));
    DEED_TRY(open.signer, keys_.signer(key, call));
    if (absent) {
        DEED_TRY(open.ledger, registry::create_local_ledger(folder_ / alias, "", *open.signer,
                                                            guard_, clock_, call));
    } else {
        DEED_TRY(open.ledger, registry::open_local_ledger(folder_ / alias, *open.signer, guard_,
                                                          clock_, call));
    }
    return writers_.emplace(alias, std::move(open)).first->second.ledger.get();
}

}  // namespace deed
