#include "registry-contracts/client/evm/proofs/trie.hpp"

#include <algorithm>
#include <functional>

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/proofs/errors.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kMaxKey = 64;       // bytes; a secure trie's have 32
constexpr std::size_t kBranchItems = 17;  // sixteen children and a value

Error malformed(const char* what) { return {errors::kProofNodeMalformed, what}; }
Error broken(const char* what) { return {errors::kProofBroken, what}; }

Bytes nibbles_of(ByteView key) {
    Bytes nibbles;
    nibbles.reserve(2 * key.size());
    for (const std::uint8_t byte : key) {
        nibbles.push_back(byte >> 4);
        nibbles.push_back(byte & 0xf);
    }
    return nibbles;
}

/// Hex-prefix encoding: bit 1 of the first nibble says leaf, bit 0 an odd number of nibbles.
Bytes hex_prefix(ByteView nibbles, bool is_leaf) {
    const bool odd = nibbles.size() % 2 != 0;
    const unsigned flags = (is_leaf ? 2U : 0U) + (odd ? 1U : 0U);
    Bytes encoded{static_cast<std::uint8_t>(flags << 4 | (odd ? nibbles[0] : 0U))};
    for (std::size_t i = odd ? 1 : 0; i < nibbles.size(); i += 2)
        encoded.push_back(static_cast<std::uint8_t>(nibbles[i] << 4 | nibbles[i + 1]));
    return encoded;
}

struct Path {
    Bytes nibbles;
    bool is_leaf;
};

Result<Path> read_hex_prefix(ByteView encoded) {
    if (encoded.empty() || encoded[0] >= 0x40) return malformed("a path has no such prefix");
    Path path{nibbles_of(encoded), (encoded[0] & 0x20) != 0};
    const bool odd = (encoded[0] & 0x10) != 0;
    if (!odd && (encoded[0] & 0xf) != 0) return malformed("a path's padding is not zero");
    path.nibbles.erase(path.nibbles.begin(), path.nibbles.begin() + (odd ? 1 : 2));
    return path;
}

/// The items of a node, each with its head.
Result<std::vector<ByteView>> items_of(ByteView node) {
    RlpReader reader(node);
    DEED_TRY(RlpReader list, reader.list());
    DEED_CHECK(reader.finish());
    std::vector<ByteView> items;
    while (!list.at_end()) {
        if (items.size() == kBranchItems) return malformed("a node has too many items");
        DEED_TRY(const ByteView item, list.item());
        items.push_back(item);
    }
    if (items.size() != 2 && items.size() != kBranchItems)
        return malformed("a node has neither 2 nor 17 items");
    return items;
}

Result<ByteView> string_of(ByteView item) { return RlpReader(item).string(); }

/// Where the node of a hash comes from.
using NodeSource = std::function<Result<ByteView>(const Word&)>;

/// Goes down from the root along the key.
class Descent {
public:
    Descent(ByteView key, NodeSource take) : key_(nibbles_of(key)), take_(std::move(take)) {}

    Result<std::optional<Bytes>> from(const Word& root) {
        DEED_TRY(ByteView node, take_(root));
        for (;;) {
            DEED_TRY(const auto items, items_of(node));
            DEED_TRY(const auto next, items.size() == 2 ? along_path(items) : into_branch(items));
            if (next) {
                DEED_TRY(node, resolve(*next));
                continue;
            }
            return std::move(found_);
        }
    }

private:
    std::size_t left() const { return key_.size() - depth_; }

    /// What a child is referred to by: a hash, or the node itself where that is shorter.
    Result<ByteView> resolve(ByteView reference) {
        if (RlpReader(reference).at_list()) {
            if (reference.size() >= sizeof(Word))
                return malformed("a long node stands in its parent");
            return reference;
        }
        DEED_TRY(const Word hash, RlpReader(reference).word());
        return take_(hash);
    }

    /// The child to go on to, or nothing at the end, with found_ set if a value is there.
    Result<std::optional<ByteView>> along_path(const std::vector<ByteView>& items) {
        DEED_TRY(const ByteView encoded, string_of(items[0]));
        DEED_TRY(const Path path, read_hex_prefix(encoded));
        if (path.nibbles.empty() && !path.is_leaf) return malformed("an extension leads nowhere");
        const bool fits = path.nibbles.size() <= left() &&
                          std::equal(path.nibbles.begin(), path.nibbles.end(),
                                     key_.begin() + static_cast<std::ptrdiff_t>(depth_));
        if (!path.is_leaf && fits) {
            depth_ += path.nibbles.size();
            return std::optional(items[1]);
        }
        if (path.is_leaf && fits && path.nibbles.size() == left()) {
            DEED_CHECK(find(items[1]));
            if (!found_) return malformed("a leaf has no value");
        }
        return std::optional<ByteView>();
    }

