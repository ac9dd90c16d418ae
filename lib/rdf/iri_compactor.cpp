#include "lib/rdf/iri_compactor.hpp"

#include <algorithm>

#include "lib/rdf/iri.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/relative_iri.hpp"

namespace deed::rdf::detail {
namespace {

bool has(json::Value value, std::string_view name) { return value.find(name).has_value(); }

std::string_view text_of(json::Value value, std::string_view name) {
    const auto member = value.find(name);
    return member ? member->string_if().value_or("") : std::string_view();
}

/// "@language" and "@direction" of a value object as inverse contexts spell them together.
std::string value_language(json::Value value) {
    const std::string_view direction = text_of(value, "@direction");
    return language_key(text_of(value, "@language"), direction == "ltr"   ? Direction::ltr
                                                     : direction == "rtl" ? Direction::rtl
                                                                          : Direction::null);
}

}  // namespace

bool is_value_object(json::Value value) { return value.is_object() && has(value, "@value"); }
bool is_list_object(json::Value value) { return value.is_object() && has(value, "@list"); }

bool is_graph_object(json::Value value) {
    if (!value.is_object() || !has(value, "@graph")) return false;
    for (const auto [name, member] : value.object())
        if (name != "@graph" && name != "@id" && name != "@index" && name != "@context")
            return false;
    return true;
}

bool is_simple_graph_object(json::Value value) {
    return is_graph_object(value) && !has(value, "@id");
}

/// What term selection is asked for.
struct IriCompactor::Wanted {
    std::vector<std::uint8_t> containers{};
    InverseContext::Mapping mapping = InverseContext::Mapping::language;
    std::string value = "@null";  ///< "type/language value"

    void accept(std::uint8_t container) { containers.push_back(container); }
    /// The container, then the same as a set.
    void accept_both(std::uint8_t container) {
        accept(container);
        accept(container | container::kSet);
    }
    void want_type(std::string_view type) {
        mapping = InverseContext::Mapping::type;
        value = type;
    }

