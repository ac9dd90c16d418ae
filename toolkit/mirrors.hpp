#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "did/methods/web_fetch.hpp"
#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/ledger.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

/// The published logs of others, each opened when first asked for. Thread-safe.
class Mirrors {
public:
    /// `folder` as Config::mirror_folder; clients and clock must outlive the object.
    Mirrors(MirrorUrls urls, std::optional<std::filesystem::path> folder,
            did::HttpClientSource clients, const Clock& clock);

    /// `did.unknown_network` where none is configured, else as registry::open_mirror(). What went
    /// wrong is the answer for some seconds more.
    Result<registry::LogLedger*> of(const std::string& network, Call& call);
    bool has(const std::string& network) const { return slots_.contains(network); }
    std::vector<std::string> networks() const;

private:
    struct Slot {
        explicit Slot(net::Url published) : url(std::move(published)) {}
        const net::Url url;
        std::mutex opening;
        std::unique_ptr<registry::LogLedger> ledger;
        std::optional<Error> refused;
        std::optional<Timestamp> refused_at;
    };
    Result<registry::LogLedger*> open(const std::string& network, Slot& slot, Call& call);

    const std::optional<std::filesystem::path> folder_;
    const did::HttpClientSource clients_;
    const Clock& clock_;
    std::unique_ptr<tlog::HeadGuard> heads_;
    std::map<std::string, Slot> slots_;
};

}  // namespace deed
