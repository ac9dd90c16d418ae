#include "service/verify_options.hpp"

#include <algorithm>

#include "service/errors.hpp"

namespace deed::service {
namespace {

// What is left out where a request asks for the proof alone.
constexpr std::string_view kBesideTheProof[] = {"control", "did.freshness", "time",
                                                "dates",   "status",        "schema"};

bool is_check(std::string_view name) {
    const auto of_credential = credentials::check_names();
    const auto of_presentation = credentials::presentation_check_names();
    return std::ranges::find(of_credential, name) != of_credential.end() ||
           std::ranges::find(of_presentation, name) != of_presentation.end();
}

Error unknown_option(std::string message, std::string place) {
    return Error(errors::kOptionUnknown, std::move(message), std::move(place));
}

/// The checks that are asked for by name never leave out others, but where the operator allows that
/// a proof is judged alone.
Result<void> read_checks(Options& options, const Backend& backend, VerifyOptions& wanted) {
    DEED_TRY(const std::vector<std::string> checks, options.texts("checks"));
    for (const std::string& name : checks)
        if (!is_check(name))
            wanted.warnings.push_back(
                unknown_option("there is no check \"" + name + "\"", "/options/checks"));
    wanted.wants_binding = std::ranges::find(checks, "binding") != checks.end();

    DEED_TRY(const bool allow_foreign, options.flag("allowForeignKeys"));
    if (!allow_foreign) return {};
    if (!backend.allow_foreign_keys)
        return Error(errors::kOptionRefused, "foreign keys are not allowed here",
                     "/options/allowForeignKeys");
    wanted.policy.allow_foreign_keys = true;
    if (checks == std::vector<std::string>{"proof"})
        for (const std::string_view name : kBesideTheProof) wanted.policy.skip.emplace(name);
    return {};
}

/// An option that is true unless it says otherwise.
Result<bool> flag_or_true(Options& options, std::string_view name) {
    DEED_TRY(const bool value, options.flag(name));
    return value || !options.has(name);
}

}  // namespace

Result<VerifyOptions> read_verify_options(json::Value body, const Backend& backend) {
    DEED_TRY(Options options, Options::of(body));
    VerifyOptions wanted;
    // What the contexts do not define is signed by nobody, whatever the form.
    wanted.policy.ask.insert("terms");
    DEED_CHECK(read_checks(options, backend, wanted));
    DEED_TRY(wanted.domains, options.texts("domain"));
    DEED_TRY(wanted.challenge, options.text("challenge"));
    DEED_TRY(wanted.vcalm_warnings, options.flag("vcalmWarnings"));
    DEED_TRY(const bool credential, flag_or_true(options, "returnCredential"));
    DEED_TRY(const bool presentation, flag_or_true(options, "returnPresentation"));
    wanted.returns_document = credential && presentation;
    DEED_TRY(wanted.returns_results, flag_or_true(options, "returnResults"));
    DEED_TRY([[maybe_unused]] const bool always, options.flag("returnProblemDetails"));
    for (const std::string& name : options.unknown())
        wanted.warnings.push_back(
            unknown_option("there is no option \"" + name + "\"", "/options/" + name));
    return wanted;
}

}  // namespace deed::service
