#include "credentials/credential.hpp"
#include "cli/chain_settings.hpp"
#include "cli/commands.hpp"
#include "cli/contexts.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/invocation.hpp"
#include "cli/proof_words.hpp"
#include "cli/registry_words.hpp"
#include "cli/secured_format.hpp"
#include "cli/secured_input.hpp"
#include "cli/verify_words.hpp"
#include "credentials/errors.hpp"
#include "credentials/issue.hpp"
#include "credentials/verify.hpp"
#include "evidence/time_evidence.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/statuses.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxCredential = std::size_t{4} << 20;

/// What is to be signed: the credential of FILE, or one made around --claims.
Result<json::Document> unsigned_credential(const Invocation& invocation) {
    const auto file = invocation.argument(0);
    const auto claims = invocation.option("claims");
    if (file.has_value() == claims.has_value())
        return Error(errors::kMissingArgument, "give either FILE or --claims FILE");
    if (file) {
        if (invocation.option("type") || invocation.option("subject"))
            return Error(errors::kUnexpectedArgument, "--type and --subject go with --claims");
        return read_json_input(*file, invocation.call(), kMaxCredential);
    }
    const auto type = invocation.option("type");
    if (!type) return Error(errors::kMissingArgument, "--claims needs --type TYPE");
    DEED_TRY(const json::Document document,
             read_json_input(*claims, invocation.call(), kMaxCredential));
    return credentials::wrap_claims(document, *type, invocation.option("subject"));
}

/// --issuer, else the issuer that the credential names, else the configured one, else the only DID
/// there is.
Result<did::Did> issuer_of(const json::Document& credential, Toolkit& toolkit,
                           Invocation& invocation) {
    if (const auto named = invocation.option("issuer"))
        return toolkit.own_did(*named, invocation.call());
    if (const auto issuer = credentials::CredentialView(credential.root()).issuer)
        return did::Did::parse(*issuer);
    DEED_TRY(const auto configured, invocation.setting("issuer"));
    return toolkit.own_did(configured.value_or(""), invocation.call());
}

/// Where the issuer's status lists are: on the network of its DID.
Result<std::string> network_of_issuer(const did::Did& issuer) {
    DEED_TRY(const did::WeidId id, did::parse_weid(issuer));
    return id.network;
}

/// With --status LIST:NUMBER, the credential with an entry for that bit, which is the issuer's own
/// and not set.
Result<json::Document> with_status(json::Document credential, const did::Did& issuer,
                                   Toolkit& toolkit, Invocation& invocation) {
    const auto text = invocation.option("status");
    if (!text) return credential;
    if (credential.root().find("credentialStatus"))
        return Error(errors::kUnexpectedArgument, "the credential carries a status already");
    credentials::StatusEntry entry;
    const std::size_t colon = text->find(':');
    DEED_TRY(entry.list, parse_id(text->substr(0, colon)));
    if (colon == std::string::npos)
        return Error(errors::kBadValue, "--status takes LIST:NUMBER, such as 0x…:94567");
    DEED_TRY(entry.index, number_of(text->substr(colon + 1)));
    DEED_TRY(entry.registry, network_of_issuer(issuer));
    RegistryStatuses statuses(toolkit);
    DEED_TRY(const credentials::StatusAnswer answer,
             statuses.look_up(entry, issuer.to_string(), std::nullopt, invocation.call()));
    if (!answer.is_of_issuer)
        return Error(credentials::errors::kStatusForeignList, "the list is of " + answer.publisher);
    using Purpose = credentials::StatusPurpose;
    entry.purpose = answer.is_permanent ? Purpose::revocation : Purpose::suspension;
    if (answer.is_set)
        return Error(answer.is_permanent ? credentials::errors::kStatusRevoked
                                         : credentials::errors::kStatusSuspended,
                     "number " + std::to_string(entry.index) + " is set");
    return credential.with("/credentialStatus", entry.to_json().root());
}

