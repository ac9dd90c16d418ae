// JSON-LD of any kind: nothing crashes, an expanded document is its own expansion, what safe mode
// lets pass means the same without it, and a warm cache changes nothing.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lib/json/document.hpp"
#include "lib/rdf/jsonld.hpp"

namespace {

using deed::Call;
using deed::Result;
using namespace deed::rdf;

void require(bool promise) {
    if (!promise) std::abort();
}

/// Every URL leads to one context that has a bit of everything.
class OneContext final : public DocumentLoader {
public:
    Result<deed::json::Document> load(std::string_view, Call&) const override {
        return deed::json::Document::parse(std::string_view(R"({"@context":{
            "id":"@id","type":"@type","ex":"ex:/",
            "T":{"@id":"ex:T","@context":{"a":"ex:a1"}},
            "P":{"@id":"ex:P","@context":{"@protected":true,"b":{"@type":"@id","@id":"ex:b1"}}},
            "a":{"@id":"ex:a","@container":"@list"},
            "b":{"@id":"ex:b","@container":["@graph","@id"]},
            "c":{"@id":"ex:c","@container":"@language"},
            "d":{"@reverse":"ex:d"},
            "e":{"@id":"ex:e","@type":"@json"},
            "f":{"@id":"ex:f","@container":"@index","@index":"ex:i"},
            "g":{"@id":"ex:g","@container":"@type"},
            "h":"@nest"}})"));
    }
};

std::string meaning(deed::json::Value value, const JsonLdOptions& options) {
    Call call;
    const auto dataset = to_rdf(value, options, call);
    return dataset ? to_nquads(*dataset) : std::string(dataset.error().code().name);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = deed::json::Document::parse(deed::ByteView(data, size));
    if (!document) return 0;
    const OneContext loader;
    JsonLdOptions options;
    options.loader = &loader;
    options.base = "https://example.org/base/";
    options.max_nodes = 20'000;
    Call call;

    const std::string plain = meaning(document->root(), options);
    ContextCache cache;
    options.cache = &cache;
    require(meaning(document->root(), options) == plain);
    require(meaning(document->root(), options) == plain);

    [[maybe_unused]] const auto lossy = expand(document->root(), options, call);
    options.safe = true;
    if (const auto safe = to_rdf(document->root(), options, call))
        require(to_nquads(*safe) == plain);

    const auto once = expand(document->root(), options, call);
    if (!once) return 0;
    options.max_nodes = 1'000'000;
    const auto twice = expand(once->root(), options, call);
    require(twice.has_value() && *twice == *once);
    return 0;
}
