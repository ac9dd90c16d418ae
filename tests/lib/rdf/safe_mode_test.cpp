// Safe mode: what expansion or RDF would lose or change is refused, with its place.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::rdf {
namespace {

struct Loss {
    std::string name;
    std::string document;
    const ErrorCode& code;
    std::string place;
    bool only_rdf = false;  ///< expansion keeps it
    bool mode_1_0 = false;
    std::string base = "";
};

void PrintTo(const Loss& loss, std::ostream* out) { *out << loss.name; }

JsonLdOptions options_of(const Loss& loss) {
    JsonLdOptions options;
    options.safe = true;
    options.json_ld_1_0 = loss.mode_1_0;
    if (!loss.base.empty()) options.base = loss.base;
    return options;
}

class SafeMode : public testing::TestWithParam<Loss> {};

TEST_P(SafeMode, Refuses) {
    const Loss& loss = GetParam();
    const auto document = json::Document::parse(loss.document);
    ASSERT_OK(document);
    Call call;
    JsonLdOptions options = options_of(loss);
    const auto rdf = to_rdf(document->root(), options, call);
    ASSERT_FALSE(rdf.has_value());
    EXPECT_EQ(rdf.error().code().name, loss.code.name) << rdf.error().to_string();
    EXPECT_EQ(rdf.error().where(), loss.place);

    const auto expanded = expand(document->root(), options, call);
    if (loss.only_rdf)
        EXPECT_OK(expanded);
    else
        EXPECT_CODE(expanded, loss.code);
    const auto checked = check_expansion(document->root(), options, call);
    EXPECT_EQ(test::describe(checked), test::describe(expanded));

    ContextCache cache;
    options.cache = &cache;
    EXPECT_CODE(to_rdf(document->root(), options, call), loss.code);
    EXPECT_CODE(to_rdf(document->root(), options, call), loss.code);

    options.safe = false;
    EXPECT_OK(to_rdf(document->root(), options, call));
    EXPECT_OK(expand(document->root(), options, call));
}

const std::vector<Loss> kLosses = {
    {"UndefinedTerm", R"({"ex:a":"b","name":"Alice"})", errors::kDroppedTerm, "/name"},
    {"UndefinedTermInside", R"({"ex:a":[{"ex:b":1},{"x/y":1}]})", errors::kDroppedTerm,
     "/ex:a/1/x~1y"},
    {"TermMappedToNull", R"({"@context":{"name":null},"name":"Alice"})", errors::kDroppedTerm,
     "/name"},
    {"UndefinedTermWithNull", R"({"name":null})", errors::kDroppedTerm, "/name"},
    {"WordLikeKeyword", R"({"@foo":"bar"})", errors::kDroppedReserved, "/@foo"},
    {"KeywordOfContexts", R"({"@vocab":"ex:a","ex:b":1})", errors::kDroppedReserved, "/@vocab"},
    {"TermLikeKeyword", R"({"@context":{"@foo":"ex:a"},"ex:b":1})", errors::kDroppedReserved,
     "/@context"},
    {"IdLikeKeyword", R"({"@id":"@foo","ex:b":1})", errors::kDroppedReserved, "/@id"},
    {"TermMappedToWordLikeKeyword", R"({"@context":{"a":"@foo"},"ex:b":1})",
     errors::kDroppedReserved, "/@context"},
    {"ReverseLikeKeyword", R"({"@context":{"a":{"@reverse":"@foo"}},"ex:b":1})",
     errors::kDroppedReserved, "/@context"},
    {"TypeLikeKeyword", R"({"@type":["ex:T","@foo"],"ex:b":1})", errors::kDroppedReserved,
     "/@type/1"},
    {"TypeThatIsKeyword", R"({"ex:a":{"@type":"@json","ex:b":1}})", errors::kDroppedReserved,
     "/ex:a"},
    {"RelativeId", R"({"@id":"alice","ex:b":1})", errors::kDroppedRelativeId, "/@id"},
    {"RelativeReference", R"({"@context":{"a":{"@id":"ex:a","@type":"@id"}},"a":["ex:b","../c"]})",
     errors::kDroppedRelativeId, "/a/1"},
    {"RelativeIdInMap",
     R"({"@context":{"a":{"@id":"ex:a","@container":"@id"}},"a":{"c":{"ex:d":1}}})",
     errors::kDroppedRelativeId, "/a/c"},
    {"RelativeType", R"({"@type":"Person","ex:b":1})", errors::kDroppedRelativeType, "/@type"},
    {"RelativeTypeInMap",
     R"({"@context":{"a":{"@id":"ex:a","@container":"@type"}},"a":{"T":{"ex:d":1}}})",
     errors::kDroppedRelativeType, "/a/T"},
    {"RelativeVocabulary", R"({"@context":{"@vocab":"words#"},"ex:b":1})",
     errors::kDroppedRelativeVocab, "/@context"},
    {"BrokenId", R"({"@id":"ex:a b","ex:b":1})", errors::kDroppedIri, "/@id"},
    {"BrokenProperty", R"({"ex:<b>":1})", errors::kDroppedIri, "/ex:<b>", true},
    {"PropertyWithoutScheme", R"({"1a:b":1})", errors::kDroppedIri, "/1a:b"},
    {"BrokenType", R"({"@type":"ex:{x}","ex:b":1})", errors::kDroppedIri, "/@type"},
    {"BrokenDatatypeOfTerm", R"({"@context":{"a":{"@id":"ex:a","@type":"ex:x y"}},"a":"v"})",
     errors::kDroppedIri, "/a"},
    {"TypeMappedToNull", R"({"@context":{"T":null},"@type":"T","ex:b":1})",
     errors::kDroppedNullType, "/@type"},
    {"NullProperty", R"({"ex:a":null})", errors::kDroppedNullValue, "/ex:a"},
    {"NullDocument", R"(null)", errors::kDroppedNullValue, ""},
    {"NullValue", R"({"ex:a":{"@value":null}})", errors::kDroppedNullValue, "/ex:a"},
    {"NullInLanguageMap",
     R"({"@context":{"a":{"@id":"ex:a","@container":"@language"}},"a":{"en":null}})",
     errors::kDroppedNullValue, "/a/en"},
    {"NullItem", R"({"ex:a":["b",null]})", errors::kDroppedNullItem, "/ex:a/1"},
    {"NullListItem", R"({"ex:a":{"@list":[null]}})", errors::kDroppedNullItem, "/ex:a/@list/0"},
    {"FreeScalar", R"(["text"])", errors::kDroppedFreeValue, "/0"},
    {"FreeScalarInGraph", R"({"@graph":[{"ex:a":1},"text"]})", errors::kDroppedFreeValue,
     "/@graph/1"},
    {"FreeValueObject", R"({"@value":"text"})", errors::kDroppedFreeValue, ""},
    {"FreeList", R"({"@list":["a"]})", errors::kDroppedFreeList, "/@list"},
    {"LoneIdInGraphContainer",
     R"({"@context":{"a":{"@id":"ex:a","@container":"@graph","@type":"@id"}},"a":["ex:b"]})",
     errors::kDroppedLoneId, "/a"},
    {"ValueInGraphContainer",
     R"({"@context":{"a":{"@id":"ex:a","@container":"@graph"}},"a":"text"})",
     errors::kDroppedFreeValue, "/a"},
    {"EmptyObjectInGraphMap",
     R"({"@context":{"a":{"@id":"ex:a","@container":["@graph","@id"]}},"a":{"ex:b":{}}})",
     errors::kDroppedEmptyObject, "/a/ex:b"},
    {"LoneId", R"({"@id":"ex:a"})", errors::kDroppedLoneId, ""},
    {"EmptyObject", R"({})", errors::kDroppedEmptyObject, ""},
    {"LoneLanguage", R"({"ex:a":{"@language":"en"}})", errors::kDroppedLoneLanguage, "/ex:a"},
    {"LanguageOfNode", R"({"ex:a":{"@language":"en","@id":"ex:b"}})", errors::kDroppedLoneLanguage,
     "/ex:a", true},
    {"DirectionOfNode", R"({"ex:a":{"@direction":"ltr","@id":"ex:b"}})",
     errors::kDroppedLoneLanguage, "/ex:a", true},
    {"IllFormedLanguage", R"({"ex:a":{"@value":"b","@language":"en us"}})",
     errors::kDroppedLanguage, "/ex:a"},
    {"IllFormedDefaultLanguage", R"({"@context":{"@language":"toolonglanguage"},"ex:a":"b"})",
     errors::kDroppedLanguage, "/@context"},
    {"IllFormedLanguageOfTerm", R"({"@context":{"a":{"@id":"ex:a","@language":"x y"}},"a":"b"})",
     errors::kDroppedLanguage, "/a"},
    {"IllFormedLanguageInMap",
     R"({"@context":{"a":{"@id":"ex:a","@container":"@language"}},"a":{"en_US":["b"]}})",
     errors::kDroppedLanguage, "/a/en_US/0"},
    {"Direction", R"({"ex:a":{"@value":"b","@direction":"rtl"}})", errors::kDroppedDirection,
     "/ex:a", true},
    {"DefaultDirection", R"({"@context":{"@direction":"rtl"},"ex:a":["b"]})",
     errors::kDroppedDirection, "/ex:a/0", true},
    {"DirectionOfNumber", R"({"ex:a":{"@value":5,"@direction":"rtl"}})", errors::kDroppedDirection,
     "/ex:a", true},
    {"Index", R"({"ex:a":{"@value":"b","@index":"c"}})", errors::kDroppedIndex, "/ex:a", true},
    {"IndexOfNode", R"({"ex:a":{"@id":"ex:b","@index":"c"}})", errors::kDroppedIndex, "/ex:a",
     true},
    {"IndexMap", R"({"@context":{"a":{"@id":"ex:a","@container":"@index"}},"a":{"c":"d"}})",
     errors::kDroppedIndex, "/a/c", true},
    {"IndexOfSet", R"({"ex:a":{"@set":["b"],"@index":"c"}})", errors::kDroppedIndex, "/ex:a"},
    {"BlankProperty", R"({"_:a":"b"})", errors::kDroppedBlankProperty, "/_:a", true},
    {"IncludedIn10", R"({"ex:a":1,"@included":[{"ex:b":1}]})", errors::kDroppedKeyword,
     "/@included", false, true},
    {"DirectionIn10", R"({"ex:a":{"@value":"b","@direction":"ltr"}})", errors::kDroppedKeyword,
     "/ex:a/@direction", false, true},
    {"LongFraction", R"({"ex:a":0.30000000000000004})", errors::kChangedNumber, "/ex:a", true},
};

INSTANTIATE_TEST_SUITE_P(Losses, SafeMode, testing::ValuesIn(kLosses),
                         [](const auto& test) { return test.param.name; });

TEST(SafeModeAccepts, WhatLosesNothing) {
    for (const char* text : {
             R"({"@id":"did:example:a","ex:a":["b",1,2.5,true,[],{"@list":[]}]})",
             R"([])",
             R"({"@context":{"@vocab":"https://example.org/"},"a":{"@type":"T"}})",
             R"({"@id":"_:b0","ex:a":{}})",
             R"({"@context":{"a":{"@id":"ex:a","@type":"@json"}},"a":null})",
             R"({"ex:a":{"@value":"b","@language":"zh-Hant-TW"}})",
             R"({"ex:a":[1e20,1e21,-0,0.1,123456789.125]})",
             R"({"@context":{"a":{"@id":"ex:a","@container":"@index","@index":"ex:i"}},
                 "a":{"c":{"ex:d":1}}})",
             R"({"@context":{"@base":"https://example.org/"},"@id":"a","ex:a":1})",
         }) {
        const auto document = json::Document::parse(text);
        ASSERT_OK(document);
        JsonLdOptions options;
        options.safe = true;
        Call call;
        SCOPED_TRACE(text);
        EXPECT_OK(to_rdf(document->root(), options, call));
        EXPECT_OK(expand(document->root(), options, call));
        EXPECT_OK(check_expansion(document->root(), options, call));
    }
}

