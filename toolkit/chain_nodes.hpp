#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/crypto/secret.hpp"
#include "lib/net/http_client.hpp"
#include "registry-contracts/client/evm/compared_rpc.hpp"
#include "registry-contracts/client/evm/node.hpp"
#include "toolkit/chain_config.hpp"

namespace deed {

/// Whether it is on this machine, so that asking it without encryption tells nobody.
bool is_on_this_machine(const net::Url& node);

/// The way to the nodes of a chain: to the first that answers or, where several must agree, to all
/// of them. Thread-safe after connect().
class ChainNodes {
public:
    explicit ChainNodes(const ChainConfig& config) : config_(config) {}

    /// The chain id that the nodes tell. `chain.no_node`, `chain.plain_http`, `chain.bad_setting`,
    /// `evm.wrong_chain` where a node is of another chain than the setting or another node says,
    /// `rpc.too_few_nodes`; where no node answers, the last one's error. Borrows the configuration
    /// for the object's life.
    Result<std::uint64_t> connect(Call& call);

    registry::evm::Node& node() { return *node_; }
    /// Where they are, without the rest of their URLs.
    const std::string& origin() const { return origin_; }

private:
    struct Way {
        std::string origin;
        std::unique_ptr<registry::evm::RpcClient> rpc;
    };
    Result<void> check() const;
    Way way_to(const net::Url& url) const;
    Result<std::uint64_t> connect_to_first(Call& call);
    Result<std::uint64_t> connect_to_all(Call& call);

    const ChainConfig& config_;
    std::optional<crypto::SecretBytes> token_;
    std::unique_ptr<net::HttpClient> http_;
    std::vector<Way> ways_;
    std::unique_ptr<registry::evm::ComparedRpc> compared_;
    std::unique_ptr<registry::evm::Node> node_;
    std::string origin_;
};

}  // namespace deed
