#pragma once

#include <string>

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

}  // namespace deed::cli
