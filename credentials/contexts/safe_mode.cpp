#include "credentials/contexts/safe_mode.hpp"

#include "credentials/contexts/known_contexts.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {

namespace {

void write_plain(json::Writer& writer, json::Value value);

// A context may say null, and means it.
void write_member(json::Writer& writer, std::string_view name, json::Value value) {
    writer.key(name);
    name == "@context" ? static_cast<void>(writer.value(value)) : write_plain(writer, value);
}

/// The value with empty arrays for nulls: what JSON-LD makes of them, but that it tells whether it
/// knows their names.
void write_plain(json::Writer& writer, json::Value value) {
    if (value.is_array()) {
        writer.begin_array();
        for (const json::Value element : value.array()) write_plain(writer, element);
        writer.end_array();
    } else if (value.is_object()) {
        writer.begin_object();
        for (const auto& [name, member] : value.object()) write_member(writer, name, member);
        writer.end_object();
    } else if (value.is_null()) {
        writer.begin_array().end_array();
    } else {
        writer.value(value);
    }
}

}  // namespace

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
        if (name != "proof") write_member(writer, name, value);
    const json::Document bare = writer.end_object().take_document();
    return rdf::check_expansion(bare.root(), safe_mode(&contexts), call);
}

}  // namespace deed::credentials
