#include "lib/rdf/canonicalize.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "lib/encoding/text.hpp"
#include "lib/rdf/canonical_state.hpp"
#include "lib/rdf/errors.hpp"
#include "lib/rdf/hash_n_degree.hpp"
#include "lib/rdf/nquads_print.hpp"

namespace deed::rdf {
namespace detail {

std::string hex_hash(crypto::HashAlgorithm algorithm, std::string_view text) {
    if (algorithm == crypto::HashAlgorithm::sha256)
        return hex_encode(crypto::sha256(as_bytes(text)));
    return hex_encode(crypto::hash(algorithm, as_bytes(text)));
}

Result<void> WorkMeter::charge(std::size_t units) {
    constexpr std::size_t kCheckEvery = 1024;
    if (units > left_)
        return Error(errors::kDatasetTooComplex, "telling the blank nodes apart takes too much work");
    left_ -= units;
    if (until_check_ > units) {
        until_check_ -= units;
        return {};
    }
    until_check_ = kCheckEvery;
    return call_.check();
}

}  // namespace detail

namespace {

using detail::BlankNode;
using detail::CanonicalState;
using detail::kNoNode;
using detail::Mentions;
using detail::NodeIndex;

/// Finds the blank nodes of a dataset: by looking through them while they are few.
class NodeFinder {
public:
    explicit NodeFinder(std::vector<BlankNode>& nodes) : nodes_(nodes) {}

    NodeIndex find(const Term& term) {
        if (term.kind != Term::Kind::blank) return kNoNode;
        if (nodes_.size() <= kFew) return find_among_few(term.value);
        if (by_label_.empty())
            for (NodeIndex i = 0; i < nodes_.size(); ++i) by_label_.emplace(nodes_[i].label, i);
        const auto [entry, added] = by_label_.try_emplace(term.value, next());
        if (added) nodes_.push_back({.label = term.value});
        return entry->second;
    }

private:
    static constexpr std::size_t kFew = 8;

    NodeIndex next() const { return static_cast<NodeIndex>(nodes_.size()); }
    NodeIndex find_among_few(std::string_view label) {
        for (NodeIndex i = 0; i < nodes_.size(); ++i)
            if (nodes_[i].label == label) return i;
        nodes_.push_back({.label = label});
        return next() - 1;
    }

