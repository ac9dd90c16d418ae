#include <algorithm>

#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/secured_format.hpp"
#include "cli/secured_input.hpp"
#include "credentials/holder_binding.hpp"
#include "credentials/sd_jwt/hold.hpp"

namespace deed::cli {
namespace {

using credentials::DocumentKind;

Result<credentials::SecuredSdJwt> token_of(const std::string& file, const Call& call) {
    DEED_TRY(const SecuredInput given, read_secured_input(file, DocumentKind::credential, call));
    if (const auto* token = given.secured.sd_jwt()) return *token;
    return Error(errors::kDeriveFormUnsupported, "the credential is no SD-JWT", file);
}

/// The key of --key, or the one here that the credential names as its holder's: `named`.
Result<std::unique_ptr<crypto::Signer>> holder_of(const crypto::PublicKey& named, Toolkit* toolkit,
                                                  Invocation& invocation) {
    DEED_TRY(const auto reference, given_reference(invocation, "key"));
    if (reference) return toolkit->signer(*reference, invocation.call());
    DEED_TRY(const auto keys, toolkit->keys().list(invocation.call()));
    const auto found = std::ranges::find(keys, named, &crypto::KeyInfo::public_key);
    if (found != keys.end()) return toolkit->keys().signer(found->name, invocation.call());
    return Error(errors::kDeriveHolderKeyElsewhere, "it is " + named.to_multikey());
}

/// With a token of the holder behind it, where domain and challenge ask for one.
Result<std::string> bound(const std::string& selected, Invocation& invocation) {
    const auto domain = invocation.option("domain");
    const auto challenge = invocation.option("challenge");
    if (!domain && !challenge) {
        if (invocation.option("key"))
            return Error(errors::kUnexpectedArgument, "--key goes with --domain and --challenge");
        return selected;
    }
    DEED_TRY(const credentials::SdJwt sd_jwt, credentials::SdJwt::parse(selected));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::PublicKey named,
             credentials::resolve_holder_key(sd_jwt, toolkit->resolver(), invocation.call()));
    DEED_TRY(const auto signer, holder_of(named, toolkit, invocation));
    return credentials::bind_to_verifier(sd_jwt,
                                         {.audience = domain.value_or(""),
                                          .nonce = challenge.value_or(""),
                                          .now = invocation.clock().now(),
                                          .holder_key = named},
                                         *signer, invocation.call());
}

Result<int> run_derive(Invocation& invocation) {
    DEED_TRY(const credentials::SecuredSdJwt token,
             token_of(*invocation.argument(0), invocation.call()));
    DEED_TRY(const std::string selected,
             credentials::select_disclosures(token.sd_jwt(), invocation.options("disclose")));
    DEED_TRY(const std::string shown, bound(selected, invocation));
    DEED_TRY(credentials::SecuredSdJwt derived,
             credentials::SecuredSdJwt::parse(shown, DocumentKind::credential));
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/derived-credential/v1")
        .key("disclosed")
        .begin_array();
    for (const credentials::DisclosableClaim& claim :
         credentials::disclosable_claims(derived.sd_jwt()))
        summary.string(claim.pointer);
    summary.end_array()
        .key("withheld")
        .integer(static_cast<std::int64_t>(derived.sd_jwt().hidden()));
    DEED_CHECK(print_secured(invocation, credentials::Secured(std::move(derived)), summary, 0600));
    return 0;
}

constexpr ArgumentRow kIssued[] = {
    {"FILE", "the credential as its issuer made it, - for standard input"}};
constexpr OptionRow kDeriveOptions[] = {
    {"disclose", "POINTER", "a claim to show, with all in it; others are withheld", true},
    {"domain", "DOMAIN", "the verifier that it is for, as the verifier writes it"},
    {"challenge", "TEXT", "the verifier's challenge"},
    {"key", "REFERENCE", "the holder's key (default: the one here that the credential names)"},
    {"out", "FILE", "write to a private file instead of stdout"},
    {"force", "", "replace the file if it exists"}};

}  // namespace

constexpr CommandRow kCredentialDerive{
    "credential",
    "derive",
    "Show a part of a credential, as its holder",
    "Prints the credential with those claims alone that --disclose names, by JSON Pointer, beside\n"
    "those that its issuer lets nobody withhold; the issuer's signature stays good. With --domain\n"
    "and --challenge, it is signed for that verifier with the holder's key, which the issuer must\n"
    "have put into it (--holder-key). `deed credential inspect` lists what can be withheld. A\n"
    "verifier judges it with `deed credential verify`, and the same domain and challenge.",
    kIssued,
    kDeriveOptions,
    "deed credential derive degree.sd-jwt --disclose /credentialSubject/degree",
    run_derive};

}  // namespace deed::cli
