#include "cli/report_output.hpp"

#include <set>

namespace deed::cli {
namespace {

/// Columns on a terminal: letters of three bytes and more in UTF-8 are wide (East Asian).
std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80) width += byte >= 0xe0 ? 2 : 1;
    }
    return width;
}

std::string column(std::string_view text, std::size_t width) {
    const std::size_t used = width_of(text);
    return std::string(text) + std::string(used < width ? width - used : 0, ' ') + "  ";
}

/// Details are told in English; in another language the code's meaning goes before them.
std::string reason(const ErrorCode& code, const Messages& in) {
    const std::string name(code.name);
    if (in.language() == Language::english) return name + ": ";
    return in.text("{0}: {1} ", {name, in.text(code.meaning)});
}

std::string check_lines(const credentials::Report& report, const std::string& indent,
                        const Messages& in) {
    std::string text;
    for (const credentials::Check& check : report.checks()) {
        text += indent + column(check.name, 13) + column(in.text(to_string(check.state)), 12);
        if (check.code != nullptr) text += reason(*check.code, in);
        text += printable(check.detail);
        if (!check.pointer.empty()) text += in.text(" (at {0})", {printable(check.pointer)});
        text += "\n";
    }
    return text;
}

/// The checks, and those of each proof where there are several.
std::string all_lines(const credentials::Report& report, const std::string& indent,
                      const Messages& in) {
    std::string text = check_lines(report, indent, in);
    for (const credentials::ProofReport& proof : report.proofs()) {
        const std::string place = printable(proof.pointer);
        text += indent + (proof.verification_method.empty()
                              ? in.text("at {0}:\n", {place})
                              : in.text("at {0}, by {1}:\n",
                                        {place, printable(proof.verification_method)}));
        text += check_lines(proof.report, indent + "  ", in);
    }
    return text;
}

std::string verdict_line(credentials::Verdict verdict, const Messages& in) {
    return in.text("verdict: {0}\n", {in.text(to_string(verdict))});
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

std::string report_text(const credentials::Report& report, const Messages& in) {
    return all_lines(report, "", in) + verdict_line(report.verdict(), in);
}

std::string report_text(const credentials::PresentationReport& report, const Messages& in) {
    std::string text = all_lines(report.checks, "", in);
    for (const credentials::CredentialReport& credential : report.credentials)
        text += in.text("credential at {0}:\n", {credential.pointer}) +
                all_lines(credential.report, "  ", in);
    return text + verdict_line(report.verdict(), in);
}

void narrate_report(const credentials::Report& report) { Hints().tell(report); }

void narrate_report(const credentials::PresentationReport& report) {
    Hints hints;
    hints.tell(report.checks);
    for (const credentials::CredentialReport& credential : report.credentials)
        hints.tell(credential.report);
}

}  // namespace deed::cli
