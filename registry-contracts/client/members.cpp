#include "registry-contracts/client/members.hpp"

#include <algorithm>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/prehashed.hpp"
#include "lib/crypto/recovery.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/group_errors.hpp"

namespace deed::registry {
namespace {

constexpr std::size_t kKeyProof = 128;
constexpr std::size_t kCoordinate = 32;

Hash word_of_scheme(MemberScheme scheme) {
    Hash word{};
    word[0] = static_cast<std::uint8_t>(scheme);
    return word;
}

/// The last 31 bytes of Keccak-256(x ‖ y).
Hash word_of_point(MemberScheme scheme, ByteView point) {
    Hash word = crypto::keccak256(point);
    word[0] = static_cast<std::uint8_t>(scheme);
    return word;
}

/// x ‖ y.
Bytes coordinates(const crypto::PublicKey& key) {
    const Bytes point = key.uncompressed();
    return {point.begin() + 1, point.end()};
}

std::string to_hex(const Hash& member) { return "0x" + hex_encode(member); }

Error not_a_member_key(const crypto::PublicKey& key) {
    return {registry::errors::kMemberInvalid,
            "no member signs with " + std::string(crypto::to_string(key.type()))};
}

/// Keccak-256("deed/group/v1", founder, salt) takes text of 13 bytes in a word of its own.
constexpr std::string_view kGroupTag = "deed/group/v1";

void append_number(Bytes& words, std::uint8_t number) {
    words.resize(words.size() + 31);
    words.push_back(number);
}

}  // namespace

Hash group_id(const Address& founder, const Hash& salt) {
    Bytes words;
    append_number(words, 96);  // where the text begins
    words.resize(44);
    append(words, founder);
    append(words, salt);
    append_number(words, static_cast<std::uint8_t>(kGroupTag.size()));
    append(words, as_bytes(kGroupTag));
    words.resize(160);
    return crypto::keccak256(words);
}

Hash member_word(const Address& account) {
    Hash word = word_of_scheme(MemberScheme::account);
    std::copy(account.begin(), account.end(), word.begin() + 12);
    return word;
}

Result<Hash> member_word(const crypto::PublicKey& key) {
    switch (key.type()) {
        case crypto::KeyType::secp256k1: {
            DEED_TRY(const Address account, address_of(key));
            return member_word(account);
        }
        case crypto::KeyType::p256:
            return word_of_point(MemberScheme::p256, coordinates(key));
        case crypto::KeyType::sm2:
            return word_of_point(MemberScheme::sm2, coordinates(key));
        default:
            return not_a_member_key(key);
    }
}

Result<MemberScheme> scheme_of(const Hash& member) {
    const Error invalid(errors::kMemberInvalid, to_hex(member));
    if (std::all_of(member.begin() + 1, member.end(), [](auto byte) { return byte == 0; }))
        return invalid;
    switch (member[0]) {
        case 1:
            if (std::any_of(member.begin() + 1, member.begin() + 12,
                            [](auto byte) { return byte != 0; }))
                return invalid;
            return MemberScheme::account;
        case 2:
            return MemberScheme::p256;
        case 3:
            return MemberScheme::sm2;
        default:
            return invalid;
    }
}

Result<Address> account_of(const Hash& member) {
    DEED_TRY(const MemberScheme scheme, scheme_of(member));
    if (scheme != MemberScheme::account) return Error(errors::kMemberInvalid, to_hex(member));
    Address account;
    std::copy(member.begin() + 12, member.end(), account.begin());
    return account;
}

Result<void> check_members(std::span<const Hash> members, std::uint8_t threshold) {
    if (members.empty() || members.size() > kMaxMembers || threshold == 0 ||
        threshold > members.size())
        return Error(
            errors::kGroupSizeInvalid,
            std::to_string(members.size()) + " members, threshold " + std::to_string(threshold));
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i != 0 && !(members[i - 1] < members[i]))
            return Error(errors::kMembersNotAscending, "member " + std::to_string(i));
        DEED_TRY([[maybe_unused]] const MemberScheme scheme, scheme_of(members[i]));
    }
    return {};
}

