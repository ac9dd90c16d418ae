#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/error/call.hpp"
#include "lib/json/document.hpp"
#include "lib/rdf/dataset.hpp"

namespace deed::rdf {

/// Where remote contexts come from: nothing is ever fetched but through this. Thread-safe.
class DEED_API DocumentLoader {
public:
    virtual ~DocumentLoader() = default;
    /// The document at an absolute URL; an error of any code where there is none.
    virtual Result<json::Document> load(std::string_view url, Call& call) const = 0;
};

/// Remembers what contexts mean after they were processed, for all documents that use them.
/// Thread-safe, bounded; belongs to one DocumentLoader, whose answers for a URL never change.
class DEED_API ContextCache {
public:
    ContextCache();
    ~ContextCache();
    ContextCache(const ContextCache&) = delete;
    ContextCache& operator=(const ContextCache&) = delete;

private:
    struct State;
    friend struct ContextCacheAccess;
    std::unique_ptr<State> state_;
};

/// Options of the JSON-LD 1.1 API (section 9.3) and Deed's own bounds.
struct JsonLdOptions {
    const DocumentLoader* loader = nullptr;  ///< null: every remote context is refused
    ContextCache* cache = nullptr;           ///< of that loader
    /// The base IRI; nothing: relative IRIs stay relative, and are dropped from RDF.
    std::optional<std::string> base = std::nullopt;
    std::optional<json::Document> expand_context = std::nullopt;
    bool json_ld_1_0 = false;  ///< processingMode
    /// Everything that would be dropped or changed in silence is an error with its place:
    /// undefined terms, relative IRIs and types, free-floating values, invalid languages, … (codes
    /// `jsonld.dropped_*`). The only mode for credentials.
    bool safe = false;
    /// In safe mode: nothing is written otherwise than its context would have it, so that a reader
    /// of the JSON sees all that is said, and no more. A member or type that is a compact IRI, or
    /// an IRI or keyword though a term means it, a member under another name than the IRI's own in
    /// `plain_vocabulary`, and @nest, @reverse, @included, @graph and @set are
    /// `jsonld.hidden_term`; an id that is a compact IRI is `jsonld.compact_id`. For RDF, an empty
    /// array, or map of a container, is `jsonld.dropped_empty_array`.
    bool plain_names = false;
    std::string_view plain_vocabulary = {};  ///< such as "https://www.w3.org/2018/credentials#"
    enum class RdfDirection : unsigned char { none, i18n_datatype, compound_literal };
    RdfDirection rdf_direction = RdfDirection::none;
    bool compact_arrays = true;
    bool compact_to_relative = true;
    bool ordered = false;
    bool produce_generalized_rdf = false;
    bool use_native_types = false;
    bool use_rdf_type = false;
    std::size_t max_remote_contexts = 32;  ///< loaded for one document
    /// Work for one document: each value, node, member and term of a context costs one unit, a copy
    /// of a context one for four terms. The same document is refused on every machine or on none.
    std::size_t max_nodes = 250'000;
};

/// JSON-LD 1.1 API sections 5 to 8. Every refusal is an error `jsonld.…`, one code for each error
/// code of section 9.6; json_ld_error_name() gives the specification's own spelling of it.
DEED_API Result<json::Document> expand(json::Value input, const JsonLdOptions& options, Call& call);
/// Whether the document expands, and in safe mode without loss: the errors of expand() but for
/// those of a result that is too large, which is not made.
DEED_API Result<void> check_expansion(json::Value input, const JsonLdOptions& options, Call& call);
DEED_API Result<json::Document> compact(json::Value input, json::Value context,
                                        const JsonLdOptions& options, Call& call);
/// Without a context the result stays expanded.
DEED_API Result<json::Document> flatten(json::Value input, std::optional<json::Value> context,
                                        const JsonLdOptions& options, Call& call);
/// Expansion and RDF in one go, without JSON in between: the way of credentials.
DEED_API Result<Dataset> to_rdf(json::Value input, const JsonLdOptions& options, Call& call);
DEED_API Result<json::Document> from_rdf(const Dataset& dataset, const JsonLdOptions& options,
                                         Call& call);

/// "invalid term definition" for `jsonld.invalid_term_definition`; empty for codes that the
/// specification does not know.
DEED_API std::string_view json_ld_error_name(const ErrorCode& code);

}  // namespace deed::rdf
