#include "lib/rdf/terms.hpp"

#include "lib/rdf/expander.hpp"

namespace deed::rdf {
namespace detail {
namespace {

constexpr std::pair<std::uint8_t, std::string_view> kContainers[] = {
    {container::kList, "@list"},         {container::kSet, "@set"}, {container::kIndex, "@index"},
    {container::kLanguage, "@language"}, {container::kId, "@id"},   {container::kType, "@type"},
    {container::kGraph, "@graph"}};

/// URL of the context that makes an IRI of a text: by its definition, that of its prefix, or
/// @vocab.
std::optional<std::string_view> source_of(const ActiveContext& active, std::string_view text,
                                          const Name& name) {
    if (const Definition* own = active.terms.find(text)) return own->base_url;
    if (name.is_null || name.text == text) return std::nullopt;
    const Definition* prefix = active.terms.find(text.substr(0, text.find(':', 1)));
    if (prefix != nullptr) return prefix->base_url;
    if (active.vocab) return active.vocab_url;
    return std::nullopt;
}

}  // namespace

void Expander::observe(const ActiveContext& active, std::string_view text, const Name& name,
                       const Place& place, const Definition* member) const {
    if (observer_ == nullptr || keyword_of(text) != Keyword::none) return;
    TermUse use;
    use.pointer = place.to_pointer();
    use.term = text;
    if (!name.is_null && (name.keyword != Keyword::none || name.kind != IriClass::relative))
        use.iri = name.text;
    use.context = source_of(active, text, name);
    if (member != nullptr) {
        if (member->type) use.type = member->type->text;
        for (const auto& [bit, container] : kContainers)
            if (member->has(bit)) use.container.push_back(container);
    }
    observer_->on_term(use);
}

}  // namespace detail

Result<void> observe_terms(json::Value document, const JsonLdOptions& options,
                           TermObserver& observer, Call& call) {
    detail::ContextProcessor contexts(options, call);
    detail::Expander expander(contexts, detail::Purpose::json, &observer);
    DEED_CHECK(expander.expand_document(document));
    return {};
}

}  // namespace deed::rdf
