#pragma once

#include <string>

#include "cli/contexts.hpp"
#include "cli/inspect.hpp"
#include "cli/invocation.hpp"
#include "cli/report_output.hpp"
#include "credentials/secured.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {

// What the commands of credentials and of presentations do alike with what they are given.

/// Reads a file, or standard input for "-", in whatever form it is secured; the bytes as well. What
/// credentials::read_secured() refuses, with the name of the file.
struct SecuredInput {
    Bytes bytes;
    credentials::Secured secured;
};
Result<SecuredInput> read_secured_input(const std::string& file, credentials::DocumentKind kind,
                                        const Call& call);

/// The body of `inspect`; its options are --terms, --nquads and those of load_contexts().
Result<int> inspect_input(Invocation& invocation, credentials::DocumentKind kind);
inline constexpr OptionRow kInspectOptions[] = {
    {"terms", "", "show also what the contexts make of each term"},
    {"nquads", "", "print the canonical N-Quads of the document without proofs instead"},
    kContextOption,
    kAllowContextOption};

/// Prints the report of a verification, in a document of that format, and gives its exit code.
template <typename AnyReport>
Result<int> print_verification(Invocation& invocation, std::string_view format,
                               const AnyReport& report) {
    json::Writer writer;
    writer.begin_object()
        .member("format", format)
        .key("report")
        .value(report.to_json().root())
        .end_object();
    DEED_CHECK(invocation.output().result(report_text(report, messages()), writer.take_document()));
    narrate_report(report);
    return report.exit_code();
}

}  // namespace deed::cli
