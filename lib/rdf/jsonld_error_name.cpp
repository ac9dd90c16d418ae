#include <utility>

#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"

namespace deed::rdf {
namespace {

constexpr std::pair<const ErrorCode*, std::string_view> kNames[] = {
    {&errors::kCollidingKeywords, "colliding keywords"},
    {&errors::kConflictingIndexes, "conflicting indexes"},
    {&errors::kContextOverflow, "context overflow"},
    {&errors::kCyclicIriMapping, "cyclic IRI mapping"},
    {&errors::kInvalidIdValue, "invalid @id value"},
    {&errors::kInvalidImportValue, "invalid @import value"},
    {&errors::kInvalidIncludedValue, "invalid @included value"},
    {&errors::kInvalidIndexValue, "invalid @index value"},
    {&errors::kInvalidNestValue, "invalid @nest value"},
    {&errors::kInvalidPrefixValue, "invalid @prefix value"},
    {&errors::kInvalidPropagateValue, "invalid @propagate value"},
    {&errors::kInvalidProtectedValue, "invalid @protected value"},
    {&errors::kInvalidReverseValue, "invalid @reverse value"},
    {&errors::kInvalidVersionValue, "invalid @version value"},
    {&errors::kInvalidBaseDirection, "invalid base direction"},
    {&errors::kInvalidBaseIri, "invalid base IRI"},
    {&errors::kInvalidContainerMapping, "invalid container mapping"},
    {&errors::kInvalidContextEntry, "invalid context entry"},
    {&errors::kInvalidContextNullification, "invalid context nullification"},
    {&errors::kInvalidDefaultLanguage, "invalid default language"},
    {&errors::kInvalidIriMapping, "invalid IRI mapping"},
    {&errors::kInvalidJsonLiteral, "invalid JSON literal"},
    {&errors::kInvalidKeywordAlias, "invalid keyword alias"},
    {&errors::kInvalidLanguageMapValue, "invalid language map value"},
    {&errors::kInvalidLanguageMapping, "invalid language mapping"},
    {&errors::kInvalidLanguageTaggedString, "invalid language-tagged string"},
    {&errors::kInvalidLanguageTaggedValue, "invalid language-tagged value"},
    {&errors::kInvalidLocalContext, "invalid local context"},
    {&errors::kInvalidRemoteContext, "invalid remote context"},
    {&errors::kInvalidReversePropertyMap, "invalid reverse property map"},
    {&errors::kInvalidReversePropertyValue, "invalid reverse property value"},
    {&errors::kInvalidReverseProperty, "invalid reverse property"},
    {&errors::kInvalidScopedContext, "invalid scoped context"},
    {&errors::kInvalidSetOrListObject, "invalid set or list object"},
    {&errors::kInvalidTermDefinition, "invalid term definition"},
    {&errors::kInvalidTypeMapping, "invalid type mapping"},
    {&errors::kInvalidTypeValue, "invalid type value"},
    {&errors::kInvalidTypedValue, "invalid typed value"},
    {&errors::kInvalidValueObjectValue, "invalid value object value"},
    {&errors::kInvalidValueObject, "invalid value object"},
    {&errors::kInvalidVocabMapping, "invalid vocab mapping"},
    {&errors::kIriConfusedWithPrefix, "IRI confused with prefix"},
    {&errors::kKeywordRedefinition, "keyword redefinition"},
    {&errors::kLoadingDocumentFailed, "loading document failed"},
    {&errors::kLoadingRemoteContextFailed, "loading remote context failed"},
    {&errors::kProcessingModeConflict, "processing mode conflict"},
    {&errors::kProtectedTermRedefinition, "protected term redefinition"},
};

}  // namespace

std::string_view json_ld_error_name(const ErrorCode& code) {
    for (const auto& [known, name] : kNames)
        if (*known == code) return name;
    return {};
}

}  // namespace deed::rdf
