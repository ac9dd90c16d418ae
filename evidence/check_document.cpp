#include "evidence/check_document.hpp"

#include "evidence/errors.hpp"
#include "evidence/fields.hpp"
#include "lib/json/jcs.hpp"

namespace deed::evidence::detail {
namespace {

constexpr const char* kCheck = "document";

std::vector<const ShownField*> shown_of(const std::vector<Field>& fields) {
    std::vector<const ShownField*> shown;
    for (const Field& field : fields)
        if (const auto* one = std::get_if<ShownField>(&field)) shown.push_back(one);
    return shown;
}

std::string counts(std::size_t shown, std::size_t all) {
    return std::to_string(shown) + " of " + std::to_string(all) + " fields are shown, " +
           std::to_string(all - shown) + " withheld";
}

/// The first difference in field order. Both lists are in it, and name no place twice.
std::optional<Error> difference(const std::vector<FieldView>& given,
                                const std::vector<const ShownField*>& shown) {
    for (std::size_t i = 0; i < given.size() || i < shown.size(); ++i) {
        if (i == shown.size() ||
            (i < given.size() && given[i].pointer < shown[i]->pointer))
            return Error(errors::kFieldNotCovered, "the proof does not show this field",
                         given[i].pointer);
        if (i == given.size() || shown[i]->pointer < given[i].pointer)
            return Error(errors::kFieldMissing, "the document lacks this field",
                         shown[i]->pointer);
        if (json::canonicalize(given[i].value) != json::canonicalize(shown[i]->value.root()))
            return Error(errors::kFieldMismatch, "this field has another value",
                         given[i].pointer);
    }
    return std::nullopt;
}

void check_bytes(const DocumentDigest& proved, const DocumentDigest& given,
                 credentials::Report& report) {
    if (given.length != proved.length)
        return report.fail(kCheck, errors::kDocumentMismatch,
                           "the document has " + std::to_string(given.length) +
                               " bytes, the one that was anchored " +
                               std::to_string(proved.length));
    if (given.digest.sha256 != proved.digest.sha256)
        return report.fail(kCheck, errors::kDocumentMismatch, "the document has another SHA-256");
    if (given.digest.sm3 != proved.digest.sm3)
        return report.fail(kCheck, errors::kDocumentMismatch, "the document has another SM3");
    report.pass(kCheck, "length, SHA-256 and SM3 of the document are those of the proof");
}

void check_fields_of(const std::vector<Field>& proved, json::Value given,
                     credentials::Report& report) {
    const auto shown = shown_of(proved);
    const auto fields = fields_of(given);
    if (!fields && fields.error().code() == errors::kAmbiguousMember)
        return report.fail(kCheck, fields.error());
    // A proof cannot show as many.
    if (!fields)
        return report.fail(kCheck, errors::kFieldNotCovered, fields.error().message());
    if (const auto error = difference(*fields, shown)) return report.fail(kCheck, *error);
    report.pass(kCheck, "the document's fields are the shown ones; " +
                            counts(shown.size(), proved.size()));
}

}  // namespace

Result<void> require_document(const Opening& opening, const GivenDocument& given) {
    if (opening.kind() == 0 && !given.digest)
        return Error(errors::kDocumentNeeded, "the proof is about a document of any bytes");
    // Passing over a document that somebody did give would seem to vouch for it.
    if (opening.kind() == 1 && given.digest && !given.json)
        return Error(errors::kDocumentNeeded, "the proof is about the fields of a JSON document");
    return {};
}

void check_document(const Opening& opening, const GivenDocument& given,
                    credentials::Report& report) {
    if (const auto* proved = std::get_if<DocumentDigest>(&opening.content()))
        return check_bytes(*proved, *given.digest, report);
    const auto& fields = std::get<std::vector<Field>>(opening.content());
    if (given.json) return check_fields_of(fields, given.json->root(), report);
    const std::size_t shown = shown_of(fields).size();
    if (shown == 0)
        return report.undetermined(
            kCheck, Error(errors::kNothingShown, "no document was given, and no field is shown"));
    report.skip(kCheck, "no document was given: the shown fields are themselves what is proved; " +
                            counts(shown, fields.size()));
}

void check_withheld(const Opening& opening, credentials::Report& report) {
    constexpr const char* kWithheld = "withheld";
    const auto* fields = std::get_if<std::vector<Field>>(&opening.content());
    const std::size_t withheld = fields ? fields->size() - shown_of(*fields).size() : 0;
    if (withheld == 0) return report.skip(kWithheld, "nothing is withheld");
    report.skip(kWithheld, std::to_string(withheld) + " of " + std::to_string(fields->size()) +
                               " fields are withheld; they could be other values for the places "
                               "shown");
}

}  // namespace deed::evidence::detail
