#include "cli/commands.hpp"
#include "cli/contexts.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/invocation.hpp"
#include "cli/proof_words.hpp"
#include "credentials/cosign.hpp"
#include "lib/crypto/random.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxCredential = std::size_t{4} << 20;
constexpr const char* kAllProofs = "all";

/// --previous: `all`, or ids.
Result<void> read_previous(const Invocation& invocation, credentials::CosignRequest& request) {
    request.previous = invocation.options("previous");
    for (const std::string& id : request.previous) request.all_previous |= id == kAllProofs;
    if (request.all_previous && request.previous.size() > 1)
        return Error(errors::kBadValue, "--previous takes all, or one or more ids");
    return {};
}

Result<int> run_sign(Invocation& invocation) {
    DEED_TRY(const json::Document credential,
             read_json_input(*invocation.argument(0), invocation.call(), kMaxCredential));
    DEED_TRY(const credentials::KnownContexts contexts, load_contexts(invocation));
    DEED_TRY(credentials::ProofOptions options, given_proof_options(invocation));
    if (!options.id) options.id = crypto::random_uuid_urn();  // so that a next one can build on it
    DEED_TRY(const auto key, given_reference(invocation, "key"));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_CHECK(add_exports(*toolkit, invocation.options("did"), invocation.call()));
    DEED_TRY(const did::Did did,
             toolkit->own_did(invocation.option("signer").value_or(""), invocation.call()));
    DEED_TRY(const auto signer,
             toolkit->signer_for(did, did::Relationship::assertion_method, key, invocation.call()));

    credentials::CosignRequest request{credential, did, *signer, invocation.option("format"),
                                       std::move(options)};
    request.accept_unjudged = invocation.flag("accept-unjudged");
    DEED_CHECK(read_previous(invocation, request));
    DEED_TRY(const json::Document signed_credential,
             credentials::cosign(request, {toolkit->resolver(), toolkit->clock(), contexts},
                                 invocation.call()));
    const auto file = invocation.out_file();
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/signed-credential/v1")
        .member("signer", did.to_string())
        .member("proof", *request.proof.id);
    if (file)
        summary.member("file", *file);
    else
        summary.key("credential").value(signed_credential.root());
    summary.end_object();
    DEED_CHECK(invocation.output().file_or_result(
        file ? &*file : nullptr, invocation.flag("force"), 0644,
        json::to_pretty_string(signed_credential.root()), summary.take_document()));
    return 0;
}

constexpr ArgumentRow kSigned[] = {{"FILE", "the signed credential, - for standard input"}};
constexpr OptionRow kSignOptions[] = {
    {"signer", "DID", "who signs: a DID, or the name of one created here"},
    {"key", "REFERENCE", "the signing key, when not any that is listed: deed help key add"},
    {"previous", "ID", "a proof to build on, or all; else it stands beside them", true},
    {"did", "EXPORT", "a DID export, when a signer's ledger is not here", true},
    kMirrorOption,
    {"accept-unjudged", "", "sign also what could not be judged"},
    {"format", "NAME", "cryptosuite of the proof (default: what fits the key)"},
    {"proof-id", "URL", "the id of the new proof (default: one that is made now)"},
    {"proof-expires", "TIME", "until when the new proof is good"},
    {"domain", "TEXT", "for where alone the new proof is meant", true},
    {"challenge", "TEXT", "what the new proof answers"},
    {"nonce", "TEXT", "a text that makes the new proof unlike others"},
    kContextOption,
    kAllowContextOption,
    {"out", "FILE", "write to a file instead of stdout"},
    {"force", "", "replace the file if it exists"}};

}  // namespace

constexpr CommandRow kCredentialSign{
    "credential",
    "sign",
    "Add a further signature to a credential",
    "Adds a proof to a credential that is signed already; nothing else changes. Without "
    "--previous\n"
    "the signatures stand beside each other, and anybody can take one out again. With it the new\n"
    "one is over the named proofs too, and is bad without them. Signs only what is good so far.\n"
    "A verifier names with --signer who must have signed.",
    kSigned,
    kSignOptions,
    "deed credential sign degree.json --signer dean --previous all --out degree.signed.json",
    run_sign};

}  // namespace deed::cli
