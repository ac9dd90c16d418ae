#include <algorithm>

#include "credentials/contexts/inline_contexts.hpp"
#include "credentials/contexts/known_contexts.hpp"
#include "credentials/model_parts.hpp"
#include "credentials/presentation.hpp"
#include "credentials/presentation_errors.hpp"
#include "credentials/proof_parts.hpp"

namespace deed::credentials {
namespace {

// VCDM 2.0 section 4.3 and VCDM 1.1 section 4.1.
void check_context(const PresentationView& view, ModelFaults& faults) {
    const auto context = view.json.find("@context");
    if (!context)
        return faults.add(errors::kPresentationContextMissing, "there is no @context", "");
    if (!context->is_array())
        return faults.add(errors::kPresentationContextEntryMalformed, "@context is not an array",
                          "/@context");

    const auto entries = one_or_more(*context, "/@context");
    const bool starts_well =
        !entries.empty() &&
        (view.is_version_1 || entries.front().value.string_if() == kCredentialsV2);
    if (!starts_well)
        faults.add(errors::kPresentationBaseContextNotFirst,
                   "the first context is not " + std::string(kCredentialsV2),
                   entries.empty() ? "/@context" : "/@context/0");
    for (const PlacedValue& entry : entries)
        if (!is_url(entry.value) && !entry.value.is_object())
            faults.add(errors::kPresentationContextEntryMalformed,
                       "the context is neither an absolute URL nor an object", entry.pointer);
}

// The base context of 2.0 lets each credential start anew; that of 1.1 holds on inside, where the
// base context of 2.0 may not redefine its terms (JSON-LD 1.1 section 4.1.11).
void check_version(json::Value own, const PresentationView& view, ModelFaults& faults) {
    const std::string_view other = view.is_version_1 ? kCredentialsV2 : kCredentialsV1;
    for (std::string& pointer : references_to(other, own))
        faults.add(
            errors::kPresentationVersionMixed,
            "the context is that of data model " + std::string(view.is_version_1 ? "2.0" : "1.1"),
            std::move(pointer));
    if (!view.is_version_1) return;
    for (const EmbeddedCredential& embedded : view.credentials)
        if (embedded.json.is_object() && !CredentialView(embedded.json).is_version_1)
            faults.add(errors::kPresentationVersionMixed,
                       "the presentation is of data model 1.1, and the credential is not",
                       embedded.pointer);
}

void check_keywords(json::Value own, ModelFaults& faults) {
    ModelFaults found;
    check_keyword_members(own, found);
    for (ModelFault& fault : found.take())
        faults.add(errors::kPresentationKeywordMember, std::move(fault.message),
                   std::move(fault.pointer));
}

// VCDM 2.0 section 4.5.
void check_type(json::Value presentation, ModelFaults& faults) {
    const auto type = presentation.find("type");
    if (!type) return faults.add(errors::kPresentationTypeMissing, "there is no type", "");
    if (!is_type(*type))
        return faults.add(errors::kPresentationTypeMalformed,
                          "type is not a string or an array of strings", "/type");
    const auto types = one_or_more(*type, "/type");
    if (std::ranges::none_of(types, [](const PlacedValue& entry) {
            return entry.value.string() == "VerifiablePresentation";
        }))
        faults.add(errors::kTypeNotVerifiablePresentation,
                   "type does not include VerifiablePresentation", "/type");
}

void check_presentation_id(json::Value presentation, ModelFaults& faults) {
    const auto id = presentation.find("id");
    if (id && !is_url(*id))
        faults.add(errors::kPresentationIdMalformed, "the id is not one absolute URL", "/id");
}

void check_holder(const PresentationView& view, ModelFaults& faults) {
    const auto holder = view.json.find("holder");
    if (!holder || view.holder) return;
    const bool has_id = holder->find("id").has_value();
    faults.add(errors::kHolderMalformed,
               has_id ? "the holder's id is not one absolute URL"
                      : "the holder is neither an absolute URL nor an object with an id",
               has_id ? "/holder/id" : "/holder");
}

void check_embedded(const EmbeddedCredential& embedded, ModelFaults& faults) {
    if (embedded.is_token) return;  // what it is, is for verify() to say
    if (!embedded.json.is_object())
        return faults.add(errors::kEmbeddedMalformed, "the credential is not an object",
                          embedded.pointer);
    if (!embedded.is_enveloped && !embedded.json.find("proof"))
        faults.add(errors::kEmbeddedUnsecured, "the credential carries no proof", embedded.pointer);
}

void check_credentials(const PresentationView& view, ModelFaults& faults) {
    const auto member = view.json.find("verifiableCredential");
    if (!member) return;
    if (view.credentials.empty())
        faults.add(errors::kNoCredentials, "verifiableCredential is an empty array",
                   "/verifiableCredential");
    if (member->is_array() && member->array().size() > kMaxPresented)
        faults.add(errors::kTooManyCredentials,
                   "there are " + std::to_string(member->array().size()) + " credentials",
                   "/verifiableCredential");
    for (const EmbeddedCredential& embedded : view.credentials) check_embedded(embedded, faults);
}

void check_proofs(json::Value presentation, ModelFaults& faults) {
    const auto proof = presentation.find("proof");
    if (!proof) return;
    for (const PlacedValue& entry : one_or_more(*proof, "/proof"))
        check_proof(entry.value, entry.pointer, faults);
}

}  // namespace

std::vector<ModelFault> check_presentation_model(const json::Document& presentation) {
    ModelFaults faults;
    const json::Value root = presentation.root();
    if (!root.is_object()) {
        faults.add(errors::kPresentationNotAnObject, "the presentation is not an object", "");
        return faults.take();
    }
    // What credentials say of themselves is judged with them.
    const auto without_credentials = presentation.without("/verifiableCredential");
    const json::Value own = without_credentials ? without_credentials->root() : root;
    const PresentationView view(root);

    check_context(view, faults);
    check_version(own, view, faults);
    check_keywords(own, faults);
    check_presentation_id(root, faults);
    check_type(root, faults);
    check_holder(view, faults);
    check_credentials(view, faults);
    check_proofs(root, faults);
    return faults.take();
}

}  // namespace deed::credentials
