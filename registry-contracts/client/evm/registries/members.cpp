#include "registry-contracts/client/evm/registries/members.hpp"

#include <algorithm>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/prehashed.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kKeyProof = 128;
constexpr std::size_t kCoordinate = 32;

Word word_of_scheme(MemberScheme scheme) {
    Word word{};
    word[0] = static_cast<std::uint8_t>(scheme);
    return word;
}

/// The last 31 bytes of Keccak-256(x ‖ y).
Word word_of_point(MemberScheme scheme, ByteView point) {
    Word word = crypto::keccak256(point);
    word[0] = static_cast<std::uint8_t>(scheme);
    return word;
}

/// x ‖ y.
Bytes coordinates(const crypto::PublicKey& key) {
    const Bytes point = key.uncompressed();
    return {point.begin() + 1, point.end()};
}

class AccountMember final : public MemberSigner {
public:
    explicit AccountMember(AccountSigner& signer)
        : signer_(signer), member_(member_word(signer.address())) {}
    const Word& member() const override { return member_; }
    Result<Bytes> prove(const crypto::Digest256& digest, Call& call) override {
        DEED_TRY(const RecoverableSignature made, signer_.sign(digest, call));
        return made.to_bytes();
    }

private:
    AccountSigner& signer_;
    Word member_;
};

class P256Member final : public MemberSigner {
public:
    P256Member(crypto::PrivateKey key, const Word& member)
        : key_(std::move(key)), member_(member) {}
    const Word& member() const override { return member_; }
    Result<Bytes> prove(const crypto::Digest256& digest, Call& call) override {
        DEED_CHECK(call.check());
        DEED_TRY(Bytes proof, crypto::sign_p256_digest(key_, digest));
        append(proof, coordinates(key_.public_key()));
        return proof;
    }

private:
    crypto::PrivateKey key_;
    Word member_;
};

class Sm2Member final : public MemberSigner {
public:
    Sm2Member(std::unique_ptr<crypto::Signer> signer, const Word& member)
        : signer_(std::move(signer)), member_(member) {}
    const Word& member() const override { return member_; }
    Result<Bytes> prove(const crypto::Digest256& digest, Call& call) override {
        DEED_TRY(Bytes proof, signer_->sign(digest, call));
        append(proof, coordinates(signer_->public_key()));
        return proof;
    }

private:
    std::unique_ptr<crypto::Signer> signer_;
    Word member_;
};

Error not_a_member_key(const crypto::PublicKey& key) {
    return {registry::errors::kMemberInvalid,
            "no member signs with " + std::string(crypto::to_string(key.type()))};
}

Result<ProofCheck> check_account(const Word& member, const crypto::Digest256& digest,
                                 ByteView proof) {
    DEED_TRY(const Address account, account_of(member));
    const auto signature = RecoverableSignature::from_bytes(proof);
    if (!signature) return ProofCheck::asks_contract;
    const auto signer = recover_account(digest, *signature);
    if (signer && *signer == account) return ProofCheck::good;
    // A contract may take what no key signed; whether there is one, only the chain knows.
    return ProofCheck::asks_contract;
}

Result<ProofCheck> check_key(MemberScheme scheme, const Word& member,
                             const crypto::Digest256& digest, ByteView proof) {
    if (proof.size() != kKeyProof)
        return Error(registry::errors::kKeyProofMalformed,
                     "the proof has " + std::to_string(proof.size()) + " bytes");
    const ByteView point = proof.last(2 * kCoordinate);
    const auto wrong = [&member] {
        return Error(registry::errors::kKeySignatureInvalid, "of member " + to_hex(member));
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
    if (checked) return ProofCheck::good;
    if (checked.error().code() == crypto::errors::kSignatureHighS)
        return Error(registry::errors::kKeySignatureMalleable, "of member " + to_hex(member));
    return wrong();
}

}  // namespace

Word member_word(const Address& account) {
    Word word = word_of_scheme(MemberScheme::account);
    std::copy(account.begin(), account.end(), word.begin() + 12);
    return word;
}

Result<Word> member_word(const crypto::PublicKey& key) {
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

Result<MemberScheme> scheme_of(const Word& member) {
    const Error invalid(registry::errors::kMemberInvalid, to_hex(member));
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

Result<Address> account_of(const Word& member) {
    DEED_TRY(const MemberScheme scheme, scheme_of(member));
    if (scheme != MemberScheme::account)
        return Error(registry::errors::kMemberInvalid, to_hex(member));
    Address account;
    std::copy(member.begin() + 12, member.end(), account.begin());
    return account;
}

Result<void> check_members(std::span<const Word> members, std::uint8_t threshold) {
    if (members.empty() || members.size() > kMaxMembers || threshold == 0 ||
        threshold > members.size())
        return Error(
            registry::errors::kGroupSizeInvalid,
            std::to_string(members.size()) + " members, threshold " + std::to_string(threshold));
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i != 0 && !(members[i - 1] < members[i]))
            return Error(registry::errors::kMembersNotAscending, "member " + std::to_string(i));
        DEED_TRY([[maybe_unused]] const MemberScheme scheme, scheme_of(members[i]));
    }
    return {};
}

std::unique_ptr<MemberSigner> MemberSigner::of_account(AccountSigner& signer) {
    return std::make_unique<AccountMember>(signer);
}

Result<std::unique_ptr<MemberSigner>> MemberSigner::of_p256(crypto::PrivateKey key) {
    if (key.public_key().type() != crypto::KeyType::p256) return not_a_member_key(key.public_key());
    DEED_TRY(const Word member, member_word(key.public_key()));
    return std::unique_ptr<MemberSigner>(std::make_unique<P256Member>(std::move(key), member));
}

Result<std::unique_ptr<MemberSigner>> MemberSigner::of_sm2(std::unique_ptr<crypto::Signer> signer) {
    if (signer->public_key().type() != crypto::KeyType::sm2)
        return not_a_member_key(signer->public_key());
    DEED_TRY(const Word member, member_word(signer->public_key()));
    return std::unique_ptr<MemberSigner>(std::make_unique<Sm2Member>(std::move(signer), member));
}

Result<ProofCheck> check_member_proof(const Word& member, const crypto::Digest256& digest,
                                      ByteView proof) {
    DEED_TRY(const MemberScheme scheme, scheme_of(member));
    if (scheme == MemberScheme::account) return check_account(member, digest, proof);
    return check_key(scheme, member, digest, proof);
}

Result<Bytes> encode_signatures(const MemberProofs& proofs) {
    Bytes all;
    for (const auto& [number, proof] : proofs) {
        if (number >= kMaxMembers)
            return Error(registry::errors::kSignerInvalid, "member " + std::to_string(number));
        if (proof.size() > 0xffff)
            return Error(registry::errors::kKeyProofMalformed,
                         "a proof is longer than 65,535 bytes");
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
        if (signatures.size() < 3)
            return Error(registry::errors::kSignaturesTruncated, "no whole head");
        const std::uint8_t number = signatures[0];
        const std::size_t size = std::size_t{signatures[1]} * 256 + signatures[2];
        if (signatures.size() - 3 < size)
            return Error(registry::errors::kSignaturesTruncated,
                         "the proof of member " + std::to_string(number));
        const bool ascends = proofs.empty() || proofs.rbegin()->first < number;
        if (!ascends || number >= kMaxMembers)
            return Error(registry::errors::kSignerInvalid, "member " + std::to_string(number));
        proofs.emplace(number, to_bytes(signatures.subspan(3, size)));
        signatures = signatures.subspan(3 + size);
    }
    return proofs;
}

}  // namespace deed::registry::evm
