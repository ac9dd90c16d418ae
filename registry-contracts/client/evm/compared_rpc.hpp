#pragma once

#include <mutex>

#include "registry-contracts/client/evm/rpc_client.hpp"

namespace deed::registry::evm {

/// Asks several nodes of one chain, and believes what as many as must agree say alike (specs/evm.md
/// section 3.1): blocks, calls, codes, logs, receipts and the chain id. "latest", "safe" and
/// "finalized" become the number of a block that so many nodes have. Everything else, which differs
/// from node to node or goes to a chain, such as counts, fees, estimates and what is sent, is asked
/// of the first node alone.
///
/// `rpc.nodes_disagree` names both nodes; `rpc.node_behind` where one does not have what the other
/// tells, or is far behind it; `rpc.too_few_nodes` where too few answer. What a node refuses by an
/// error of JSON-RPC is that error if nodes enough for another answer are missing.
class DEED_API ComparedRpc final : public Rpc {
public:
    struct Source {
        Rpc* rpc;          ///< borrowed
        std::string name;  ///< for people: where it is, without secrets
    };
    /// How many blocks a node may be behind and still be asked.
    static constexpr std::uint64_t kMaxBehind = 64;

    /// At least `agree` sources, in the order in which they are asked.
    ComparedRpc(std::vector<Source> sources, std::size_t agree);

    Result<RpcAnswer> call(const RpcRequest& request, Call& call) override;
    Result<std::vector<RpcAnswer>> batch(std::span<const RpcRequest> requests, Call& call) override;

private:
    /// What one source says: its answer, and what of it is compared.
    struct Said {
        const Source* source;
        RpcAnswer answer;
        std::string essence;
    };
    Result<RpcAnswer> compared(const RpcRequest& request, Call& call);
    /// The highest block that as many nodes have as must agree; under the tag where there is one.
    Result<std::optional<std::uint64_t>> common_height(const std::string& tag, Call& call);
    Error too_few(std::size_t answered, const std::optional<Error>& last) const;

    const std::vector<Source> sources_;
    const std::size_t agree_;
};

}  // namespace deed::registry::evm