    Result<std::optional<ByteView>> into_branch(const std::vector<ByteView>& items) {
        if (left() == 0) {
            DEED_CHECK(find(items[kBranchItems - 1]));
            return std::optional<ByteView>();
        }
        const ByteView child = items[key_[depth_++]];
        constexpr std::uint8_t kEmptyString = 0x80;
        if (child.size() == 1 && child[0] == kEmptyString) return std::optional<ByteView>();
        return std::optional(child);
    }

    Result<void> find(ByteView item) {
        DEED_TRY(const ByteView value, string_of(item));
        if (!value.empty()) found_ = to_bytes(value);
        return {};
    }

    Bytes key_;
    NodeSource take_;
    std::size_t depth_ = 0;
    std::optional<Bytes> found_;
};

}  // namespace

Word empty_trie_root() {
    static const Word root = crypto::keccak256(Bytes{0x80});
    return root;
}

Result<std::optional<Bytes>> prove_in_trie(const Word& root, ByteView key,
                                           std::span<const Bytes> nodes) {
    if (key.size() > kMaxKey || nodes.size() > 2 * kMaxKey + 1)
        return broken("the proof or its key is longer than any");
    if (root == empty_trie_root() && nodes.empty()) return std::optional<Bytes>();
    std::size_t used = 0;
    const auto next = [&](const Word& hash) -> Result<ByteView> {
        if (used == nodes.size()) return broken("the proof ends before the way does");
        const Bytes& node = nodes[used++];
        if (crypto::keccak256(node) != hash) return broken("a node of the proof has another hash");
        return ByteView(node);
    };
    DEED_TRY(auto found, Descent(key, next).from(root));
    if (used != nodes.size()) return broken("the proof has nodes behind its end");
    return found;
}

Trie::Trie(const Entries& entries) : root_(empty_trie_root()) {
    std::vector<Entry> all;
    for (const auto& [key, value] : entries) {
        DEED_ASSERT(key.size() <= kMaxKey && !value.empty());
        all.push_back({nibbles_of(key), &value});
    }
    if (all.empty()) return;
    Bytes node = build(all, 0);
    root_ = crypto::keccak256(node);
    nodes_.emplace(root_, std::move(node));
}

Bytes Trie::reference(Bytes node) {
    if (node.size() < sizeof(Word)) return node;
    const Word hash = crypto::keccak256(node);
    nodes_.emplace(hash, std::move(node));
    return RlpWriter().string(hash).take();
}

Bytes Trie::build(std::span<const Entry> entries, std::size_t depth) {
    const auto rest_of = [depth](const Entry& entry) {
        return ByteView(entry.nibbles).subspan(depth);
    };
    RlpWriter writer;
    writer.begin_list();
    if (entries.size() == 1) {
        writer.string(hex_prefix(rest_of(entries[0]), true)).string(*entries[0].value);
        return writer.end_list().take();
    }
    // Entries are in order, so what the first and the last share is shared by all.
    const ByteView first = rest_of(entries.front());
    const ByteView last = rest_of(entries.back());
    const auto shared = static_cast<std::size_t>(
        std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first - first.begin());
    if (shared > 0) {
        const Bytes child = reference(build(entries, depth + shared));
        writer.string(hex_prefix(first.first(shared), false)).item(child);
        return writer.end_list().take();
    }
    const Bytes* value = nullptr;
    std::size_t next = 0;
    if (first.empty()) value = entries[next++].value;
    for (std::uint8_t nibble = 0; nibble < 16; ++nibble) {
        const std::size_t begin = next;
        while (next < entries.size() && entries[next].nibbles[depth] == nibble) ++next;
        if (begin == next) {
            writer.string({});
        } else {
            writer.item(reference(build(entries.subspan(begin, next - begin), depth + 1)));
        }
    }
    return writer.string(value != nullptr ? ByteView(*value) : ByteView()).end_list().take();
}

std::vector<Bytes> Trie::prove(ByteView key) const {
    std::vector<Bytes> proof;
    if (nodes_.empty()) return proof;
    const auto known = [&](const Word& hash) -> Result<ByteView> {
        proof.push_back(nodes_.at(hash));
        return ByteView(nodes_.at(hash));
    };
    const auto walked = Descent(key, known).from(root_);
    DEED_ASSERT(walked.has_value());
    return proof;
}

}  // namespace deed::registry::evm
