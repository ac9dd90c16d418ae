#pragma once

// The room's own: which term stands best for an IRI (JSON-LD 1.1 API sections 4.3 and 4.4).

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/rdf/context.hpp"

namespace deed::rdf::detail {

/// Default language and base direction as keys of inverse contexts spell them: "en_ltr", "_rtl",
/// "en", or "@none".
std::string language_key(std::string_view language, Direction direction);
std::string lower_case(std::string_view text);

/// Refers to the terms of the active context that it was made of.
class InverseContext {
public:
    /// Section 4.3.
    explicit InverseContext(const ActiveContext& active);

    bool knows(std::string_view iri) const { return by_iri_.contains(iri); }

    enum class Mapping : unsigned char { type, language, any };
    /// Section 4.4, Term Selection: the first term that fits, with containers as bits of
    /// container mappings (0 is @none); empty where there is none.
    std::string_view select(std::string_view iri, std::span<const std::uint8_t> containers,
                            Mapping mapping, std::span<const std::string> preferred) const;

    const std::string& default_language() const { return default_language_; }
    /// Definitions whose prefix flag is set, in no order.
    const std::vector<const Definition*>& prefixes() const { return prefixes_; }

private:
    /// Terms by type mapping, or by language and direction. Each key keeps the first term.
    using Terms = std::map<std::string, std::string_view, std::less<>>;
    struct Mappings {
        Terms language, type, any;
    };

    void add(const Definition& definition);

    std::unordered_map<std::string_view, std::map<std::uint8_t, Mappings>> by_iri_;
    std::vector<const Definition*> prefixes_;
    std::string default_language_;
};

}  // namespace deed::rdf::detail
