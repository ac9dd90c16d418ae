#include "cli/secured_format.hpp"

#include <algorithm>

#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/proof_words.hpp"
#include "credentials/proofs/suite.hpp"
#include "lib/encoding/text.hpp"

namespace deed::cli {
namespace {

using credentials::DocumentKind;
using credentials::EnvelopeForm;

/// The options that go with SD-JWT alone.
constexpr std::string_view kDisclosureOptions[] = {"disclosable", "decoys", "sd-alg", "holder-key"};

std::string plain_format(DocumentKind kind) {
    return std::string(credentials::short_payload_type_of(kind));
}

/// A JWT of data model 1.1: "jwt-vc".
std::string version_1_format(DocumentKind kind) { return "jwt-" + plain_format(kind); }

Result<std::optional<EnvelopeForm>> envelope_of(const std::string& format, DocumentKind kind) {
    if (format == version_1_format(kind)) return std::optional(EnvelopeForm::jwt);
    const bool is_json = format == plain_format(kind) || credentials::find_suite(format) != nullptr;
    if (is_json) return std::optional<EnvelopeForm>();
    const auto* type = credentials::find_envelope_type("application/" + format);
    if (type != nullptr && type->kind == kind) return std::optional(type->form);
    const std::string plain = plain_format(kind);
    return Error(errors::kBadValue, "--format takes " + plain + ", a cryptosuite, " + plain +
                                        "+jwt, " + plain + "+sd-jwt, " + plain + "+cose or " +
                                        version_1_format(kind) + ", not \"" + format + "\"");
}

Result<void> refuse(const Invocation& invocation, std::string_view option,
                    const std::string& format) {
    if (!invocation.flag(option)) return {};
    return Error(errors::kUnexpectedArgument,
                 "--" + std::string(option) + " does not go with --format " + format);
}

/// The key that a DID lists for its holder to show who they are; the one of that name, where the
/// text is a DID URL.
Result<crypto::PublicKey> holder_key_of(const std::string& text, Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    const std::size_t fragment = text.find('#');
    DEED_TRY(const did::Did did, did::Did::parse(text.substr(0, fragment)));
    DEED_TRY(const did::Resolution resolution, toolkit->resolver().resolve(did, invocation.call()));
    for (const did::VerificationMethod& method : resolution.document.verification_methods()) {
        const bool is_listed =
            resolution.document.allows(method.id, did::Relationship::authentication);
        const bool is_named = fragment == std::string::npos || method.id == text;
        if (is_listed && is_named && method.public_key &&
            crypto::info_of(method.public_key->type()).default_algorithm)
            return *method.public_key;
    }
    return Error(errors::kBadValue, text + " lists no key for authentication that signs tokens");
}

Result<crypto::PublicKey> given_holder_key(const std::string& text, Invocation& invocation) {
    if (text.starts_with("did:")) return holder_key_of(text, invocation);
    return public_key_of(text, invocation.call());
}

std::string_view name_of(EnvelopeForm form) {
    if (form == EnvelopeForm::jwt) return "jwt";
    return form == EnvelopeForm::sd_jwt ? "sdJwt" : "cose";
}

}  // namespace

Result<SecuredFormat> given_format(const Invocation& invocation, DocumentKind kind) {
    const std::string format = invocation.option("format").value_or(plain_format(kind));
    SecuredFormat given{.algorithm = invocation.option("alg")};
    DEED_TRY(given.envelope, envelope_of(format, kind));
    given.is_version_1 = format == version_1_format(kind);
    DEED_CHECK(refuse(invocation, given.envelope ? "unsigned" : "alg", format));
    const bool names_suite = !given.envelope && format != plain_format(kind);
    if (names_suite) given.cryptosuite = format;
    if (given.envelope == EnvelopeForm::sd_jwt) return given;
    for (const std::string_view option : kDisclosureOptions)
        DEED_CHECK(refuse(invocation, option, format));
    return given;
}

Result<credentials::SelectiveDisclosure> given_disclosure(Invocation& invocation) {
    credentials::SelectiveDisclosure disclosure;
    disclosure.disclosable = invocation.options("disclosable");
    if (const auto decoys = invocation.option("decoys")) {
        DEED_TRY(disclosure.conceal.decoys,
                 given_number("decoys", *decoys, 0, credentials::kMaxDecoys));
    }
    if (const auto name = invocation.option("sd-alg")) {
        DEED_TRY(disclosure.conceal.hash, credentials::sd_hash_from_name(*name));
    }
    if (const auto key = invocation.option("holder-key")) {
        DEED_TRY(disclosure.holder, given_holder_key(*key, invocation));
        if (key->starts_with("did:") && key->find('#') != std::string::npos) {
            disclosure.holder.reset();
            disclosure.holder_key_id = *key;
        }
    }
    return disclosure;
}

Result<void> print_secured(Invocation& invocation, const credentials::Secured& made,
                           json::Writer& summary, mode_t mode) {
    const auto file = invocation.out_file();
    const auto form = made.envelope();
    const Bytes bytes = made.to_bytes();
    if (file)
        summary.member("file", *file);
    else if (form)
        summary.member(name_of(*form),
                       made.cose() != nullptr ? base64_encode(bytes) : std::string(as_text(bytes)));
    else
        summary.key(made.kind() == DocumentKind::credential ? "credential" : "presentation")
            .value(made.document().root());
    summary.end_object();
    if (made.cose() != nullptr)
        return invocation.output().file_or_bytes(file ? &*file : nullptr, invocation.flag("force"),
                                                 mode, bytes, summary.take_document());
    const std::string text =
        form ? std::string(as_text(bytes)) + "\n" : json::to_pretty_string(made.document().root());
    return invocation.output().file_or_result(file ? &*file : nullptr, invocation.flag("force"),
                                              mode, text, summary.take_document());
}

}  // namespace deed::cli
