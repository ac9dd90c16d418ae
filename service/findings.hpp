#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "credentials/verify_presentation.hpp"
#include "lib/json/writer.hpp"

namespace deed::service {

/// One thing that a verification found, as clients are told it.
struct Finding {
    const ErrorCode* code;
    std::string detail;
    std::string pointer;  ///< into what was sent as credential or presentation
    bool is_failure;      ///< else it could not be found out
};

/// What speaks against accepting, and what is only to be known.
struct Findings {
    std::vector<Finding> errors;
    std::vector<Finding> warnings;
    std::vector<std::string> checks;  ///< that were made, each once

    /// Adds what a report says. `place` is the pointer of what was judged. With `vcalm_warnings`
    /// dates and status warn and do not refuse (VCALM section "Verification Errors vs. Warnings").
    void add(const credentials::Report& report, const std::string& place, bool vcalm_warnings);
    void add(const credentials::PresentationReport& report, bool vcalm_warnings);
    void refuse(const Error& error);
    void warn(const Error& error);

    bool accepted() const { return errors.empty(); }
    /// 200 only when accepted; 400 where something breaks its format, 503 where nothing is wrong
    /// and an upstream that the verdict needs is down, else 422.
    int http_status() const;
    /// What the status speaks of; null when accepted.
    const Finding* worst() const;
};

/// The members "problemDetails", "checks", "warnings" and "errors", in the object that was begun.
void write_findings(json::Writer& writer, const Findings& findings);
/// An array of problems.
void write_problems(json::Writer& writer, const std::vector<Finding>& findings);

}  // namespace deed::service
