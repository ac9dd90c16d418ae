// IRI expansion (JSON-LD 1.1 API section 5.2).

#include "lib/rdf/context_processor.hpp"

namespace deed::rdf::detail {

std::string_view ContextProcessor::resolve(const ActiveContext& active, std::string_view text,
                                           Arena& arena) {
    std::string_view base = active.base;
    if (active.base_kind == ActiveContext::Base::none || has_iri_form(text)) return text;
    if (active.base_kind == ActiveContext::Base::document) {
        used_document_base_ = true;
        if (!options_.base || options_.base->empty()) return text;
        base = *options_.base;
    }
    const std::string target = resolve_iri(base, text);
    spend(target.size() / kBytesOfWork);
    return arena.keep(target);
}

Name ContextProcessor::expand_iri(const ActiveContext& active, std::string_view text,
                                  bool document_relative, bool vocab) {
    return expand_iri_in(scratch_.arena, active, text, document_relative, vocab);
}

/// Section 5.2.2, from step 4 on where no local context is being processed.
Name ContextProcessor::expand_iri_in(Arena& arena, const ActiveContext& active,
                                     std::string_view text, bool document_relative, bool vocab) {
    if (text.starts_with('@')) {
        if (const Keyword keyword = keyword_of(text); keyword != Keyword::none)
            return {text, keyword};
        if (has_keyword_form(text)) return {{}, Keyword::none, IriClass::relative, true};
    }
    if (const Definition* term = active.terms.find(text)) {
        if (vocab || term->iri.keyword != Keyword::none) return term->iri;
    }
    const std::size_t colon = text.find(':', 1);
    if (colon != std::string_view::npos) {
        const std::string_view prefix = text.substr(0, colon);
        const std::string_view suffix = text.substr(colon + 1);
        if (prefix == "_" || suffix.starts_with("//"))
            return {text, Keyword::none, classify_iri(text)};
        const Definition* term = active.terms.find(prefix);
        if (term != nullptr && term->prefix && !term->iri.is_null) {
            spend((term->iri.text.size() + suffix.size()) / kBytesOfWork);
            const std::string_view joined = arena.join({term->iri.text, suffix});
            return {joined, Keyword::none, classify_iri(joined)};
        }
        if (has_iri_form(text)) return {text, Keyword::none, classify_iri(text)};
    }
    if (vocab && active.vocab) {
        spend((active.vocab->size() + text.size()) / kBytesOfWork);
        const std::string_view joined = arena.join({*active.vocab, text});
        return {joined, Keyword::none, classify_iri(joined)};
    }
    if (document_relative) text = resolve(active, text, arena);
    return {text, Keyword::none, classify_iri(text)};
}

}  // namespace deed::rdf::detail
