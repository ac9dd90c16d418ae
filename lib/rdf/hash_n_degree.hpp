#pragma once

// The room's own: RDFC-1.0 section 4.8, Hash N-Degree Quads.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/result.hpp"
#include "lib/rdf/canonical_state.hpp"

namespace deed::rdf::detail {

/// Section 4.5: temporary labels b0, b1, … in the order in which nodes were reached.
class PathIssuer {
public:
    bool has(NodeIndex node) const { return position(node) != order_.size(); }
    std::string label(NodeIndex node) const { return "b" + std::to_string(position(node)); }
    void issue(NodeIndex node) {
        if (!has(node)) order_.push_back(node);
    }
    const std::vector<NodeIndex>& order() const { return order_; }

private:
    std::size_t position(NodeIndex node) const {
        return static_cast<std::size_t>(std::find(order_.begin(), order_.end(), node) -
                                        order_.begin());
    }

    std::vector<NodeIndex> order_;
};

struct NDegreeHash {
    std::string hash;
    PathIssuer issuer;
};

/// How a node is connected to all others that have no canonical label yet. The issuer has named
/// the node. `rdf.too_complex` where the meter runs out or paths are deeper than 1,000 nodes.
Result<NDegreeHash> hash_n_degree_quads(const CanonicalState& state, NodeIndex node,
                                        PathIssuer issuer, WorkMeter& work, std::size_t depth = 0);

}  // namespace deed::rdf::detail
