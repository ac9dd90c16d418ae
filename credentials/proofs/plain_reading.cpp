#include "credentials/proofs/plain_reading.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "credentials/contexts/inline_contexts.hpp"
#include "credentials/proofs/errors.hpp"

namespace deed::credentials {
namespace {

// Base contexts of 2.0 and 1.1: each term of this vocabulary is named as its IRI ends.
constexpr std::string_view kVocabulary = "https://www.w3.org/2018/credentials#";

struct Count {
    std::string_view name;
    std::size_t stated = 0;  ///< in RDF, where the same statement counts once
    std::size_t shown = 0;   ///< in JSON
};

class Counts {
public:
    explicit Counts(const rdf::Dataset& dataset, std::optional<std::string_view> subject = {}) {
        for (const rdf::Quad& quad : dataset.quads())
            if (quad.predicate.value.starts_with(kVocabulary) &&
                (!subject || quad.subject.value == *subject))
                ++of(quad.predicate.value.substr(kVocabulary.size())).stated;
    }

    void show_members(json::Value object) {
        for (const auto& [name, value] : object.object())
            if (Count* count = find(name); count != nullptr)
                count->shown += value.is_array() ? value.array().size() : 1;
    }
    void show_all(json::Value value) {
        if (value.is_array())
            for (const json::Value element : value.array()) show_all(element);
        if (!value.is_object()) return;
        show_members(value);
        for (const auto& [name, member] : value.object())
            if (name != "@context") show_all(member);
    }

    const Count* hidden() const {
        const auto found = std::ranges::find_if(
            counts_, [](const Count& count) { return count.stated > count.shown; });
        return found == counts_.end() ? nullptr : &*found;
    }

private:
    Count* find(std::string_view name) {
        const auto found = std::ranges::find(counts_, name, &Count::name);
        return found == counts_.end() ? nullptr : &*found;
    }
    Count& of(std::string_view name) {
        Count* known = find(name);
        return known != nullptr ? *known : counts_.emplace_back(Count{name});
    }

    std::vector<Count> counts_;
};

Error hidden(const Count& count) {
    return {errors::kProofMemberHidden,
            "not every " + std::string(count.name) + " that is signed stands under that name"};
}

}  // namespace

Result<void> require_plain_names(json::Value document, const rdf::Dataset& dataset) {
    Counts anywhere(dataset);
    anywhere.show_all(document);
    if (const Count* count = anywhere.hidden()) return hidden(*count);

    // What is said of the document may also stand where something else refers to it by its id.
    const auto id = document.find("id");
    const auto subject = id ? id->string_if() : std::nullopt;
    if (!subject) return {};
    Counts own(dataset, subject);
    own.show_members(document);
    if (const Count* count = own.hidden()) return hidden(*count);
    return {};
}

Result<void> require_plain_contexts(json::Value document) {
    for (const MisleadingTerm& term : misleading_terms_in(document))
        return Error(errors::kProofContextMisleads, "an inline context " + term.what, term.pointer);
    return {};
}

}  // namespace deed::credentials
