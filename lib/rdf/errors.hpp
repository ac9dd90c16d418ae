#pragma once

#include "lib/error/error.hpp"

namespace deed::rdf::errors {

inline constexpr ErrorCode kNotUtf8{
    "rdf.not_utf8", ErrorKind::malformed, "The N-Quads text is not UTF-8.",
    "Check that this is the right file; if it is, convert it to UTF-8."};
inline constexpr ErrorCode kSyntax{"rdf.syntax", ErrorKind::malformed,
                                   "The text is not N-Quads (RDF 1.1).",
                                   "Correct the line that the message names: subject, predicate, "
                                   "object, graph if any, and a dot."};
inline constexpr ErrorCode kEscapeMalformed{
    "rdf.escape_malformed", ErrorKind::malformed,
    "A backslash is followed by something that stands for no character.",
    "Write the character itself, or \\uXXXX or \\UXXXXXXXX with its code point."};
inline constexpr ErrorCode kIriMalformed{
    "rdf.iri_malformed", ErrorKind::malformed,
    "An IRI is not closed, or holds a character that no IRI may hold.",
    "Encode spaces, quotation marks, brackets and the like by percent signs."};
inline constexpr ErrorCode kRelativeIri{
    "rdf.relative_iri", ErrorKind::malformed,
    "An IRI is relative, and N-Quads has no base to complete it.",
    "Write the IRI in full, with its scheme."};
inline constexpr ErrorCode kBlankNodeMalformed{
    "rdf.blank_node_malformed", ErrorKind::malformed,
    "The label of a blank node is empty or holds a character that it may not hold.",
    "Write \"_:\" and a label of letters, digits, underscores and hyphens."};
inline constexpr ErrorCode kLiteralMalformed{
    "rdf.literal_malformed", ErrorKind::malformed, "A literal is not closed on its own line.",
    "End the literal by a quotation mark, and write line breaks inside it as \\n and \\r."};
inline constexpr ErrorCode kLanguageMalformed{
    "rdf.language_malformed", ErrorKind::malformed,
    "A language tag is not letters, then letters and digits after hyphens.",
    "Write a tag such as @en or @zh-Hans."};
inline constexpr ErrorCode kTooManyQuads{"rdf.too_many_quads", ErrorKind::malformed,
                                         "The data set has more statements than allowed.",
                                         "Split the data, or raise the limit."};
inline constexpr ErrorCode kDatasetTooComplex{
    "rdf.too_complex", ErrorKind::malformed,
    "Too many blank nodes of the data set look alike: to tell them apart takes more work than "
    "allowed.",
    "Give the nodes identifiers, or properties in which they differ."};

inline constexpr const ErrorCode* kRdfRoomCodes[] = {&kNotUtf8,          &kSyntax,
                                                     &kEscapeMalformed,  &kIriMalformed,
                                                     &kRelativeIri,      &kBlankNodeMalformed,
                                                     &kLiteralMalformed, &kLanguageMalformed,
                                                     &kTooManyQuads,     &kDatasetTooComplex};

}  // namespace deed::rdf::errors
