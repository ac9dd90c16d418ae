#include "lib/rdf/hash_n_degree.hpp"

#include <map>

#include "lib/rdf/errors.hpp"

namespace deed::rdf::detail {
namespace {

/// Bounds the stack.
constexpr std::size_t kMaxDepth = 1000;

/// Hn of the specification; a node is there once for each of its mentions.
using RelatedNodes = std::map<std::string, std::vector<NodeIndex>>;

/// Code point order among paths of one length; a longer path never wins (4.8.3, steps 5.4.4.3,
/// 5.4.5.5 and 5.4.6).
bool cannot_win(const std::string& path, const std::string& chosen) {
    return !chosen.empty() && path.size() >= chosen.size() && path > chosen;
}

class Hashing {
public:
    Hashing(const CanonicalState& state, WorkMeter& work, std::size_t depth)
        : state_(state), work_(work), depth_(depth) {}

    Result<NDegreeHash> run(NodeIndex node, PathIssuer issuer) {
        DEED_CHECK(work_.charge(1));
        DEED_TRY(const RelatedNodes related, related_nodes(node, issuer));
        std::string data;  // step 4
        for (const auto& [hash, nodes] : related) {
            data += hash;                                       // 5.1
            DEED_TRY(Path path, shortest_path(nodes, issuer));  // 5.2 to 5.4
            data += path.text;                                  // 5.5
            issuer = std::move(path.issuer);                    // 5.6
        }
        return NDegreeHash{hex_hash(state_.hash, data), std::move(issuer)};
    }

private:
    struct Path {
        std::string text;
        PathIssuer issuer;
    };

    /// Steps 1 to 3.
    Result<RelatedNodes> related_nodes(NodeIndex node, const PathIssuer& issuer) {
        RelatedNodes related;
        for (const std::uint32_t quad : state_.nodes[node].quads) {
            const Mentions& mentions = state_.mentions[quad];
            const auto add = [&](NodeIndex other, char position) -> Result<void> {
                if (other == kNoNode || other == node) return {};
                DEED_TRY(std::string hash, related_hash(other, quad, issuer, position));
                related[std::move(hash)].push_back(other);
                return {};
            };
            DEED_CHECK(add(mentions.subject, 's'));
            DEED_CHECK(add(mentions.object, 'o'));
            DEED_CHECK(add(mentions.graph, 'g'));
        }
        return related;
    }

    /// Section 4.7, Hash Related Blank Node.
    Result<std::string> related_hash(NodeIndex related, std::uint32_t quad,
                                     const PathIssuer& issuer, char position) {
        const std::string_view predicate = (*state_.quads)[quad].predicate.value;
        DEED_CHECK(work_.charge(1 + predicate.size() / 256));
        std::string input(1, position);
        if (position != 'g') input.append("<").append(predicate).append(">");
        const BlankNode& node = state_.nodes[related];
        if (!node.canonical.empty())
            input.append("_:").append(node.canonical);
        else if (issuer.has(related))
            input.append("_:").append(issuer.label(related));
        else
            input.append(node.first_degree_hash);
        return hex_hash(state_.hash, input);
    }

    /// Steps 5.2 to 5.4: the shortest of the paths that visit the nodes in some order. Orders that
    /// differ only in the mentions of one node are one.
    Result<Path> shortest_path(std::vector<NodeIndex> nodes, const PathIssuer& issuer) {
        std::sort(nodes.begin(), nodes.end());
        Path chosen;
        do {
            DEED_CHECK(work_.charge(1 + nodes.size() / 4 + issuer.order().size() / 64));
            Path path{{}, issuer};
            DEED_TRY(const bool complete, walk(nodes, path, chosen.text));
            if (complete && (chosen.text.empty() || path.text < chosen.text))  // 5.4.6
                chosen = std::move(path);
        } while (std::next_permutation(nodes.begin(), nodes.end()));
        return chosen;
    }

    /// Steps 5.4.1 to 5.4.5; false as soon as the path cannot win.
    Result<bool> walk(const std::vector<NodeIndex>& nodes, Path& path, const std::string& chosen) {
        std::vector<NodeIndex> recursion_list;
        for (const NodeIndex node : nodes) {  // 5.4.4
            path.text += "_:";
            if (const std::string& canonical = state_.nodes[node].canonical; !canonical.empty()) {
                path.text += canonical;
            } else {
                if (!path.issuer.has(node)) recursion_list.push_back(node);
                path.issuer.issue(node);
                path.text += path.issuer.label(node);
            }
            if (cannot_win(path.text, chosen)) return false;
        }
        for (const NodeIndex node : recursion_list) {  // 5.4.5
            const std::string label = path.issuer.label(node);
            DEED_TRY(NDegreeHash result,
                     hash_n_degree_quads(state_, node, std::move(path.issuer), work_, depth_ + 1));
            path.text.append("_:").append(label).append("<").append(result.hash).append(">");
            path.issuer = std::move(result.issuer);
            if (cannot_win(path.text, chosen)) return false;
        }
        return true;
    }

    const CanonicalState& state_;
    WorkMeter& work_;
    std::size_t depth_;
};

}  // namespace

Result<NDegreeHash> hash_n_degree_quads(const CanonicalState& state, NodeIndex node,
                                        PathIssuer issuer, WorkMeter& work, std::size_t depth) {
    if (depth > kMaxDepth)
        return Error(errors::kDatasetTooComplex, "blank nodes that look alike form too long a chain");
    return Hashing(state, work, depth).run(node, std::move(issuer));
}

}  // namespace deed::rdf::detail
