#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "credentials/jose/secured_jwt.hpp"
#include "lib/error/result.hpp"
#include "lib/json/document.hpp"

namespace deed::cli {

/// What a credential says of itself, for people and as JSON.
struct Inspection {
    std::string text;
    json::Document document;
};

/// `credential.not_an_object` for anything but a JSON object.
Result<Inspection> inspect_credential(const json::Document& credential);

/// The same of a JWT's payload, and what its header says.
Result<Inspection> inspect_credential(const credentials::SecuredJwt& jwt);

/// The same of a presentation and of what it presents: `presentation.not_an_object`.
Result<Inspection> inspect_presentation(const json::Document& presentation);
Result<Inspection> inspect_presentation(const credentials::SecuredJwt& jwt);

// What inspections are made of. Strings of what is inspected reach a terminal only in JSON's
// escaped form.

std::string quoted(std::string_view text);
/// A value, or "(none)".
std::string shown(const std::optional<json::Value>& value);
/// Adds "label   value".
void line(std::string& text, std::string_view label, const std::string& value);

}  // namespace deed::cli
