#include <algorithm>
#include <charconv>

#include "cli/commands.hpp"
#include "cli/contexts.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/inspect.hpp"
#include "cli/invocation.hpp"
#include "cli/report_output.hpp"
#include "credentials/credential.hpp"
#include "credentials/issue.hpp"
#include "credentials/verify.hpp"
#include "evidence/time_evidence.hpp"
#include "lib/json/writer.hpp"

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
        return read_json_input(*file, kMaxCredential);
    }
    const auto type = invocation.option("type");
    if (!type) return Error(errors::kMissingArgument, "--claims needs --type TYPE");
    DEED_TRY(const json::Document document, read_json_input(*claims, kMaxCredential));
    return credentials::wrap_claims(document, *type, invocation.option("subject"));
}

/// --issuer, else the issuer that the credential names, else the only DID there is.
Result<did::Did> issuer_of(const json::Document& credential, Toolkit& toolkit,
                           Invocation& invocation) {
    if (const auto named = invocation.option("issuer"))
        return toolkit.own_did(*named, invocation.call());
    if (const auto issuer = credentials::CredentialView(credential.root()).issuer)
        return did::Did::parse(*issuer);
    return toolkit.own_did("", invocation.call());
}

Result<int> run_issue(Invocation& invocation) {
    DEED_TRY(const json::Document credential, unsigned_credential(invocation));
    DEED_TRY(const credentials::KnownContexts contexts,
             load_contexts(invocation.options("context")));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did issuer, issuer_of(credential, *toolkit, invocation));
    DEED_TRY(const auto signer,
             toolkit->signer_for(issuer, did::Relationship::assertion_method, invocation.call()));
    DEED_TRY(const json::Document issued,
             credentials::issue({credential, issuer, *signer, invocation.option("suite")},
                                {toolkit->resolver(), toolkit->clock(), contexts},
                                invocation.call()));
    const auto file = invocation.out_file();
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/issued-credential/v1")
        .member("issuer", issuer.to_string());
    if (file) summary.member("file", *file);
    else summary.key("credential").value(issued.root());
    summary.end_object();
    DEED_CHECK(invocation.output().file_or_result(
        file ? &*file : nullptr, invocation.flag("force"), 0644,
        json::to_pretty_string(issued.root()), summary.take_document()));
    return 0;
}

Result<std::int64_t> seconds_of_days(const std::string& text) {
    std::int64_t days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    constexpr std::int64_t kMaxDays = 36500;
    if (error != std::errc() || end != text.data() + text.size() || days < 0 || days > kMaxDays)
        return Error(errors::kBadValue, "--max-did-age takes a number of days up to 36500");
    return days * 24 * 3600;
}

/// As `deed did resolve --version-time` reads it: whole seconds mean the end of that second, but no
/// moment that is yet to come.
Result<Timestamp> past_moment(const std::string& text, Timestamp now) {
    const auto exact = Timestamp::parse_rfc3339(text);
    if (!exact)
        return Error(errors::kBadValue, "--at takes a time such as 2026-11-22T02:40:35Z, not \"" +
                                            text + "\"");
    DEED_TRY(const Timestamp end, did::parse_version_time(text));
    return *exact > now ? *exact : std::min(end, now);
}

Result<std::vector<credentials::TimeEvidence>> load_evidence(Invocation& invocation,
                                                             ByteView credential) {
    const auto files = invocation.options("evidence");
    const auto logs = invocation.options("log");
    if (files.empty() && (!logs.empty() || invocation.flag("same-log")))
        return Error(errors::kUnexpectedArgument, "--log and --same-log go with --evidence");
    std::vector<credentials::TimeEvidence> evidence;
    for (const std::string& file : files) {
        DEED_TRY(const json::Document json, read_json_input(file, evidence::kMaxProofSize));
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
    credentials::VerifyPolicy policy;
    for (std::string& name : invocation.options("skip")) policy.skip.insert(std::move(name));
    policy.allow_foreign_keys = invocation.flag("allow-foreign-keys");
    policy.allow_same_ledger = invocation.flag("same-log");
    if (const auto days = invocation.option("max-did-age")) {
        DEED_TRY(policy.max_did_age_seconds, seconds_of_days(*days));
    }
    if (const auto at = invocation.option("at")) {
        DEED_TRY(policy.at, past_moment(*at, now));
    }
    DEED_TRY(policy.evidence, load_evidence(invocation, credential));
    return policy;
}

Result<int> run_verify(Invocation& invocation) {
    // Evidence is over these very bytes, not over what they say.
    const std::string file = *invocation.argument(0);
    DEED_TRY(const Bytes bytes, read_input(file, kMaxCredential));
    DEED_TRY(const json::Document credential, parse_json_input(file, bytes, kMaxCredential));
    DEED_TRY(const credentials::KnownContexts contexts,
             load_contexts(invocation.options("context")));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const credentials::VerifyPolicy policy,
             policy_of(invocation, bytes, toolkit->clock().now()));
    DEED_CHECK(add_exports(*toolkit, invocation.options("did")));
    DEED_TRY(const credentials::Report report,
             credentials::verify(credential, policy,
                                 {toolkit->resolver(), toolkit->clock(), contexts},
                                 invocation.call()));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/credential-verification/v1")
        .key("report")
        .value(report.to_json().root())
        .end_object();
    DEED_CHECK(invocation.output().result(report_text(report, messages()), writer.take_document()));
    narrate_report(report);
    return report.exit_code();
}

Result<int> run_inspect(Invocation& invocation) {
    DEED_TRY(const json::Document credential,
             read_json_input(*invocation.argument(0), kMaxCredential));
    DEED_TRY(const Inspection inspection, inspect_credential(credential));
    DEED_CHECK(invocation.output().result(inspection.text, inspection.document));
    return 0;
}

constexpr ArgumentRow kUnsigned[] = {
    {"FILE", "an unsigned credential, - for standard input; or use --claims", false}};
constexpr ArgumentRow kSigned[] = {{"FILE", "the credential, - for standard input"}};
constexpr OptionRow kIssueOptions[] = {
    {"claims", "FILE", "claims to wrap into a new credential"},
    {"type", "TYPE", "type of the new credential, with --claims"},
    {"subject", "ID", "whom the claims are about, with --claims"},
    {"issuer", "DID", "the issuer: a DID, or the name of one created here"},
    {"suite", "NAME", "cryptosuite (default: what fits the key)"},
    {"context", "URL=FILE", "a context that is not bundled", true},
    {"out", "FILE", "write to a file instead of stdout"},
    {"force", "", "replace the file if it exists"}};
constexpr OptionRow kVerifyOptions[] = {
    {"did", "EXPORT", "a DID export, when the issuer's ledger is not here", true},
    {"context", "URL=FILE", "a context that is not bundled", true},
    {"skip", "CHECK", "do not ask this check; the report says so", true},
    {"allow-foreign-keys", "", "accept a key that the issuer does not control"},
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
    "proof are added, and only where they are absent. Prints the signed credential.",
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
    "Prints issuer, subjects, dates and proofs as the credential states them. Nothing is verified.",
    kSigned,
    {},
    "deed credential inspect degree.json",
    run_inspect};

}  // namespace deed::cli
