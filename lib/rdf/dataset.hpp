#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"

namespace deed::rdf {

/// One term of RDF 1.1 (section 3). Its texts are kept by the Dataset it belongs to.
struct Term {
    enum class Kind : std::uint8_t { default_graph, iri, blank, literal };

    Kind kind = Kind::default_graph;
    std::string_view value{};     ///< IRI; label of a blank node without "_:"; lexical form
    std::string_view datatype{};  ///< IRI; of literals only, and never empty there
    std::string_view language{};  ///< of literals whose datatype is rdf:langString

    friend bool operator==(const Term&, const Term&) = default;
};

struct Quad {
    Term subject;    ///< iri or blank
    Term predicate;  ///< iri
    Term object;     ///< iri, blank or literal
    Term graph;      ///< default_graph, iri or blank

    friend bool operator==(const Quad&, const Quad&) = default;
};

/// Quads in the order in which they were added, and the texts that they refer to. Movable.
class DEED_API Dataset {
public:
    /// A copy of the text that lives as long as the dataset, also after it was moved.
    std::string_view keep(std::string_view text);
    /// The texts must live as long as the dataset: constants, or from keep().
    void add(const Quad& quad) { quads_.push_back(quad); }
    const std::vector<Quad>& quads() const { return quads_; }

private:
    std::vector<Quad> quads_;
    // The owner of the room decides how texts are kept.
};

/// RDF 1.1 N-Quads. Parsing refuses, each by its own code: bad UTF-8, bad syntax, relative IRIs,
/// and more than `max_quads` quads.
DEED_API Result<Dataset> parse_nquads(std::string_view text, std::size_t max_quads = 1'000'000);
/// In the canonical form of RDFC-1.0 section 5, in the order of the dataset, labels as they are.
DEED_API std::string to_nquads(const Dataset& dataset);

}  // namespace deed::rdf