    void look_at_list(json::Value list_object, const std::string& default_language);
    void look_at_graph(json::Value graph_object);
    void look_at_value(json::Value value_object);
    void look_at(std::optional<json::Value> value, bool reverse,
                 const std::string& default_language);
};

/// Step 4.8: the most specific mapping that all items of the list share.
void IriCompactor::Wanted::look_at_list(json::Value list_object,
                                        const std::string& default_language) {
    if (!has(list_object, "@index")) accept(container::kList);
    const json::Array list = list_object.find("@list")->array();
    std::optional<std::string> common_type, common_language;
    if (list.empty()) common_language = default_language;
    for (const json::Value item : list) {
        std::string language = "@none", type = "@none";
        if (!is_value_object(item))
            type = "@id";
        else if (has(item, "@direction") || has(item, "@language"))
            language = value_language(item);
        else if (has(item, "@type"))
            type = text_of(item, "@type");
        else
            language = "@null";
        if (!common_language)
            common_language = language;
        else if (language != *common_language && is_value_object(item))
            common_language = "@none";
        if (!common_type)
            common_type = type;
        else if (type != *common_type)
            common_type = "@none";
        if (common_language == "@none" && common_type == "@none") break;
    }
    if (common_type.value_or("@none") != "@none")
        want_type(*common_type);
    else
        value = common_language.value_or("@none");
}

/// Step 4.9.
void IriCompactor::Wanted::look_at_graph(json::Value graph_object) {
    const bool has_index = has(graph_object, "@index"), has_id = has(graph_object, "@id");
    if (has_index) accept_both(container::kGraph | container::kIndex);
    if (has_id) accept_both(container::kGraph | container::kId);
    accept_both(container::kGraph);
    accept(container::kSet);
    if (!has_index) accept_both(container::kGraph | container::kIndex);
    if (!has_id) accept_both(container::kGraph | container::kId);
    accept_both(container::kIndex);
    want_type("@id");
}

/// Step 4.10.1.
void IriCompactor::Wanted::look_at_value(json::Value value_object) {
    const bool in_language = has(value_object, "@direction") || has(value_object, "@language");
    if (in_language && !has(value_object, "@index")) {
        value = value_language(value_object);
        accept_both(container::kLanguage);
    } else if (has(value_object, "@type")) {
        want_type(text_of(value_object, "@type"));
    }
}

/// Steps 4.6 to 4.14.
void IriCompactor::Wanted::look_at(std::optional<json::Value> given, bool reverse,
                                   const std::string& default_language) {
    const bool has_index = given && has(*given, "@index");
    if (has_index && !is_graph_object(*given)) accept_both(container::kIndex);
    if (reverse) {
        want_type("@reverse");
        accept(container::kSet);
    } else if (given && is_list_object(*given)) {
        look_at_list(*given, default_language);
    } else if (given && is_graph_object(*given)) {
        look_at_graph(*given);
    } else {
        if (given && is_value_object(*given)) {
            look_at_value(*given);
        } else {
            want_type("@id");
            accept_both(container::kId);
            accept(container::kType);
            accept(container::kType | container::kSet);
        }
        accept(container::kSet);
    }
    accept(0);
}

const InverseContext& IriCompactor::inverse(const ActiveContext& active) {
    std::unique_ptr<InverseContext>& inverse = inverse_[&active];
    if (!inverse) {
        contexts_.spend(active.terms.size());
        inverse = std::make_unique<InverseContext>(active);
    }
    return *inverse;
}

/// Steps 4.15 to 4.19.
Result<std::vector<std::string>> IriCompactor::preferred_values(const ActiveContext& active,
                                                                const Wanted& wanted,
                                                                std::optional<json::Value> value) {
    std::vector<std::string> preferred;
    const std::string& sought = wanted.value;
    if (sought == "@reverse") preferred.emplace_back("@reverse");
    const auto id = value ? value->find("@id") : std::nullopt;
    if ((sought == "@id" || sought == "@reverse") && id && id->is_string()) {
        DEED_TRY(const std::string_view term, compact(active, id->string()));
        const Definition* definition = active.terms.find(term);
        const bool by_term = definition != nullptr && !definition->iri.is_null &&
                             definition->iri.text == id->string();
        for (const char* mapping : {by_term ? "@vocab" : "@id", by_term ? "@id" : "@vocab"})
            preferred.emplace_back(mapping);
        preferred.emplace_back("@none");
    } else {
        preferred.push_back(sought);
        preferred.emplace_back("@none");
    }
    preferred.emplace_back("@any");
    const std::size_t underscore = sought.find('_');
    if (wanted.mapping == InverseContext::Mapping::language && underscore != std::string::npos)
        preferred.push_back(sought.substr(underscore));
    return preferred;
}

/// Step 4; empty where no term fits.
Result<std::string_view> IriCompactor::select_term(const ActiveContext& active,
                                                   std::string_view iri,
                                                   std::optional<json::Value> value, bool reverse) {
    const InverseContext& inverse_context = inverse(active);
    if (!inverse_context.knows(iri)) return std::string_view();
    if (value && !value->is_object()) value.reset();
    Wanted wanted;
    wanted.look_at(value, reverse, inverse_context.default_language());
    if (!contexts_.mode_1_0()) {
        if (!value || !has(*value, "@index")) wanted.accept_both(container::kIndex);
        if (value && is_value_object(*value) && value->object().size() == 1)
            wanted.accept_both(container::kLanguage);
    }
    DEED_TRY(const std::vector<std::string> preferred, preferred_values(active, wanted, value));
    if (value && is_list_object(*value) && value->find("@list")->array().empty())
        wanted.mapping = InverseContext::Mapping::any;
    return inverse_context.select(iri, wanted.containers, wanted.mapping, preferred);
}

/// Steps 6 to 8; empty where no prefix fits.
std::string_view IriCompactor::shortest_compact_iri(const ActiveContext& active,
                                                    std::string_view iri, bool has_value) {
    std::string best;
    const std::vector<const Definition*>& prefixes = inverse(active).prefixes();
    contexts_.spend(1 + prefixes.size() / 64);
    for (const Definition* definition : prefixes) {
        const std::string_view start = definition->iri.text;
        if (iri.size() <= start.size() || !iri.starts_with(start)) continue;
        std::string candidate(definition->term);
        candidate.append(":").append(iri.substr(start.size()));
        const bool better = best.empty() || candidate.size() < best.size() ||
                            (candidate.size() == best.size() && candidate < best);
        const Definition* taken = active.terms.find(candidate);
        const bool means_the_same =
            taken != nullptr && !has_value && !taken->iri.is_null && taken->iri.text == iri;
        if (better && (taken == nullptr || means_the_same)) best = std::move(candidate);
    }
    return contexts_.arena().keep(best);
}

/// Step 9.
Result<void> IriCompactor::check_no_prefix(const ActiveContext& active, std::string_view iri) {
    const std::size_t colon = iri.find(':');
    if (colon == std::string_view::npos || iri.substr(colon + 1).starts_with("//")) return {};
    const Definition* prefix = active.terms.find(iri.substr(0, colon));
    if (prefix == nullptr || !prefix->prefix || is_blank_identifier(iri)) return {};
    return Error(errors::kIriConfusedWithPrefix,
                 "the IRI " + std::string(iri) + " would be read as a term and a suffix");
}

/// Step 10. A reference that would be read as something else is not taken.
std::string_view IriCompactor::relative(const ActiveContext& active, std::string_view iri) {
    std::string_view base = active.base;
    if (active.base_kind == ActiveContext::Base::document)
        base = contexts_.options().base ? std::string_view(*contexts_.options().base) : "";
    if (active.base_kind == ActiveContext::Base::none) base = {};
    std::string reference(iri);
    if (!base.empty() && contexts_.options().compact_to_relative && has_iri_form(iri))
        reference = relative_reference(base, iri);
    if (has_keyword_form(reference)) reference.insert(0, "./");
    if (reference == iri) return iri;
    for (const std::string& candidate : {reference, "./" + reference}) {
        const std::string_view kept = contexts_.arena().keep(candidate);
        const Name meaning = contexts_.expand_iri(active, kept, true, false);
        if (!meaning.is_null && meaning.keyword == Keyword::none && meaning.text == iri)
            return kept;
    }
    return has_keyword_form(iri) ? contexts_.arena().keep(reference) : iri;
}

Result<std::string_view> IriCompactor::compact(const ActiveContext& active, std::string_view iri,
                                               std::optional<json::Value> value, bool reverse) {
    DEED_CHECK(contexts_.check_work());
    DEED_TRY(const std::string_view term, select_term(active, iri, value, reverse));
    if (!term.empty()) return term;
    if (active.vocab && iri.starts_with(*active.vocab) && iri.size() > active.vocab->size()) {
        const std::string_view suffix = iri.substr(active.vocab->size());  // step 5
        if (active.terms.find(suffix) == nullptr) return suffix;
    }
    const std::string_view compacted = shortest_compact_iri(active, iri, value.has_value());
    if (!compacted.empty()) return compacted;
    DEED_CHECK(check_no_prefix(active, iri));
    return iri;
}

Result<std::string_view> IriCompactor::compact_id(const ActiveContext& active,
                                                  std::string_view iri) {
    DEED_CHECK(contexts_.check_work());
    const std::string_view compacted = shortest_compact_iri(active, iri, false);
    if (!compacted.empty()) return compacted;
    DEED_CHECK(check_no_prefix(active, iri));
    return relative(active, iri);
}

}  // namespace deed::rdf::detail
