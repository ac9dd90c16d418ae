#pragma once

#include "credentials/verify_presentation.hpp"
#include "lib/json/writer.hpp"

namespace deed::service {

/// The value of VCALM's member "results" for a credential: {"validFrom", "validUntil",
/// "credentialSchema", "credentialStatus", "proof"}, each {"verified", "input"} or an array of
/// those. `document` is the credential itself, `sent` what was sent: an envelope, perhaps.
void write_results(json::Writer& writer, json::Value document, json::Value sent,
                   const credentials::Report& report);

/// The same for a presentation: {"challenge", "domain", "holder", "proof"}; the first two where
/// they were asked for.
void write_presentation_results(json::Writer& writer, json::Value document, json::Value sent,
                                const credentials::PresentationReport& report,
                                const std::vector<std::string>& domains,
                                const std::optional<std::string>& challenge);

}  // namespace deed::service
