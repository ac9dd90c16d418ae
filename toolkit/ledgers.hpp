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
#include "registry-contracts/client/local/recover.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

/// `toolkit.bad_alias` unless the text can name a ledger: an alias becomes a folder and a key name,
/// and must not be able to leave either.
Result<void> check_alias(const std::string& alias);

/// The aliases of the ledgers in a folder, in order. Folders that no alias can name are passed over,
/// and so are those without a ledger.
DEED_API Result<std::vector<std::string>> aliases_in(const std::filesystem::path& folder);

/// The embedded ledgers of one home, opened when first asked for. Thread-safe.
class Ledgers {
public:
    /// All references must outlive the object.
    Ledgers(std::filesystem::path folder, crypto::KeyStore& keys, tlog::HeadGuard& guard,
            const Clock& clock)
        : folder_(std::move(folder)), keys_(keys), guard_(guard), clock_(clock) {}

    Result<registry::LogLedger*> readable(const std::string& alias, Call& call);
    Result<std::vector<std::string>> aliases() const;
    Result<registry::LogLedger*> readable_of(const std::string& network, Call& call);
    /// `create`: start it, with a new log key, if there is none.
    Result<registry::LogLedger*> writable(const std::string& alias, bool create, Call& call);
    /// Hands the log over to a new key, "log.<alias>.2" and so on.
    Result<RotatedKey> rotate_key(const std::string& alias, Call& call);
    /// What recovery works with. None of the alias' ledgers may be open here.
    Result<registry::RecoveryParts> recovery(const std::string& alias,
                                             const std::filesystem::path& heads, Call& call);
    /// The signer of one of the log's keys (`toolkit.no_log_key`); no ledger is opened.
    Result<std::unique_ptr<crypto::Signer>> signer_of(const std::string& alias,
                                                      const crypto::PublicKey& key, Call& call);

private:
    Result<registry::LogLedger*> readable_locked(const std::string& alias, Call& call);

    /// A ledger stays open, and where it is, until the object dies: others hold pointers to it.
    struct Open {
        std::vector<std::unique_ptr<crypto::Signer>> signers;  ///< the last one signs
        std::unique_ptr<registry::LogLedger> ledger;
    };

    Result<registry::LogLedger*> writable_locked(const std::string& alias, bool create, Call& call);
    Result<Open> open_with_latest(const std::string& alias, Call& call);
    Result<std::vector<crypto::KeyInfo>> log_keys(const std::string& alias, Call& call);

    std::filesystem::path folder_;
    crypto::KeyStore& keys_;
    tlog::HeadGuard& guard_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Open> readers_;
    std::map<std::string, Open> writers_;
};

}  // namespace deed
