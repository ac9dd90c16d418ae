#include "cli/secured_input.hpp"

namespace deed::cli {

using credentials::DocumentKind;

Result<SecuredInput> read_secured_input(const std::string& file, DocumentKind kind) {
    const std::size_t limit = kind == DocumentKind::credential
                                  ? credentials::kMaxSecuredCredential
                                  : credentials::kMaxSecuredPresentation;
    DEED_TRY(Bytes bytes, read_input(file, limit));
    auto secured = credentials::read_secured(bytes, std::nullopt, kind);
    if (!secured) return std::move(secured).error().at(file);
    return SecuredInput{std::move(bytes), std::move(secured).value()};
}

Result<int> inspect_input(Invocation& invocation, DocumentKind kind) {
    DEED_TRY(const SecuredInput given, read_secured_input(*invocation.argument(0), kind));
    const Inspection inspection = kind == DocumentKind::credential
                                      ? inspect_credential(given.secured)
                                      : inspect_presentation(given.secured);
    DEED_CHECK(invocation.output().result(inspection.text, inspection.document));
    return 0;
}

}  // namespace deed::cli
