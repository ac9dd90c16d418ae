#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
    Dataset() = default;
    Dataset(Dataset&& other) noexcept;
    Dataset& operator=(Dataset&& other) noexcept;

    /// A copy of the text that lives as long as the dataset, also after it was moved.
    std::string_view keep(std::string_view text) {
        if (text.size() > left_) add_block(text.size());
        char* start = next_;
        if (!text.empty()) std::memcpy(start, text.data(), text.size());
        next_ += text.size();
        left_ -= text.size();
        return {start, text.size()};
    }
    /// The texts must live as long as the dataset: constants, or from keep().
    void add(const Quad& quad) { quads_.push_back(quad); }
    const std::vector<Quad>& quads() const { return quads_; }
    /// Room for as many quads.
    void reserve(std::size_t quads) { quads_.reserve(quads); }
    /// Removes every quad that equals an earlier one.
    void remove_repeated();

private:
    void add_block(std::size_t at_least);

    std::vector<Quad> quads_;
    std::vector<std::unique_ptr<char[]>> blocks_;
    char* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t next_size_ = 4096;
};

/// RDF 1.1 N-Quads. Refuses, each by its own code and with the line: bad UTF-8, IRIs that are
/// relative or malformed, malformed escapes, literals, language tags and blank node labels, any
/// other breach of the grammar, and more than `max_quads` quads. Duplicates are kept.
DEED_API Result<Dataset> parse_nquads(std::string_view text, std::size_t max_quads = 1'000'000);
/// In the canonical form of RDFC-1.0 section 5, in the order of the dataset, labels as they are.
DEED_API std::string to_nquads(const Dataset& dataset);

}  // namespace deed::rdf
