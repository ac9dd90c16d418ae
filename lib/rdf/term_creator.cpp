#include "lib/rdf/term_creator.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/rdf/jsonld_errors.hpp"

namespace deed::rdf::detail {
namespace {

/// How far the definitions of terms may lean on each other.
constexpr std::size_t kMaxDepth = 100;

constexpr std::string_view kMembers[] = {
    "@id",       "@type", "@container", "@context", "@protected", "@reverse",
    "@language", "@nest", "@prefix",    "@index",   "@direction",
};

constexpr std::string_view kNotTerms[] = {
    "@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab",
};

bool ends_with_delimiter(std::string_view iri) {
    return !iri.empty() && std::string_view(":/?#[]@").find(iri.back()) != std::string_view::npos;
}

bool has_inner_colon(std::string_view term) {
    const std::size_t colon = term.find(':', 1);
    return colon != std::string_view::npos && colon + 1 < term.size();
}

std::uint8_t container_bit(std::string_view text) {
    switch (keyword_of(text)) {
        case Keyword::list:
            return container::kList;
        case Keyword::set:
            return container::kSet;
        case Keyword::index:
            return container::kIndex;
        case Keyword::language:
            return container::kLanguage;
        case Keyword::id:
            return container::kId;
        case Keyword::type:
            return container::kType;
        case Keyword::graph:
            return container::kGraph;
        default:
            return 0;
    }
}

/// Section 4.2.2 step 19.1.
bool is_allowed(std::uint8_t bits) {
    using namespace container;
    const auto single = [](std::uint8_t set) { return set != 0 && (set & (set - 1)) == 0; };
    if (single(bits)) return true;
    if ((bits & kList) != 0) return false;
    const auto rest = static_cast<std::uint8_t>(bits & ~kSet);
    return single(rest) || rest == (kGraph | kId) || rest == (kGraph | kIndex);
}

}  // namespace

Error TermCreator::fail(const ErrorCode& code, const Definition& definition,
                        std::string_view what) const {
    return Error(code, "term " + std::string(definition.term) + ": " + std::string(what),
                 job_.place());
}

void TermCreator::note_loss(std::string_view detail) {
    if (builder_.context().loss != nullptr) return;
    builder_.context().loss = &errors::kDroppedReserved;
    builder_.context().loss_detail = builder_.arena().join({"in a context: ", detail});
}

Result<void> TermCreator::create_all() {
    if (const auto protect = local_.find("@protected")) {
        if (processor_.mode_1_0())
            return Error(errors::kInvalidContextEntry, "@protected", job_.place());
        if (!protect->is_boolean())
            return Error(errors::kInvalidProtectedValue, "@protected", job_.place());
        protect_ = protect->boolean();
    }
    const auto create_each = [&](json::Object map) -> Result<void> {
        for (const auto [name, value] : map)
            if (std::find(std::begin(kNotTerms), std::end(kNotTerms), name) == std::end(kNotTerms))
                DEED_CHECK(create(name));
        return {};
    };
    if (local_.imported) DEED_CHECK(create_each(*local_.imported));
    return create_each(local_.own);
}

Result<void> TermCreator::create(std::string_view term) {
    const auto [place, fresh] = states_.try_emplace(term, State::being_made);
    if (!fresh && place->second == State::made) return {};
    if (!fresh) return Error(errors::kCyclicIriMapping, std::string(term), job_.place());
    if (term.empty()) return Error(errors::kInvalidTermDefinition, "the empty term", job_.place());
    if (processor_.depth_ >= kMaxDepth)
        return Error(errors::kTooDeep, "terms that are defined by terms: " + std::string(term),
                     job_.place());
    ++processor_.depth_;
    Result<void> result = create_unmade(term);
    --processor_.depth_;
    place->second = State::made;
    return result;
}

/// Step 5.
Result<void> TermCreator::check_keyword(std::string_view term, json::Value value) const {
    const auto redefined = [&] {
        return Error(errors::kKeywordRedefinition, std::string(term), job_.place());
    };
    if (term != "@type" || processor_.mode_1_0()) return redefined();
    if (!value.is_object() || value.object().empty()) return redefined();
    for (const auto [name, member] : value.object()) {
        if (name == "@protected") continue;
        const bool is_set = member.is_array() ? member.array().size() == 1 &&
                                                    member.array()[0].string_if() == "@set"
                                              : member.string_if() == "@set";
        if (name != "@container" || !is_set) return redefined();
    }
    return {};
}

Result<void> TermCreator::create_unmade(std::string_view term) {
    processor_.spend(1);
    DEED_CHECK(processor_.check_work());
    const json::Value value = *local_.find(term);
    if (keyword_of(term) != Keyword::none) {
        DEED_CHECK(check_keyword(term, value));
    } else if (has_keyword_form(term)) {
        note_loss(term);
        return {};
    }
    const Definition* previous = builder_.context().terms.find(term);
    builder_.remove(term);

    Definition definition;
    definition.term = term;
    definition.is_protected = protect_;
    const bool simple = value.is_string();
    if (!value.is_null() && !simple && !value.is_object())
        return fail(errors::kInvalidTermDefinition, definition, "neither an object nor a string");
    DEED_CHECK(read_protection(value, definition));
    DEED_CHECK(read_type(value, definition));

    std::optional<json::Value> id;
    if (!value.is_object()) id = value;
    if (value.find("@reverse")) {
        DEED_TRY(const bool used, read_reverse(value, definition));
        if (!used) return {};
    } else {
        if (value.is_object()) id = value.find("@id");
        if (id && id->string_if() != term) {
            DEED_TRY(const bool used, read_id(*id, simple, definition));
            if (!used) return {};
        } else {
            DEED_CHECK(derive_id(definition));
        }
        DEED_CHECK(read_container(value, definition));
    }
    DEED_CHECK(read_index(value, definition));
    DEED_CHECK(read_context(value, definition));
    DEED_CHECK(read_language(value, definition));
    DEED_CHECK(read_rest(value, definition));
    return put(definition, previous);
}

/// Step 11.
Result<void> TermCreator::read_protection(json::Value value, Definition& definition) const {
    const auto given = value.find("@protected");
    if (!given) return {};
    if (processor_.mode_1_0())
        return fail(errors::kInvalidTermDefinition, definition, "@protected");
    if (!given->is_boolean()) return fail(errors::kInvalidProtectedValue, definition, "@protected");
    definition.is_protected = given->boolean();
    return {};
}

/// Step 12.
Result<void> TermCreator::read_type(json::Value value, Definition& definition) {
    const auto given = value.find("@type");
    if (!given) return {};
    if (!given->is_string()) return fail(errors::kInvalidTypeMapping, definition, "@type");
    DEED_TRY(const Name type, expand(given->string()));
    switch (type.keyword) {
        case Keyword::json:
        case Keyword::none_value:
            if (processor_.mode_1_0())
                return fail(errors::kInvalidTypeMapping, definition, given->string());
            break;
        case Keyword::id:
        case Keyword::vocab:
            break;
        default:
            if (!type.is_identifier() || type.kind == IriClass::blank)
                return fail(errors::kInvalidTypeMapping, definition, given->string());
    }
    definition.type = type;
    return {};
}

/// Step 13. False: the term is ignored.
Result<bool> TermCreator::read_reverse(json::Value value, Definition& definition) {
    const json::Value reverse = *value.find("@reverse");
    if (value.find("@id") || value.find("@nest"))
        return fail(errors::kInvalidReverseProperty, definition, "@id or @nest");
    if (!reverse.is_string()) return fail(errors::kInvalidIriMapping, definition, "@reverse");
    if (has_keyword_form(reverse.string())) {
        note_loss(reverse.string());
        return false;
    }
    DEED_TRY(definition.iri, expand(reverse.string()));
    if (!definition.iri.is_identifier())
        return fail(errors::kInvalidIriMapping, definition, reverse.string());
    definition.reverse = true;
    const auto given = value.find("@container");
    if (!given || given->is_null()) return true;
    const std::uint8_t bit = given->is_string() ? container_bit(given->string()) : 0;
    if (bit != container::kSet && bit != container::kIndex)
        return fail(errors::kInvalidReverseProperty, definition, "@container");
    definition.container = bit;
    return true;
}

/// Step 14. False: the term is ignored.
Result<bool> TermCreator::read_id(json::Value id, bool simple, Definition& definition) {
    const std::string_view term = definition.term;
    if (id.is_null()) {
        definition.iri.is_null = true;
        return true;
    }
    if (!id.is_string()) return fail(errors::kInvalidIriMapping, definition, "@id");
    const std::string_view text = id.string();
    if (keyword_of(text) == Keyword::none && has_keyword_form(text)) {
        note_loss(text);
        return false;
    }
    DEED_TRY(definition.iri, expand(text));
    if (definition.iri.keyword == Keyword::none && !definition.iri.is_identifier())
        return fail(errors::kInvalidIriMapping, definition, text);
    if (definition.iri.keyword == Keyword::context)
        return fail(errors::kInvalidKeywordAlias, definition, text);
    const bool has_slash = term.find('/') != std::string_view::npos;
    if (has_inner_colon(term) || has_slash) {
        states_[term] = State::made;
        DEED_TRY(const Name own, expand(term));
        if (!(own == definition.iri)) return fail(errors::kInvalidIriMapping, definition, text);
    }
    if (simple && !has_slash && term.find(':') == std::string_view::npos &&
        definition.iri.keyword == Keyword::none)
        definition.prefix =
            definition.iri.kind == IriClass::blank || ends_with_delimiter(definition.iri.text);
    return true;
}

/// Steps 15 to 18: the term says itself what it means.
Result<void> TermCreator::derive_id(Definition& definition) {
    const std::string_view term = definition.term;
    ActiveContext& active = builder_.context();
    const std::size_t colon = term.find(':', 1);
    if (colon != std::string_view::npos) {
        const std::string_view prefix = term.substr(0, colon);
        const std::string_view suffix = term.substr(colon + 1);
        const bool compact = prefix != "_" && !suffix.starts_with("//");
        if (compact && local_.find(prefix)) DEED_CHECK(create(prefix));
        const Definition* found = compact ? active.terms.find(prefix) : nullptr;
        std::string_view iri = term;
        if (found != nullptr && !found->iri.is_null) {
            processor_.spend((found->iri.text.size() + suffix.size()) /
                             ContextProcessor::kBytesOfWork);
            iri = builder_.arena().join({found->iri.text, suffix});
        }
        definition.iri = {iri, Keyword::none, classify_iri(iri)};
        return {};
    }
    if (term.find('/') != std::string_view::npos) {
        definition.iri = processor_.expand_iri_in(builder_.arena(), active, term, false, true);
        if (!definition.iri.is_identifier() || definition.iri.kind == IriClass::blank)
            return fail(errors::kInvalidIriMapping, definition, "a relative IRI");
        return {};
    }
    if (term == "@type") {
        definition.iri = {term, Keyword::type};
        return {};
    }
    if (!active.vocab) return fail(errors::kInvalidIriMapping, definition, "no @id and no @vocab");
    processor_.spend((active.vocab->size() + term.size()) / ContextProcessor::kBytesOfWork);
    const std::string_view iri = builder_.arena().join({*active.vocab, term});
    definition.iri = {iri, Keyword::none, classify_iri(iri)};
    return {};
}

/// Step 19.
Result<void> TermCreator::read_container(json::Value value, Definition& definition) const {
    using namespace container;
    const auto given = value.find("@container");
    if (!given) return {};
    const auto wrong = [&] {
        return fail(errors::kInvalidContainerMapping, definition,
                    json::to_string(*given).substr(0, 60));
    };
    std::uint8_t bits = 0;
    const auto add = [&](json::Value item) {
        const std::uint8_t bit = item.is_string() ? container_bit(item.string()) : 0;
        const bool good = bit != 0 && (bits & bit) == 0;
        bits |= bit;
        return good;
    };
    if (given->is_array()) {
        if (given->array().size() > 3 || processor_.mode_1_0()) return wrong();
        for (const json::Value item : given->array())
            if (!add(item)) return wrong();
    } else if (!add(*given)) {
        return wrong();
    }
    if (!is_allowed(bits)) return wrong();
    if (processor_.mode_1_0() && (bits & (kGraph | kId | kType)) != 0) return wrong();
    definition.container = bits;
    if ((bits & kType) == 0) return {};
    if (!definition.type) definition.type = Name{"@id", Keyword::id};
    if (!definition.has_type(Keyword::id) && !definition.has_type(Keyword::vocab))
        return fail(errors::kInvalidTypeMapping, definition, "for a container @type");
    return {};
}

/// Step 20.
Result<void> TermCreator::read_index(json::Value value, Definition& definition) {
    const auto given = value.find("@index");
    if (!given) return {};
    if (processor_.mode_1_0() || !definition.has(container::kIndex) || !given->is_string())
        return fail(errors::kInvalidTermDefinition, definition, "@index");
    DEED_TRY(const Name property, expand(given->string()));
    if (!property.is_identifier() || property.kind == IriClass::blank)
        return fail(errors::kInvalidTermDefinition, definition, "@index");
    definition.index = given->string();
    return {};
}

/// Step 21: a scoped context is tried out at once, and applied where its term is used.
Result<void> TermCreator::read_context(json::Value value, Definition& definition) {
    const auto given = value.find("@context");
    if (!given) return {};
    if (processor_.mode_1_0()) return fail(errors::kInvalidTermDefinition, definition, "@context");
    ContextJob trial = job_;
    trial.segment = &processor_.scratch_;
    trial.definitions = nullptr;
    trial.override_protected = true;
    trial.propagate = true;
    trial.validate_scoped = false;
    trial.in_array = false;
    auto result = processor_.process_local(builder_.context(), *given, trial);
    if (!result) return scoped_context_error(std::move(result).error(), definition.term);
    definition.local_context = *given;
    return {};
}

/// Steps 22 and 23.
Result<void> TermCreator::read_language(json::Value value, Definition& definition) {
    if (value.find("@type")) return {};
    if (const auto given = value.find("@language")) {
        if (!given->is_null() && !given->is_string())
            return fail(errors::kInvalidLanguageMapping, definition, "@language");
        definition.language =
            given->is_null() ? std::string_view() : lower_case(builder_.arena(), given->string());
    }
    if (const auto given = value.find("@direction")) {
        const auto direction = read_direction(*given);
        if (!direction) return fail(errors::kInvalidBaseDirection, definition, "@direction");
        definition.direction = *direction;
    }
    return {};
}

/// Steps 24 to 26.
Result<void> TermCreator::read_rest(json::Value value, Definition& definition) const {
    if (const auto nest = value.find("@nest")) {
        if (processor_.mode_1_0()) return fail(errors::kInvalidTermDefinition, definition, "@nest");
        if (!nest->is_string()) return fail(errors::kInvalidNestValue, definition, "@nest");
        const Keyword keyword = keyword_of(nest->string());
        if (keyword != Keyword::none && keyword != Keyword::nest)
            return fail(errors::kInvalidNestValue, definition, nest->string());
        definition.nest = nest->string();
    }
    if (const auto prefix = value.find("@prefix")) {
        if (processor_.mode_1_0() || definition.term.find_first_of(":/") != std::string_view::npos)
            return fail(errors::kInvalidTermDefinition, definition, "@prefix");
        if (!prefix->is_boolean()) return fail(errors::kInvalidPrefixValue, definition, "@prefix");
        definition.prefix = prefix->boolean();
        if (definition.prefix && definition.iri.keyword != Keyword::none)
            return fail(errors::kInvalidTermDefinition, definition, "@prefix of a keyword");
    }
    if (!value.is_object()) return {};
    for (const auto [name, member] : value.object())
        if (std::find(std::begin(kMembers), std::end(kMembers), name) == std::end(kMembers))
            return fail(errors::kInvalidTermDefinition, definition, name);
    return {};
}

/// Steps 27 and 28.
Result<void> TermCreator::put(const Definition& definition, const Definition* previous) {
    if (!job_.override_protected && previous != nullptr && previous->is_protected) {
        if (!same_definition(definition, *previous))
            return fail(errors::kProtectedTermRedefinition, definition, "it is protected");
        builder_.set(previous);
        return {};
    }
    Definition* kept = builder_.arena().make<Definition>(definition);
    kept->base_url = job_.base_url;
    if (job_.definitions != nullptr) job_.definitions->push_back(kept);
    builder_.set(kept);
    return {};
}

/// IRI expansion while the local context is being processed (section 5.2.2 steps 3 and 6.3).
Result<Name> TermCreator::expand(std::string_view text) {
    const auto need = [&](std::string_view term) -> Result<void> {
        if (!local_.find(term)) return {};
        const auto state = states_.find(term);
        if (state != states_.end() && state->second == State::made) return {};
        return create(term);
    };
    if (keyword_of(text) == Keyword::none && !has_keyword_form(text)) {
        DEED_CHECK(need(text));
        if (const Definition* known = builder_.context().terms.find(text)) return known->iri;
        const std::size_t colon = text.find(':', 1);
        if (colon != std::string_view::npos && text.substr(0, colon) != "_" &&
            !text.substr(colon + 1).starts_with("//"))
            DEED_CHECK(need(text.substr(0, colon)));
    }
    return processor_.expand_iri_in(builder_.arena(), builder_.context(), text, false, true);
}

}  // namespace deed::rdf::detail
