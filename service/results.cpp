#include "service/results.hpp"

#include <algorithm>

#include "credentials/credential.hpp"

namespace deed::service {
namespace {

using credentials::CheckState;
using credentials::Report;

bool passed(const Report& report, std::string_view name) {
    const credentials::Check* check = report.find(name);
    return check != nullptr && check->state == CheckState::passed;
}

/// A proof is good when its signature, its purpose and whose key it is were found good, as far as
/// that was asked.
bool is_good_proof(const Report& report) {
    if (!passed(report, "proof")) return false;
    return std::ranges::none_of(report.checks(), [](const credentials::Check& check) {
        const bool is_of_proof = check.name == "purpose" || check.name == "control";
        return is_of_proof && check.state != CheckState::passed &&
               check.state != CheckState::skipped;
    });
}

/// Calls for each value of a member that may be one or an array.
template <typename Function>
void for_each(json::Value object, std::string_view name, Function function) {
    const auto member = object.find(name);
    if (!member) return;
    if (!member->is_array()) return function(*member);
    for (const json::Value one : member->array()) function(one);
}

void write_result(json::Writer& writer, bool verified, json::Value input) {
    writer.begin_object().key("verified").boolean(verified).key("input").value(input).end_object();
}

void write_all(json::Writer& writer, json::Value document, std::string_view name, bool verified) {
    writer.key(name).begin_array();
    for_each(document, name, [&](json::Value one) { write_result(writer, verified, one); });
    writer.end_array();
}

/// Each proof by its own report where there are several.
void write_proofs(json::Writer& writer, json::Value sent, const Report& report) {
    writer.key("proof").begin_array();
    if (!sent.find("proof") && (sent.is_object() || sent.is_string())) {
        write_result(writer, is_good_proof(report), sent);  // an envelope is its own proof
    } else {
        std::size_t index = 0;
        for_each(sent, "proof", [&](json::Value proof) {
            const bool has_own = index < report.proofs().size();
            write_result(writer, is_good_proof(has_own ? report.proofs()[index].report : report),
                         proof);
            ++index;
        });
    }
    writer.end_array();
}

void write_date(json::Writer& writer, json::Value document, std::string_view name,
                std::string_view key, const Report& report) {
    const auto date = document.find(name);
    if (!date) return;
    writer.key(key);
    write_result(writer, passed(report, "dates"), *date);
}

}  // namespace

void write_results(json::Writer& writer, json::Value document, json::Value sent,
                   const Report& report) {
    const credentials::CredentialView view(document);
    writer.begin_object();
    write_date(writer, document, view.from_member, "validFrom", report);
    write_date(writer, document, view.until_member, "validUntil", report);
    write_all(writer, document, "credentialSchema", passed(report, "schema"));
    write_all(writer, document, "credentialStatus", passed(report, "status"));
    write_proofs(writer, sent, report);
    writer.end_object();
}

void write_presentation_results(json::Writer& writer, json::Value document, json::Value sent,
                                const credentials::PresentationReport& report,
                                const std::vector<std::string>& domains,
                                const std::optional<std::string>& challenge) {
    writer.begin_object();
    const auto write_asked = [&](std::string_view name, const std::vector<std::string>& inputs) {
        if (inputs.empty()) return;
        writer.key(name).begin_object().key("verified").boolean(passed(report.checks, name));
        writer.key("input");
        if (inputs.size() > 1) writer.begin_array();
        for (const std::string& input : inputs) writer.string(input);
        if (inputs.size() > 1) writer.end_array();
        writer.end_object();
    };
    if (challenge) write_asked("challenge", {*challenge});
    write_asked("domain", domains);
    if (const auto holder = document.find("holder")) {
        writer.key("holder");
        write_result(writer, passed(report.checks, "control"), *holder);
    }
    const auto* proof = report.checks.find("proof");
    const bool is_signed = sent.find("proof") || (proof && proof->state != CheckState::skipped);
    if (is_signed)
        write_proofs(writer, sent, report.checks);
    else
        writer.key("proof").begin_array().end_array();
    writer.end_object();
}

}  // namespace deed::service
