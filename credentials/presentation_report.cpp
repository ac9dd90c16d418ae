#include "credentials/verify_presentation.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

/// One report of all checks, for the rules that look at nothing else.
Report all_checks(const PresentationReport& presentation) {
    Report all;
    for (const Check& check : presentation.checks.checks()) all.add(check);
    for (const CredentialReport& credential : presentation.credentials)
        for (const Check& check : credential.report.checks()) all.add(check);
    return all;
}

}  // namespace

Verdict PresentationReport::verdict() const { return all_checks(*this).verdict(); }
int PresentationReport::exit_code() const { return all_checks(*this).exit_code(); }

json::Document PresentationReport::to_json() const {
    json::Writer writer;
    writer.begin_object().member("verdict", to_string(verdict()));
    if (holder) writer.member("holder", as_utf8(*holder));
    const json::Document own = checks.to_json();
    for (const auto& [name, value] : own.root().object())
        if (name != "verdict") writer.key(name).value(value);
    writer.key("credentials").begin_array();
    for (const CredentialReport& credential : credentials)
        writer.begin_object()
            .member("pointer", credential.pointer)
            .key("report")
            .value(credential.report.to_json().root())
            .end_object();
    writer.end_array();
    return writer.end_object().take_document();
}

}  // namespace deed::credentials
