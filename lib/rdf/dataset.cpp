#include "lib/rdf/dataset.hpp"

#include <algorithm>
#include <utility>

namespace deed::rdf {
namespace {

constexpr std::size_t kLargestBlock = std::size_t{1} << 20;

}  // namespace

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
