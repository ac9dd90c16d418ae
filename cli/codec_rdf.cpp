#include "cli/codec.hpp"
#include "cli/errors.hpp"
#include "credentials/contexts/known_contexts.hpp"
#include "lib/rdf/canonicalize.hpp"
#include "lib/rdf/jsonld.hpp"

namespace deed::cli {
namespace {

Error bad_argument(std::string message) {
    return Error(errors::kCodecBadArgument, std::move(message));
}

Result<rdf::CanonicalDataset> canonicalize_argument(json::Value arguments, Call& call) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "nquads"));
    rdf::CanonicalizeOptions options;
    if (arguments.find("hash")) {
        DEED_TRY(const std::string_view name, text_argument(arguments, "hash"));
        DEED_TRY(options.hash, crypto::hash_from_name(name));
        if (options.hash != crypto::HashAlgorithm::sha256 &&
            options.hash != crypto::HashAlgorithm::sha384)
            return bad_argument("\"hash\" must be sha256 or sha384");
    }
    DEED_TRY(const rdf::Dataset dataset, rdf::parse_nquads(text));
    return rdf::canonicalize(dataset, options, call);
}

Result<void> run_rdfc10(json::Value arguments, CodecAnswer& answer, Call& call) {
    DEED_TRY(const rdf::CanonicalDataset canonical, canonicalize_argument(arguments, call));
    answer.out.string(canonical.nquads);
    return {};
}

Result<void> run_rdfc10_map(json::Value arguments, CodecAnswer& answer, Call& call) {
    DEED_TRY(const rdf::CanonicalDataset canonical, canonicalize_argument(arguments, call));
    answer.out.begin_object();
    for (const auto& [label, issued] : canonical.labels) answer.out.member(label, issued);
    answer.out.end_object();
    return {};
}

/// A document given as JSON or as a text that holds JSON; as a URL where those are allowed.
Result<json::Document> document_argument(json::Value value, bool allow_url) {
    json::Limits limits;
    limits.max_bytes = std::size_t{16} << 20;
    limits.max_depth = 128;
    const auto text = value.string_if();
    const bool is_url = allow_url && text && text->find_first_of("{[\"") != 0;
    if (text && !is_url) return json::Document::parse(*text, limits);
    return json::Document::parse(json::to_string(value), limits);
}

Result<json::Document> document_argument(json::Value arguments, std::string_view name,
                                         bool allow_url) {
    const auto value = arguments.find(name);
    if (!value) return bad_argument("\"" + std::string(name) + "\" is missing");
    return document_argument(*value, allow_url);
}

Result<rdf::JsonLdOptions::RdfDirection> direction_of(json::Value value) {
    using Direction = rdf::JsonLdOptions::RdfDirection;
    if (value.is_null()) return Direction::none;
    if (value.string_if() == "i18n-datatype") return Direction::i18n_datatype;
    if (value.string_if() == "compound-literal") return Direction::compound_literal;
    return bad_argument("\"rdfDirection\" must be i18n-datatype or compound-literal");
}

struct Flag {
    std::string_view name;
    bool rdf::JsonLdOptions::*member;
};
constexpr Flag kFlags[] = {{"compactArrays", &rdf::JsonLdOptions::compact_arrays},
                           {"compactToRelative", &rdf::JsonLdOptions::compact_to_relative},
                           {"ordered", &rdf::JsonLdOptions::ordered},
                           {"produceGeneralizedRdf", &rdf::JsonLdOptions::produce_generalized_rdf},
                           {"safe", &rdf::JsonLdOptions::safe},
                           {"useNativeTypes", &rdf::JsonLdOptions::use_native_types},
                           {"useRdfType", &rdf::JsonLdOptions::use_rdf_type}};

Result<void> set_base(rdf::JsonLdOptions& options, json::Value base) {
    if (base.is_null()) return {};
    if (!base.is_string()) return bad_argument("\"base\" must be a string or null");
    options.base = std::string(base.string());
    return {};
}

/// One of the options of JSON-LD 1.1 API section 9.3, by its name there.
Result<void> set_option(rdf::JsonLdOptions& options, std::string_view name, json::Value value) {
    if (name == "base") return set_base(options, value);
    if (name == "rdfDirection") {
        DEED_TRY(options.rdf_direction, direction_of(value));
        return {};
    }
    if (name == "expandContext") {
        DEED_TRY(options.expand_context, document_argument(value, true));
        return {};
    }
    if (name == "processingMode") {
        options.json_ld_1_0 = value.string_if() == "json-ld-1.0";
        if (!options.json_ld_1_0 && value.string_if() != "json-ld-1.1")
            return bad_argument("\"processingMode\" must be json-ld-1.0 or json-ld-1.1");
        return {};
    }
    for (const Flag& flag : kFlags) {
        if (flag.name != name) continue;
        if (!value.is_boolean())
            return bad_argument("\"" + std::string(name) + "\" must be true or false");
        options.*flag.member = value.boolean();
        return {};
    }
    return bad_argument("there is no option \"" + std::string(name) + "\"");
}

/// The bundled contexts, and the documents that a request brings with it.
class GivenDocuments final : public rdf::DocumentLoader {
public:
    explicit GivenDocuments(json::Value arguments) : remotes_(arguments.find("remotes")) {}