TEST(SafeModeAccepts, RelativeIdsWithABase) {
    const auto document = json::Document::parse(R"({"@id":"alice","ex:a":{"@id":"#b"}})");
    JsonLdOptions options;
    options.safe = true;
    options.base = "https://example.org/x";
    Call call;
    ASSERT_OK_AND(const Dataset dataset, to_rdf(document->root(), options, call));
    EXPECT_EQ(to_nquads(dataset),
              "<https://example.org/alice> <ex:a> <https://example.org/x#b> .\n");
}

TEST(SafeModeAccepts, DirectionsThatRdfIsToldToKeep) {
    const auto document =
        json::Document::parse(R"({"ex:a":{"@value":"b","@language":"EN","@direction":"rtl"}})");
    JsonLdOptions options;
    options.safe = true;
    options.rdf_direction = JsonLdOptions::RdfDirection::i18n_datatype;
    Call call;
    ASSERT_OK_AND(const Dataset dataset, to_rdf(document->root(), options, call));
    EXPECT_EQ(to_nquads(dataset), "_:b0 <ex:a> \"b\"^^<https://www.w3.org/ns/i18n#en_rtl> .\n");
}

Result<Dataset> to_plain_rdf(std::string_view text) {
    const auto document = json::Document::parse(text).value();
    JsonLdOptions options;
    options.safe = options.plain_names = true;
    options.plain_vocabulary = "https://v.example/#";
    Call call;
    return to_rdf(document.root(), options, call);
}

/// A document with that context beside terms for id and type, and those members.
Result<Dataset> to_plain_rdf(const std::string& context, const std::string& members) {
    return to_plain_rdf(R"({"@context": [{"id": "@id", "type": "@type", "a": "https://a.example/#a",
                            "until": "https://v.example/#until"}, )" +
                        context + R"(], "id": "urn:x:1", "a": 1, )" + members + "}");
}

