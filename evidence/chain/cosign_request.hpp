#pragma once

#include <string>
#include <variant>
#include <vector>

#include "lib/time/timestamp.hpp"
#include "registry-contracts/client/evm/registries/anchors.hpp"
#include "registry-contracts/client/evm/registries/members.hpp"

namespace deed::evidence {

/// The checkpoint that a group is to vouch for, with what shows a member what that is.
struct CheckpointToSign {
    registry::evm::CheckpointStatement statement;
    std::string origin;                   ///< under which the log was opened on the chain
    registry::Address opener{};           ///< by whom
    registry::evm::LogHead before;        ///< a checkpoint that the chain has, or the same one
    std::vector<tlog::Hash> consistency;  ///< from there
    std::string note;                     ///< the checkpoint as the log signed it
    std::string log_key;                  ///< the verifier key that it was signed for
    friend bool operator==(const CheckpointToSign&, const CheckpointToSign&) = default;
};

/// Other members of the group, or another threshold.
struct EpochToSign {
    std::uint8_t threshold = 0;
    std::vector<registry::Hash> members;  ///< words, ascending
    friend bool operator==(const EpochToSign&, const EpochToSign&) = default;
};

/// What a group is to sign for an EvidenceRegistry, on its way from one member to the next, as a
/// file (specs/cosign-request.md): what it is, for which contract, by whom, and the signatures
/// until now. It needs no chain until it is brought there.
class DEED_API CosignRequest {
public:
    struct Content {
        std::uint64_t chain_id = 0;
        registry::Address contract{};  ///< the EvidenceRegistry
        registry::Hash group{};
        registry::Committee signers;  ///< the group's epoch; `since` is no part of it
        std::uint64_t deadline = 0;   ///< Unix seconds, the last at which signatures hold
        std::variant<CheckpointToSign, EpochToSign> what;
        friend bool operator==(const Content&, const Content&) = default;
    };

    /// `group.*`, `cosign_request.invalid`; of a checkpoint, errors of check_checkpoint().
    static Result<CosignRequest> create(Content content);
    /// `json.*`, `cosign_request.malformed`, `cosign_request.newer_format`,
    /// `cosign_request.typed_data_mismatch`; errors of create() and add().
    static Result<CosignRequest> parse(std::string_view text);
    /// The file: indented JSON that ends with a newline.
    std::string to_json() const;

    const Content& content() const { return content_; }
    /// Null where the group's next epoch is asked for.
    const CheckpointToSign* checkpoint() const {
        return std::get_if<CheckpointToSign>(&content_.what);
    }
    /// Null where a checkpoint is.
    const EpochToSign* next_epoch() const { return std::get_if<EpochToSign>(&content_.what); }
    /// What is signed.
    const crypto::Digest256& digest() const { return digest_; }
    /// The same for wallets, as eth_signTypedData_v4 takes it.
    const std::string& typed_data() const { return typed_data_; }

    /// `cosign_request.expired` where it held no longer then.
    Result<void> check_time(Timestamp now) const;
    /// Signs as a member; who is a member of the next epoch consents by the same. Errors of add().
    Result<void> sign(registry::evm::MemberSigner& signer, Call& call);
    /// Takes the proof of a member, made elsewhere. `group.signer_invalid`,
    /// `cosign_request.signed_already`, and check_member_proof()'s errors. What only a contract can
    /// judge (EIP-1271) is taken, and gives way to another one.
    Result<void> add(const registry::Hash& member, ByteView proof);
    /// Takes what another copy has besides, and what is known to be good for what is not.
    /// `cosign_request.other_request`.
    Result<void> take(const CosignRequest& copy);

    const registry::evm::MemberProofs& signatures() const { return signatures_; }
    /// Of the next members, by their numbers in the next epoch.
    const registry::evm::MemberProofs& consents() const { return consents_; }
    /// How many more must sign, and consent, before it takes effect, by proofs that are known to be
    /// good: those that only a contract can judge are not counted.
    std::size_t missing() const;
    /// How many proofs only a contract can judge.
    std::size_t unsure() const;

    /// Of a checkpoint: for the contract, without those of the members of these numbers.
    Result<registry::evm::Cosigning> cosigning(std::span<const std::uint8_t> without) const;
    /// Of a next epoch: just as many signatures and consents as are needed, with those last that
    /// only a contract can judge, and without those of these numbers. `group.threshold_not_met`.
    Result<registry::Approval> approval(std::span<const std::uint8_t> without = {},
                                        std::span<const std::uint8_t> no_consent = {}) const;

private:
    explicit CosignRequest(Content content) : content_(std::move(content)) {}
    Content content_;
    crypto::Digest256 digest_{};
    std::string typed_data_;
    registry::evm::MemberProofs signatures_;
    registry::evm::MemberProofs consents_;
};

/// Whether the log signed the checkpoint, under the key that is named; whether it is the log's that
/// `opener` opened under `origin`; and whether it goes on from `before`.
/// `cosign_request.checkpoint_mismatch`, `cosign_request.history_mismatch`.
DEED_API Result<void> check_checkpoint(const CheckpointToSign& checkpoint);

/// `cosign_request.other_log` unless the checkpoint was signed by this log: its verifier key, or,
/// of a log that has its first key, its network.
DEED_API Result<void> check_log(const CheckpointToSign& checkpoint, std::string_view pinned);

}  // namespace deed::evidence
