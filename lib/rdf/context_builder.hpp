#pragma once

// The room's own: an active context while it is made.

#include <string_view>

#include "lib/rdf/context_store.hpp"

namespace deed::rdf::detail {

/// Clones an active context into a segment, with its own table of terms.
class ContextBuilder {
public:
    ContextBuilder(ContextSegment& segment, const ActiveContext& from);

    ActiveContext& context() { return *context_; }
    const ActiveContext& context() const { return *context_; }
    Arena& arena() { return segment_->arena; }

    void set(const Definition* definition);
    void remove(std::string_view term);
    /// Once every term is there.
    void finish();

private:
    TermTable::Slot* slot_of(std::string_view term, std::uint32_t hash);
    void grow();

    ContextSegment* segment_;
    ActiveContext* context_;
    TermTable::Slot* slots_ = nullptr;
};

}  // namespace deed::rdf::detail
