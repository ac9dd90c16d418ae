// Work on a root's accreditations: its committee, records, a name, a bar and another committee.

#include "lib/crypto/recovery.hpp"
#include "registry-contracts/client/decision_message.hpp"
#include "registry-contracts/client/display_name.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_body.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "registry-contracts/client/log_issuer_registry.hpp"
#include "registry-contracts/client/members.hpp"
#include "tests/durability/ledger_home.hpp"

namespace deed::durability {
namespace {

using namespace registry;
using test::controller;
using test::must;

/// Of a decision that was signed; longer than the clock jumps.
constexpr std::uint64_t kValid = 30 * 86'400;

class IssuerSession final : public LedgerSession {
public:
    using LedgerSession::LedgerSession;

private:
    Result<void> work() override {
        DEED_CHECK(found());
        DEED_CHECK(accredit());
        DEED_CHECK(name());
        DEED_CHECK(suspend());
        DEED_CHECK(bar());
        return change_committee();
    }

    Result<void> found() {
        const auto known = issuers().committee(root_, call_);
        if (known) return {};
        if (known.error().code() != registry::errors::kGroupUnknown) return known.error();
        tick();
        DEED_CHECK(issuers().found(salt_, 2, words(members_), call_));
        return {};
    }

    /// A university by the committee, and a faculty by the university.
    Result<void> accredit() {
        DEED_TRY(const std::uint64_t first, version(university_));
        if (first == 0) DEED_CHECK(decide(Accredit{university_, {true, 1, 0, kLastMoment, {}}}));
        DEED_TRY(const std::uint64_t second, version(faculty_));
        if (second > 0) return {};
        tick();
        LogIssuerRegistry by_university = issuers_by(*holder_);
        DEED_CHECK(by_university.decide(root_, Accredit{faculty_, {true, 0, 0, kLastMoment, {}}},
                                        Approval{}, call_));
        return {};
    }

    /// Of a record that is included; asking includes it.
    Result<std::uint64_t> version(const AccreditationPath& path) {
        const auto record = issuers().find(root_, path, call_);
        if (record) return record->version;
        if (record.error().code() == registry::errors::kRecordUnknown) return std::uint64_t{0};
        return record.error();
    }

    Result<void> name() {
        LogNameRegistry names(ledger(), clock_);
        DEED_TRY(const auto kept, names.reserved_for(root_, name_, call_));
        if (kept) return {};
        return decide(AssignName{{}, university_.front(), name_.text()});
    }

    Result<void> suspend() {
        DEED_TRY(const std::uint64_t now, version(faculty_));
        if (now > 1) return {};
        return decide(SetStanding{faculty_, Standing::suspended, moment(), Hash{9}});
    }

    Result<void> bar() {
        const Address holder = faculty_.back().holder;
        // A history has what is included; asking for the state includes it.
        DEED_TRY(const auto state, ledger().issuer_state(bar_key(root_, holder), call_));
        if (state) return {};
        return decide(SetBar{holder, true, moment(), Hash{8}});
    }

    Result<void> change_committee() {
        DEED_TRY(const Committee now, issuers().committee(root_, call_));
        if (now.epoch > 1) return {};
        return decide(ChangeCommittee{1, words(next_members_)});
    }

    /// Two members sign, and where the committee changes, its next member.
    Result<void> decide(const Decision& decision) {
        tick();
        DEED_TRY(const DecisionTerms terms,
                 issuers().terms(root_, decision, Decider::committee, call_));
        Approval approval{terms.epoch, moment() + kValid, {}, {}};
        DEED_TRY(const auto digest,
                 log_decision_digest(ledger().network(), root_, decision, terms, approval.expiry));
        DEED_TRY(approval.signatures, signed_by(members_, 2, digest));
        if (std::holds_alternative<ChangeCommittee>(decision)) {
            DEED_TRY(approval.consents, signed_by(next_members_, 1, digest));
        }
        DEED_CHECK(issuers().decide(root_, decision, approval, call_));
        return {};
    }

    using Keys = std::map<Hash, std::unique_ptr<crypto::Signer>>;  ///< by their words: ascending
    static Keys keys(std::initializer_list<std::uint8_t> bytes) {
        Keys keys;
        for (const std::uint8_t byte : bytes) {
            auto key = controller(byte);
            keys.emplace(member_word(must(address_of(key->public_key()))), std::move(key));
        }
        return keys;
    }
    static std::vector<Hash> words(const Keys& keys) {
        std::vector<Hash> words;
        for (const auto& [word, key] : keys) words.push_back(word);
        return words;
    }
    Result<Bytes> signed_by(const Keys& keys, std::size_t count, const crypto::Digest256& digest) {
        MemberProofs proofs;
        for (const auto& [word, key] : keys) {
            if (proofs.size() == count) break;
            DEED_TRY(Bytes proof, crypto::sign_recoverable(*key, digest, call_));
            proof[64] = static_cast<std::uint8_t>(proof[64] + 27);
            proofs.emplace(static_cast<std::uint8_t>(proofs.size()), std::move(proof));
        }
        return encode_signatures(proofs);
    }

    std::uint64_t moment() const {
        return static_cast<std::uint64_t>(clock_.now().unix_milliseconds() / 1000);
    }
    LogIssuerRegistry issuers_by(crypto::Signer& signer) {
        return {ledger(), clock_, {must(address_of(signer.public_key())), &signer}};
    }
    LogIssuerRegistry issuers() { return issuers_by(*founder_); }

    std::unique_ptr<crypto::Signer> founder_ = controller(70);
    std::unique_ptr<crypto::Signer> holder_ = controller(71);
    const Keys members_ = keys({72, 73, 74});
    const Keys next_members_ = keys({75});
    const Hash salt_{7};
    const Hash root_ = group_id(must(address_of(founder_->public_key())), salt_);
    const CredentialType degree_ = credential_type_named("Degree");
    const AccreditationPath university_{{must(address_of(holder_->public_key())), degree_}};
    const AccreditationPath faculty_{university_.front(), {Address{5}, degree_}};
    const DisplayName name_ = must(DisplayName::create("University of Durability"));
};

}  // namespace

std::unique_ptr<Workload> make_issuer_workload() {
    return make_on_ledger<IssuerSession>("issuers", 7);
}

}  // namespace deed::durability
