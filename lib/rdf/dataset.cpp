#include "lib/rdf/dataset.hpp"

#include <algorithm>
#include <functional>
#include <unordered_set>
#include <utility>

namespace deed::rdf {
namespace {

constexpr std::size_t kLargestBlock = std::size_t{1} << 20;

struct QuadHash {
    std::size_t operator()(const Quad& quad) const {
        std::size_t hash = 0;
        for (const Term* term : {&quad.subject, &quad.predicate, &quad.object, &quad.graph})
            hash = hash * 0x9E3779B97F4A7C15U + std::hash<std::string_view>()(term->value);
        return hash;
    }
};

}  // namespace

void Dataset::remove_repeated() {
    std::unordered_set<Quad, QuadHash> seen;
    std::erase_if(quads_, [&](const Quad& quad) { return !seen.insert(quad).second; });
}

Dataset::Dataset(Dataset&& other) noexcept
    : quads_(std::move(other.quads_)),
      blocks_(std::move(other.blocks_)),
      next_(std::exchange(other.next_, nullptr)),
      left_(std::exchange(other.left_, 0)),
      next_size_(other.next_size_) {}

Dataset& Dataset::operator=(Dataset&& other) noexcept {
    quads_ = std::move(other.quads_);
    blocks_ = std::move(other.blocks_);
    next_ = std::exchange(other.next_, nullptr);
    left_ = std::exchange(other.left_, 0);
    next_size_ = other.next_size_;
    return *this;
}

void Dataset::add_block(std::size_t at_least) {
    left_ = std::max(at_least, next_size_);
    next_size_ = std::min(next_size_ * 2, kLargestBlock);
    blocks_.push_back(std::unique_ptr<char[]>(new char[left_]));
    next_ = blocks_.back().get();
}

}  // namespace deed::rdf
