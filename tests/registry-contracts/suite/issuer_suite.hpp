#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "lib/crypto/recovery.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "registry-contracts/client/members.hpp"
#include "registry-contracts/client/name_registry.hpp"
#include "tests/registry-contracts/suite/support.hpp"

// What every engine of IssuerRegistry and NameRegistry must do. A test program of an engine lists
// issuer_suite.cpp and issuer_suite_rules.cpp and adds, for each engine, in namespace
// deed::registry::test, one of
//
//     DEED_TEST_ISSUERS(name, make_fixture);
//     DEED_TEST_READ_ONLY_ISSUERS(name, make_fixture);

namespace deed::registry::test {

/// Fresh registries of the engine under test.
class IssuerFixture {
public:
    virtual ~IssuerFixture() = default;

    /// Where decisions are carried out, brought by whoever brings them.
    virtual IssuerRegistry& issuers() = 0;
    /// The same, brought by the account whose key is 32 times the byte.
    virtual IssuerRegistry& issuers_as(std::uint8_t byte) = 0;
    /// The engine under test, showing everything that is included by now.
    virtual IssuerRegistry& read_issuers() = 0;
    virtual NameRegistry& read_names() = 0;
    /// The id that the root of this founder has here.
    virtual Hash root_of(const Address& founder, const Hash& salt) = 0;

    /// What is signed of a decision on this ledger.
    virtual crypto::Digest256 digest(const Hash& root, const Decision& decision,
                                     const DecisionTerms& terms, std::uint64_t expiry) = 0;
    /// The same on another ledger of the same kind.
    virtual crypto::Digest256 digest_elsewhere(const Hash& root, const Decision& decision,
                                               const DecisionTerms& terms,
                                               std::uint64_t expiry) = 0;

    /// Unix seconds as the ledger has them.
    virtual std::uint64_t now() = 0;
    virtual void pass(std::uint64_t seconds) = 0;
};

struct IssuerEngine {
    std::string name;
    std::function<std::unique_ptr<IssuerFixture>()> make;
};

/// A root whose committee is two of three.
class IssuerSuite : public testing::TestWithParam<IssuerEngine> {
protected:
    static constexpr std::uint8_t kAuthority = 0x31;
    static constexpr std::uint8_t kIssuer = 0x32;
    static constexpr std::uint8_t kOther = 0x33;
    static constexpr std::uint64_t kDay = 86'400;

    IssuerSuite() { root_ = must(issuers().found(Hash{7}, 2, words(), call_)); }

    IssuerRegistry& issuers() { return fixture_->issuers(); }
    IssuerRegistry& reader() { return fixture_->read_issuers(); }
    std::uint64_t now() { return fixture_->now(); }

    static crypto::PrivateKey key_of(std::uint8_t byte) {
        const Bytes secret(32, byte);
        return must(crypto::PrivateKey::from_raw(crypto::KeyType::secp256k1,
                                                 crypto::SecretBytes::copy_of(secret)));
    }
    static Address account(std::uint8_t byte) {
        return must(registry::address_of(key_of(byte).public_key()));
    }
    static Bytes sign(std::uint8_t byte, const crypto::Digest256& digest) {
        Bytes proof = must(crypto::sign_recoverable(key_of(byte), digest));
        proof[64] = static_cast<std::uint8_t>(proof[64] + 27);
        return proof;
    }
    /// Words of the members with these keys, ascending; by default the root's first committee.
    static std::map<Hash, std::uint8_t> members(std::vector<std::uint8_t> bytes) {
        std::map<Hash, std::uint8_t> sorted;
        for (const std::uint8_t byte : bytes) sorted.emplace(member_word(account(byte)), byte);
        return sorted;
    }
    std::vector<Hash> words() const {
        std::vector<Hash> all;
        for (const auto& [word, byte] : members(committee_)) all.push_back(word);
        return all;
    }
    static Bytes signatures(const std::map<Hash, std::uint8_t>& group, std::size_t signers,
                            const crypto::Digest256& digest) {
        MemberProofs proofs;
        std::uint8_t number = 0;
        for (const auto& [word, byte] : group)
            if (proofs.size() < signers) proofs.emplace(number++, sign(byte, digest));
        return must(encode_signatures(proofs));
    }

    /// What the committee signs so that it can be carried out now.
    Approval approve(const Decision& decision, std::size_t signers = 2) {
        const DecisionTerms terms =
            must(issuers().terms(root_, decision, Decider::committee, call_));
        Approval approval;
        approval.epoch = terms.epoch;
        approval.expiry = now() + 3600;
        const auto digest = fixture_->digest(root_, decision, terms, approval.expiry);
        approval.signatures = signatures(members(committee_), signers, digest);
        return approval;
    }
    /// What an accreditor signs.
    Approval approve_as(std::uint8_t accreditor, const Decision& decision) {
        const DecisionTerms terms =
            must(issuers().terms(root_, decision, Decider::accreditor, call_));
        Approval approval;
        approval.expiry = now() + 3600;
        approval.signatures =
            sign(accreditor, fixture_->digest(root_, decision, terms, approval.expiry));
        return approval;
    }
    Result<Receipt> decide(const Decision& decision) {
        return issuers().decide(root_, decision, approve(decision), call_);
    }
    Result<Receipt> decide_as(std::uint8_t accreditor, const Decision& decision) {
        return issuers().decide(root_, decision, approve_as(accreditor, decision), call_);
    }

    Grant grant(bool may_issue, std::uint8_t depth, std::uint64_t days) {
        return {may_issue, depth, 0, now() + days * kDay, Hash{9}};
    }
    /// The authority, for every type, and below it the issuer of degrees.
    void accredit_both() {
        must(decide(Accredit{authority_, grant(false, 1, 100)}));
        must(decide_as(kAuthority, Accredit{issuer_, grant(true, 0, 50)}));
    }
    Verdict verdict(const AccreditationPath& path, std::uint64_t at) {
        return must(reader().judge(root_, path, degree_, at, call_)).verdict;
    }

    Call call_;
    std::unique_ptr<IssuerFixture> fixture_ = GetParam().make();
    std::vector<std::uint8_t> committee_{0x21, 0x22, 0x23};
    Hash root_{};
    const CredentialType degree_ = credential_type_named("Degree");
    const CredentialType licence_ = credential_type_named("Licence");
    const AccreditationPath authority_{{account(kAuthority), every_credential_type()}};
    const AccreditationPath issuer_{authority_[0], {account(kIssuer), degree_}};
};

class IssuerReading : public IssuerSuite {};
class IssuerWriting : public IssuerSuite {};

inline std::string issuers_name(const testing::TestParamInfo<IssuerEngine>& info) {
    return info.param.name;
}

#define DEED_TEST_READ_ONLY_ISSUERS(name, make)                                               \
    INSTANTIATE_TEST_SUITE_P(name, IssuerReading, testing::Values(IssuerEngine{#name, make}), \
                             issuers_name)
#define DEED_TEST_ISSUERS(name, make)                                                         \
    DEED_TEST_READ_ONLY_ISSUERS(name, make);                                                  \
    INSTANTIATE_TEST_SUITE_P(name, IssuerWriting, testing::Values(IssuerEngine{#name, make}), \
                             issuers_name)

}  // namespace deed::registry::test
