#pragma once

#include "registry-contracts/client/evm/registries/contract.hpp"
#include "registry-contracts/client/evm/registries/members.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry::evm {

// What groups vouch for on a chain (specs/contracts-evidence-issuer.md section 2, "Co-signing").

/// A checkpoint: the number of leaves and the root over them.
struct LogHead {
    std::uint64_t size = 0;
    Hash root{};
    friend bool operator==(const LogHead&, const LogHead&) = default;
};

/// The checkpoint of a log.
struct CheckpointStatement {
    Hash log{};
    LogHead head;
    friend bool operator==(const CheckpointStatement&, const CheckpointStatement&) = default;
};
/// An unlinked anchor: that an account knew a root over so many documents.
struct AnchorStatement {
    Address anchorer{};
    Hash root{};
    std::uint64_t count = 0;
    friend bool operator==(const AnchorStatement&, const AnchorStatement&) = default;
};
using CosignedStatement = std::variant<CheckpointStatement, AnchorStatement>;

/// Its EIP-712 struct hash, by which the chain knows it.
DEED_API Hash statement_id(const CosignedStatement& statement);

/// Co-signatures of one epoch of a group, collected offline and brought by anybody, also in parts.
class DEED_API Cosigning {
public:
    /// `members` are those of the epoch. `group.size_invalid`, `group.members_not_ascending`,
    /// `group.member_invalid`.
    static Result<Cosigning> create(const TypedDataDomain& domain,
                                    const CosignedStatement& statement, const Hash& group,
                                    std::uint32_t epoch, std::uint64_t deadline,
                                    std::vector<Hash> members);

    const CosignedStatement& statement() const { return statement_; }
    const Hash& group() const { return group_; }
    std::uint32_t epoch() const { return epoch_; }
    std::uint64_t deadline() const { return deadline_; }  ///< the last second that they hold
    /// What a member signs.
    const crypto::Digest256& digest() const { return digest_; }
    /// The same for wallets, as eth_signTypedData_v4 takes it.
    Result<std::string> typed_data() const;

    /// `group.signer_invalid` for who is no member.
    Result<void> sign(MemberSigner& signer, Call& call);
    /// `group.signer_invalid`, check_member_proof()'s errors.
    Result<void> add(const Word& member, ByteView proof);
    const MemberProofs& proofs() const { return proofs_; }
    /// In the bytes of section 1.
    Result<Bytes> signatures() const { return encode_signatures(proofs_); }

private:
    Cosigning() = default;
    TypedDataDomain domain_;
    CosignedStatement statement_;
    Hash group_{};
    std::uint32_t epoch_ = 0;
    std::uint64_t deadline_ = 0;
    std::vector<Hash> members_;
    crypto::Digest256 digest_{};
    MemberProofs proofs_;
};

}  // namespace deed::registry::evm
