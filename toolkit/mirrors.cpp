#include "toolkit/mirrors.hpp"

#include <csignal>

#include <algorithm>
#include <system_error>

#include "did/errors.hpp"
#include "registry-contracts/client/mirror/errors.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

constexpr std::size_t kLogNetworkSize = 33;
/// A server that fails must not be asked by every request.
constexpr std::int64_t kRefusedSeconds = 10;
constexpr unsigned kMostDoublings = 6;
constexpr std::chrono::seconds kBetweenReads{1};
/// For all files of a log, in the background.
constexpr std::chrono::minutes kReadingTime{15};

Error bad_mirror(std::string_view text) {
    return Error(errors::kToolkitBadMirror,
                 "\"" + std::string(text.substr(0, 100)) + "\" names no published log");
}

/// 'l' and base32 (specs/did-weid.md section 1): no other ledger publishes a log.
bool is_log_network(std::string_view text) {
    return text.size() == kLogNetworkSize && text.front() == 'l' &&
           std::ranges::all_of(
               text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'); });
}

}  // namespace

Result<MirrorUrls> read_mirrors(std::string_view pairs) {
    MirrorUrls urls;
    while (!pairs.empty()) {
        const std::string_view pair = pairs.substr(0, pairs.find(','));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) return bad_mirror(pair);
        const std::string_view network = pair.substr(0, equals);
        auto url = net::Url::parse(pair.substr(equals + 1));
        const bool is_folder =
            url && url->scheme() == net::Url::Scheme::https && !url->query() && !url->fragment();
        if (!is_log_network(network) || !is_folder) return bad_mirror(pair);
        urls.insert_or_assign(std::string(network), *std::move(url));
        pairs.remove_prefix(std::min(pairs.size(), pair.size() + 1));
    }
    return urls;
}

Mirrors::Mirrors(MirrorUrls urls, std::optional<std::filesystem::path> folder,
                 did::HttpClientSource clients, const Clock& clock, Reading reading)
    : folder_(std::move(folder)), clients_(std::move(clients)), clock_(clock), reading_(reading) {
    if (folder_) heads_ = tlog::open_head_guard(*folder_ / "heads");
    for (auto& [network, url] : urls) slots_.try_emplace(network, std::move(url));
    if (reading_ == Reading::on_demand) return;
    for (auto& [network, slot] : slots_) start(network, slot);
}

Mirrors::~Mirrors() {
    {
        const std::scoped_lock lock(waking_);
        ending_ = true;
    }
    wake_.notify_all();
    for (auto& [network, slot] : slots_)
        if (slot.reader.joinable()) slot.reader.join();
}

std::vector<std::string> Mirrors::networks() const {
    std::vector<std::string> networks;
    for (const auto& [network, slot] : slots_) networks.push_back(network);
    return networks;
}

Result<registry::LogLedger*> Mirrors::of(const std::string& network, Call& call) {
    const auto found = slots_.find(network);
    if (found == slots_.end())
        return Error(did::errors::kUnknownNetwork,
                     "no ledger here and no mirror has the network " + network);
    Slot& slot = found->second;
    if (auto answer = known(slot)) return *std::move(answer);
    if (reading_ == Reading::in_background)
        return Error(registry::errors::kMirrorBeingRead, "the log " + network);
    std::unique_lock opening(slot.opening, std::defer_lock);
    // Reading a long log for the first time takes long; who waits for it may be called back.
    while (!opening.try_lock()) {
        DEED_CHECK(call.check());
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    if (auto answer = known(slot)) return *std::move(answer);
    return open(network, slot, call);
}

/// What is answered without asking the server.
std::optional<Result<registry::LogLedger*>> Mirrors::known(Slot& slot) const {
    const std::scoped_lock lock(slot.state);
    if (slot.ledger) return Result<registry::LogLedger*>(slot.ledger.get());
    if (!slot.refused) return std::nullopt;
    const unsigned doublings = std::min(slot.refusals - 1, kMostDoublings);
    const Timestamp now = clock_.now();
    const bool is_recent =
        now >= slot.refused_at && now < slot.refused_at.plus_seconds(kRefusedSeconds << doublings);
    if (is_recent) return Result<registry::LogLedger*>(*slot.refused);
    return std::nullopt;
}

Result<registry::LogLedger*> Mirrors::open(const std::string& network, Slot& slot, Call& call) {
    auto ledger = try_open(network, slot, call);
    const bool gave_up = !ledger && ledger.error().kind() == ErrorKind::interrupted;
    if (ledger || (gave_up && reading_ == Reading::on_demand)) return ledger;
    const std::scoped_lock lock(slot.state);
    slot.refused = ledger.error();
    slot.refused_at = clock_.now();
    ++slot.refusals;
    return ledger;
}

Result<registry::LogLedger*> Mirrors::try_open(const std::string& network, Slot& slot, Call& call) {
    registry::MirrorOptions options{.network = network, .url = slot.url};
    options.questions_refresh = reading_ == Reading::on_demand;
    if (folder_) options.folder = *folder_ / network;
    DEED_TRY(net::HttpClient * client, clients_(call));
    DEED_TRY(auto ledger,
             registry::open_mirror(std::move(options), *client, heads_.get(), clock_, call));
    const std::scoped_lock lock(slot.state);
    slot.ledger = std::move(ledger);
    return slot.ledger.get();
}

void Mirrors::start(const std::string& network, Slot& slot) {
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    // Signals are for the threads that wait for them.
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        slot.reader = std::thread([this, &network, &slot] { keep_reading(network, slot); });
    } catch (const std::system_error& error) {
        slot.refused = Error(registry::errors::kMirrorUnavailable,
                             std::string("no thread can be started: ") + error.what());
        slot.refusals = 1;
        slot.refused_at = clock_.now();
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Mirrors::keep_reading(const std::string& network, Slot& slot) {
    while (!ending_) {
        read_once(network, slot);
        std::unique_lock lock(waking_);
        wake_.wait_for(lock, kBetweenReads, [this] { return ending_.load(); });
    }
}

/// Only this thread sets the ledger, and the ledger tells whether a look at it is due.
void Mirrors::read_once(const std::string& network, Slot& slot) {
    Call call(nullptr, &ending_, std::chrono::steady_clock::now() + kReadingTime);
    if (slot.ledger) {
        // What goes wrong is what questions are told, or the age of the copy tells it.
        static_cast<void>(slot.ledger->refresh(call));
    } else if (!known(slot)) {
        static_cast<void>(open(network, slot, call));
    }
}

}  // namespace deed
