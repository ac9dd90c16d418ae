#include "cli/inspect_terms.hpp"

#include <algorithm>

#include "cli/inspect.hpp"
#include "credentials/contexts/errors.hpp"
#include "credentials/contexts/safe_mode.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/rdf/canonicalize.hpp"
#include "lib/rdf/terms.hpp"

namespace deed::cli {
namespace {

json::Document without_proofs(json::Value document) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : document.object())
        if (name != "proof") writer.key(name).value(value);
    return writer.end_object().take_document();
}

/// The known contexts, and an empty one for each that is not known. For one call.
class LenientLoader final : public rdf::DocumentLoader {
public:
    explicit LenientLoader(const credentials::KnownContexts& contexts) : contexts_(contexts) {}

    Result<json::Document> load(std::string_view url, Call& call) const override {
        auto loaded = contexts_.loader().load(url, call);
        if (loaded || loaded.error().code() != credentials::errors::kContextUnknown) return loaded;
        const bool noted =
            std::ranges::any_of(unknown_, [&](const Error& one) { return one.where() == url; });
        if (!noted)
            unknown_.emplace_back(credentials::errors::kContextUnknown,
                                  "what this context defines counts as undefined",
                                  std::string(url));
        return json::Document::parse(R"({"@context":{}})");
    }

    std::vector<Error> take_unknown() { return std::move(unknown_); }

private:
    const credentials::KnownContexts& contexts_;
    mutable std::vector<Error> unknown_;
};

class Collector final : public rdf::TermObserver {
public:
    explicit Collector(std::vector<ShownTerm>& terms) : terms_(terms) {}

    void on_term(const rdf::TermUse& use) override {
        ShownTerm& term = terms_.emplace_back();
        term.pointer = use.pointer;
        term.term = use.term;
        term.iri = use.iri;
        term.type = use.type;
        term.container.assign(use.container.begin(), use.container.end());
        if (use.context) term.context = *use.context;
    }

private:
    std::vector<ShownTerm>& terms_;
};

std::string explained(const ShownTerm& term) {
    std::string text =
        in_quotes(term.term) + (term.iri.empty() ? " (undefined)" : " = " + in_quotes(term.iri));
    if (!term.type.empty()) text += ", type " + in_quotes(term.type);
    for (const std::string& container : term.container) text += ", container " + container;
    if (term.context && term.context->empty()) text += ", by an inline context";
    return text;
}

void write_term(const ShownTerm& term, json::Writer& writer) {
    writer.begin_object().member("pointer", term.pointer).member("term", term.term).key("iri");
    if (term.iri.empty())
        writer.null();
    else
        writer.string(term.iri);
    writer.key("defined").boolean(!term.iri.empty());
    if (!term.type.empty()) writer.member("type", term.type);
    if (!term.container.empty()) {
        writer.key("container").begin_array();
        for (const std::string& container : term.container) writer.string(container);
        writer.end_array();
    }
    if (term.context) writer.key("inline").boolean(term.context->empty());
    if (term.context && !term.context->empty()) writer.member("context", *term.context);
    writer.end_object();
}

}  // namespace

Result<ShownTerms> read_terms(json::Value document, const credentials::KnownContexts& contexts,
                              Call& call) {
    ShownTerms shown;
    const json::Document bare = without_proofs(document);
    LenientLoader loader(contexts);
    Collector collector(shown.terms);
    // No cache: it would keep the empty contexts for others.
    const auto read = rdf::observe_terms(bare.root(), {.loader = &loader}, collector, call);
    if (!read && read.error().kind() == ErrorKind::interrupted) return read.error();
    shown.notes = loader.take_unknown();
    if (!read) shown.notes.push_back(read.error());
    return shown;
}

void show_terms(const ShownTerms& shown, std::string& text, json::Writer& writer) {
    writer.key("terms").begin_array();
    for (const ShownTerm& term : shown.terms) {
        line(text, "term", in_quotes(term.pointer) + "  " + explained(term));
        write_term(term, writer);
    }
    writer.end_array().key("notes").begin_array();
    for (const Error& note : shown.notes) {
        line(text, "note", note.to_string());
        writer.begin_object()
            .member("code", note.code().name)
            .member("message", as_utf8(note.message()))
            .member("where", as_utf8(note.where()))
            .end_object();
    }
    writer.end_array();
}

Result<std::string> canonical_nquads(json::Value document,
                                     const credentials::KnownContexts& contexts, Call& call) {
    const json::Document bare = without_proofs(document);
    for (const credentials::UnknownContext& one : contexts.unknown_in_credential(bare.root()))
        return Error(credentials::errors::kContextUnknown,
                     "the context " + one.url + " is not known", one.pointer);
    DEED_TRY(const rdf::Dataset dataset,
             rdf::to_rdf(bare.root(), credentials::safe_mode(&contexts), call));
    DEED_TRY(rdf::CanonicalDataset canonical, rdf::canonicalize(dataset, {}, call));
    return std::move(canonical.nquads);
}

}  // namespace deed::cli
