#pragma once

#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "credentials/report.hpp"
#include "credentials/verify_presentation.hpp"

namespace deed::cli {

/// A report as lines for people: one a check, the verdict last.
std::string report_text(const credentials::Report& report, const Messages& in);

/// The same for a presentation: its own checks, those of each credential, and one verdict.
std::string report_text(const credentials::PresentationReport& report, const Messages& in);

/// Hints on stderr for what failed or could not be judged.
void narrate_report(const credentials::Report& report);
void narrate_report(const credentials::PresentationReport& report);

}  // namespace deed::cli
