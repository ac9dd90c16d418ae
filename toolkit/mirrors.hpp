#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "did/methods/web_fetch.hpp"
#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/mirror/mirror_ledger.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

/// The published logs of others. Thread-safe.
class Mirrors {
public:
    enum class Reading : unsigned char {
        on_demand,      ///< by whoever asks first
        in_background,  ///< by a thread for each log, from now on; nobody waits for it
    };
    /// `folder` as Config::mirror_folder; clients and clock must outlive the object.
    Mirrors(MirrorUrls urls, std::optional<std::filesystem::path> folder,
            did::HttpClientSource clients, const Clock& clock,
            Reading reading = Reading::on_demand);
    Mirrors(const Mirrors&) = delete;
    Mirrors& operator=(const Mirrors&) = delete;
    /// Ends the threads.
    ~Mirrors();

    /// `did.unknown_network` where none is configured, `mirror.being_read` where nobody waits, else
    /// as registry::open_mirror(). What went wrong is the answer for some seconds more, and for
    /// twice as long each time.
    Result<registry::LogLedger*> of(const std::string& network, Call& call);
    bool has(const std::string& network) const { return slots_.contains(network); }
    std::vector<std::string> networks() const;

private:
    struct Slot {
        explicit Slot(net::Url published) : url(std::move(published)) {}
        const net::Url url;
        std::mutex opening;  ///< held by who asks the server, on demand
        std::mutex state;    ///< guards what follows, but the thread
        std::unique_ptr<registry::PublishedLedger> ledger;
        std::optional<Error> refused;
        Timestamp refused_at = *Timestamp::from_unix_milliseconds(0);
        unsigned refusals = 0;
        std::thread reader;
    };
    Result<registry::LogLedger*> open(const std::string& network, Slot& slot, Call& call);
    Result<registry::LogLedger*> try_open(const std::string& network, Slot& slot, Call& call);
    std::optional<Result<registry::LogLedger*>> known(Slot& slot) const;
    void start(const std::string& network, Slot& slot);
    void keep_reading(const std::string& network, Slot& slot);
    void read_once(const std::string& network, Slot& slot);

    const std::optional<std::filesystem::path> folder_;
    const did::HttpClientSource clients_;
    const Clock& clock_;
    const Reading reading_;
    std::unique_ptr<tlog::HeadGuard> heads_;
    std::atomic<bool> ending_ = false;
    std::mutex waking_;
    std::condition_variable wake_;
    std::map<std::string, Slot> slots_;
};

}  // namespace deed
