#include "tests/scenarios/key_life_suite.hpp"

#include "credentials/proofs/suite.hpp"
#include "did/errors.hpp"
#include "evidence/time_evidence.hpp"

namespace deed::scenarios {

using registry::test::must;

namespace {

json::Document json_of(std::string_view text) { return must(json::Document::parse(text)); }

std::string as_file(const json::Document& document) {
    return json::to_pretty_string(document.root()) + "\n";
}

json::Document claims(std::string_view degree) {
    return must(credentials::wrap_claims(json_of(R"({"degree":")" + std::string(degree) + "\"}"),
                                         "DegreeCredential", "did:example:alice"));
}

}  // namespace

Timestamp hour(double hours) {
    return registry::test::at_second(registry::test::kStart +
                                     static_cast<std::int64_t>(hours * 3600));
}

KeyLife::KeyLife()
    : resolver_([this](const std::string& network, Call&) -> Result<registry::Ledger*> {
          if (network == ledger_->writer().network()) return &ledger_->reader();
          return Error(did::errors::kUnknownNetwork, network);
      }) {}

void KeyLife::live_until(double hours) {
    for (; next_hour_ <= hours; ++next_hour_) {
        ledger_->clock().set(hour(next_hour_));
        notary_->clock().set(hour(next_hour_));
        happen(next_hour_);
    }
    ledger_->clock().set(hour(hours));
    notary_->clock().set(hour(hours));
}

void KeyLife::happen(int hours) {
    using did::Relationship;
    switch (hours) {
        case 0:
            issuer_ = must(registrar().create(
                *controller_, {{k1_->public_key(), {Relationship::assertion_method}}}, call_));
            notary_did_ = must(did::WeidRegistrar(notary_->writer(), notary_->clock())
                                   .create(*notary_controller_, {}, call_));
            return;
        case 1:
            degree_ = issue(*k1_, "BSc");
            return;
        case 4:
            must(registrar().update(*issuer_, document_with(*k2_), *controller_, call_));
            return;
        case 5:
            must(registrar().rotate(*issuer_, std::nullopt, {*next_controller_, &*controller_},
                                    call_));
            degree_proofs_.emplace(hours, notarize(degree_));
            return;
        case 6:
            diploma_ = issue(*k2_, "MSc");
            return;
        case 7:
            diploma_proofs_.emplace(hours, notarize(diploma_));
            return;
        case 2:
        case 9:
            degree_proofs_.emplace(hours, notarize(degree_));
            return;
        case 10:
            must(registrar().compromise(*issuer_, {{k1_->public_key(), hour(8)}},
                                        document_with(*k2_), *next_controller_, call_));
            return;
        case 12:
            must(registrar().deactivate(*issuer_, *next_controller_, call_));
            return;
        default:
            return;
    }
}

json::Document KeyLife::document_with(const crypto::Signer& key) const {
    return did::make_document(*issuer_, {{key.public_key(), {did::Relationship::assertion_method}}})
        .json();
}

std::string KeyLife::issue(crypto::Signer& key, std::string_view degree) {
    return as_file(must(credentials::issue({claims(degree), *issuer_, key, std::nullopt},
                                           {resolver_, ledger_->clock(), contexts_}, call_)));
}

std::string KeyLife::sign(crypto::Signer& key, Timestamp created) {
    const auto& suite = *credentials::suite_for(key.public_key().type());
    const auto text = [](const std::string& value) { return json_of("\"" + value + "\""); };
    const auto unsigned_one =
        must(claims("PhD").with("/issuer", text(issuer_->to_string()).root()));
    const auto options =
        json_of(R"({"type":"DataIntegrityProof","cryptosuite":")" + std::string(suite.name()) +
                R"(","created":")" + created.to_string() + R"(","verificationMethod":")" +
                issuer_->to_string() + "#" + key.public_key().to_multikey() +
                R"(","proofPurpose":"assertionMethod"})");
    const auto proof = must(suite.create(unsigned_one.root(), options.root(), key, call_));
    return as_file(must(unsigned_one.with("/proof", proof.root())));
}

json::Document KeyLife::anchor(EngineFixture& where, const did::Did& submitter,
                               crypto::Signer& controller, std::string_view file) {
    auto& ledger = dynamic_cast<registry::LogLedger&>(where.writer());
    const auto opening =
        evidence::Opening::for_bytes(submitter, evidence::digest_of(as_bytes(file)));
    registry::EvidenceRegistry registry(ledger, where.clock());
    must(registry.append(must(did::parse_weid(submitter)).address,
                         std::vector{opening.commitment()}, controller, call_));
    return must(evidence::prove(ledger, opening, where.clock(), call_));
}

json::Document KeyLife::notarize(std::string_view file) {
    return anchor(*notary_, *notary_did_, *notary_controller_, file);
}

json::Document KeyLife::notarize_at_home(std::string_view file) {
    return anchor(*ledger_, *issuer_, *controller_, file);
}

credentials::TimeEvidence KeyLife::weigh(const json::Document& proof, std::string_view file) {
    return weigh(proof, file, {notary_network()});
}

credentials::TimeEvidence KeyLife::weigh(const json::Document& proof, std::string_view file,
                                         const std::vector<std::string>& trusted) {
    return must(evidence::time_evidence(must(evidence::EvidenceProof::parse(proof.root())),
                                        as_bytes(file), trusted, call_));
}

did::WeidExport KeyLife::export_did() {
    const auto exported = must(did::export_weid(*log(), *issuer_, ledger_->clock(), call_));
    return must(did::WeidExport::parse(exported.root()));
}

credentials::Report KeyLife::judge(std::string_view file, const credentials::VerifyPolicy& policy) {
    return judge_with(resolver_, file, policy);
}

credentials::Report KeyLife::judge_by(const did::WeidExport& did_export, std::string_view file,
                                      const credentials::VerifyPolicy& policy) {
    did::ExportResolver exports;
    EXPECT_OK(exports.add(did_export));
    return judge_with(exports, file, policy);
}

credentials::Report KeyLife::judge_with(did::DidResolver& resolver, std::string_view file,
                                        const credentials::VerifyPolicy& policy) {
    return must(
        credentials::verify(json_of(file), policy, {resolver, ledger_->clock(), contexts_}, call_));
}

}  // namespace deed::scenarios
