#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "credentials/secured.hpp"
#include "lib/error/result.hpp"
#include "lib/json/document.hpp"

namespace deed::cli {

/// What a credential says of itself, for people and as JSON.
struct Inspection {
    std::string text;
    json::Document document;
};

/// A credential, and of one in an envelope what that says; a presentation, and what it presents.
Inspection inspect_credential(const credentials::Secured& credential);
Inspection inspect_presentation(const credentials::Secured& presentation);

// What inspections are made of. Strings of what is inspected reach a terminal only in JSON's
// escaped form.

std::string quoted(std::string_view text);
/// A value, or "(none)".
std::string shown(const std::optional<json::Value>& value);
/// Adds "label   value".
void line(std::string& text, std::string_view label, const std::string& value);

}  // namespace deed::cli
