#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "lib/crypto/hash.hpp"
#include "lib/error/call.hpp"
#include "lib/rdf/dataset.hpp"

namespace deed::rdf {

struct CanonicalizeOptions {
    crypto::HashAlgorithm hash = crypto::HashAlgorithm::sha256;  ///< or sha384
    /// Bound on the work for blank nodes that look alike, counted and not timed: the same dataset
    /// is refused on every machine or on none. Each call of Hash N-Degree Quads, each hash of a
    /// related node and each order of related nodes that is tried costs one unit, and more where
    /// it reads much (specs/rdf.md).
    std::size_t max_work = 100'000;
};

struct CanonicalDataset {
    std::string nquads{};  ///< canonical N-Quads: sorted by code point, each once, each ended by LF
    /// Labels of blank nodes in the input, and their canonical ones ("c14n0"), both without "_:".
    std::vector<std::pair<std::string, std::string>> labels{};
};

/// RDFC-1.0 (RDF Dataset Canonicalization). `rdf.too_complex`, or what `call` says.
DEED_API Result<CanonicalDataset> canonicalize(const Dataset& dataset,
                                               const CanonicalizeOptions& options, Call& call);

}  // namespace deed::rdf
