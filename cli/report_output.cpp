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

/// The checks, and those of each proof where there are several.
std::string all_lines(const credentials::Report& report, const std::string& indent) {
    std::string text = check_lines(report, indent);
    for (const credentials::ProofReport& proof : report.proofs()) {
        text += indent + "at " + printable(proof.pointer);
        if (!proof.verification_method.empty())
            text += ", by " + printable(proof.verification_method);
        text += ":\n" + check_lines(proof.report, indent + "  ");
    }
    return text;
}

std::string verdict_line(credentials::Verdict verdict) {
    return "verdict: " + std::string(to_string(verdict)) + "\n";
}

/// Each code's hint once, also over several reports.
class Hints {
public:
    void tell(const credentials::Report& report) {
        tell_checks(report);
        for (const credentials::ProofReport& proof : report.proofs()) tell_checks(proof.report);
    }

private:
    void tell_checks(const credentials::Report& report) {
        for (const credentials::Check& check : report.checks())
            if (check.code != nullptr && told_.insert(check.code->name).second)
                Output::hint(check.code->remedy);
    }

    std::set<std::string_view> told_;
};

}  // namespace

std::string report_text(const credentials::Report& report) {
    return all_lines(report, "") + verdict_line(report.verdict());
}

std::string report_text(const credentials::PresentationReport& report) {
    std::string text = all_lines(report.checks, "");
    for (const credentials::CredentialReport& credential : report.credentials)
        text += "credential at " + credential.pointer + ":\n" + all_lines(credential.report, "  ");
    return text + verdict_line(report.verdict());
}

void narrate_report(const credentials::Report& report) { Hints().tell(report); }

void narrate_report(const credentials::PresentationReport& report) {
    Hints hints;
    hints.tell(report.checks);
    for (const credentials::CredentialReport& credential : report.credentials)
        hints.tell(credential.report);
}

}  // namespace deed::cli
