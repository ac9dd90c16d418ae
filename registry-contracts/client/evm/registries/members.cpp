#include "registry-contracts/client/evm/registries/members.hpp"

#include <algorithm>
#include <array>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/prehashed.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"

namespace deed::registry::evm {
namespace {

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

bool is_good(const Word& member, const crypto::Digest256& digest, ByteView proof) {
    const auto check = check_member_proof(member, digest, proof);
    return check && *check == ProofCheck::good;
}

}  // namespace

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
    DEED_CHECK(check_key_proof(member, digest, proof));
    return ProofCheck::good;
}

std::size_t count_good(const MemberProofs& proofs, std::span<const Hash> members,
                       const crypto::Digest256& digest) {
    return static_cast<std::size_t>(std::ranges::count_if(proofs, [&](const auto& given) {
        return given.first < members.size() && is_good(members[given.first], digest, given.second);
    }));
}

bool put_proof(MemberProofs& proofs, std::uint8_t number, const Word& member,
               const crypto::Digest256& digest, ByteView proof) {
    const auto there = proofs.find(number);
    const bool stays = there != proofs.end() && (std::ranges::equal(there->second, proof) ||
                                                 is_good(member, digest, there->second));
    if (!stays) proofs.insert_or_assign(number, to_bytes(proof));
    return !stays;
}

Result<bool> contract_takes(ChainReader& node, const Address& asking, const Word& member,
                            const crypto::Digest256& digest, ByteView proof, Call& call) {
    static const auto question = AbiSignature::parse("isValidSignature(bytes32,bytes)").value();
    DEED_TRY(const Address account, account_of(member));
    const std::vector<AbiValue> values{value_of(digest), value_of(proof)};
    CallRequest request;
    request.from = asking;
    request.to = account;
    DEED_TRY(request.data, question.encode_call(values));
    const auto answer = node.try_call(request, BlockRef::latest(), call);
    if (!answer) {
        // What burns all gas is no revert, and nodes name it as they like.
        const ErrorCode& code = answer.error().code();
        if (code == errors::kRpcNodeFailed || code == errors::kRpcRejected) return false;
        return answer.error();
    }
    if (std::holds_alternative<NodeError>(*answer)) return false;
    // As the contract looks at it: the first word alone.
    const Bytes& told = std::get<Bytes>(*answer);
    constexpr std::array<std::uint8_t, 32> kMagic{0x16, 0x26, 0xba, 0x7e};
    return told.size() >= kMagic.size() && std::ranges::equal(kMagic, ByteView(told).first(32));
}

Result<Bytes> enough_signatures(const MemberProofs& proofs, std::span<const Hash> members,
                                std::size_t threshold, const crypto::Digest256& digest,
                                std::string_view whose) {
    if (proofs.size() < threshold)
        return Error(registry::errors::kThresholdNotMet, std::to_string(proofs.size()) + " of " +
                                                             std::to_string(threshold) + " " +
                                                             std::string(whose));
    MemberProofs chosen;
    for (const ProofCheck wanted : {ProofCheck::good, ProofCheck::asks_contract})
        for (const auto& [number, proof] : proofs) {
            if (chosen.size() == threshold) break;
            DEED_TRY(const ProofCheck check, check_member_proof(members[number], digest, proof));
            if (check == wanted) chosen.emplace(number, proof);
        }
    return encode_signatures(chosen);
}

}  // namespace deed::registry::evm
