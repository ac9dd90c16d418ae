#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "lib/crypto/key_store.hpp"
#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"

namespace deed {

/// `toolkit.bad_alias` unless the text can name a ledger: an alias becomes a folder and a key name,
/// and must not be able to leave either.
Result<void> check_alias(const std::string& alias);

/// The embedded ledgers of one home, opened when first asked for. Thread-safe.
class Ledgers {
public:
    /// All references must outlive the object.
    Ledgers(std::filesystem::path folder, crypto::KeyStore& keys, tlog::HeadGuard& guard,
            const Clock& clock)
        : folder_(std::move(folder)), keys_(keys), guard_(guard), clock_(clock) {}

    Result<registry::LogLedger*> readable(const std::string& alias, Call& call);
    /// In order. Folders that no alias can name are passed over, and so are those without a ledger.
    Result<std::vector<std::string>> aliases() const;
    Result<registry::LogLedger*> readable_of(const std::string& network, Call& call);
    /// `create`: start it, with a new log key, if there is none.
    Result<registry::LogLedger*> writable(const std::string& alias, bool create, Call& call);

private:
    Result<registry::LogLedger*> readable_locked(const std::string& alias, Call& call);

    /// A ledger stays open, and where it is, until the object dies: others hold pointers to it.
    struct Open {
        std::unique_ptr<crypto::Signer> signer;  ///< of the log; empty when read only
        std::unique_ptr<registry::LogLedger> ledger;
    };

    std::filesystem::path folder_;
    crypto::KeyStore& keys_;
    tlog::HeadGuard& guard_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Open> readers_;
    std::map<std::string, Open> writers_;
};

}  // namespace deed
