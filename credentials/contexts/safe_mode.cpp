#include "credentials/contexts/safe_mode.hpp"

#include "credentials/contexts/known_contexts.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {

rdf::JsonLdOptions safe_mode(const KnownContexts* contexts) {
    rdf::JsonLdOptions options;
    options.safe = true;
    options.rdf_direction = rdf::JsonLdOptions::RdfDirection::i18n_datatype;
    if (contexts == nullptr) return options;
    options.loader = &contexts->loader();
    options.cache = &contexts->cache();
    return options;
}

Result<void> check_terms(json::Value document, const KnownContexts& contexts, Call& call) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : document.object())
        if (name != "proof") writer.key(name).value(value);
    const json::Document bare = writer.end_object().take_document();
    // RDF, not expansion alone: some IRIs are dropped only there.
    DEED_CHECK(rdf::to_rdf(bare.root(), safe_mode(&contexts), call));
    return {};
}

}  // namespace deed::credentials
