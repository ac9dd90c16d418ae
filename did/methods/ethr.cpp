#include "did/methods/ethr.hpp"

#include <algorithm>
#include <charconv>

#include "did/errors.hpp"
#include "did/methods/ethr_attribute.hpp"
#include "did/methods/ethr_errors.hpp"
#include "did/methods/ethr_state.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/errors.hpp"

namespace deed::did {
namespace {

using registry::evm::AttributeChanged;
using registry::evm::DelegateChanged;
using registry::evm::Erc1056Event;
using registry::evm::Erc1056History;
using registry::evm::Erc1056Registry;
using registry::evm::OwnerChanged;

constexpr std::int64_t kMilliseconds = 1000;

/// What is known of a DID, and where.
struct Known {
    EthrId id;
    EthrNetwork network;
    Erc1056History history;
};

/// Until which event, and as of when, a document is made.
struct Moment {
    std::size_t events;
    std::uint64_t now;  ///< seconds since 1970
};

Error no_version(const Did& did, std::string message) {
    return Error(errors::kNoSuchVersion, std::move(message), did.to_string());
}

/// Seconds of a clock that may stand before 1970.
std::uint64_t seconds_of(Timestamp time) {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, time.floor_seconds().unix_milliseconds() / kMilliseconds));
}

/// A block's time; those of no real chain are held within the range of years.
Timestamp time_of(std::uint64_t seconds) {
    constexpr std::uint64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z
    const auto time =
        Timestamp::from_unix_seconds(static_cast<std::int64_t>(std::min(seconds, kLastSecond)));
    return time.has_value() ? *time : Timestamp::from_unix_seconds(0).value();
}

std::size_t events_until_block(const Erc1056History& history, std::uint64_t block) {
    const auto end = std::ranges::upper_bound(history.events, block, {}, &Erc1056Event::block);
    return static_cast<std::size_t>(end - history.events.begin());
}

std::size_t events_until_time(const Erc1056History& history, std::uint64_t time) {
    const auto end = std::ranges::upper_bound(history.events, time, {}, &Erc1056Event::block_time);
    return static_cast<std::size_t>(end - history.events.begin());
}

/// A block's number in decimal, without leading zeros.
std::optional<std::uint64_t> block_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    if (!is_number || std::to_string(number) != text) return std::nullopt;
    return number;
}

Result<Moment> moment_of_block(const Did& did, const Known& known, const std::string& version_id,
                               Call& call) {
    const auto number = block_number(version_id);
    if (!number) return no_version(did, "a version id is the number of a block");
    if (*number > known.history.head.number)
        return no_version(did,
                          "the chain's last block is " + std::to_string(known.history.head.number));
    Erc1056Registry registry(*known.network.node, known.network.registry);
    DEED_TRY(const auto block, registry.moment(*number, call));
    if (!block) return no_version(did, "the node does not have block " + version_id);
    return Moment{events_until_block(known.history, *number), block->time};
}

/// Of the latest version, a clock that is slow shall not bring back what the chain has ended.
Result<Moment> moment_of(const Did& did, const Known& known, const ResolveOptions& options,
                         const Clock& clock, Call& call) {
    if (options.version_id) return moment_of_block(did, known, *options.version_id, call);
    if (options.version_time) {
        const std::uint64_t time = seconds_of(*options.version_time);
        return Moment{events_until_time(known.history, time), time};
    }
    return Moment{known.history.events.size(),
                  std::max(seconds_of(clock.now()), known.history.head.time)};
}

bool ends_did(const Erc1056Event& event) {
    const auto* change = std::get_if<OwnerChanged>(&event.change);
    return change != nullptr && change->owner == registry::Address{};
}

/// Later ones count for nothing.
std::size_t events_that_count(const Erc1056History& history) {
    const auto end = std::ranges::find_if(history.events, ends_did);
    const auto position = static_cast<std::size_t>(end - history.events.begin());
    return std::min(history.events.size(), position + 1);
}

/// A node that stands still, or holds back what is new, is told by the age of what it shows.
Freshness freshness_of(const Known& known) {
    return {time_of(known.history.head.time), "node's last block"};
}

DocumentMetadata metadata_of(const EthrState& state, const Erc1056History& history,
                             const Moment& moment) {
    DocumentMetadata metadata;
    const std::size_t all = events_that_count(history);
    const std::size_t applied = std::min(moment.events, all);
    metadata.deactivated = state.is_deactivated();
    if (applied > 0) {
        const Erc1056Event& last = history.events[applied - 1];
        metadata.version_id = std::to_string(last.block);
        metadata.updated = time_of(last.block_time);
    }
    if (applied < all) {
        const Erc1056Event& next = history.events[applied];
        metadata.next_version_id = std::to_string(next.block);
        metadata.next_update = time_of(next.block_time);
    }
    const std::vector<std::string> left_out = state.left_out_at(moment.now);
    if (left_out.empty()) return metadata;
    json::Writer writer;
    writer.begin_object().key("leftOut").begin_array();
    for (const std::string& id : left_out) writer.string(id);
    metadata.of_method = writer.end_array().end_object().take_document();
    return metadata;
}

/// Registries also serve others, whose names need not be text. Such events change no DID.
bool is_foreign(const Erc1056Event& event) {
    if (const auto* delegate = std::get_if<DelegateChanged>(&event.change))
        return !ethr_text(delegate->type);
    const auto* attribute = std::get_if<AttributeChanged>(&event.change);
    return attribute != nullptr && !ethr_text(attribute->name);
}