Result<void> check_key_proof(const Hash& member, const crypto::Digest256& digest, ByteView proof) {
    DEED_TRY(const MemberScheme scheme, scheme_of(member));
    if (scheme == MemberScheme::account) return Error(errors::kMemberInvalid, to_hex(member));
    if (proof.size() != kKeyProof)
        return Error(errors::kKeyProofMalformed,
                     "the proof has " + std::to_string(proof.size()) + " bytes");
    const ByteView point = proof.last(2 * kCoordinate);
    const auto wrong = [&member] {
        return Error(errors::kKeySignatureInvalid, "of member " + to_hex(member));
    };
    if (word_of_point(scheme, point) != member) return wrong();
    Bytes encoded{0x04};
    append(encoded, point);
    const auto type = scheme == MemberScheme::p256 ? crypto::KeyType::p256 : crypto::KeyType::sm2;
    const auto key = crypto::PublicKey::from_raw(type, encoded);
    if (!key) return wrong();
    const ByteView signature = proof.first(2 * kCoordinate);
    const auto checked = scheme == MemberScheme::p256
                             ? crypto::verify_p256_digest(*key, digest, signature)
                             : crypto::verify(*key, digest, signature);
    if (checked) return {};
    if (checked.error().code() == crypto::errors::kSignatureHighS)
        return Error(errors::kKeySignatureMalleable, "of member " + to_hex(member));
    return wrong();
}

Result<void> check_account_proof(const Address& account, const crypto::Digest256& digest,
                                 ByteView proof) {
    constexpr std::uint8_t kFirstV = 27;
    const std::string of = "of " + to_string(account);
    const bool is_of_key = proof.size() == 65 && (proof[64] == kFirstV || proof[64] == kFirstV + 1);
    if (!is_of_key) return Error(errors::kContractSignature, of);
    Bytes compact = to_bytes(proof);
    compact[64] = static_cast<std::uint8_t>(compact[64] - kFirstV);
    const auto key = crypto::recover(digest, compact);
    if (!key && key.error().code() == crypto::errors::kSignatureHighS)
        return Error(errors::kSignatureHighS, of);
    if (key) {
        DEED_TRY(const Address signer, address_of(*key));
        if (signer == account) return {};
    }
    return Error(errors::kSignatureInvalid, of);
}

Result<void> check_proof_on_log(const Hash& member, const crypto::Digest256& digest,
                                ByteView proof) {
    DEED_TRY(const MemberScheme scheme, scheme_of(member));
    if (scheme != MemberScheme::account) return check_key_proof(member, digest, proof);
    DEED_TRY(const Address account, account_of(member));
    return check_account_proof(account, digest, proof);
}

Result<Bytes> encode_signatures(const MemberProofs& proofs) {
    Bytes all;
    for (const auto& [number, proof] : proofs) {
        if (number >= kMaxMembers)
            return Error(errors::kSignerInvalid, "member " + std::to_string(number));
        if (proof.size() > 0xffff)
            return Error(errors::kKeyProofMalformed, "a proof is longer than 65,535 bytes");
        all.push_back(number);
        all.push_back(static_cast<std::uint8_t>(proof.size() >> 8));
        all.push_back(static_cast<std::uint8_t>(proof.size() & 0xff));
        append(all, proof);
    }
    return all;
}

Result<MemberProofs> decode_signatures(ByteView signatures) {
    MemberProofs proofs;
    while (!signatures.empty()) {
        if (signatures.size() < 3) return Error(errors::kSignaturesTruncated, "no whole head");
        const std::uint8_t number = signatures[0];
        const std::size_t size = std::size_t{signatures[1]} * 256 + signatures[2];
        if (signatures.size() - 3 < size)
            return Error(errors::kSignaturesTruncated,
                         "the proof of member " + std::to_string(number));
        const bool ascends = proofs.empty() || proofs.rbegin()->first < number;
        if (!ascends || number >= kMaxMembers)
            return Error(errors::kSignerInvalid, "member " + std::to_string(number));
        proofs.emplace(number, to_bytes(signatures.subspan(3, size)));
        signatures = signatures.subspan(3 + size);
    }
    return proofs;
}

}  // namespace deed::registry
