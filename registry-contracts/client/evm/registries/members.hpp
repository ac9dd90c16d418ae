#pragma once

#include <map>

#include "registry-contracts/client/evm/signing/account_signer.hpp"
#include "registry-contracts/client/issuer_registry.hpp"

namespace deed::registry::evm {

// Members of a group and their signatures, as the contracts take them
// (specs/contracts-evidence-issuer.md section 1).

inline constexpr std::size_t kMaxMembers = 96;

/// The kinds of keys that members sign with: the first byte of a member's word.
enum class MemberScheme : std::uint8_t { account = 1, p256 = 2, sm2 = 3 };

/// The word of an account: of a key's, or of a contract.
DEED_API Word member_word(const Address& account);
/// Of a key: the account of a secp256k1 key, or a P-256 or SM2 key; `group.member_invalid`.
DEED_API Result<Word> member_word(const crypto::PublicKey& key);
/// `group.member_invalid`.
DEED_API Result<MemberScheme> scheme_of(const Word& member);
/// The account that a member of that scheme is.
DEED_API Result<Address> account_of(const Word& member);
/// Members as a group is founded with them: `group.size_invalid`, `group.members_not_ascending`,
/// `group.member_invalid`.
DEED_API Result<void> check_members(std::span<const Word> members, std::uint8_t threshold);

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

/// Proofs by member number.
using MemberProofs = std::map<std::uint8_t, Bytes>;

/// For each member, ascending: number u8 ‖ length u16 ‖ proof. `group.signer_invalid` for numbers
/// from kMaxMembers on, `group.key_proof_malformed` for a proof beyond 65,535 bytes.
DEED_API Result<Bytes> encode_signatures(const MemberProofs& proofs);
/// The inverse: `group.signatures_truncated`, `group.signer_invalid`.
DEED_API Result<MemberProofs> decode_signatures(ByteView signatures);

}  // namespace deed::registry::evm
