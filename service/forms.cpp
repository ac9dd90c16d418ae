#include "service/forms.hpp"

#include <algorithm>

#include "credentials/envelopes/enveloped.hpp"
#include "credentials/proofs/suite.hpp"
#include "service/errors.hpp"

namespace deed::service {
namespace {

using credentials::DocumentKind;
using credentials::EnvelopeForm;

std::vector<SecuringForm> all_forms() {
    std::vector<SecuringForm> forms;
    for (const credentials::ProofSuite* suite : credentials::proof_suites())
        forms.push_back({suite->name()});
    forms.push_back({"vc-jwt", EnvelopeForm::jwt});
    forms.push_back({"vc-sd-jwt", EnvelopeForm::sd_jwt});
    return forms;
}

/// The token or message.
Result<Bytes> enveloped_content(EnvelopeForm form, const credentials::IssueRequest& request,
                                const FormOptions& options,
                                const credentials::IssueContext& context, Call& call) {
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
    return Error(errors::kSuiteMissing, "credentials are not issued as COSE messages here");
}

}  // namespace

std::span<const SecuringForm> securing_forms() {
    static const std::vector<SecuringForm> forms = all_forms();
    return forms;
}

const SecuringForm* find_form(std::string_view name) {
    const auto forms = securing_forms();
    const auto form = std::ranges::find(forms, name, &SecuringForm::name);
    return form == forms.end() ? nullptr : &*form;
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
    DEED_TRY(const Bytes content,
             enveloped_content(*form.envelope, request, options, context, call));
    return credentials::make_enveloped(content, DocumentKind::credential, *form.envelope);
}

}  // namespace deed::service
