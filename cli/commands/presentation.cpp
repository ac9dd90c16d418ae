#include "cli/commands.hpp"
#include "cli/contexts.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/secured_format.hpp"
#include "cli/secured_input.hpp"
#include "cli/verify_words.hpp"
#include "credentials/present.hpp"
#include "credentials/verify_presentation.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/statuses.hpp"

namespace deed::cli {
namespace {

constexpr const char* kUsualTime = "5m";

Result<int> run_challenge(Invocation& invocation) {
    DEED_TRY(const std::string domain, required_option(invocation, "domain", "DOMAIN"));
    DEED_TRY(const std::int64_t seconds,
             given_duration("valid", invocation.option("valid").value_or(kUsualTime)));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const credentials::Challenge challenge,
             toolkit->challenges().make(domain, seconds, invocation.call()));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/challenge/v1")
        .member("challenge", challenge.value)
        .member("domain", challenge.domain)
        .member("expires", challenge.expires.to_string())
        .end_object();
    DEED_CHECK(invocation.output().result(challenge.value, writer.take_document()));
    return 0;
}

/// The credentials of the files, those that are tokens or messages in envelopes.
Result<std::vector<json::Document>> load_credentials(const Invocation& invocation) {
    std::vector<json::Document> loaded;
    for (const std::string& file : invocation.arguments()) {
        DEED_TRY(
            const SecuredInput given,
            read_secured_input(file, credentials::DocumentKind::credential, invocation.call()));
        loaded.push_back(given.secured.to_json());
    }
    return loaded;
}

/// What binds the presentation to a verifier, which --unsigned cannot.
Result<credentials::ProofOptions> binding_of(const Invocation& invocation, Timestamp now) {
    credentials::ProofOptions options;
    if (invocation.flag("unsigned")) {
        for (const char* name : {"domain", "challenge", "valid", "key"})
            if (invocation.option(name))
                return Error(errors::kUnexpectedArgument,
                             "--" + std::string(name) + " does not go with --unsigned");
        return options;
    }
    DEED_TRY(const std::string domain, required_option(invocation, "domain", "DOMAIN"));
    DEED_TRY(const std::int64_t seconds,
             given_duration("valid", invocation.option("valid").value_or(kUsualTime)));
    options.domains = {domain};
    options.challenge = invocation.option("challenge");
    options.expires = now.floor_seconds().plus_seconds(seconds);
    return options;
}

/// An error at a credential names the file that it came from.
Error in_file(const Error& error, const std::vector<std::string>& files) {
    constexpr std::string_view kPlace = "/verifiableCredential/";
    for (std::size_t i = 0; i < files.size(); ++i)
        if (error.where() == std::string(kPlace) + std::to_string(i))
            return Error(error.code(), error.message(), files[i]);
    return error;
}

Result<credentials::Secured> make(const credentials::PresentRequest& request,
                                  const SecuredFormat& format,
                                  const credentials::IssueContext& context, Call& call) {
    using credentials::DocumentKind;
    using credentials::EnvelopeForm;
    if (format.envelope == EnvelopeForm::jwt) {
        const auto present =
            format.is_version_1 ? credentials::present_jwt_1 : credentials::present_jwt;
        DEED_TRY(const std::string token, present(request, context, call));
        DEED_TRY(credentials::SecuredJwt jwt,
                 credentials::SecuredJwt::parse_either(token, DocumentKind::presentation));
        return credentials::Secured(std::move(jwt));
    }
    if (format.envelope == EnvelopeForm::sd_jwt) {
        DEED_TRY(const std::string token, credentials::present_sd_jwt(request, context, call));
        DEED_TRY(credentials::SecuredSdJwt jwt,
                 credentials::SecuredSdJwt::parse(token, DocumentKind::presentation));
        return credentials::Secured(std::move(jwt));
    }
    if (format.envelope == EnvelopeForm::cose) {
        DEED_TRY(const Bytes message, credentials::present_cose(request, context, call));
        DEED_TRY(credentials::SecuredCose cose,
                 credentials::SecuredCose::parse(message, DocumentKind::presentation,
                                                 cose::Tagging::required));
        return credentials::Secured(std::move(cose));
    }
    DEED_TRY(json::Document document, credentials::present(request, context, call));
    return credentials::Secured(std::move(document), DocumentKind::presentation);
}

Result<void> print_made(const credentials::Secured& made, const did::Did& holder,
                        Invocation& invocation) {
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/presentation/v1")
        .member("holder", holder.to_string());
    return print_secured(invocation, made, summary, 0600);
}

Result<int> run_create(Invocation& invocation) {
    DEED_TRY(const SecuredFormat format,
             given_format(invocation, credentials::DocumentKind::presentation));
    DEED_TRY(credentials::ProofOptions binding, binding_of(invocation, invocation.clock().now()));
    DEED_TRY(const auto key, given_reference(invocation, "key"));
    DEED_TRY(std::vector<json::Document> presented, load_credentials(invocation));
    DEED_TRY(const credentials::KnownContexts contexts, load_contexts(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did holder,
             toolkit->own_did(invocation.option("holder").value_or(""), invocation.call()));
    std::unique_ptr<crypto::Signer> signer;
    if (!invocation.flag("unsigned")) {
        DEED_TRY(signer, toolkit->signer_for(holder, did::Relationship::authentication, key,
                                             invocation.call()));
    }
    const auto made =
        make({.credentials = std::move(presented),
              .holder = holder,
              .signer = signer.get(),
              .proof = std::move(binding),
              .types = invocation.options("type"),
              .cryptosuite = format.cryptosuite,
              .jws_algorithm = format.algorithm,
              .allow_other_subjects = invocation.flag("allow-other-subjects"),
              .is_version_1 = format.is_version_1},
             format, {toolkit->resolver(), toolkit->clock(), contexts}, invocation.call());
    if (!made) return in_file(made.error(), invocation.arguments());
    DEED_CHECK(print_made(*made, holder, invocation));
    return 0;
}

Result<int> run_verify(Invocation& invocation) {
    DEED_TRY(const SecuredInput presentation,
             read_secured_input(*invocation.argument(0), credentials::DocumentKind::presentation,
                                invocation.call()));
    DEED_TRY(const credentials::KnownContexts contexts, load_contexts(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    credentials::PresentationPolicy policy;
    DEED_TRY(policy.credentials, given_verify_policy(invocation, toolkit->clock().now()));
    policy.credentials.allow_foreign_keys = invocation.flag("allow-foreign-keys");
    policy.domains = invocation.options("domain");
    policy.challenge = invocation.option("challenge");
    policy.allow_other_subjects = invocation.flag("allow-other-subjects");
    policy.allow_unsigned = invocation.flag("allow-unsigned");
    policy.allow_no_credentials = invocation.flag("allow-no-credentials");
    DEED_CHECK(add_exports(*toolkit, invocation.options("did"), invocation.call()));
    DEED_TRY(const auto authority, given_authority(invocation));
    RegistryStatuses statuses(*toolkit);
    const credentials::PresentationContext context{
        .resolver = toolkit->resolver(),
        .clock = toolkit->clock(),
        .contexts = contexts,
        .challenges = invocation.flag("challenge-store") ? &toolkit->challenges() : nullptr,
        .authority = authority.get(),
        .statuses = &statuses};
    DEED_TRY(
        const credentials::PresentationReport report,
        credentials::verify_presentation(presentation.secured, policy, context, invocation.call()));
    return print_verification(invocation, "deed/presentation-verification/v1", report);
}

Result<int> run_inspect(Invocation& invocation) {
    return inspect_input(invocation, credentials::DocumentKind::presentation);
}

constexpr ArgumentRow kCredentials[] = {
    {"FILE", "a credential, as its issuer made it", false, true}};
constexpr ArgumentRow kPresentation[] = {{"FILE", "the presentation, - for standard input"}};
constexpr OptionRow kChallengeOptions[] = {
    {"domain", "DOMAIN", "who asks: your origin or name, such as https://bank.example"},
    {"valid", "TIME", "how long the holder may take: 90s, 5m (default), 2h; at most 24h"}};
constexpr OptionRow kCreateOptions[] = {
    {"holder", "DID", "who presents: a DID, or the name of one created here"},
    {"domain", "DOMAIN", "the verifier that it is for, as the verifier writes it"},
    {"challenge", "TEXT", "the verifier's challenge"},
    {"valid", "TIME", "how long it is good: 90s, 5m (default), 2h"},
    {"type", "TYPE", "a further type of the presentation", true},
    {"key", "REFERENCE", "the signing key, when not any that is listed: deed help key add"},
    {"format", "FORMAT", "vp: JSON with a proof; a cryptosuite; vp+jwt; vp+sd-jwt; vp+cose"},
    kContextOption,
    kAllowContextOption,
    {"alg", "NAME", "algorithm of the JWT, such as EdDSA or Ed25519 (default: by the key)"},
    {"unsigned", "", "without proof: for nobody in particular, and with no key"},
    {"allow-other-subjects", "", "present also what is about others than the holder"},
    {"out", "FILE", "write to a private file instead of stdout"},
    {"force", "", "replace the file if it exists"}};
constexpr OptionRow kVerifyOptions[] = {
    {"domain", "DOMAIN", "who you are: the presentation must be for you alone"},
    {"challenge", "TEXT", "what it must answer; whether it was shown before is not asked"},
    {"challenge-store", "", "it must answer a challenge made here, which is then used up"},
    {"did", "EXPORT", "a DID export of holder or issuer, for ledgers elsewhere", true},
    kMirrorOption,
    kAuthorityOption,
    kContextOption,
    kAllowContextOption,
    {"ask", "CHECK", "ask this check too: terms (contexts define all members)", true},
    {"skip", "CHECK", "do not ask this check; the report says so", true},
    {"allow-other-subjects", "", "accept credentials about others than the holder"},
    {"allow-unsigned", "", "accept a presentation without proof: nobody need be the holder"},
    {"allow-no-credentials", "", "accept a presentation that shows its holder alone"},
    {"allow-foreign-keys", "", "accept a key that a credential's issuer does not control"},
    {"max-did-age", "DAYS", "how old a DID export may be (default: 30)"},
    {"at", "TIME", "judge as of a past moment, such as 2026-11-22T02:40:35Z"}};

}  // namespace

constexpr CommandRow kPresentationChallenge{
    "presentation",
    "challenge",
    "Make a challenge for a holder to answer",
    "Prints a random text that is good for one presentation to this domain, within the time. Give\n"
    "it to one holder, and verify the answer with --challenge-store. It is kept in your home,\n"
    "where restoring a backup forgets it: an old challenge is never good again.",
    {},
    kChallengeOptions,
    "deed presentation challenge --domain https://bank.example",
    run_challenge};

constexpr CommandRow kPresentationCreate{
    "presentation",
    "create",
    "Present credentials to a verifier, as their holder",
    "Signs a presentation of the credentials for one verifier, with a key that the holder's DID\n"
    "lists for authentication. It is good for a few minutes. The credentials are not verified.",
    kCredentials,
    kCreateOptions,
    "deed presentation create degree.json --holder alice --domain https://bank.example "
    "--challenge uAbC",
    run_create};

constexpr CommandRow kPresentationVerify{
    "presentation",
    "verify",
    "Judge a presentation and every credential in it",
    "Prints the checks of the presentation, those of each credential, and one verdict over all.\n"
    "Exit codes are those of `deed credential verify`. Say with --domain who you are, and give\n"
    "--challenge-store where you made the challenge here: it is used up, durably, before the\n"
    "verdict good is printed, and no second presentation to it is good. Whatever else is not good\n"
    "leaves the challenge open.",
    kPresentation,
    kVerifyOptions,
    "deed presentation verify shown.json --domain https://bank.example --challenge-store",
    run_verify};

constexpr CommandRow kPresentationInspect{
    "presentation",
    "inspect",
    "Show what a presentation says, without judging it",
    "Prints holder, credentials and proofs as the presentation states them. Nothing is verified.\n"
    "With --terms, also each name and type of the presentation, its own proofs apart, and what\n"
    "it stands for: an IRI, or undefined where no context says so. What an inline context\n"
    "defines is marked. With --nquads, prints instead what suites such as eddsa-rdfc-2022\n"
    "sign: its statements in canonical form (RDFC-1.0, SHA-256).",
    kPresentation,
    kInspectOptions,
    "deed presentation inspect shown.json",
    run_inspect};

}  // namespace deed::cli
