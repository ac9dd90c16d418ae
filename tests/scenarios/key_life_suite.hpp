#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "credentials/issue.hpp"
#include "credentials/verify.hpp"
#include "did/methods/export_resolver.hpp"
#include "did/methods/weid.hpp"
#include "tests/registry-contracts/suite/ledger_suite.hpp"

// The life of an issuer's keys, told once for every engine: what credentials are worth at each
// moment of it, with and without time evidence, asked of the ledger and of an export. A test
// program of an engine lists the suite's sources and adds, in namespace deed::scenarios,
//
//     DEED_TEST_KEY_LIFE(name, make_ledger, make_log);
//
// where make_ledger makes a fixture of the engine, and make_log one of any engine that is a log.

namespace deed::scenarios {

using registry::test::EngineFixture;

/// The two ledgers of a scenario.
struct Stage {
    std::string name;
    std::function<std::unique_ptr<EngineFixture>()> make_ledger;
    std::function<std::unique_ptr<EngineFixture>()> make_log;
};

/// Hours after the beginning; everything happens on full hours.
Timestamp hour(double hours);

/// An issuer on a ledger, and a notary who runs a log.
///
///     0  DID created, K1 listed      6  diploma issued with K2
///     1  degree issued with K1       8  from now on others may have K1
///     4  K1 retired, K2 listed      10  K1 declared compromised since 8
///     5  controller rotated         12  DID deactivated
///
/// The notary anchors the degree at 2, 5 and 9 and the diploma at 7.
class KeyLife : public testing::TestWithParam<Stage> {
public:
    KeyLife();

    /// Lets everything happen whose hour has come; then it is `hours`.
    void live_until(double hours);

    /// A credential file that whoever has the key signs with any `created`.
    std::string sign(crypto::Signer& key, Timestamp created);
    /// The notary's proof that a file exists now.
    json::Document notarize(std::string_view file);
    /// The same by the issuer's own ledger, which must be a log, for its first controller.
    json::Document notarize_at_home(std::string_view file);

    /// The DID's export as of now; the ledger must be a log.
    did::WeidExport export_did();
    /// Judges by the ledger.
    credentials::Report judge(std::string_view file, const credentials::VerifyPolicy& policy);
    /// Judges by an export alone.
    credentials::Report judge_by(const did::WeidExport& did_export, std::string_view file,
                                 const credentials::VerifyPolicy& policy);
    /// What a proof is worth to somebody who trusts these logs, by default the notary's.
    credentials::TimeEvidence weigh(const json::Document& proof, std::string_view file);
    credentials::TimeEvidence weigh(const json::Document& proof, std::string_view file,
                                    const std::vector<std::string>& trusted);

    registry::LogLedger* log() { return dynamic_cast<registry::LogLedger*>(&ledger_->writer()); }
    did::WeidResolver& resolver() { return resolver_; }
    std::string notary_network() { return notary_->writer().network(); }
    const did::Did& issuer() const { return *issuer_; }

    std::unique_ptr<crypto::Signer> k1_ = signer(21);
    std::unique_ptr<crypto::Signer> k2_ = signer(22);
    std::string degree_;                            ///< the file signed with K1 at 1
    std::string diploma_;                           ///< the file signed with K2 at 6
    std::map<int, json::Document> degree_proofs_;   ///< by the hour
    std::map<int, json::Document> diploma_proofs_;  ///< by the hour
    Call call_;

private:
    static std::unique_ptr<crypto::Signer> signer(std::uint8_t byte) {
        return registry::test::signer_of(crypto::KeyType::ed25519, byte);
    }
    did::WeidRegistrar registrar() { return {ledger_->writer(), ledger_->clock()}; }
    void happen(int hours);
    std::string issue(crypto::Signer& key, std::string_view degree);
    json::Document document_with(const crypto::Signer& key) const;
    json::Document anchor(EngineFixture& where, const did::Did& submitter,
                          crypto::Signer& controller, std::string_view file);
    credentials::Report judge_with(did::DidResolver& resolver, std::string_view file,
                                   const credentials::VerifyPolicy& policy);

    std::unique_ptr<EngineFixture> ledger_ = GetParam().make_ledger();
    std::unique_ptr<EngineFixture> notary_ = GetParam().make_log();
    std::unique_ptr<crypto::Signer> controller_ = registry::test::controller(11);
    std::unique_ptr<crypto::Signer> next_controller_ = registry::test::controller(12);
    std::unique_ptr<crypto::Signer> notary_controller_ = registry::test::controller(13);
    std::optional<did::Did> issuer_;
    std::optional<did::Did> notary_did_;
    credentials::KnownContexts contexts_;
    did::WeidResolver resolver_;
    int next_hour_ = 0;
};

inline std::string stage_name(const testing::TestParamInfo<Stage>& info) { return info.param.name; }

#define DEED_TEST_KEY_LIFE(name, make_ledger, make_log)                                           \
    INSTANTIATE_TEST_SUITE_P(name, KeyLife, testing::Values(Stage{#name, make_ledger, make_log}), \
                             stage_name)

}  // namespace deed::scenarios
