// JSON-LD of any kind in another shape: flattened, and on the way through RDF, it means the same;
// compacted by its own context it crashes nothing and can be read again.
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "lib/json/document.hpp"
#include "lib/rdf/canonicalize.hpp"
#include "lib/rdf/jsonld.hpp"

namespace {

using deed::Call;
using deed::Result;
using namespace deed::rdf;

void require(bool promise) {
    if (!promise) std::abort();
}

/// The canonical form, or nothing where it takes too much work or the input is refused.
std::optional<std::string> canonical(const Result<Dataset>& dataset) {
    if (!dataset) return std::nullopt;
    Call call;
    auto form = canonicalize(*dataset, {.max_work = 5000}, call);
    if (!form) return std::nullopt;
    return std::move(form->nquads);
}

void require_same(const std::optional<std::string>& a, const std::optional<std::string>& b) {
    if (a && b) require(*a == *b);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = deed::json::Document::parse(deed::ByteView(data, size));
    if (!document) return 0;
    JsonLdOptions options;  // without a base, so that nothing is completed twice
    options.max_nodes = 20'000;
    Call call;
    const auto dataset = to_rdf(document->root(), options, call);
    const auto meaning = canonical(dataset);

    if (const auto flat = flatten(document->root(), std::nullopt, options, call))
        require_same(canonical(to_rdf(flat->root(), options, call)), meaning);
    if (dataset) {
        if (const auto serialized = from_rdf(*dataset, options, call))
            require_same(canonical(to_rdf(serialized->root(), options, call)), meaning);
    }

    const auto context = document->root().find("@context");
    if (!context) return 0;
    for (const bool arrays : {true, false}) {
        options.compact_arrays = arrays;
        options.base = "https://example.org/base/";
        const auto compacted = compact(document->root(), *context, options, call);
        if (compacted) require(deed::json::Document::parse(compacted->to_string()).has_value());
    }
    return 0;
}
