#include "lib/json/node.hpp"

#include <algorithm>
#include <numeric>

namespace deed::json::detail {

namespace {

// In UTF-16, characters from U+10000 (lead bytes F0 to F4) start with a surrogate and so stand
// before U+E000 to U+FFFF (lead bytes EE and EF). Everything else is ordered as in UTF-8.
int utf16_rank(unsigned char byte) {
    if (byte >= 0xf0) return byte - 2;
    return byte >= 0xee ? byte + 7 : byte;
}

std::uint32_t* index_of(const MemberNode* members, std::size_t count) {
    return reinterpret_cast<std::uint32_t*>(const_cast<MemberNode*>(members + count));
}

const MemberNode* find_duplicate_pairwise(const MemberNode* members, std::size_t count) {
    for (std::size_t i = 1; i < count; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (members[i].name.view() == members[j].name.view()) return members + i;
        }
    }
    return nullptr;
}

}  // namespace

Arena::~Arena() {
    if (!wipe) return;
    for (const Block& block : blocks_) {
        volatile std::byte* const memory = block.memory.get();
        for (std::size_t i = 0; i < block.size; ++i) memory[i] = std::byte{0};
    }
}

void Arena::add_block(std::size_t at_least) {
    next_size_ = std::max(at_least, next_size_ * 2);
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(next_size_), next_size_});
    next_ = blocks_.back().memory.get();
    left_ = next_size_;
}

int compare_utf16(std::string_view a, std::string_view b) {
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (a[i] == b[i]) continue;
        return utf16_rank(static_cast<unsigned char>(a[i])) -
               utf16_rank(static_cast<unsigned char>(b[i]));
    }
    if (a.size() == b.size()) return 0;
    return a.size() < b.size() ? -1 : 1;
}

MemberNode* allocate_members(Arena& arena, std::size_t count) {
    const std::size_t index_bytes = count > kUnindexedMembers ? count * sizeof(std::uint32_t) : 0;
    const std::size_t index_slots = (index_bytes + sizeof(MemberNode) - 1) / sizeof(MemberNode);
    return arena.allocate<MemberNode>(count + index_slots);
}

const MemberNode* index_members(MemberNode* members, std::size_t count) {
    if (count <= kUnindexedMembers) return find_duplicate_pairwise(members, count);
    const std::span<std::uint32_t> index(index_of(members, count), count);
    std::iota(index.begin(), index.end(), 0U);
    std::sort(index.begin(), index.end(), [members](std::uint32_t a, std::uint32_t b) {
        return compare_utf16(members[a].name.view(), members[b].name.view()) < 0;
    });
    const auto same =
        std::adjacent_find(index.begin(), index.end(), [members](std::uint32_t a, std::uint32_t b) {
            return members[a].name.view() == members[b].name.view();
        });
    return same == index.end() ? nullptr : members + std::max(same[0], same[1]);
}

std::span<const std::uint32_t> sorted_positions(const Node& object) {
    return {index_of(object.members, object.size), object.size};
}

const MemberNode* find_member(const Node& object, std::string_view name) {
    if (object.size <= kUnindexedMembers) {
        for (const MemberNode& member : members_of(object)) {
            if (member.name.view() == name) return &member;
        }
        return nullptr;
    }
    const auto index = sorted_positions(object);
    const auto found = std::lower_bound(
        index.begin(), index.end(), name, [&object](std::uint32_t position, std::string_view key) {
            return compare_utf16(object.members[position].name.view(), key) < 0;
        });
    if (found == index.end()) return nullptr;
    const MemberNode& member = object.members[*found];
    return member.name.view() == name ? &member : nullptr;
}

}  // namespace deed::json::detail
