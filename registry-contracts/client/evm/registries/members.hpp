#pragma once

#include "registry-contracts/client/evm/chain_reader.hpp"
#include "registry-contracts/client/evm/signing/account_signer.hpp"
#include "registry-contracts/client/members.hpp"

namespace deed::registry::evm {

// Members of a group and their signatures, as the contracts take them
// (specs/contracts-evidence-issuer.md section 1).

using registry::account_of;
using registry::check_members;
using registry::decode_signatures;
using registry::encode_signatures;
using registry::kMaxMembers;
using registry::member_word;
using registry::MemberProofs;
using registry::MemberScheme;
using registry::scheme_of;

/// Signs as a member. Thread-safe.
class DEED_API MemberSigner {
public:
    virtual ~MemberSigner() = default;
    virtual const Word& member() const = 0;
    /// 65 bytes r ‖ s ‖ v of an account, 128 bytes r ‖ s ‖ x ‖ y of another key.
    virtual Result<Bytes> prove(const crypto::Digest256& digest, Call& call) = 0;

    /// Borrows the signer.
    static std::unique_ptr<MemberSigner> of_account(AccountSigner& signer);
    /// Of a P-256 key, low s; `group.member_invalid` for keys of other types.
    static Result<std::unique_ptr<MemberSigner>> of_p256(crypto::PrivateKey key);
    /// Of an SM2 key, with the identity 1234567812345678 over the digest's 32 bytes.
    /// `group.member_invalid`.
    static Result<std::unique_ptr<MemberSigner>> of_sm2(std::unique_ptr<crypto::Signer> signer);
};

/// What can be said of a proof without a chain.
enum class ProofCheck : std::uint8_t {
    good,
    asks_contract  ///< no key's: only a contract at this address can take it (EIP-1271)
};

/// `group.key_proof_malformed`, `group.key_signature_malleable`, `group.key_signature_invalid` as
/// the contracts refuse keys.
DEED_API Result<ProofCheck> check_member_proof(const Word& member, const crypto::Digest256& digest,
                                               ByteView proof);

/// How many of the proofs are known to be good without a chain.
DEED_API std::size_t count_good(const MemberProofs& proofs, std::span<const Hash> members,
                                const crypto::Digest256& digest);
/// Puts in a proof of the member of this number that check_member_proof() took. False where one is
/// there already that is known to be good, or this one: what only a contract can judge may be
/// anybody's bytes, and gives way.
DEED_API bool put_proof(MemberProofs& proofs, std::uint8_t number, const Word& member,
                        const crypto::Digest256& digest, ByteView proof);
/// Whether the account's contract takes the proof when `asking` asks it (EIP-1271); false where
/// there is no contract.
DEED_API Result<bool> contract_takes(ChainReader& node, const Address& asking, const Word& member,
                                     const crypto::Digest256& digest, ByteView proof, Call& call);

/// For a contract: as many as the threshold asks for, in the bytes of section 1; those first that
/// are known to be good. `group.threshold_not_met`, which says how many of `whose`.
DEED_API Result<Bytes> enough_signatures(const MemberProofs& proofs, std::span<const Hash> members,
                                         std::size_t threshold, const crypto::Digest256& digest,
                                         std::string_view whose);

}  // namespace deed::registry::evm
