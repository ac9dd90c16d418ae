#include "service/findings.hpp"

#include <algorithm>

#include "service/problem.hpp"

namespace deed::service {
namespace {

using credentials::Check;
using credentials::CheckState;

bool is_vcalm_warning(const Check& check) {
    return check.name == "dates" || check.name == "status";
}

bool is_malformed(const Finding& finding) {
    return finding.is_failure &&
           (finding.code->kind == ErrorKind::malformed || finding.code->kind == ErrorKind::usage);
}

bool is_upstream(const Finding& finding) {
    return !finding.is_failure && (finding.code->kind == ErrorKind::unavailable ||
                                   finding.code->kind == ErrorKind::interrupted);
}

}  // namespace

void Findings::add(const credentials::Report& report, const std::string& place,
                   bool vcalm_warnings) {
    for (const Check& check : report.checks()) {
        if (check.state != CheckState::skipped &&
            std::ranges::find(checks, check.name) == checks.end())
            checks.push_back(check.name);
        if (check.code == nullptr) continue;
        const bool warns = (vcalm_warnings && is_vcalm_warning(check)) ||
                           (check.state == CheckState::undetermined && !check.required);
        (warns ? warnings : errors)
            .push_back({check.code, check.detail, place + check.pointer,
                        check.state == CheckState::failed});
    }
}

void Findings::add(const credentials::PresentationReport& report, bool vcalm_warnings) {
    add(report.checks, "", vcalm_warnings);
    for (const credentials::CredentialReport& credential : report.credentials)
        add(credential.report, credential.pointer, vcalm_warnings);
}

void Findings::refuse(const Error& error) {
    errors.push_back({&error.code(), error.message(), error.where(), true});
}

void Findings::warn(const Error& error) {
    warnings.push_back({&error.code(), error.message(), error.where(), false});
}

const Finding* Findings::worst() const {
    if (errors.empty()) return nullptr;
    const auto first = [&](auto is_such) {
        const auto found = std::ranges::find_if(errors, is_such);
        return found == errors.end() ? nullptr : &*found;
    };
    if (const Finding* malformed = first(is_malformed)) return malformed;
    if (const Finding* failed = first([](const Finding& one) { return one.is_failure; }))
        return failed;
    if (const Finding* upstream = first(is_upstream)) return upstream;
    return &errors.front();
}

int Findings::http_status() const {
    const Finding* finding = worst();
    if (finding == nullptr) return 200;
    if (is_malformed(*finding)) return 400;
    return is_upstream(*finding) ? 503 : 422;
}

void write_problems(json::Writer& writer, const std::vector<Finding>& findings) {
    writer.begin_array();
    for (const Finding& one : findings) {
        writer.begin_object();
        write_problem_members(writer, *one.code, one.detail, one.pointer, std::nullopt);
        writer.end_object();
    }
    writer.end_array();
}

void write_findings(json::Writer& writer, const Findings& findings) {
    std::vector<Finding> all = findings.errors;
    all.insert(all.end(), findings.warnings.begin(), findings.warnings.end());
    write_problems(writer.key("problemDetails"), all);
    writer.key("checks").begin_array();
    for (const std::string& name : findings.checks) writer.string(name);
    writer.end_array();
    write_problems(writer.key("warnings"), findings.warnings);
    write_problems(writer.key("errors"), findings.errors);
}

}  // namespace deed::service