    Result<json::Document> load(std::string_view url, Call& call) const override {
        if (const auto given = remotes_ ? remotes_->find(url) : std::nullopt)
            return document_argument(*given, false);
        return contexts_.loader().load(url, call);
    }

private:
    std::optional<json::Value> remotes_;
    const credentials::KnownContexts contexts_;
};

Result<rdf::JsonLdOptions> options_argument(json::Value arguments,
                                            const GivenDocuments& documents) {
    rdf::JsonLdOptions options;
    options.loader = &documents;
    if (const auto base = arguments.find("base")) DEED_CHECK(set_base(options, *base));
    const auto given = arguments.find("options");
    if (!given) return options;
    if (!given->is_object()) return bad_argument("\"options\" must be an object");
    for (const auto [name, value] : given->object()) DEED_CHECK(set_option(options, name, value));
    return options;
}

Result<void> run_expand(json::Value arguments, CodecAnswer& answer, Call& call) {
    const GivenDocuments documents(arguments);
    DEED_TRY(const json::Document input, document_argument(arguments, "input", false));
    DEED_TRY(const rdf::JsonLdOptions options, options_argument(arguments, documents));
    DEED_TRY(const json::Document expanded, rdf::expand(input.root(), options, call));
    answer.out.value(expanded.root());
    return {};
}

Result<void> run_compact(json::Value arguments, CodecAnswer& answer, Call& call) {
    const GivenDocuments documents(arguments);
    DEED_TRY(const json::Document input, document_argument(arguments, "input", false));
    DEED_TRY(const json::Document context, document_argument(arguments, "context", true));
    DEED_TRY(const rdf::JsonLdOptions options, options_argument(arguments, documents));
    DEED_TRY(const json::Document compacted,
             rdf::compact(input.root(), context.root(), options, call));
    answer.out.value(compacted.root());
    return {};
}

Result<void> run_flatten(json::Value arguments, CodecAnswer& answer, Call& call) {
    const GivenDocuments documents(arguments);
    DEED_TRY(const json::Document input, document_argument(arguments, "input", false));
    std::optional<json::Document> context;
    const auto given = arguments.find("context");
    if (given && !given->is_null()) {
        DEED_TRY(context, document_argument(*given, true));
    }
    DEED_TRY(const rdf::JsonLdOptions options, options_argument(arguments, documents));
    DEED_TRY(const json::Document flat,
             rdf::flatten(input.root(), context ? std::optional(context->root()) : std::nullopt,
                          options, call));
    answer.out.value(flat.root());
    return {};
}

Result<void> run_to_rdf(json::Value arguments, CodecAnswer& answer, Call& call) {
    const GivenDocuments documents(arguments);
    DEED_TRY(const json::Document input, document_argument(arguments, "input", false));
    DEED_TRY(const rdf::JsonLdOptions options, options_argument(arguments, documents));
    DEED_TRY(const rdf::Dataset dataset, rdf::to_rdf(input.root(), options, call));
    answer.out.string(rdf::to_nquads(dataset));
    return {};
}

Result<void> run_from_rdf(json::Value arguments, CodecAnswer& answer, Call& call) {
    const GivenDocuments documents(arguments);
    DEED_TRY(const std::string_view input, text_argument(arguments, "input"));
    DEED_TRY(const rdf::JsonLdOptions options, options_argument(arguments, documents));
    DEED_TRY(const rdf::Dataset dataset, rdf::parse_nquads(input));
    DEED_TRY(const json::Document document, rdf::from_rdf(dataset, options, call));
    answer.out.value(document.root());
    return {};
}

constexpr std::string_view kJsonLdArguments =
    "`input`: JSON or its text; `base`; `options`: by their names in the JSON-LD 1.1 API, and "
    "`safe`; `remotes`: an object of documents by URL, known beside the bundled contexts";

constexpr CodecOperation kRdf[] = {
    {"rdfc10", run_rdfc10, "`nquads`; `hash`: sha256 (as if absent) or sha384",
     "the canonical N-Quads"},
    {"rdfc10.map", run_rdfc10_map, "`nquads`; `hash`: sha256 (as if absent) or sha384",
     "the canonical label of each blank node"},
    {"jsonld.expand", run_expand, kJsonLdArguments, "the expanded document"},
    {"jsonld.compact", run_compact,
     "`input`: JSON or its text; `context`: the same, or a URL; `base`; `options`: as of "
     "`jsonld.expand`",
     "the compacted document"},
    {"jsonld.flatten", run_flatten,
     "`input`: JSON or its text; `context`: the same, or a URL, or absent; `base`; `options`: as "
     "of `jsonld.expand`",
     "the flattened document, compacted where there is a context"},
    {"jsonld.toRdf", run_to_rdf, kJsonLdArguments, "N-Quads, as they come"},
    {"jsonld.fromRdf", run_from_rdf, "`input`: N-Quads; `options`: as of `jsonld.expand`",
     "the expanded document"},
};

}  // namespace

std::span<const CodecOperation> codec_rdf() { return kRdf; }

}  // namespace deed::cli
