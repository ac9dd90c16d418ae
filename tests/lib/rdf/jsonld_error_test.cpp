// Each error code that expansion and contexts can end in, by the specification's name of it, and
// the place that the error tells. Those of compaction and of RDF as input are tested with them.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/rdf/jsonld.hpp"
#include "tests/lib/rdf/map_loader.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::rdf {
namespace {

struct Fault {
    std::string error;
    std::string document;
    std::string place;
    bool mode_1_0 = false;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.document; }

class JsonLdError : public testing::TestWithParam<Fault> {};

TEST_P(JsonLdError, HasItsCodeAndPlace) {
    const test::MapLoader loader({
        {"ex:number", R"({"@context":1})"},
        {"ex:nothing", R"({"a":1})"},
        {"ex:list", R"({"@context":[{}]})"},
        {"ex:loop", R"({"@context":"ex:loop"})"},
        {"ex:imports", R"({"@context":{"@import":"ex:list"}})"},
    });
    const Fault& fault = GetParam();
    const auto document = json::Document::parse(fault.document);
    ASSERT_OK(document);
    JsonLdOptions options;
    options.loader = &loader;
    options.json_ld_1_0 = fault.mode_1_0;
    Call call;
    const auto result = to_rdf(document->root(), options, call);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(json_ld_error_name(result.error().code()), fault.error) << result.error().to_string();
    EXPECT_EQ(result.error().where(), fault.place);
}

const std::vector<Fault> kFaults = {
    {"colliding keywords", R"({"@context":{"id":"@id"},"@id":"ex:a","id":"ex:b"})", "/id"},
    {"conflicting indexes", R"({"ex:a":[{"@id":"ex:b","@index":"c"},{"@id":"ex:b","@index":"d"}]})",
     ""},
    {"context overflow", R"({"@context":["ex:loop"]})", "ex:loop"},
    {"cyclic IRI mapping", R"({"@context":{"a":"b:x","b":"a:x"}})", "/@context"},
    {"invalid @id value", R"({"ex:a":{"@id":1}})", "/ex:a/@id"},
    {"invalid @id value", R"({"@id":null,"ex:a":1})", "/@id"},
    {"invalid @import value", R"({"@context":{"@import":1}})", "/@context"},
    {"invalid @included value", R"({"@included":["a"]})", "/@included/0"},
    {"invalid @included value", R"({"@included":{"@value":1}})", "/@included"},
    {"invalid @index value", R"({"ex:a":{"@index":1}})", "/ex:a/@index"},
    {"invalid @nest value", R"({"@nest":[1]})", "/@nest/0"},
    {"invalid @nest value", R"({"@nest":{"@value":1}})", "/@nest"},
    {"invalid @nest value", R"({"@context":{"a":{"@id":"ex:a","@nest":"@id"}}})", "/@context"},
    {"invalid @prefix value", R"({"@context":{"a":{"@id":"ex:a","@prefix":1}}})", "/@context"},
    {"invalid @propagate value", R"({"@context":{"@propagate":1}})", "/@context"},
    {"invalid @protected value", R"({"@context":{"@protected":1}})", "/@context"},
    {"invalid @protected value", R"({"@context":{"a":{"@id":"ex:a","@protected":1}}})",
     "/@context"},
    {"invalid @reverse value", R"({"@reverse":1})", "/@reverse"},
    {"invalid @version value", R"({"@context":{"@version":"1.1"}})", "/@context"},
    {"invalid base direction", R"({"@context":{"@direction":"up"}})", "/@context"},
    {"invalid base direction", R"({"ex:a":{"@value":"b","@direction":null}})", "/ex:a/@direction"},
    {"invalid base IRI", R"({"@context":{"@base":1}})", "/@context"},
    {"invalid base IRI", R"({"@context":{"@base":"a/b"}})", "/@context"},
    {"invalid container mapping", R"({"@context":{"a":{"@id":"ex:a","@container":"@foo"}}})",
     "/@context"},
    {"invalid container mapping",
     R"({"@context":{"a":{"@id":"ex:a","@container":["@list","@set"]}}})", "/@context"},
    {"invalid container mapping",
     R"({"@context":{"a":{"@id":"ex:a","@container":["@id","@type"]}}})", "/@context"},
    {"invalid context entry", R"({"@context":{"@propagate":true}})", "/@context", true},
    {"invalid context entry", R"({"@context":{"@import":"ex:imports"}})", "ex:imports"},
    {"invalid context nullification", R"({"@context":[{"@protected":true,"a":"ex:a"},null]})",
     "/@context"},
    {"invalid default language", R"({"@context":{"@language":1}})", "/@context"},
    {"invalid IRI mapping", R"({"@context":{"a":{"@id":1}}})", "/@context"},
    {"invalid IRI mapping", R"({"@context":{"a":{}}})", "/@context"},
    {"invalid IRI mapping", R"({"@context":{"ex:a":"ex:b"}})", "/@context"},
    {"invalid keyword alias", R"({"@context":{"a":"@context"}})", "/@context"},
    {"invalid language map value",
     R"({"@context":{"a":{"@id":"ex:a","@container":"@language"}},"a":{"en":[1]}})", "/a/en/0"},
    {"invalid language mapping", R"({"@context":{"a":{"@id":"ex:a","@language":1}}})", "/@context"},
    {"invalid language-tagged string", R"({"ex:a":{"@value":"b","@language":1}})",
     "/ex:a/@language"},
    {"invalid language-tagged value", R"({"ex:a":{"@value":1,"@language":"en"}})", "/ex:a"},
    {"invalid local context", R"({"ex:a":{"@context":[1]}})", "/ex:a/@context"},
    {"invalid local context", R"({"@context":"ex:number"})", "ex:number"},
    {"invalid remote context", R"({"@context":"ex:nothing"})", "ex:nothing"},
    {"invalid remote context", R"({"@context":{"@import":"ex:list"}})", "ex:list"},
    {"invalid reverse property map", R"({"@reverse":{"@id":"ex:a"}})", "/@reverse/@id"},
    {"invalid reverse property value", R"({"@reverse":{"ex:a":"b"}})", "/@reverse"},
    {"invalid reverse property value", R"({"@context":{"a":{"@reverse":"ex:a"}},"a":{"@list":[]}})",
     "/a"},
    {"invalid reverse property", R"({"@context":{"a":{"@reverse":"ex:a","@id":"ex:b"}}})",
     "/@context"},
    {"invalid reverse property", R"({"@context":{"a":{"@reverse":"ex:a","@container":"@list"}}})",
     "/@context"},
    {"invalid scoped context", R"({"@context":{"a":{"@id":"ex:a","@context":{"b":1}}}})",
     "/@context"},
    {"invalid set or list object", R"({"ex:a":{"@list":[],"@id":"ex:b"}})", "/ex:a"},
    {"invalid set or list object", R"({"ex:a":{"@list":[],"@set":[]}})", "/ex:a"},
    {"invalid term definition", R"({"@context":{"a":1}})", "/@context"},
    {"invalid term definition", R"({"@context":{"":"ex:a"}})", "/@context"},
    {"invalid term definition", R"({"@context":{"a":{"@id":"ex:a","b":1}}})", "/@context"},
    {"invalid term definition", R"({"@context":{"a":{"@id":"ex:a","@index":"ex:b"}}})",
     "/@context"},
    {"invalid type mapping", R"({"@context":{"a":{"@id":"ex:a","@type":"b"}}})", "/@context"},
    {"invalid type mapping", R"({"@context":{"a":{"@id":"ex:a","@type":1}}})", "/@context"},
    {"invalid type value", R"({"@type":["ex:a",{}],"ex:b":1})", "/@type/1"},
    {"invalid typed value", R"({"ex:a":{"@value":"b","@type":"_:c"}})", "/ex:a"},
    {"invalid typed value", R"({"ex:a":{"@value":"b","@type":["ex:c","ex:d"]}})", "/ex:a"},
    {"invalid value object value", R"({"ex:a":{"@value":[]}})", "/ex:a/@value"},
    {"invalid value object", R"({"ex:a":{"@value":"b","@id":"ex:c"}})", "/ex:a"},
    {"invalid value object", R"({"ex:a":{"@value":"b","@type":"ex:c","@language":"en"}})", "/ex:a"},
    {"invalid value object",
     R"({"@context":{"a":{"@id":"ex:a","@container":"@id"}},"a":{"ex:b":"c"}})", "/a/ex:b"},
    {"invalid vocab mapping", R"({"@context":{"@vocab":1}})", "/@context"},
    {"invalid vocab mapping", R"({"@context":{"@vocab":"words"}})", "/@context", true},
    {"keyword redefinition", R"({"@context":{"@id":"ex:a"}})", "/@context"},
    {"keyword redefinition", R"({"@context":{"@type":{"@container":"@list"}}})", "/@context"},
    {"loading document failed", R"({"@context":"a.jsonld"})", "/@context"},
    {"loading document failed", R"({"@context":{"@import":"a.jsonld"}})", "/@context"},
    {"loading remote context failed", R"({"@context":"ex:unknown"})", "ex:unknown"},
    {"loading remote context failed",
     R"({"@context":{"a":{"@id":"ex:a","@context":"ex:unknown"}}})", "ex:unknown"},
    {"processing mode conflict", R"({"@context":{"@version":1.1}})", "/@context", true},
    {"protected term redefinition", R"({"@context":[{"@protected":true,"a":"ex:a"},{"a":"ex:b"}]})",
     "/@context"},
};

INSTANTIATE_TEST_SUITE_P(Faults, JsonLdError, testing::ValuesIn(kFaults));

TEST(JsonLdErrors, RemoteContextsNeedALoader) {
    const auto document = json::Document::parse(R"({"@context":"ex:a"})");
    Call call;
    const auto result = to_rdf(document->root(), {}, call);
    EXPECT_EQ(result.error().code().name, "jsonld.loading_remote_context_failed");
    EXPECT_EQ(result.error().kind(), ErrorKind::undetermined);
}

}  // namespace
}  // namespace deed::rdf
