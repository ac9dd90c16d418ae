#pragma once

// The room's own: lines of canonical N-Quads (RDFC-1.0 section 5), one after the other in one
// buffer.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "lib/rdf/dataset.hpp"

namespace deed::rdf::detail {

/// What the blank nodes of a quad are called in a line, without "_:".
struct BlankLabels {
    std::string_view subject, object, graph;
};

class LineBuffer {
public:
    explicit LineBuffer(std::size_t capacity) { grow(capacity); }

    /// Adds the quad as a line ended by LF.
    void add(const Quad& quad, const BlankLabels& labels);
    void clear();

    std::size_t count() const { return ends_.size(); }
    std::size_t size() const { return used_; }
    /// Everything, in the order of adding. Views hold until something is added.
    std::string_view text() const { return {memory_.get(), used_}; }
    std::string_view line(std::size_t index) const {
        const std::size_t start = index == 0 ? 0 : ends_[index - 1];
        return {memory_.get() + start, ends_[index] - start};
    }

private:
    void grow(std::size_t at_least);

    std::unique_ptr<char[]> memory_;
    std::size_t used_ = 0;
    std::size_t capacity_ = 0;
    std::vector<std::size_t> ends_;
};

/// The lines in code point order, into `lines`.
void sort_lines(const LineBuffer& buffer, std::vector<std::string_view>& lines);

/// Upper bound of what a line of these takes.
std::size_t line_bound(const Quad& quad);

}  // namespace deed::rdf::detail
