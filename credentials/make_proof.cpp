#include "credentials/make_proof.hpp"

#include <algorithm>

#include "credentials/errors.hpp"
#include "credentials/text_rules.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

/// One text alone, several as an array.
void write_texts(json::Writer& writer, std::string_view name,
                 const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    if (texts.size() == 1) {
        writer.member(name, texts.front());
        return;
    }
    writer.key(name).begin_array();
    for (const std::string& text : texts) writer.string(text);
    writer.end_array();
}

void write_text(json::Writer& writer, std::string_view name,
                const std::optional<std::string>& text) {
    if (text) writer.member(name, *text);
}

json::Document configuration(const ProofPlan& plan) {
    const ProofOptions& options = plan.options;
    json::Writer writer;
    writer.begin_object();
    write_text(writer, "id", options.id);
    writer.member("type", plan.suite.proof_type());
    if (plan.suite.proof_type() == kDataIntegrityProof)
        writer.member("cryptosuite", plan.suite.name());
    writer.member("created", plan.created.floor_seconds().to_string());
    if (options.expires) writer.member("expires", options.expires->to_string());
    writer.member("verificationMethod", plan.method)
        .member("proofPurpose", to_string(plan.purpose));
    write_texts(writer, "domain", options.domains);
    write_text(writer, "challenge", options.challenge);
    write_text(writer, "nonce", options.nonce);
    write_texts(writer, "previousProof", plan.previous);
    return writer.end_object().take_document();
}

}  // namespace

Result<void> check_options(const ProofOptions& options, Timestamp now) {
    const auto malformed = [](std::string what) {
        return Error(errors::kProofOptionMalformed, std::move(what));
    };
    if (options.id && !is_absolute_url(*options.id))
        return malformed("the proof's id " + *options.id + " is not an absolute URL");
    const auto is_unfit = [](const std::optional<std::string>& text) {
        return text && (text->empty() || !is_utf8(as_bytes(*text)));
    };
    if (std::ranges::any_of(options.domains, is_unfit))
        return malformed("a domain is empty or no UTF-8");
    if (is_unfit(options.challenge)) return malformed("the challenge is empty or no UTF-8");
    if (is_unfit(options.nonce)) return malformed("the nonce is empty or no UTF-8");
    if (options.expires && *options.expires <= now)
        return Error(errors::kProofExpiryPast,
                     "the proof would expire at " + options.expires->to_string());
    return {};
}

Result<json::Document> make_proof(const ProofInput& input, const ProofPlan& plan,
                                  crypto::Signer& signer, Call& call) {
    DEED_CHECK(check_options(plan.options, plan.created));
    return plan.suite.create(input, configuration(plan).root(), signer, call);
}

}  // namespace deed::credentials
