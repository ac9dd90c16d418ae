#pragma once

#include <string>

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

}  // namespace deed::cli
