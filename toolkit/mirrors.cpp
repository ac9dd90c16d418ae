#include "toolkit/mirrors.hpp"

#include <algorithm>
#include <thread>

#include "did/errors.hpp"
#include "registry-contracts/client/mirror/mirror_ledger.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

constexpr std::size_t kLogNetworkSize = 33;
/// A server that fails must not be asked by every request.
constexpr std::int64_t kRefusedSeconds = 10;

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
                 did::HttpClientSource clients, const Clock& clock)
    : folder_(std::move(folder)), clients_(std::move(clients)), clock_(clock) {
    if (folder_) heads_ = tlog::open_head_guard(*folder_ / "heads");
    for (auto& [network, url] : urls) slots_.try_emplace(network, std::move(url));
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
    std::unique_lock opening(slot.opening, std::defer_lock);
    // Reading a long log for the first time takes long; who waits for it may be called back.
    while (!opening.try_lock()) {
        DEED_CHECK(call.check());
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    if (slot.ledger) return slot.ledger.get();
    const Timestamp now = clock_.now();
    const bool is_recent = slot.refused_at && now >= *slot.refused_at &&
                           now < slot.refused_at->plus_seconds(kRefusedSeconds);
    if (is_recent) return *slot.refused;
    auto ledger = open(network, slot, call);
    if (!ledger && ledger.error().kind() != ErrorKind::interrupted) {
        slot.refused = ledger.error();
        slot.refused_at = clock_.now();
    }
    return ledger;
}

Result<registry::LogLedger*> Mirrors::open(const std::string& network, Slot& slot, Call& call) {
    registry::MirrorOptions options{.network = network, .url = slot.url};
    if (folder_) options.folder = *folder_ / network;
    DEED_TRY(net::HttpClient * client, clients_(call));
    DEED_TRY(slot.ledger,
             registry::open_mirror(std::move(options), *client, heads_.get(), clock_, call));
    return slot.ledger.get();
}

}  // namespace deed
