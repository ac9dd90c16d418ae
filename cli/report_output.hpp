#pragma once

#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "credentials/report.hpp"

namespace deed::cli {

/// A report as lines for people: one a check, the verdict last.
std::string report_text(const credentials::Report& report, const Messages& in);

/// Hints on stderr for what failed or could not be judged.
void narrate_report(const credentials::Report& report);

}  // namespace deed::cli
