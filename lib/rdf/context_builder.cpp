#include "lib/rdf/context_builder.hpp"

#include <cstring>

namespace deed::rdf::detail {
namespace {

constexpr std::uint32_t kFirstSlots = 16;
/// Stands where a definition was removed; no term is empty.
const Definition kRemoved{};

bool same_text(std::optional<json::Value> a, std::optional<json::Value> b) {
    return a.has_value() == b.has_value() && (!a || *a == *b);
}

}  // namespace

bool same_definition(const Definition& a, const Definition& b) {
    return a.iri == b.iri && a.type == b.type && same_text(a.local_context, b.local_context) &&
           a.language == b.language && a.index == b.index && a.nest == b.nest &&
           a.direction == b.direction && a.container == b.container && a.prefix == b.prefix &&
           a.reverse == b.reverse;
}

ContextBuilder::ContextBuilder(ContextSegment& segment, const ActiveContext& from)
    : segment_(&segment), context_(&segment.contexts.emplace_back()) {
    context_->terms = from.terms;
    context_->base_kind = from.base_kind;
    context_->base = from.base;
    context_->vocab = from.vocab;
    context_->vocab_url = from.vocab_url;
    context_->language = from.language;
    context_->direction = from.direction;
    context_->previous = from.previous;
    context_->loss = from.loss;
    context_->loss_detail = from.loss_detail;
}

TermTable::Slot* ContextBuilder::slot_of(std::string_view term, std::uint32_t hash) {
    TermTable& table = context_->terms;
    for (std::uint32_t i = hash & table.mask_;; i = (i + 1) & table.mask_) {
        TermTable::Slot& slot = slots_[i];
        if (slot.definition == nullptr) return &slot;
        if (slot.hash == hash && slot.definition->term == term) return &slot;
    }
}

/// Makes the table this context's own, with room for one more term.
void ContextBuilder::grow() {
    TermTable& table = context_->terms;
    const bool first = table.slots_ == nullptr;
    const bool tight = !first && (table.count_ + 1) * 3 > (table.mask_ + 1) * 2;
    if (slots_ != nullptr && !tight) return;
    const TermTable::Slot* before = table.slots_;
    const std::uint32_t size_before = first ? 0 : table.mask_ + 1;
    const std::uint32_t size = first ? kFirstSlots : tight ? size_before * 2 : size_before;
    if (first) table.seed_ = reinterpret_cast<std::uintptr_t>(this) * 0x2545F4914F6CDD1DU;
    slots_ = static_cast<TermTable::Slot*>(arena().allocate(size * sizeof(TermTable::Slot)));
    std::memset(static_cast<void*>(slots_), 0, size * sizeof(TermTable::Slot));
    table.slots_ = slots_;
    table.mask_ = size - 1;
    table.count_ = 0;
    for (std::uint32_t i = 0; i < size_before; ++i) {
        const TermTable::Slot& slot = before[i];
        if (slot.definition == nullptr || slot.definition->term.empty()) continue;
        std::uint32_t place = slot.hash & table.mask_;
        while (slots_[place].definition != nullptr) place = (place + 1) & table.mask_;
        slots_[place] = slot;
        ++table.count_;
    }
}

void ContextBuilder::finish() {
    context_->terms.for_each([&](const Definition& term) {
        if (term.iri.keyword == Keyword::type) context_->type_aliases.push(arena(), term.term);
        if (term.iri.keyword == Keyword::value) context_->value_aliases.push(arena(), term.term);
    });
}

void ContextBuilder::set(const Definition* definition) {
    grow();
    const std::uint32_t hash = context_->terms.hash_of(definition->term);
    TermTable::Slot* slot = slot_of(definition->term, hash);
    if (slot->definition == nullptr) ++context_->terms.count_;
    *slot = {definition, hash};
}

void ContextBuilder::remove(std::string_view term) {
    if (context_->terms.find(term) == nullptr) return;
    grow();
    slot_of(term, context_->terms.hash_of(term))->definition = &kRemoved;
}

}  // namespace deed::rdf::detail
