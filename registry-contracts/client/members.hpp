#pragma once

#include <map>
#include <span>

#include "registry-contracts/client/issuer_registry.hpp"

namespace deed::registry {

// Members of a group and what they sign with (specs/contracts-evidence-issuer.md section 1), as far
// as no ledger needs to be asked.

inline constexpr std::size_t kMaxMembers = 96;

/// The kinds of keys that members sign with: the first byte of a member's word.
enum class MemberScheme : std::uint8_t { account = 1, p256 = 2, sm2 = 3 };

/// Id of the group that `founder` founds with `salt` on a log:
/// keccak256(abi.encode("deed/group/v1", founder, salt)).
DEED_API Hash group_id(const Address& founder, const Hash& salt);

/// The word of an account: of a key's, or of a contract.
DEED_API Hash member_word(const Address& account);
/// Of a key: the account of a secp256k1 key, or a P-256 or SM2 key; `group.member_invalid`.
DEED_API Result<Hash> member_word(const crypto::PublicKey& key);
/// `group.member_invalid`.
DEED_API Result<MemberScheme> scheme_of(const Hash& member);
/// The account that a member of that scheme is.
DEED_API Result<Address> account_of(const Hash& member);
/// Members as a group is founded with them: `group.size_invalid`, `group.members_not_ascending`,
/// `group.member_invalid`.
DEED_API Result<void> check_members(std::span<const Hash> members, std::uint8_t threshold);

/// The proof of a P-256 or SM2 member, r ‖ s ‖ x ‖ y: `group.key_proof_malformed`,
/// `group.key_signature_malleable`, `group.key_signature_invalid`.
DEED_API Result<void> check_key_proof(const Hash& member, const crypto::Digest256& digest,
                                      ByteView proof);
/// The proof of an account's own key, r ‖ s ‖ 27 or 28, as a log takes it, which can ask no
/// contract: `group.contract_signature` where only a contract could take it,
/// `operation.signature_high_s`, `operation.signature_invalid`.
DEED_API Result<void> check_account_proof(const Address& account, const crypto::Digest256& digest,
                                          ByteView proof);
/// Of any member, as a log takes it.
DEED_API Result<void> check_proof_on_log(const Hash& member, const crypto::Digest256& digest,
                                         ByteView proof);

/// Proofs by member number.
using MemberProofs = std::map<std::uint8_t, Bytes>;

/// For each member, ascending: number u8 ‖ length u16 ‖ proof. `group.signer_invalid` for numbers
/// from kMaxMembers on, `group.key_proof_malformed` for a proof beyond 65,535 bytes.
DEED_API Result<Bytes> encode_signatures(const MemberProofs& proofs);
/// The inverse: `group.signatures_truncated`, `group.signer_invalid`.
DEED_API Result<MemberProofs> decode_signatures(ByteView signatures);

}  // namespace deed::registry
