#include "service/forms.hpp"

#include <algorithm>

#include "credentials/envelopes/enveloped.hpp"
#include "credentials/proofs/suite.hpp"

namespace deed::service {
namespace {

using credentials::DocumentKind;
using credentials::EnvelopeForm;

/// Every cryptosuite, and what else there is.
std::vector<SecuringForm> suites_and(std::initializer_list<SecuringForm> envelopes) {
    std::vector<SecuringForm> forms;
    for (const credentials::ProofSuite* suite : credentials::proof_suites())
        forms.push_back({suite->name()});
    forms.insert(forms.end(), envelopes);
    return forms;
}

/// The token or message of a credential.
Result<Bytes> issued_content(EnvelopeForm form, const credentials::IssueRequest& request,
                             const FormOptions& options, const credentials::IssueContext& context,
                             Call& call) {
    switch (form) {
        case EnvelopeForm::jwt: {
            DEED_TRY(const std::string token, credentials::issue_jwt(request, context, call));
            return to_bytes(as_bytes(token));
        }
        case EnvelopeForm::sd_jwt: {
            DEED_TRY(const std::string token,
                     credentials::issue_sd_jwt(request, {.disclosable = options.disclosable},
                                               context, call));
            return to_bytes(as_bytes(token));
        }
        case EnvelopeForm::cose:
            break;
    }
    return credentials::issue_cose(request, context, call);
}

/// The token or message of a presentation.
Result<Bytes> presented_content(EnvelopeForm form, const credentials::PresentRequest& request,
                                const credentials::IssueContext& context, Call& call) {
    switch (form) {
        case EnvelopeForm::jwt: {
            DEED_TRY(const std::string token, credentials::present_jwt(request, context, call));
            return to_bytes(as_bytes(token));
        }
        case EnvelopeForm::sd_jwt: {
            DEED_TRY(const std::string token, credentials::present_sd_jwt(request, context, call));
            return to_bytes(as_bytes(token));
        }
        case EnvelopeForm::cose:
            break;
    }
    return credentials::present_cose(request, context, call);
}

const SecuringForm* named(std::span<const SecuringForm> forms, std::string_view name) {
    const auto form = std::ranges::find(forms, name, &SecuringForm::name);
    return form == forms.end() ? nullptr : &*form;
}

}  // namespace

std::span<const SecuringForm> securing_forms() {
    static const std::vector<SecuringForm> forms = suites_and({{"vc-jwt", EnvelopeForm::jwt},
                                                               {"vc-sd-jwt", EnvelopeForm::sd_jwt},
                                                               {"vc-cose", EnvelopeForm::cose}});
    return forms;
}

std::span<const SecuringForm> presentation_forms() {
    static const std::vector<SecuringForm> forms = suites_and({{"vp-jwt", EnvelopeForm::jwt},
                                                               {"vp-sd-jwt", EnvelopeForm::sd_jwt},
                                                               {"vp-cose", EnvelopeForm::cose}});
    return forms;
}

const SecuringForm* find_form(std::string_view name) { return named(securing_forms(), name); }

const SecuringForm* find_presentation_form(std::string_view name) {
    return named(presentation_forms(), name);
}

bool takes(const SecuringForm& form, crypto::KeyType type) {
    if (!crypto::info_of(type).can_sign) return false;
    if (form.envelope) return crypto::info_of(type).default_algorithm.has_value();
    return credentials::find_suite(form.name)->accepts(type);
}

Result<json::Document> issue_as(const SecuringForm& form, credentials::IssueRequest request,
                                const FormOptions& options,
                                const credentials::IssueContext& context, Call& call) {
    if (!form.envelope) {
        request.cryptosuite = std::string(form.name);
        return credentials::issue(request, context, call);
    }
    DEED_TRY(const Bytes content, issued_content(*form.envelope, request, options, context, call));
    return credentials::make_enveloped(content, DocumentKind::credential, *form.envelope);
}

Result<json::Document> present_as(const SecuringForm* form, credentials::PresentRequest request,
                                  const credentials::IssueContext& context, Call& call) {
    if (form == nullptr) return credentials::present(request, context, call);
    if (!form->envelope) {
        request.cryptosuite = std::string(form->name);
        return credentials::present(request, context, call);
    }
    DEED_TRY(const Bytes content, presented_content(*form->envelope, request, context, call));
    return credentials::make_enveloped(content, DocumentKind::presentation, *form->envelope);
}

}  // namespace deed::service
