#include "cli/report_output.hpp"

#include <set>

namespace deed::cli {
namespace {

std::string column(std::string text, std::size_t width) {
    if (text.size() < width) text.resize(width, ' ');
    return text + "  ";
}

std::string check_lines(const credentials::Report& report, std::string_view indent) {
    std::string text;
    for (const credentials::Check& check : report.checks()) {
        text += std::string(indent) + column(check.name, 13) +
                column(std::string(to_string(check.state)), 12);
        if (check.code != nullptr) text += std::string(check.code->name) + ": ";
        text += printable(check.detail);
        if (!check.pointer.empty()) text += " (at " + printable(check.pointer) + ")";
        text += "\n";
    }
    return text;
}

}  // namespace

std::string report_text(const credentials::Report& report) {
    std::string text = check_lines(report, "");
    for (const credentials::ProofReport& proof : report.proofs()) {
        text += "at " + printable(proof.pointer);
        if (!proof.verification_method.empty())
            text += ", by " + printable(proof.verification_method);
        text += ":\n" + check_lines(proof.report, "  ");
    }
    return text + "verdict: " + std::string(to_string(report.verdict())) + "\n";
}

void narrate_report(const credentials::Report& report) {
    std::set<std::string_view> told;
    const auto tell = [&](const credentials::Report& part) {
        for (const credentials::Check& check : part.checks())
            if (check.code != nullptr && told.insert(check.code->name).second)
                Output::hint(check.code->remedy);
    };
    tell(report);
    for (const credentials::ProofReport& proof : report.proofs()) tell(proof.report);
}

}  // namespace deed::cli