/// The credential in the form that was asked for.
Result<credentials::Secured> secure(const credentials::IssueRequest& request,
                                    const SecuredFormat& format,
                                    const credentials::IssueContext& context,
                                    Invocation& invocation) {
    using credentials::DocumentKind;
    using credentials::EnvelopeForm;
    Call& call = invocation.call();
    if (format.envelope == EnvelopeForm::jwt) {
        const auto issue = format.is_version_1 ? credentials::issue_jwt_1 : credentials::issue_jwt;
        DEED_TRY(const std::string token, issue(request, context, call));
        DEED_TRY(credentials::SecuredJwt jwt,
                 credentials::SecuredJwt::parse_either(token, DocumentKind::credential));
        return credentials::Secured(std::move(jwt));
    }
    if (format.envelope == EnvelopeForm::sd_jwt) {
        DEED_TRY(const credentials::SelectiveDisclosure disclosure, given_disclosure(invocation));
        DEED_TRY(const std::string token,
                 credentials::issue_sd_jwt(request, disclosure, context, call));
        DEED_TRY(credentials::SecuredSdJwt jwt,
                 credentials::SecuredSdJwt::parse(token, DocumentKind::credential));
        return credentials::Secured(std::move(jwt));
    }
    if (format.envelope == EnvelopeForm::cose) {
        DEED_TRY(const Bytes message, credentials::issue_cose(request, context, call));
        DEED_TRY(credentials::SecuredCose cose,
                 credentials::SecuredCose::parse(message, DocumentKind::credential,
                                                 cose::Tagging::required));
        return credentials::Secured(std::move(cose));
    }
    DEED_TRY(json::Document issued, credentials::issue(request, context, call));
    return credentials::Secured(std::move(issued), DocumentKind::credential);
}

Result<void> print_issued(const credentials::Secured& issued, const did::Did& issuer,
                          Invocation& invocation) {
    // What a holder may withhold is theirs to keep.
    const bool is_private = issued.envelope() == credentials::EnvelopeForm::sd_jwt;
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/issued-credential/v1")
        .member("issuer", issuer.to_string());
    return print_secured(invocation, issued, summary, is_private ? 0600 : 0644);
}

Result<int> run_issue(Invocation& invocation) {
    DEED_TRY(const SecuredFormat format,
             given_format(invocation, credentials::DocumentKind::credential));
    DEED_TRY(const json::Document content, unsigned_credential(invocation));
    DEED_TRY(const credentials::KnownContexts contexts, load_contexts(invocation));
    DEED_TRY(const credentials::ProofOptions options, given_proof_options(invocation));
    DEED_TRY(const auto key, given_reference(invocation, "key"));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did issuer, issuer_of(content, *toolkit, invocation));
    DEED_TRY(const json::Document credential, with_status(content, issuer, *toolkit, invocation));
    DEED_TRY(const auto signer, toolkit->signer_for(issuer, did::Relationship::assertion_method,
                                                    key, invocation.call()));
    DEED_TRY(const credentials::Secured issued,
             secure({.credential = credential,
                     .issuer = issuer,
                     .signer = *signer,
                     .cryptosuite = format.cryptosuite,
                     .jws_algorithm = format.algorithm,
                     .proof = options},
                    format, {toolkit->resolver(), toolkit->clock(), contexts}, invocation));
    DEED_CHECK(print_issued(issued, issuer, invocation));
    return 0;
}

Result<std::vector<credentials::TimeEvidence>> load_evidence(Invocation& invocation,
                                                             ByteView credential) {
    const auto files = invocation.options("evidence");
    const auto logs = invocation.options("log");
    if (files.empty() && (!logs.empty() || invocation.flag("same-log")))
        return Error(errors::kUnexpectedArgument, "--log and --same-log go with --evidence");
    std::vector<credentials::TimeEvidence> evidence;
    for (const std::string& file : files) {
        DEED_TRY(const json::Document json,
                 read_json_input(file, invocation.call(), evidence::kMaxProofSize));
        const auto proof = evidence::EvidenceProof::parse(json.root());
        if (!proof)
            return Error(proof.error().code(), file + ": " + proof.error().message(),
                         proof.error().where());
        DEED_TRY(credentials::TimeEvidence one,
                 evidence::time_evidence(*proof, credential, logs, invocation.call()));
        one.source = file + ", " + one.source;
        evidence.push_back(std::move(one));
    }
    return evidence;
}

