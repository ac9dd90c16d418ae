#include "cli/chain_settings.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/invocation.hpp"
#include "did/dereference.hpp"
#include "did/errors.hpp"

namespace deed::cli {
namespace {

using Accept = did::DereferenceOptions::Accept;

Result<did::DereferenceOptions> given_options(const Invocation& invocation) {
    did::DereferenceOptions options;
    const std::string accept = invocation.option("accept").value_or("");
    if (accept == "application/did") {
        options.accept = Accept::document;
    } else if (accept == "text/uri-list") {
        options.accept = Accept::uri_list;
    } else if (!accept.empty()) {
        return Error(errors::kBadValue, "--accept takes application/did or text/uri-list");
    }
    if (const auto name = invocation.option("for")) {
        options.relationship = did::relationship_from_name(*name);
        if (!options.relationship)
            return Error(errors::kBadValue, "--for takes one relationship, as assertionMethod");
    }
    return options;
}

std::string text_of(const did::Dereferenced& found) {
    if (found.content) return json::to_pretty_string(found.content->root());
    std::string text;
    for (const std::string& url : found.urls) text += url + "\n";
    return text;
}

Result<int> run_dereference(Invocation& invocation) {
    DEED_TRY(const did::DidUrl url, did::DidUrl::parse(*invocation.argument(0)));
    DEED_TRY(const did::DereferenceOptions options, given_options(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_CHECK(add_exports(*toolkit, invocation.options("did"), invocation.call()));
    DEED_TRY(const did::Dereferenced found,
             did::dereference(url, options, toolkit->resolver(), invocation.call()));
    if (found.freshness)
        Output::note("from a {0}, as of {1}",
                     {found.freshness->source, found.freshness->as_of.to_string()});
    if (found.metadata.deactivated && !invocation.output().json())
        return Error(did::errors::kDeactivated, url.did().to_string() + " was deactivated");
    DEED_CHECK(invocation.output().result(text_of(found), did::to_dereferencing_result(found)));
    return found.metadata.deactivated ? exit_code(did::errors::kDeactivated.kind) : 0;
}

constexpr ArgumentRow kUrl[] = {
    {"DIDURL", "a DID with #fragment, or ?service=NAME and &relativeRef=PATH"}};
constexpr OptionRow kOptions[] = {
    {"did", "EXPORT", "a DID export to resolve from", true},
    kMirrorOption,
    kNetworkOption,
    {"accept", "TYPE", "application/did for the document, text/uri-list for URLs only"},
    {"for", "RELATIONSHIP", "the method must be listed for it, e.g. assertionMethod"}};

}  // namespace

constexpr CommandRow kDidDereference{
    "did",
    "dereference",
    "Print what a DID URL names",
    "Prints the verification method or service that the fragment names, or the URLs of the "
    "service\n"
    "that ?service= or ?serviceType= selects, with &relativeRef= resolved below them; ?versionId= "
    "and\n"
    "?versionTime= look into an earlier document. Nothing is fetched from those URLs. With "
    "--json,\n"
    "prints the whole DID URL dereferencing result.",
    kUrl,
    kOptions,
    "deed did dereference \"$DID?service=files&relativeRef=report.pdf\"",
    run_dereference};

}  // namespace deed::cli