Result<Known> look_up(const Did& did, const EthrNetworkSource& networks,
                      const registry::evm::Erc1056Limits& limits, Call& call) {
    DEED_CHECK(call.check());
    DEED_TRY(EthrId id, parse_ethr(did));
    DEED_TRY(const EthrNetwork network, ethr_network(networks, id, call));
    Erc1056Registry registry(*network.node, network.registry);
    auto history = registry.history(id.identity, limits, call);
    if (!history) return std::move(history).error().at(did.to_string());
    std::erase_if(history->events, is_foreign);
    return Known{std::move(id), network, std::move(history).value()};
}

Version::Kind kind_of(std::span<const Erc1056Event> block, const EthrState& state) {
    if (state.is_deactivated()) return Version::Kind::deactivated;
    const bool rotates = std::ranges::any_of(block, [](const Erc1056Event& event) {
        return std::holds_alternative<OwnerChanged>(event.change);
    });
    return rotates ? Version::Kind::rotated : Version::Kind::updated;
}

/// Collects the versions of one DID, oldest first.
class Versions {
public:
    Versions(const Did& did, const Known& known, std::uint64_t now)
        : state_(did, known.id, known.network.chain_id), now_(now) {
        add("", std::nullopt, Version::Kind::created, 0);
    }

    void add_block(std::span<const Erc1056Event> block) {
        const std::uint64_t time = block.front().block_time;
        add_ends(time);
        for (const Erc1056Event& event : block) state_.apply(event);
        add(std::to_string(block.front().block), time_of(time), kind_of(block, state_), time);
        since_ = time;
    }
    /// What ended since the last block's second, before this moment or until now.
    void add_ends(std::optional<std::uint64_t> moment) {
        const std::uint64_t limit = moment ? *moment - std::min<std::uint64_t>(*moment, 1) : now_;
        for (const std::uint64_t end : state_.ends_between(since_, limit))
            add("", time_of(end + 1), Version::Kind::updated, end + 1);
    }
    bool is_deactivated() const { return state_.is_deactivated(); }
    std::vector<Version> take() && { return std::move(versions_); }

private:
    void add(std::string id, std::optional<Timestamp> from, Version::Kind kind, std::uint64_t now) {
        auto document = state_.document_at(now);
        const bool holds = kind != Version::Kind::deactivated && document.has_value();
        versions_.push_back({std::move(id), from,
                             holds ? std::optional(std::move(document).value()) : std::nullopt,
                             kind});
    }

    EthrState state_;
    const std::uint64_t now_;
    std::uint64_t since_ = 0;
    std::vector<Version> versions_;
};

}  // namespace

Error unknown_ethr_network(const EthrId& id) {
    if (id.network.empty() && !id.chain_id)
        return Error(errors::kEthrUnknownNetwork, "no chain is configured");
    const std::string chain =
        id.chain_id ? "chain " + std::to_string(*id.chain_id) : "a chain of that name";
    return Error(errors::kEthrUnknownNetwork, (id.network.empty() ? "mainnet" : id.network) + ": " +
                                                  chain + " has no node and registry here");
}

Result<EthrNetwork> ethr_network(const EthrNetworkSource& source, const EthrId& id, Call& call) {
    DEED_TRY(const EthrNetwork network, source(id, call));
    DEED_TRY(const std::uint64_t chain_id, network.node->chain_id(call));
    const bool is_meant = !id.chain_id || *id.chain_id == network.chain_id;
    if (chain_id == network.chain_id && is_meant) return network;
    return Error(registry::evm::errors::kWrongChain,
                 "the node is of chain " + std::to_string(chain_id) + " and not of " +
                     std::to_string(id.chain_id.value_or(network.chain_id)));
}

Result<Resolution> EthrResolver::resolve(const Did& did, const ResolveOptions& options,
                                         Call& call) {
    DEED_CHECK(check_options(options));
    if (options.version_number)
        return Error(errors::kVersionsUnsupported, "a did:ethr has no version numbers",
                     did.to_string());
    DEED_TRY(const Known known, look_up(did, networks_, limits_, call));
    DEED_TRY(const Moment moment, moment_of(did, known, options, clock_, call));
    EthrState state(did, known.id, known.network.chain_id);
    for (std::size_t i = 0; i < moment.events; ++i) state.apply(known.history.events[i]);
    DEED_TRY(Document document, state.document_at(moment.now));
    return Resolution{std::move(document), metadata_of(state, known.history, moment),
                      freshness_of(known)};
}

Result<History> EthrResolver::history(const Did& did, Call& call) {
    DEED_TRY(const Known known, look_up(did, networks_, limits_, call));
    const std::span<const Erc1056Event> events = known.history.events;
    Versions versions(did, known, std::max(seconds_of(clock_.now()), known.history.head.time));
    for (std::size_t begin = 0; begin < events.size() && !versions.is_deactivated();) {
        DEED_CHECK(call.check());
        std::size_t end = begin;
        while (end < events.size() && events[end].block == events[begin].block) ++end;
        versions.add_block(events.subspan(begin, end - begin));
        begin = end;
    }
    if (!versions.is_deactivated()) versions.add_ends(std::nullopt);
    History history;
    history.versions = std::move(versions).take();
    history.freshness = freshness_of(known);
    return history;
}

}  // namespace deed::did
