#pragma once

#include "lib/error/error.hpp"

namespace deed::rdf::errors {

// The error codes of the JSON-LD 1.1 API, section 9.6, in its order. Two are missing, which nothing
// here can raise: contexts come neither out of HTML nor by HTTP Link headers.

inline constexpr ErrorCode kCollidingKeywords{"jsonld.colliding_keywords", ErrorKind::malformed,
                                              "Two members of one object mean the same keyword.",
                                              "Keep one of them: the keyword or its alias."};
inline constexpr ErrorCode kConflictingIndexes{"jsonld.conflicting_indexes", ErrorKind::malformed,
                                               "One node has two different values of @index.",
                                               "Give the node one index, or none."};
inline constexpr ErrorCode kContextOverflow{
    "jsonld.context_overflow", ErrorKind::malformed,
    "More remote contexts are used than are allowed for one document.",
    "Use fewer contexts, or put them together into one document."};
inline constexpr ErrorCode kCyclicIriMapping{"jsonld.cyclic_iri_mapping", ErrorKind::malformed,
                                             "Terms of a context are defined by each other.",
                                             "Write the full IRI of one of the terms."};
inline constexpr ErrorCode kInvalidIdValue{"jsonld.invalid_id_value", ErrorKind::malformed,
                                           "The value of @id is not a string.",
                                           "Write the IRI as a string."};
inline constexpr ErrorCode kInvalidImportValue{
    "jsonld.invalid_import_value", ErrorKind::malformed,
    "The value of @import in a context is not a string.",
    "Write the URL of one context document as a string."};
inline constexpr ErrorCode kInvalidIncludedValue{
    "jsonld.invalid_included_value", ErrorKind::malformed,
    "The value of @included holds something that is not a node.",
    "Put only node objects into @included."};
inline constexpr ErrorCode kInvalidIndexValue{"jsonld.invalid_index_value", ErrorKind::malformed,
                                              "The value of @index is not a string.",
                                              "Write the index as a string."};
inline constexpr ErrorCode kInvalidNestValue{
    "jsonld.invalid_nest_value", ErrorKind::malformed,
    "A value of @nest is not an object of properties, or a term names no place to nest.",
    "Nest objects without @value, and define @nest as \"@nest\" or a term."};
inline constexpr ErrorCode kInvalidPrefixValue{
    "jsonld.invalid_prefix_value", ErrorKind::malformed,
    "The value of @prefix in a term definition is not a boolean.", "Write true or false."};
inline constexpr ErrorCode kInvalidPropagateValue{
    "jsonld.invalid_propagate_value", ErrorKind::malformed,
    "The value of @propagate in a context is not a boolean.", "Write true or false."};
inline constexpr ErrorCode kInvalidProtectedValue{
    "jsonld.invalid_protected_value", ErrorKind::malformed,
    "The value of @protected in a context is not a boolean.", "Write true or false."};
inline constexpr ErrorCode kInvalidReverseValue{
    "jsonld.invalid_reverse_value", ErrorKind::malformed, "The value of @reverse is not an object.",
    "Write an object of reverse properties."};
inline constexpr ErrorCode kInvalidVersionValue{
    "jsonld.invalid_version_value", ErrorKind::malformed,
    "The value of @version in a context is not the number 1.1.",
    "Write 1.1 as a number, or leave @version out."};
inline constexpr ErrorCode kInvalidBaseDirection{
    "jsonld.invalid_base_direction", ErrorKind::malformed,
    "The value of @direction is none of \"ltr\", \"rtl\" and null.",
    "Write \"ltr\" or \"rtl\", or leave @direction out."};
inline constexpr ErrorCode kInvalidBaseIri{
    "jsonld.invalid_base_iri", ErrorKind::malformed,
    "The value of @base in a context is neither an IRI nor null, or is relative to nothing.",
    "Write an absolute IRI."};
inline constexpr ErrorCode kInvalidContainerMapping{
    "jsonld.invalid_container_mapping", ErrorKind::malformed,
    "The value of @container in a term definition is not one of the allowed combinations.",
    "Write one of the combinations that JSON-LD 1.1 names."};
inline constexpr ErrorCode kInvalidContextEntry{
    "jsonld.invalid_context_entry", ErrorKind::malformed,
    "A member of a context is not allowed there.",
    "Remove it, or process the document as JSON-LD 1.1."};
inline constexpr ErrorCode kInvalidContextNullification{
    "jsonld.invalid_context_nullification", ErrorKind::malformed,
    "A null context would remove protected terms.", "Remove the null context, or the protection."};
inline constexpr ErrorCode kInvalidDefaultLanguage{
    "jsonld.invalid_default_language", ErrorKind::malformed,
    "The value of @language in a context is neither a string nor null.",
    "Write a language tag as a string."};
inline constexpr ErrorCode kInvalidIriMapping{
    "jsonld.invalid_iri_mapping", ErrorKind::malformed,
    "A term of a context does not lead to an IRI, a blank node or a keyword.",
    "Give the term an @id, or the context a @vocab."};
inline constexpr ErrorCode kInvalidJsonLiteral{"jsonld.invalid_json_literal", ErrorKind::malformed,
                                               "A literal of type rdf:JSON does not hold JSON.",
                                               "Correct the literal."};
inline constexpr ErrorCode kInvalidKeywordAlias{
    "jsonld.invalid_keyword_alias", ErrorKind::malformed,
    "A term of a context is an alias of @context.", "Write @context itself."};
inline constexpr ErrorCode kInvalidLanguageMapValue{
    "jsonld.invalid_language_map_value", ErrorKind::malformed,
    "A language map holds a value that is neither a string nor an array of strings.",
    "Write strings under each language."};
inline constexpr ErrorCode kInvalidLanguageMapping{
    "jsonld.invalid_language_mapping", ErrorKind::malformed,
    "The value of @language in a term definition is neither a string nor null.",
    "Write a language tag as a string."};
inline constexpr ErrorCode kInvalidLanguageTaggedString{
    "jsonld.invalid_language_tagged_string", ErrorKind::malformed,
    "The value of @language is not a string.", "Write a language tag as a string."};
inline constexpr ErrorCode kInvalidLanguageTaggedValue{
    "jsonld.invalid_language_tagged_value", ErrorKind::malformed,
    "A value with a language is not a string.",
    "Remove the language, or write the value as a string."};
inline constexpr ErrorCode kInvalidLocalContext{
    "jsonld.invalid_local_context", ErrorKind::malformed,
    "A context is neither a URL, an object, null nor an array of them.",
    "Correct the value of @context."};
inline constexpr ErrorCode kInvalidRemoteContext{
    "jsonld.invalid_remote_context", ErrorKind::malformed,
    "The document of a remote context is not an object with a member @context.",
    "Correct the URL, or the document behind it."};
inline constexpr ErrorCode kInvalidReversePropertyMap{
    "jsonld.invalid_reverse_property_map", ErrorKind::malformed,
    "An object of reverse properties has a member that is a keyword.",
    "Put only properties into @reverse."};
inline constexpr ErrorCode kInvalidReversePropertyValue{
    "jsonld.invalid_reverse_property_value", ErrorKind::malformed,
    "The value of a reverse property is not a node.", "Write node objects, or the IRIs of nodes."};
inline constexpr ErrorCode kInvalidReverseProperty{
    "jsonld.invalid_reverse_property", ErrorKind::malformed,
    "The definition of a reverse property has members that do not go together.",
    "Leave out @id and @nest, and use @set or @index alone as container."};
inline constexpr ErrorCode kInvalidScopedContext{
    "jsonld.invalid_scoped_context", ErrorKind::malformed,
    "The context in a term definition is wrong.", "Correct what the message names."};
inline constexpr ErrorCode kInvalidSetOrListObject{
    "jsonld.invalid_set_or_list_object", ErrorKind::malformed,
    "An object with @list or @set has other members than @index.", "Remove the others."};
inline constexpr ErrorCode kInvalidTermDefinition{
    "jsonld.invalid_term_definition", ErrorKind::malformed,
    "The definition of a term is neither null, a string nor an object of known members.",
    "Correct the definition that the message names."};
inline constexpr ErrorCode kInvalidTypeMapping{
    "jsonld.invalid_type_mapping", ErrorKind::malformed,
    "The value of @type in a term definition is not one that can be used there.",
    "Write an IRI, @id, @vocab, @json or @none."};
inline constexpr ErrorCode kInvalidTypeValue{
    "jsonld.invalid_type_value", ErrorKind::malformed,
    "The value of @type is neither a string nor an array of strings.",
    "Write IRIs or terms as strings."};
inline constexpr ErrorCode kInvalidTypedValue{
    "jsonld.invalid_typed_value", ErrorKind::malformed, "The type of a value is not an IRI.",
    "Define the type in a context, or write an absolute IRI."};
inline constexpr ErrorCode kInvalidValueObjectValue{
    "jsonld.invalid_value_object_value", ErrorKind::malformed,
    "The value of @value is an array or an object.",
    "Write a string, number or boolean, or type it as @json."};
inline constexpr ErrorCode kInvalidValueObject{
    "jsonld.invalid_value_object", ErrorKind::malformed,
    "An object with @value has members that do not go together.",
    "Keep @value, and either @type or @language and @direction, and @index."};
inline constexpr ErrorCode kInvalidVocabMapping{
    "jsonld.invalid_vocab_mapping", ErrorKind::malformed,
    "The value of @vocab in a context is neither an IRI, a blank node nor null.",
    "Write an absolute IRI."};
inline constexpr ErrorCode kIriConfusedWithPrefix{
    "jsonld.iri_confused_with_prefix", ErrorKind::malformed,
    "An IRI would be taken for a compact IRI, since its scheme is a prefix of the context.",
    "Rename the prefix, or do not use the IRI with this context."};
inline constexpr ErrorCode kKeywordRedefinition{"jsonld.keyword_redefinition", ErrorKind::malformed,
                                                "A context defines a keyword.",
                                                "Choose another name for the term."};
inline constexpr ErrorCode kLoadingDocumentFailed{
    "jsonld.loading_document_failed", ErrorKind::malformed,
    "A context is named by a relative URL, and there is nothing that it is relative to.",
    "Write the absolute URL of the context."};
inline constexpr ErrorCode kLoadingRemoteContextFailed{
    "jsonld.loading_remote_context_failed", ErrorKind::undetermined,
    "The document of a remote context is not known or cannot be read.",
    "Give the context document, and check its URL."};
inline constexpr ErrorCode kProcessingModeConflict{
    "jsonld.processing_mode_conflict", ErrorKind::malformed,
    "A context of JSON-LD 1.1 stands in a document that is processed as JSON-LD 1.0.",
    "Process the document as JSON-LD 1.1."};
inline constexpr ErrorCode kProtectedTermRedefinition{
    "jsonld.protected_term_redefinition", ErrorKind::malformed,
    "A context redefines a term that another context protects.",
    "Remove the definition, or name the term differently."};

// Safe mode: what expansion or RDF would lose or change without a word.

inline constexpr ErrorCode kDroppedTerm{
    "jsonld.dropped_term", ErrorKind::malformed,
    "A name is defined by no context, so that its value would be lost.",
    "Define the term in a context, or remove the member."};
inline constexpr ErrorCode kDroppedReserved{
    "jsonld.dropped_reserved", ErrorKind::malformed,
    "A name or value looks like a keyword but is none, so that it would be lost.",
    "Choose a word that does not begin with '@'."};
inline constexpr ErrorCode kDroppedRelativeId{
    "jsonld.dropped_relative_id", ErrorKind::malformed,
    "An identifier is a relative IRI, so that what it names would be lost.",
    "Write an absolute IRI such as a DID or URL."};
inline constexpr ErrorCode kDroppedRelativeType{
    "jsonld.dropped_relative_type", ErrorKind::malformed,
    "A type is defined by no context and is no absolute IRI.",
    "Define the type in a context, or write its absolute IRI."};
inline constexpr ErrorCode kDroppedRelativeVocab{
    "jsonld.dropped_relative_vocab", ErrorKind::malformed,
    "A vocabulary stays a relative IRI, so that terms in it would be lost.",
    "Write @vocab as an absolute IRI, or give a base IRI."};
inline constexpr ErrorCode kDroppedIri{
    "jsonld.dropped_iri", ErrorKind::malformed,
    "An IRI holds characters that no IRI may have, so that what it names would be lost.",
    "Percent-encode spaces, quotes, brackets and the like."};
inline constexpr ErrorCode kHiddenTerm{
    "jsonld.hidden_term", ErrorKind::mismatch,
    "A member or type says by another name what a context has a term for, or stands in another "
    "place, so that it is hidden from readers of the JSON.",
    "Write the term as the name, and in the object that it belongs to."};
inline constexpr ErrorCode kCompactId{
    "jsonld.compact_id", ErrorKind::mismatch,
    "An id is shortened by a prefix, so that readers of the JSON see another one.",
    "Write the id out as an absolute URL or DID."};
inline constexpr ErrorCode kDroppedNullType{"jsonld.dropped_null_type", ErrorKind::malformed,
                                            "A type is mapped to null, so that it would be lost.",
                                            "Define the type in a context, or remove it."};
inline constexpr ErrorCode kDroppedNullValue{"jsonld.dropped_null_value", ErrorKind::malformed,
                                             "A value is null, so that it would be lost.",
                                             "Remove the member, or write a value."};
inline constexpr ErrorCode kDroppedEmptyArray{
    "jsonld.dropped_empty_array", ErrorKind::malformed,
    "An array or map is empty, so that RDF would not say that it is there.",
    "Remove the member, or write a value."};
inline constexpr ErrorCode kDroppedNullItem{
    "jsonld.dropped_null_item", ErrorKind::malformed,
    "An element of an array is null, so that it would be lost.", "Remove the element."};
inline constexpr ErrorCode kDroppedFreeValue{
    "jsonld.dropped_free_value", ErrorKind::malformed,
    "A value stands where no property leads to it, so that it would be lost.",
    "Put the value under a property, or remove it."};
inline constexpr ErrorCode kDroppedFreeList{
    "jsonld.dropped_free_list", ErrorKind::malformed,
    "A list stands where no property leads to it, so that it would be lost.",
    "Put the list under a property, or remove it."};
inline constexpr ErrorCode kDroppedLoneId{
    "jsonld.dropped_lone_id", ErrorKind::malformed,
    "An object at the top has an identifier and nothing else, so that it would be lost.",
    "Say something about what it names, or remove it."};
inline constexpr ErrorCode kDroppedEmptyObject{
    "jsonld.dropped_empty_object", ErrorKind::malformed,
    "An object at the top says nothing, so that it would be lost.", "Remove it."};
inline constexpr ErrorCode kDroppedLoneLanguage{
    "jsonld.dropped_lone_language", ErrorKind::malformed,
    "An object has a language and no value, so that it would be lost.",
    "Give it a @value, or remove it."};
inline constexpr ErrorCode kDroppedLanguage{
    "jsonld.dropped_language", ErrorKind::malformed,
    "A language tag is not well-formed (BCP 47), so that the text would be lost.",
    "Write a tag such as \"en\" or \"de-CH\"."};
inline constexpr ErrorCode kDroppedDirection{
    "jsonld.dropped_direction", ErrorKind::malformed,
    "A text has a base direction, which RDF loses unless told how to keep it.",
    "Remove @direction, or choose a form of direction in RDF."};
inline constexpr ErrorCode kDroppedIndex{"jsonld.dropped_index", ErrorKind::malformed,
                                         "An index is lost in RDF.",
                                         "Use a property-valued index, or remove @index."};
inline constexpr ErrorCode kDroppedBlankProperty{
    "jsonld.dropped_blank_property", ErrorKind::malformed,
    "A property is a blank node, which RDF does not allow.", "Write an IRI."};
inline constexpr ErrorCode kDroppedKeyword{
    "jsonld.dropped_keyword", ErrorKind::malformed,
    "A keyword of JSON-LD 1.1 is lost where a document is processed as JSON-LD 1.0.",
    "Process the document as JSON-LD 1.1."};
inline constexpr ErrorCode kChangedNumber{
    "jsonld.changed_number", ErrorKind::malformed,
    "A number has more digits than RDF keeps of it, so that its value would change.",
    "Write the number as a string with a datatype."};

// Bounds on work, the same on every machine.

inline constexpr ErrorCode kTooComplex{
    "jsonld.too_complex", ErrorKind::malformed,
    "The document or its contexts take more work than is allowed.",
    "Split the document, or simplify its contexts."};
inline constexpr ErrorCode kTooDeep{
    "jsonld.too_deep", ErrorKind::malformed,
    "Contexts, terms or values lean on each other deeper than is allowed.",
    "Flatten the contexts or the data."};

inline constexpr const ErrorCode* kJsonLdRoomCodes[] = {&kCollidingKeywords,
                                                        &kConflictingIndexes,
                                                        &kContextOverflow,
                                                        &kCyclicIriMapping,
                                                        &kInvalidIdValue,
                                                        &kInvalidImportValue,
                                                        &kInvalidIncludedValue,
                                                        &kInvalidIndexValue,
                                                        &kInvalidNestValue,
                                                        &kInvalidPrefixValue,
                                                        &kInvalidPropagateValue,
                                                        &kInvalidProtectedValue,
                                                        &kInvalidReverseValue,
                                                        &kInvalidVersionValue,
                                                        &kInvalidBaseDirection,
                                                        &kInvalidBaseIri,
                                                        &kInvalidContainerMapping,
                                                        &kInvalidContextEntry,
                                                        &kInvalidContextNullification,
                                                        &kInvalidDefaultLanguage,
                                                        &kInvalidIriMapping,
                                                        &kInvalidJsonLiteral,
                                                        &kInvalidKeywordAlias,
                                                        &kInvalidLanguageMapValue,
                                                        &kInvalidLanguageMapping,
                                                        &kInvalidLanguageTaggedString,
                                                        &kInvalidLanguageTaggedValue,
                                                        &kInvalidLocalContext,
                                                        &kInvalidRemoteContext,
                                                        &kInvalidReversePropertyMap,
                                                        &kInvalidReversePropertyValue,
                                                        &kInvalidReverseProperty,
                                                        &kInvalidScopedContext,
                                                        &kInvalidSetOrListObject,
                                                        &kInvalidTermDefinition,
                                                        &kInvalidTypeMapping,
                                                        &kInvalidTypeValue,
                                                        &kInvalidTypedValue,
                                                        &kInvalidValueObjectValue,
                                                        &kInvalidValueObject,
                                                        &kInvalidVocabMapping,
                                                        &kIriConfusedWithPrefix,
                                                        &kKeywordRedefinition,
                                                        &kLoadingDocumentFailed,
                                                        &kLoadingRemoteContextFailed,
                                                        &kProcessingModeConflict,
                                                        &kProtectedTermRedefinition,
                                                        &kDroppedTerm,
                                                        &kDroppedReserved,
                                                        &kDroppedRelativeId,
                                                        &kDroppedRelativeType,
                                                        &kDroppedRelativeVocab,
                                                        &kDroppedIri,
                                                        &kHiddenTerm,
                                                        &kCompactId,
                                                        &kDroppedNullType,
                                                        &kDroppedNullValue,
                                                        &kDroppedEmptyArray,
                                                        &kDroppedNullItem,
                                                        &kDroppedFreeValue,
                                                        &kDroppedFreeList,
                                                        &kDroppedLoneId,
                                                        &kDroppedEmptyObject,
                                                        &kDroppedLoneLanguage,
                                                        &kDroppedLanguage,
                                                        &kDroppedDirection,
                                                        &kDroppedIndex,
                                                        &kDroppedBlankProperty,
                                                        &kDroppedKeyword,
                                                        &kChangedNumber,
                                                        &kTooComplex,
                                                        &kTooDeep};

}  // namespace deed::rdf::errors