TEST(PlainNames, AreRequiredOfMembersTypesAndIds) {
    EXPECT_OK(to_plain_rdf("{}", R"("until": "x", "https://b.example/#b": 2, "type": "urn:t:1")"));
    for (const char* members :
         {R"("https://v.example/#until": 1)", R"("https://v.example/#other": 1)",
          R"("https://a.example/#a": 2)", R"("p:b": 2)", R"("type": "p:b")",
          R"("type": "https://a.example/#a")", R"("@type": "urn:t:1")", R"("@nest": {"until": 1})",
          R"("@included": [{"id": "urn:x:2", "until": 1}])",
          R"("@reverse": {"until": {"id": "urn:x:2"}})", R"("@graph": [{"until": 1}])",
          R"("until": {"@set": [1]})", R"("until": {"@id": "urn:x:2"})"})
        EXPECT_CODE(to_plain_rdf(R"({"p": "https://b.example/#"})", members), errors::kHiddenTerm)
            << members;
    for (const char* members :
         {R"("until": {"id": "p:2"})", R"("to": "p:2")", R"("by": {"p:2": {"a": 2}})"})
        EXPECT_CODE(to_plain_rdf(R"({"p": "https://b.example/#",
                                     "to": {"@id": "https://b.example/#to", "@type": "@id"},
                                     "by": {"@id": "https://b.example/#by", "@container": "@id"}})",
                                 members),
                    errors::kCompactId)
            << members;
}

TEST(PlainNames, LeaveNothingThatStatesNothing) {
    const char* const kMaps = R"({"in": {"@id": "https://b.example/#in", "@container": "@language"},
                                  "by": {"@id": "https://b.example/#by", "@container": "@id"},
                                  "list": {"@id": "https://b.example/#l", "@container": "@list"}})";
    EXPECT_OK(to_plain_rdf(kMaps, R"("list": [])"));
    for (const char* members :
         {R"("until": [])", R"("until": [[]])", R"("until": [1, []])", R"("in": {})",
          R"("in": {"en": []})", R"("by": {})", R"("by": {"urn:x:2": []})", R"("type": [])"})
        EXPECT_CODE(to_plain_rdf(kMaps, members), errors::kDroppedEmptyArray) << members;
}

