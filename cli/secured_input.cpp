#include "cli/secured_input.hpp"

#include "cli/errors.hpp"

namespace deed::cli {

using credentials::DocumentKind;

Result<SecuredInput> read_secured_input(const std::string& file, DocumentKind kind,
                                        const Call& call) {
    const std::size_t limit = kind == DocumentKind::credential
                                  ? credentials::kMaxSecuredCredential
                                  : credentials::kMaxSecuredPresentation;
    DEED_TRY(Bytes bytes, read_input(file, limit, call));
    auto secured = credentials::read_secured(bytes, std::nullopt, kind);
    if (!secured) return std::move(secured).error().at(file);
    return SecuredInput{std::move(bytes), std::move(secured).value()};
}

namespace {

/// The bundled contexts alone where none is asked about: inspecting then needs no configuration.
Result<credentials::KnownContexts> contexts_for_inspection(Invocation& invocation) {
    for (const OptionRow& option : kInspectOptions)
        if (invocation.flag(option.name)) return load_contexts(invocation);
    return credentials::KnownContexts();
}

Result<int> print_nquads(Invocation& invocation, const std::string& file, json::Value document,
                         const credentials::KnownContexts& contexts) {
    auto nquads = canonical_nquads(document, contexts, invocation.call());
    if (!nquads) return std::move(nquads).error().at(file);
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/canonical-nquads/v1")
        .member("nquads", *nquads)
        .end_object();
    DEED_CHECK(invocation.output().result(*nquads, writer.take_document()));
    return 0;
}

}  // namespace

Result<int> inspect_input(Invocation& invocation, DocumentKind kind) {
    const std::string file = *invocation.argument(0);
    if (invocation.flag("terms") && invocation.flag("nquads"))
        return Error(errors::kUnexpectedArgument, "--terms does not go with --nquads");
    DEED_TRY(const SecuredInput given, read_secured_input(file, kind, invocation.call()));
    DEED_TRY(const credentials::KnownContexts contexts, contexts_for_inspection(invocation));
    const json::Value document = given.secured.document().root();
    if (invocation.flag("nquads")) return print_nquads(invocation, file, document, contexts);

    std::optional<ShownTerms> terms;
    if (invocation.flag("terms")) {
        DEED_TRY(terms, read_terms(document, contexts, invocation.call()));
    }
    const ShownTerms* shown = terms ? &*terms : nullptr;
    const Inspection inspection = kind == DocumentKind::credential
                                      ? inspect_credential(given.secured, contexts, shown)
                                      : inspect_presentation(given.secured, shown);
    DEED_CHECK(invocation.output().result(inspection.text, inspection.document));
    return 0;
}

}  // namespace deed::cli