    std::vector<BlankNode>& nodes_;
    std::unordered_map<std::string_view, NodeIndex> by_label_;
};

void find_mentions(CanonicalState& state) {
    NodeFinder finder(state.nodes);
    state.mentions.reserve(state.quads->size());
    for (const Quad& quad : *state.quads)
        state.mentions.push_back(
            {finder.find(quad.subject), finder.find(quad.object), finder.find(quad.graph)});
}

/// Section 4.4.3, step 2: the blank node to quads map. A dataset is a set: what the input says
/// twice counts once.
void map_nodes_to_quads(CanonicalState& state) {
    detail::LineBuffer line(512);
    std::unordered_set<std::string> seen;
    for (std::uint32_t i = 0; i < state.mentions.size(); ++i) {
        const Mentions& mentions = state.mentions[i];
        if (mentions == Mentions{}) continue;
        const Quad& quad = (*state.quads)[i];
        line.clear();
        line.add(quad, {quad.subject.value, quad.object.value, quad.graph.value});
        if (!seen.emplace(line.text()).second) continue;
        for (const NodeIndex node : mentions.all()) {
            if (node == kNoNode) continue;
            std::vector<std::uint32_t>& quads = state.nodes[node].quads;
            if (quads.empty() || quads.back() != i) quads.push_back(i);
        }
    }
}

/// Section 4.6, Hash First Degree Quads.
std::string hash_first_degree_quads(const CanonicalState& state, NodeIndex node,
                                    detail::LineBuffer& buffer,
                                    std::vector<std::string_view>& lines) {
    const auto label = [&](NodeIndex other) -> std::string_view {
        return other == node ? "a" : "z";
    };
    buffer.clear();
    for (const std::uint32_t quad : state.nodes[node].quads) {
        const Mentions& mentions = state.mentions[quad];
        buffer.add((*state.quads)[quad],
                   {label(mentions.subject), label(mentions.object), label(mentions.graph)});
    }
    detail::sort_lines(buffer, lines);
    std::string text;
    text.reserve(buffer.size());
    for (const std::string_view line : lines) text += line;
    return detail::hex_hash(state.hash, text);
}

/// Section 4.4.3, steps 3 and 4: labels for the nodes whose own statements tell them apart.
/// Returns the groups of the others, by hash.
std::map<std::string, std::vector<NodeIndex>> issue_by_first_degree(CanonicalState& state) {
    detail::LineBuffer buffer(1024);
    std::vector<std::string_view> lines;
    std::map<std::string, std::vector<NodeIndex>> by_hash;
    for (NodeIndex i = 0; i < state.nodes.size(); ++i) {
        std::string& hash = state.nodes[i].first_degree_hash;
        hash = hash_first_degree_quads(state, i, buffer, lines);
        by_hash[hash].push_back(i);
    }
    for (auto entry = by_hash.begin(); entry != by_hash.end();) {
        if (entry->second.size() == 1) {
            state.issue_canonical(entry->second.front());
            entry = by_hash.erase(entry);
        } else {
            ++entry;
        }
    }
    return by_hash;
}

/// Section 4.4.3, step 5 for one hash: labels for nodes that only their neighbours tell apart.
Result<void> issue_by_n_degree(CanonicalState& state, const std::vector<NodeIndex>& nodes,
                               detail::WorkMeter& work) {
    std::vector<detail::NDegreeHash> hash_path_list;
    for (const NodeIndex node : nodes) {  // 5.2
        if (!state.nodes[node].canonical.empty()) continue;
        detail::PathIssuer issuer;
        issuer.issue(node);
        DEED_TRY(detail::NDegreeHash result,
                 detail::hash_n_degree_quads(state, node, std::move(issuer), work));
        hash_path_list.push_back(std::move(result));
    }
    std::stable_sort(hash_path_list.begin(), hash_path_list.end(),
                     [](const auto& a, const auto& b) { return a.hash < b.hash; });
    for (const detail::NDegreeHash& result : hash_path_list)  // 5.3
        for (const NodeIndex node : result.issuer.order()) state.issue_canonical(node);
    return {};
}

Result<void> issue_labels(CanonicalState& state, const CanonicalizeOptions& options, Call& call) {
    if (state.nodes.empty()) return {};
    if (state.nodes.size() == 1) {  // whatever its hash is, it is the first
        state.issue_canonical(0);
        return {};
    }
    map_nodes_to_quads(state);
    detail::WorkMeter work(options.max_work, call);
    for (const auto& [hash, nodes] : issue_by_first_degree(state))
        DEED_CHECK(issue_by_n_degree(state, nodes, work));
    return {};
}

/// Section 4.4.3, step 6, in canonical N-Quads.
std::string canonical_nquads(const CanonicalState& state) {
    std::size_t bound = 0;
    for (const Quad& quad : *state.quads) bound += detail::line_bound(quad);
    detail::LineBuffer buffer(bound);
    const auto label = [&](NodeIndex node) {
        return node == kNoNode ? std::string_view() : std::string_view(state.nodes[node].canonical);
    };
    for (std::size_t i = 0; i < state.quads->size(); ++i) {
        const Mentions& mentions = state.mentions[i];
        buffer.add((*state.quads)[i],
                   {label(mentions.subject), label(mentions.object), label(mentions.graph)});
    }
    std::vector<std::string_view> lines;
    detail::sort_lines(buffer, lines);
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    std::string out;
    out.reserve(buffer.size());
    for (const std::string_view line : lines) out += line;
    return out;
}

}  // namespace

Result<CanonicalDataset> canonicalize(const Dataset& dataset, const CanonicalizeOptions& options,
                                      Call& call) {
    DEED_ASSERT(options.hash == crypto::HashAlgorithm::sha256 ||
                options.hash == crypto::HashAlgorithm::sha384);
    DEED_CHECK(call.check());
    CanonicalState state{.quads = &dataset.quads(), .hash = options.hash};
    find_mentions(state);
    DEED_CHECK(issue_labels(state, options, call));
    CanonicalDataset canonical{.nquads = canonical_nquads(state)};
    canonical.labels.reserve(state.nodes.size());
    for (BlankNode& node : state.nodes)
        canonical.labels.emplace_back(node.label, std::move(node.canonical));
    return canonical;
}

}  // namespace deed::rdf
