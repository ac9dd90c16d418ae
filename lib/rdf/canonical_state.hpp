#pragma once

// The room's own: what the algorithms of RDFC-1.0 share (its "canonicalization state").

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/hash.hpp"
#include "lib/error/call.hpp"
#include "lib/rdf/dataset.hpp"

namespace deed::rdf::detail {

/// A blank node, by the order in which the dataset first mentions it.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xFFFFFFFF;

/// The blank nodes of one quad; kNoNode where its component is none.
struct Mentions {
    NodeIndex subject = kNoNode, object = kNoNode, graph = kNoNode;

    std::array<NodeIndex, 3> all() const { return {subject, object, graph}; }
    friend bool operator==(const Mentions&, const Mentions&) = default;
};

struct BlankNode {
    std::string_view label{};            ///< in the input
    std::vector<std::uint32_t> quads{};  ///< that mention it, each once
    std::string first_degree_hash{};     ///< in lower-case hex
    std::string canonical{};             ///< "c14n0", once issued
};

struct CanonicalState {
    const std::vector<Quad>* quads = nullptr;
    std::vector<Mentions> mentions{};  ///< one for each quad
    std::vector<BlankNode> nodes{};
    crypto::HashAlgorithm hash = crypto::HashAlgorithm::sha256;
    std::uint32_t issued = 0;

    /// Issues the next canonical label, unless the node has one.
    void issue_canonical(NodeIndex node) {
        std::string& canonical = nodes[node].canonical;
        if (canonical.empty()) canonical = "c14n" + std::to_string(issued++);
    }
};

/// The hash of a text, in lower-case hex.
std::string hex_hash(crypto::HashAlgorithm algorithm, std::string_view text);

/// Counts what is done for nodes that look alike; the same on every machine.
class WorkMeter {
public:
    WorkMeter(std::size_t max_work, Call& call) : left_(max_work), call_(call) {}

    /// `rdf.too_complex` once the allowed work is used up, or what the call says.
    Result<void> charge(std::size_t units);

private:
    std::size_t left_;
    std::size_t until_check_ = 0;
    Call& call_;
};

}  // namespace deed::rdf::detail
