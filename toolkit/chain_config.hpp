#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/key_reference.hpp"
#include "lib/net/http_client.hpp"
#include "lib/net/url.hpp"
#include "registry-contracts/client/evm/operations/chain_network.hpp"
#include "registry-contracts/client/evm/sender.hpp"
#include "registry-contracts/client/fisco/status.hpp"

namespace deed {

using registry::evm::ChainNetwork;

/// What is said of a group of FISCO BCOS besides.
struct FiscoGroup {
    registry::fisco::ChainVersion version = registry::fisco::ChainVersion::three;
    std::string chain = "chain0";  ///< its name; of 2.x a number
    std::string group = "group0";  ///< of 2.x a number
    /// Of the SDK; nodes of 3.x ask for it.
    std::optional<net::ClientCertificate> certificate = std::nullopt;
};

/// A chain with Deed's contracts, and how to reach it.
struct ChainConfig {
    std::string alias;
    /// http, https, ws or wss. The first that answers is asked for all, unless several must agree.
    /// Their paths may hold a service's key.
    std::vector<net::Url> nodes = {};
    /// How many nodes must answer alike (registry::evm::ComparedRpc); 1: none is held to another.
    std::size_t agree = 1;
    std::optional<std::uint64_t> chain_id = std::nullopt;
    std::optional<registry::Address> directory = std::nullopt;
    /// Of did:ethr, where it is not the public one of the chain.
    std::optional<registry::Address> ethr_registry = std::nullopt;
    /// The secp256k1 key that pays for transactions.
    std::optional<crypto::KeyReference> account = std::nullopt;
    registry::evm::FeePolicy fees = default_fees();
    registry::evm::Confirmation confirmation = {};
    std::chrono::seconds patience{300};     ///< until a transaction is confirmed
    std::chrono::seconds node_timeout{30};  ///< for one answer
    std::optional<std::filesystem::path> ca_file = std::nullopt;     ///< instead of the system's
    std::optional<std::filesystem::path> token_file = std::nullopt;  ///< a bearer token, 0600
    /// Whether a node on another machine may be asked without encryption.
    bool plain_http = false;
    /// Whether histories of DIDs are kept beside the outboxes (registry::evm::HistoryStore).
    bool keep_histories = false;
    /// Where the chain is a group of FISCO BCOS, and its nodes speak FISCO's JSON-RPC.
    std::optional<FiscoGroup> fisco = std::nullopt;

    /// Nothing before chain id and Directory are known.
    std::optional<ChainNetwork> network() const;

    /// 100 gwei in all, of which 2 for the proposer.
    DEED_API static registry::evm::FeePolicy default_fees();
};

/// By alias.
using Chains = std::map<std::string, ChainConfig, std::less<>>;

// From text; `chain.bad_setting` says what is wrong with it.

/// "https://a.example/key,wss://b.example": a comma within a URL is written %2C.
DEED_API Result<std::vector<net::Url>> read_nodes(std::string_view text);
/// "20 gwei", "0.5 gwei", "1000000000 wei" or "0.000000001 ether".
DEED_API Result<registry::evm::Uint256> read_wei(std::string_view text);
/// "1" to "100000" blocks, "safe" or "finalized".
DEED_API Result<registry::evm::Confirmation> read_confirmation(std::string_view text);

/// An amount as people read it: "0.0012 ether", exact.
DEED_API std::string ether_text(const registry::evm::Uint256& wei);

}  // namespace deed
