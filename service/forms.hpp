#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/envelopes/media_types.hpp"
#include "credentials/issue.hpp"
#include "credentials/present.hpp"

namespace deed::service {

/// A way to secure a credential or presentation: a cryptosuite of Data Integrity, or an envelope
/// ("vc-jwt", "vp-jwt").
struct SecuringForm {
    std::string_view name;
    std::optional<credentials::EnvelopeForm> envelope = std::nullopt;
};

/// All forms of this build: every cryptosuite by its name, then the envelopes.
std::span<const SecuringForm> securing_forms();
std::span<const SecuringForm> presentation_forms();
/// The form of that name, or null.
const SecuringForm* find_form(std::string_view name);
const SecuringForm* find_presentation_form(std::string_view name);
/// Whether keys of that type sign in that form.
bool takes(const SecuringForm& form, crypto::KeyType type);

/// What only some forms know.
struct FormOptions {
    /// JSON Pointers of the claims that the holder may withhold, of an SD-JWT.
    std::vector<std::string> disclosable = {};
};

/// Issues in that form; envelopes come as an EnvelopedVerifiableCredential. Errors of
/// credentials::issue() and of its siblings.
Result<json::Document> issue_as(const SecuringForm& form, credentials::IssueRequest request,
                                const FormOptions& options,
                                const credentials::IssueContext& context, Call& call);

/// Presents in that form, or, where it is null, with the cryptosuite that fits the key; envelopes
/// come as an EnvelopedVerifiablePresentation. Errors of credentials::present() and of its
/// siblings.
Result<json::Document> present_as(const SecuringForm* form, credentials::PresentRequest request,
                                  const credentials::IssueContext& context, Call& call);

}  // namespace deed::service