Result<credentials::VerifyPolicy> policy_of(Invocation& invocation, ByteView credential,
                                            Timestamp now) {
    DEED_TRY(credentials::VerifyPolicy policy, given_verify_policy(invocation, now));
    policy.allow_foreign_keys = invocation.flag("allow-foreign-keys");
    policy.allow_same_ledger = invocation.flag("same-log");
    DEED_TRY(policy.evidence, load_evidence(invocation, credential));
    return policy;
}

Result<int> run_verify(Invocation& invocation) {
    // Evidence is over these very bytes, not over what they say.
    DEED_TRY(const SecuredInput credential,
             read_secured_input(*invocation.argument(0), credentials::DocumentKind::credential,
                                invocation.call()));
    DEED_TRY(const credentials::KnownContexts contexts, load_contexts(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(credentials::VerifyPolicy policy,
             policy_of(invocation, credential.bytes, toolkit->clock().now()));
    DEED_CHECK(read_proof_policy(invocation, *toolkit, policy));
    DEED_CHECK(add_exports(*toolkit, invocation.options("did"), invocation.call()));
    DEED_TRY(const auto authority, given_authority(invocation));
    RegistryStatuses statuses(*toolkit);
    const credentials::VerifyContext context{.resolver = toolkit->resolver(),
                                             .clock = toolkit->clock(),
                                             .contexts = contexts,
                                             .authority = authority.get(),
                                             .statuses = &statuses};
    DEED_TRY(const credentials::Report report,
             credentials::verify(credential.secured, policy, context, invocation.call()));
    return print_verification(invocation, "deed/credential-verification/v1", report);
}

Result<int> run_inspect(Invocation& invocation) {
    return inspect_input(invocation, credentials::DocumentKind::credential);
}

constexpr ArgumentRow kUnsigned[] = {
    {"FILE", "an unsigned credential, - for standard input; or use --claims", false}};
constexpr ArgumentRow kSigned[] = {{"FILE", "the credential, - for standard input"}};
constexpr OptionRow kIssueOptions[] = {
    {"claims", "FILE", "claims to wrap into a new credential"},
    {"type", "TYPE", "type of the new credential, with --claims"},
    {"subject", "ID", "whom the claims are about, with --claims"},
    {"issuer", "DID", "the issuer: a DID, or the name of one created here"},
    kNetworkOption,
    {"status", "LIST:NUMBER", "the bit of a status list by which it can be revoked"},
    {"key", "REFERENCE", "the signing key, when not any that is listed: deed help key add"},
    {"format", "FORMAT",
     "vc: JSON with a proof; a cryptosuite; vc+jwt; vc+sd-jwt; vc+cose; jwt-vc"},
    {"alg", "NAME", "algorithm of the JWT, such as EdDSA or Ed25519 (default: by the key)"},
    {"disclosable", "POINTER", "with vc+sd-jwt: a claim that the holder may withhold", true},
    {"decoys", "NUMBER", "with vc+sd-jwt: digests of nothing beside those of claims"},
    {"sd-alg", "NAME", "with vc+sd-jwt: sha-256 (default), sha-384 or sha-512"},
    {"holder-key", "KEY", "with vc+sd-jwt: a Multikey, JWK, file, DID or DID URL of who shows it"},
    {"proof-id", "URL", "an id of the proof, so that others can build on it; new: made now"},
    {"proof-expires", "TIME", "until when the proof is good"},
    {"domain", "TEXT", "for where alone the proof is meant", true},
    {"challenge", "TEXT", "what the proof answers"},
    {"nonce", "TEXT", "a text that makes the proof unlike others"},
    kContextOption,
    kAllowContextOption,
    {"out", "FILE", "write to a file instead of stdout"},
    {"force", "", "replace the file if it exists"}};
constexpr OptionRow kVerifyOptions[] = {
    {"did", "EXPORT", "a DID export, when the issuer's ledger is not here", true},
    kMirrorOption,
    kNetworkOption,
    kAuthorityOption,
    kContextOption,
    kAllowContextOption,
    {"ask", "CHECK", "ask this check too: terms (contexts define all members)", true},
    {"skip", "CHECK", "do not ask this check; the report says so", true},
    {"allow-foreign-keys", "", "accept a key that the issuer does not control"},
    {"domain", "TEXT", "for where the proofs must be meant", true},
    {"challenge", "TEXT", "what the proofs must answer"},
    {"signer", "DID", "who must have signed, beside the issuer", true},
    {"key-id", "DIDURL", "the verification method that must have signed", true},
    {"public-key", "KEY", "judge by this key, a Multikey, JWK or file; look nothing up", true},
    {"one-proof", "", "of several proofs, let one by the issuer and each --signer do"},
    {"max-did-age", "DAYS", "how old a DID export may be (default: 30)"},
    {"at", "TIME", "judge as of a past moment, such as 2026-11-22T02:40:35Z"},
    {"evidence", "PROOF", "an evidence proof over this file: when it existed", true},
    {"log", "KEY", "a log trusted with --evidence: verifier key or network", true},
    {"same-log", "", "count evidence also from the log of the issuer's DID"}};

}  // namespace

constexpr CommandRow kCredentialIssue{
    "credential",
    "issue",
    "Sign a credential",
    "Signs an unsigned credential, or claims wrapped into a new one. Only issuer, validFrom and\n"
    "proof are added, and only where they are absent. Prints the signed credential.\n"
    "With --format NAME of a cryptosuite, such as eddsa-rdfc-2022, the proof is of that one, else\n"
    "of the one over JSON that fits the key. With vc+jwt, the credential becomes the payload of a\n"
    "JWT instead, for which --proof-expires and --domain give exp and aud. With vc+sd-jwt, the\n"
    "holder may withhold the claims of --disclosable from a verifier: deed help credential "
    "derive.\n"
    "With jwt-vc, a credential of data model 1.1 is put into the claim vc of a JWT.",
    kUnsigned,
    kIssueOptions,
    "deed credential issue --claims claims.json --type DegreeCredential "
    "--subject did:example:alice",
    run_issue};

constexpr CommandRow kCredentialVerify{
    "credential",
    "verify",
    "Judge a credential: good, bad, or could not judge",
    "Prints every check and the verdict. The exit code is 0 only when the verdict is good, 9 when\n"
    "it could not be judged, and else that of the worst check. Creates nothing in your home.\n"
    "With --at, judges as of a past moment by what is known today. A credential whose key was\n"
    "retired or compromised since is good only with --evidence that it existed before.",
    kSigned,
    kVerifyOptions,
    "deed credential verify degree.json --did university.did-export.json",
    run_verify};

constexpr CommandRow kCredentialInspect{
    "credential",
    "inspect",
    "Show what a credential says, without judging it",
    "Prints issuer, subjects, dates and proofs as the credential states them. Nothing is "
    "verified.\n"
    "With --terms, also each name and type of the credential, its own proofs apart, and what\n"
    "it stands for: an IRI, or undefined where no context says so. What an inline context\n"
    "defines is marked. With --nquads, prints instead what suites such as eddsa-rdfc-2022\n"
    "sign: its statements in canonical form (RDFC-1.0, SHA-256).",
    kSigned,
    kInspectOptions,
    "deed credential inspect degree.json",
    run_inspect};

}  // namespace deed::cli