TEST(SafeModeOfMaps, RefusesIdsThatAreNotTheOnesInside) {
    const char* const kBy = R"({"by": {"@id": "https://b.example/#by", "@container": "@id"}})";
    EXPECT_OK(to_plain_rdf(kBy, R"("by": {"urn:x:2": {"id": "urn:x:2", "a": 2}})"));
    EXPECT_CODE(to_plain_rdf(kBy, R"("by": {"urn:x:3": {"id": "urn:x:2", "a": 2}})"),
                errors::kDroppedIndex);
}

// Safe mode in general: a later context takes back the property that the names in a map state.
TEST(SafeModeOfMaps, RefusesNamesWhosePropertyIsGone) {
    for (const char* gone : {"null", R"("@type")"}) {
        const auto document = json::Document::parse(R"({"@context": [
            {"idx": "https://a.example/#idx", "title": "https://a.example/#title",
             "degree": {"@id": "https://a.example/#degree", "@container": "@index",
                        "@index": "idx"}}, {"idx": )" +
                                                    std::string(gone) +
                                                    R"(}], "degree": {"PhD": {"title": "BSc"}}})");
        JsonLdOptions options;
        options.safe = true;
        Call call;
        EXPECT_CODE(to_rdf(document.value().root(), options, call), errors::kDroppedIndex) << gone;
    }
}

}  // namespace
}  // namespace deed::rdf
