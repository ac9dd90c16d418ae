#pragma once

#include "registry-contracts/client/evm/registries/decisions.hpp"
#include "registry-contracts/client/evm/registries/members.hpp"

namespace deed::registry::evm {

/// A decision on its way from one signer to the next, as a file (specs/issuer-approvals.md): what
/// is decided, for what it is signed, by whom, and the signatures until now. It needs neither chain
/// nor log until it is carried out.
class DEED_API Proposal {
public:
    /// What is proposed.
    struct Content {
        std::uint64_t chain_id = 0;
        Address contract{};  ///< the IssuerRegistry; of names, the NameRegistry
        Hash root{};
        Decision decision;
        DecisionTerms terms;
        std::uint64_t expiry = 0;  ///< Unix seconds
        /// Who decides: the committee as the proposer read it, or nothing where one accreditor
        /// does, by whoever acts for it (`actor`).
        std::optional<Committee> committee = std::nullopt;
        Address actor{};
        /// Of a log, in the place of chain_id and contract; empty: a chain's.
        std::string network{};

        bool is_on_log() const { return !network.empty(); }
        friend bool operator==(const Content&, const Content&) = default;
    };

    /// `proposal.invalid` for what no contract would take, `group.*`, `name.*`.
    static Result<Proposal> create(Content content);
    /// `json.*`, `proposal.malformed`, `proposal.newer_format`; `proposal.typed_data_mismatch`
    /// where the typed data for wallets says another thing than the decision; the errors of
    /// create() and add().
    static Result<Proposal> parse(std::string_view text);
    /// The file: indented JSON that ends with a newline.
    std::string to_json() const;

    const Content& content() const { return content_; }
    /// What is signed.
    const crypto::Digest256& digest() const { return digest_; }
    /// The same for wallets, as eth_signTypedData_v4 takes it.
    Result<std::string> typed_data() const;

    /// Signs as a member, or as the accreditor's account; the next members of a ChangeCommittee
    /// consent by the same. `group.signer_invalid` for who is neither.
    Result<void> sign(MemberSigner& signer, Call& call);
    /// Takes the proof of a member, made elsewhere; an earlier one of the same member is replaced.
    /// `group.signer_invalid`, and check_member_proof()'s errors. What only a contract can judge
    /// (EIP-1271) is taken on a chain; on a log, the errors of check_proof_on_log().
    Result<void> add(const Word& member, ByteView proof);

    const MemberProofs& signatures() const { return signatures_; }
    /// Of the next members, by their numbers in the next epoch.
    const MemberProofs& consents() const { return consents_; }
    /// How many more must sign, and consent, by proofs that are known to be good: those that only a
    /// contract can judge are not counted.
    std::size_t missing() const;
    /// How many proofs only a contract can judge.
    std::size_t unsure() const;

    /// For IssuerRegistry::decide(): just as many signatures as are needed. Those that only a
    /// contract can judge come last. `group.threshold_not_met`.
    Result<Approval> approval() const;

private:
    explicit Proposal(Content content) : content_(std::move(content)) {}
    const ChangeCommittee* change() const {
        return std::get_if<ChangeCommittee>(&content_.decision);
    }
    Content content_;
    DecisionMessage message_;
    crypto::Digest256 digest_{};
    MemberProofs signatures_;
    MemberProofs consents_;
};

/// For which log, or for which contract of which chain, a proposal is signed.
DEED_API TypedDataDomain domain_of(const Proposal::Content& content);

}  // namespace deed::registry::evm
