#pragma once

#include "service/backend.hpp"
#include "service/findings.hpp"
#include "service/request_body.hpp"

namespace deed::service {

/// What a request for verification asks, beside what it wants verified.
struct VerifyOptions {
    credentials::VerifyPolicy policy;
    std::vector<std::string> domains;
    std::optional<std::string> challenge;
    bool wants_binding = false;   ///< the check that credentials are about their holder
    bool vcalm_warnings = false;  ///< dates and status only warn
    bool returns_document = true;
    bool returns_results = true;
    std::vector<Error> warnings;  ///< about options that are not known
};

/// `service.option_malformed`, `service.option_refused`.
Result<VerifyOptions> read_verify_options(json::Value body, const Backend& backend);

}  // namespace deed::service
