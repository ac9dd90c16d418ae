#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"

namespace deed::credentials::test {

/// A document that differs from another by one change that knows what credentials are made of.
struct Mutant {
    std::string_view kind;  ///< one of kMutantKinds
    std::string what;       ///< the change, for people
    json::Document document;
};

inline constexpr std::string_view kMutantKinds[] = {
    "value changed",        "value made null",      "value emptied",        "JSON literal changed",
    "member removed",       "member added",         "undefined term added", "member moved",
    "member renamed",       "values swapped",       "type changed",         "array changed",
    "context changed",      "proof suite changed",  "proof method changed", "proof value changed",
    "proof option changed", "proof member removed", "proof member added",   "proof part swapped"};

/// A credential without issuer that has something of every kind; every term and type is defined.
extern const char* const kRich;

/// Every mutant of a secured credential, its member "proof" apart.
std::vector<Mutant> document_mutants(const json::Document& document);

/// Every mutant of the one proof of a credential; `other` is another credential with a sound proof
/// by another key of the same type.
std::vector<Mutant> proof_mutants(const json::Document& document, const json::Document& other);

}  // namespace deed::credentials::test
