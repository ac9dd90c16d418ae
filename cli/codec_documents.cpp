#include "cli/codec.hpp"
#include "cli/errors.hpp"
#include "credentials/verify.hpp"
#include "did/errors.hpp"
#include "did/methods/jwk.hpp"
#include "did/methods/key.hpp"
#include "did/methods/peer.hpp"
#include "did/methods/webvh.hpp"
#include "did/methods/weid_export.hpp"
#include "did/option.hpp"

namespace deed::cli {
namespace {

Result<did::ReadOptions> options_argument(json::Value arguments) {
    std::vector<did::Option> options;
    const auto given = arguments.find("options");
    if (given && !given->is_object())
        return Error(errors::kCodecBadArgument, "\"options\" must be an object");
    if (given)
        for (const auto& [name, value] : given->object())
            options.push_back({std::string(name), value.is_string() ? std::string(value.string())
                                                                    : json::to_string(value)});
    return did::read_options(options);
}

// A batch has no home: what it resolves must come from the identifier itself.
Result<void> run_did_resolve(json::Value arguments, CodecAnswer& answer, Call& call) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "did"));
    DEED_TRY(const did::Did did, did::Did::parse(text));
    did::KeyResolver did_key;
    did::JwkResolver did_jwk;
    did::PeerResolver did_peer;
    did::MethodResolver resolver;
    resolver.add("key", did_key);
    resolver.add("jwk", did_jwk);
    resolver.add("peer", did_peer);
    DEED_TRY(const did::ReadOptions options, options_argument(arguments));
    DEED_TRY(const did::Resolution resolution, resolver.resolve(did, options.resolve, call));
    options.expand_relative_urls
        ? answer.out.value(did::with_absolute_urls(resolution.document).root())
        : answer.out.value(resolution.document.json().root());
    return {};
}

Result<void> run_webvh_resolve(json::Value arguments, CodecAnswer& answer, Call& call) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "log"));
    std::optional<Bytes> witness_file;
    if (const auto witness = arguments.find("witness"); witness && !witness->is_null()) {
        const auto given = witness->string_if();
        const std::string file = given ? std::string(*given) : json::to_string(*witness);
        append(witness_file.emplace(), as_bytes(file));
    }
    const SystemClock clock;
    DEED_TRY(const did::WebvhLog log,
             did::read_webvh(as_bytes(text), witness_file, clock.now(), call));
    did::ResolveOptions options;
    if (const auto id = arguments.find("versionId"); id && id->is_string())
        options.version_id = std::string(id->string());
    DEED_TRY(const did::Resolution resolution,
             did::resolve_webvh(log, log.entries().back().did, options));
    if (resolution.metadata.deactivated)
        return Error(did::errors::kDeactivated, "the DID was deactivated");
    answer.out.value(resolution.document.json().root());
    return {};
}

Result<credentials::VerifyPolicy> policy_from(std::optional<json::Value> options) {
    credentials::VerifyPolicy policy;
    if (!options) return policy;
    if (!options->is_object())
        return Error(errors::kCodecBadArgument, "\"options\" must be an object");
    policy.allow_foreign_keys = flag_argument(*options, "allowForeignKeys");
    const auto skip = options->find("skip");
    if (!skip) return policy;
    if (!skip->is_array()) return Error(errors::kCodecBadArgument, "\"skip\" must be an array");
    for (const json::Value name : skip->array()) {
        const auto text = name.string_if();
        if (!text) return Error(errors::kCodecBadArgument, "\"skip\" must hold strings");
        policy.skip.emplace(*text);
    }
    return policy;
}

const ErrorCode* first_code(const credentials::Report& report) {
    for (const credentials::CheckState state :
         {credentials::CheckState::failed, credentials::CheckState::undetermined})
        for (const credentials::Check& check : report.checks())
            if (check.state == state && check.required) return check.code;
    return nullptr;
}

Result<credentials::Secured> credential_argument(json::Value arguments) {
    constexpr auto kKind = credentials::DocumentKind::credential;
    const auto credential = arguments.find("credential");
    if (!credential) return Error(errors::kCodecBadArgument, "\"credential\" is missing");
    if (const auto token = credential->string_if())
        return credentials::read_secured(as_bytes(*token), std::nullopt, kKind);
    DEED_TRY(json::Document document, json::Document::parse(json::to_string(*credential)));
    return credentials::read_secured(std::move(document), kKind);
}

Result<void> run_credential_verify(json::Value arguments, CodecAnswer& answer, Call& call) {
    DEED_TRY(const credentials::Secured credential, credential_argument(arguments));
    DEED_TRY(const credentials::VerifyPolicy policy, policy_from(arguments.find("options")));
    did::KeyResolver did_key;
    did::MethodResolver resolver;
    resolver.add("key", did_key);
    const SystemClock clock;
    const credentials::KnownContexts contexts;
    DEED_TRY(const credentials::Report report,
             credentials::verify(credential, policy, {resolver, clock, contexts}, call));
    answer.out.begin_object().key("report").value(report.to_json().root()).end_object();
    if (report.verdict() != credentials::Verdict::good) answer.code = first_code(report);
    return {};
}

constexpr CodecOperation kDocuments[] = {
    {"did.resolve", run_did_resolve,
     "`did`: a did:key, did:jwk or did:peer; `options`: as of DID Resolution, as texts",
     "the DID document"},
    {"didwebvh.resolveLog", run_webvh_resolve,
     "`log`: the text of did.jsonl; `witness`: that of did-witness.json; `versionId`",
     "the DID document of the log's last DID"},
    {"credential.verify", run_credential_verify,
     "`credential`: signed by a did:key, an object or a JWT as a string; `options`: `skip` (names "
     "of checks), `allowForeignKeys`",
     "`report`: the verdict and every check"},
};

}  // namespace

std::span<const CodecOperation> codec_documents() { return kDocuments; }

}  // namespace deed::cli
