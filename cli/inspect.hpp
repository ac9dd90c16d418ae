#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/inspect_terms.hpp"
#include "credentials/secured.hpp"
#include "lib/error/result.hpp"
#include "lib/json/document.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {

/// What a credential says of itself, for people and as JSON.
struct Inspection {
    std::string text;
    json::Document document;
};

/// A credential, and of one in an envelope what that says; a presentation, and what it presents.
/// With what the contexts make of their terms, where that is given.
Inspection inspect_credential(const credentials::Secured& credential,
                              const credentials::KnownContexts& contexts, const ShownTerms* terms);
Inspection inspect_presentation(const credentials::Secured& presentation, const ShownTerms* terms);

// What inspections are made of. Strings of what is inspected reach a terminal only in JSON's
// escaped form.

std::string in_quotes(std::string_view text);
/// A value, or "(none)".
std::string shown(const std::optional<json::Value>& value);
/// Adds "label   value".
void line(std::string& text, std::string_view label, const std::string& value);

/// Adds what a Data Integrity proof says: its suite, by whom it is, and when, and for what.
void show_proof(json::Value proof, std::string& text);

/// What the header and claims of a token say, as a member "header" of the open object.
void show_token(const credentials::SecuredJwt& jwt, std::string& text, json::Writer& writer);
void show_token(const credentials::SecuredSdJwt& sd_jwt, std::string& text, json::Writer& writer);

/// What the header of a COSE message says, as a member "header" of the object that is being
/// written.
void show_cose(const credentials::SecuredCose& cose, std::string& text, json::Writer& writer);

/// Adds what a holder may withhold, as far as it is here, and to whom it is shown: the members
/// "disclosed", "withheld", "holderKey" and "keyBinding" of the open object.
void show_disclosures(const credentials::SdJwt& sd_jwt, std::string& text, json::Writer& writer);

}  // namespace deed::cli
