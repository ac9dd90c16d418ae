#include <gtest/gtest.h>

#include "lib/rdf/canonicalize.hpp"
#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "tests/lib/rdf/jsonld_vectors.hpp"
#include "tests/support/vectors.hpp"

namespace deed::rdf::test {
namespace {

using RdfDirection = JsonLdOptions::RdfDirection;

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define XSD "http://www.w3.org/2001/XMLSchema#"

/// The document for an N-Quads text, or the name of the error; '\'' stands for '"' in the text.
std::string from(std::string text, const JsonLdOptions& options = {}) {
    for (char& c : text)
        if (c == '\'') c = '"';
    const auto dataset = parse_nquads(text);
    if (!dataset) return dataset.error().to_string();
    Call call;
    const auto document = from_rdf(*dataset, options, call);
    return document ? document->to_string() : std::string(document.error().code().name);
}

std::string json(std::string text) {
    for (char& c : text)
        if (c == '\'') c = '"';
    return text;
}

// JSON-LD 1.1 API section 8.1, the example of a list in its overview.
TEST(FromRdf, TermsBecomeNodesAndValues) {
    EXPECT_EQ(from("<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> _:b .\n_:b <urn:q> 'x'@en .\n"
                   "<urn:s> <" RDF "type> <urn:T> .\n<urn:s> <urn:n> '1'^^<" XSD "integer> .\n"
                   "<urn:s> <urn:p> <urn:o> .\n"),
              json("[{'@id':'urn:s','urn:p':[{'@id':'urn:o'},{'@id':'_:b'}],'@type':['urn:T'],"
                   "'urn:n':[{'@value':'1','@type':'" XSD "integer'}]},"
                   "{'@id':'_:b','urn:q':[{'@value':'x','@language':'en'}]}]"));
}

TEST(FromRdf, NamedGraphsStandInTheNodeThatNamesThem) {
    EXPECT_EQ(from("<urn:s> <urn:p> 'd' .\n<urn:s> <urn:p> 'n' <urn:g> .\n"
                   "<urn:s> <urn:p> 'b' _:g .\n"),
              json("[{'@id':'urn:s','urn:p':[{'@value':'d'}]},"
                   "{'@id':'urn:g','@graph':[{'@id':'urn:s','urn:p':[{'@value':'n'}]}]},"
                   "{'@id':'_:g','@graph':[{'@id':'urn:s','urn:p':[{'@value':'b'}]}]}]"));
}

TEST(FromRdf, OrderIsThatOfTheDatasetOrOfCodePoints) {
    const std::string text = "<urn:b> <urn:p> '1' .\n<urn:a> <urn:p> '2' .\n";
    EXPECT_EQ(from(text), json("[{'@id':'urn:b','urn:p':[{'@value':'1'}]},"
                               "{'@id':'urn:a','urn:p':[{'@value':'2'}]}]"));
    EXPECT_EQ(from(text, {.ordered = true}), json("[{'@id':'urn:a','urn:p':[{'@value':'2'}]},"
                                                  "{'@id':'urn:b','urn:p':[{'@value':'1'}]}]"));
}

TEST(FromRdf, RdfTypeIsKeptAsAPropertyOnRequest) {
    EXPECT_EQ(from("<urn:s> <" RDF "type> <urn:T> .", {.use_rdf_type = true}),
              json("[{'@id':'urn:s','" RDF "type':[{'@id':'urn:T'}]}]"));
}

constexpr const char* kTwoItems =
    "<urn:s> <urn:p> _:a .\n_:a <" RDF "first> '1' .\n_:a <" RDF
    "rest> _:b .\n"
    "_:b <" RDF "first> <urn:two> .\n_:b <" RDF "rest> <" RDF "nil> .\n";

TEST(FromRdf, ListsAreFolded) {
    const std::string folded =
        json("[{'@id':'urn:s','urn:p':[{'@list':[{'@value':'1'},{'@id':'urn:two'}]}]}]");
    EXPECT_EQ(from(kTwoItems), folded);
    EXPECT_EQ(from(std::string(kTwoItems) + "_:a <" RDF "type> <" RDF "List> .\n"), folded);
    EXPECT_EQ(from("<urn:s> <urn:p> <" RDF "nil> ."),
              json("[{'@id':'urn:s','urn:p':[{'@list':[]}]}]"));
}

TEST(FromRdf, ListsOfLists) {
    EXPECT_EQ(from("<urn:s> <urn:p> _:a .\n_:a <" RDF "first> _:x .\n_:a <" RDF "rest> <" RDF
                   "nil> .\n_:x <" RDF "first> 'in' .\n_:x <" RDF "rest> <" RDF "nil> .\n"),
              json("[{'@id':'urn:s','urn:p':[{'@list':[{'@list':[{'@value':'in'}]}]}]}]"));
}

// What would be lost by folding stays as it is, up to the node that is at fault.
TEST(FromRdf, ListsThatSayMoreAreNotFolded) {
    for (const std::string more :
         {"_:a <urn:more> 'x' .\n", "<urn:t> <urn:p> _:a .\n", "_:a <" RDF "first> 'second' .\n",
          "<urn:t> <urn:p> _:a <urn:g> .\n", "_:a <urn:more> 'x' <urn:g> .\n",
          "<urn:t> <urn:p> 'x' _:a .\n", "<urn:t> <" RDF "type> _:a .\n"}) {
        const std::string document = from(kTwoItems + more);
        EXPECT_NE(document.find("\"@id\":\"_:a\""), std::string::npos) << more << document;
        EXPECT_NE(document.find("\"@list\":[{\"@id\":\"urn:two\"}]"), std::string::npos) << more;
    }
}

TEST(FromRdf, ListsInARingEnd) {
    const std::string ring = "_:a <" RDF "first> _:b .\n_:a <" RDF "rest> <" RDF "nil> .\n_:b <" RDF
                             "first> _:a .\n_:b <" RDF "rest> <" RDF "nil> .\n";
    EXPECT_EQ(from(ring), "[]");
}

TEST(FromRdf, NativeTypesOnlyWhereTheyTellTheSame) {
    const JsonLdOptions native{.use_native_types = true};
    const auto value = [&](const std::string& lexical, const std::string& type) {
        const std::string whole =
            from("<urn:s> <urn:p> '" + lexical + "'^^<" XSD + type + "> .", native);
        const std::size_t start = whole.find("\"@value\":") + 9;
        return whole.substr(start, whole.size() - start - 4);
    };
    EXPECT_EQ(value("12", "integer"), "12");
    EXPECT_EQ(value("+7", "integer"), "7");
    EXPECT_EQ(value("-9007199254740991", "integer"), "-9007199254740991");
    EXPECT_EQ(value("1.5E0", "double"), "1.5");
    EXPECT_EQ(value(".5", "double"), "0.5");
    EXPECT_EQ(value("true", "boolean"), "true");
    EXPECT_EQ(value("0", "boolean"), "false");
    EXPECT_EQ(value("text", "string"), "\"text\"");
    EXPECT_EQ(value("9007199254740993", "integer"),
              json("'9007199254740993','@type':'" XSD "integer'"));
    EXPECT_EQ(value("1.0", "integer"), json("'1.0','@type':'" XSD "integer'"));
    EXPECT_EQ(value("INF", "double"), json("'INF','@type':'" XSD "double'"));
    EXPECT_EQ(value("1e999", "double"), json("'1e999','@type':'" XSD "double'"));
    EXPECT_EQ(value("yes", "boolean"), json("'yes','@type':'" XSD "boolean'"));
    EXPECT_EQ(value("1", "decimal"), json("'1','@type':'" XSD "decimal'"));
}

TEST(FromRdf, JsonLiterals) {
    const std::string literal = "<urn:s> <urn:p> '{\\'a\\':[1,null]}'^^<" RDF "JSON> .";
    EXPECT_EQ(from(literal),
              json("[{'@id':'urn:s','urn:p':[{'@value':{'a':[1,null]},'@type':'@json'}]}]"));
    EXPECT_NE(from(literal, {.json_ld_1_0 = true}).find(RDF "JSON"), std::string::npos);
    EXPECT_EQ(from("<urn:s> <urn:p> '{'^^<" RDF "JSON> ."), errors::kInvalidJsonLiteral.name);
}

TEST(FromRdf, DirectionsFromDatatypes) {
    const JsonLdOptions options{.rdf_direction = RdfDirection::i18n_datatype};
    EXPECT_EQ(from("<urn:s> <urn:p> 'x'^^<https://www.w3.org/ns/i18n#ar-eg_rtl> .", options),
              json("[{'@id':'urn:s','urn:p':[{'@value':'x','@language':'ar-eg',"
                   "'@direction':'rtl'}]}]"));
    EXPECT_EQ(from("<urn:s> <urn:p> 'x'^^<https://www.w3.org/ns/i18n#_ltr> .", options),
              json("[{'@id':'urn:s','urn:p':[{'@value':'x','@direction':'ltr'}]}]"));
    EXPECT_EQ(from("<urn:s> <urn:p> 'x'^^<https://www.w3.org/ns/i18n#_up> .", options),
              json("[{'@id':'urn:s','urn:p':[{'@value':'x',"
                   "'@type':'https://www.w3.org/ns/i18n#_up'}]}]"));
}

std::string compound(const std::string& language, const std::string& direction) {
    return "<urn:s> <urn:p> _:c .\n_:c <" RDF "value> 'x' .\n_:c <" RDF "language> '" + language +
           "' .\n_:c <" RDF "direction> '" + direction + "' .\n";
}

TEST(FromRdf, DirectionsFromCompoundLiterals) {
    const JsonLdOptions options{.rdf_direction = RdfDirection::compound_literal};
    EXPECT_EQ(from(compound("ar-EG", "rtl"), options),
              json("[{'@id':'urn:s','urn:p':[{'@value':'x','@language':'ar-EG',"
                   "'@direction':'rtl'}]}]"));
    EXPECT_EQ(from(compound("not a tag", "rtl"), options),
              errors::kInvalidLanguageTaggedString.name);
    EXPECT_EQ(from(compound("ar", "up"), options), errors::kInvalidBaseDirection.name);
    const std::string kept = from(compound("ar", "rtl") + "_:c <urn:more> '1' .\n", options);
    EXPECT_NE(kept.find("\"@id\":\"_:c\",\"" RDF "value\""), std::string::npos) << kept;
}

TEST(FromRdf, DeepListsAreRefusedAndDoNotCrash) {
    std::string text = "<urn:s> <urn:p> _:n0 .\n";
    for (int i = 0; i < 5000; ++i) {
        const std::string node = "_:n" + std::to_string(i), next = "_:n" + std::to_string(i + 1);
        text +=
            node + " <" RDF "first> " + next + " .\n" + node + " <" RDF "rest> <" RDF "nil> .\n";
    }
    EXPECT_EQ(from(text), errors::kTooDeep.name);
}

std::string canonical(const Dataset& dataset) {
    Call call;
    const auto result = canonicalize(dataset, {}, call);
    return result ? result->nquads : result.error().to_string();
}

// Whatever is read as RDF tells the same after a way through JSON-LD.
TEST(FromRdf, TheWayThereAndBackLosesNothing) {
    DEED_NEEDS_VECTORS();
    const SuiteLoader loader;
    std::size_t count = 0;
    for (const SuiteCase& test : read_suite("toRdf", loader)) {
        if (!test.expect) continue;
        const auto dataset = parse_nquads(read_suite_file(*test.expect));
        if (!dataset) continue;  // generalized RDF
        for (const RdfDirection direction :
             {RdfDirection::none, RdfDirection::i18n_datatype, RdfDirection::compound_literal}) {
            const JsonLdOptions options{.rdf_direction = direction};
            Call call;
            const auto document = from_rdf(*dataset, options, call);
            ASSERT_TRUE(document) << test.id << document.error().to_string();
            const auto again = to_rdf(document->root(), options, call);
            ASSERT_TRUE(again) << test.id << again.error().to_string();
            EXPECT_EQ(canonical(*again), canonical(*dataset)) << test.id << document->to_string();
        }
        ++count;
    }
    EXPECT_GE(count, 300U);
}

}  // namespace
}  // namespace deed::rdf::test
