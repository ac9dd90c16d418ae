#pragma once

// The room's own: the lexical forms of JSON's numbers in RDF (JSON-LD 1.1 API section 8.6).

#include <string>
#include <string_view>

#include "lib/json/document.hpp"

namespace deed::rdf::detail {

struct NumberLiteral {
    std::string lexical;
    bool is_double;  ///< else an integer
};

/// The canonical lexical form of a number: of an xsd:integer, or of an xsd:double where it has a
/// fraction, is 1e21 or more, or `datatype` is xsd:double.
NumberLiteral number_literal(json::Value number, std::string_view datatype);

/// Whether the lexical form says the same number: an xsd:double shows 16 digits.
bool keeps_number(json::Value number, std::string_view datatype);

}  // namespace deed::rdf::detail
