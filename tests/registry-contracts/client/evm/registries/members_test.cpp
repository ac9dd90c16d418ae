#include "registry-contracts/client/evm/registries/members.hpp"

#include "lib/crypto/errors.hpp"
#include "lib/crypto/prehashed.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"

namespace deed::registry::evm {
namespace {

namespace codes = registry::errors;

crypto::PrivateKey key_of(crypto::KeyType type, std::uint8_t byte) {
    return test::must(
        crypto::PrivateKey::from_raw(type, crypto::SecretBytes::copy_of(Bytes(32, byte))));
}

const crypto::Digest256 kDigest = crypto::keccak256(as_bytes("what is decided"));
const crypto::Digest256 kOther = crypto::keccak256(as_bytes("another thing"));

// RFC 6979 section A.2.5, P-256 with SHA-256, message "sample"; s is in the upper half there.
constexpr const char* kRfcKey =
    "0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
constexpr const char* kRfcR = "0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
constexpr const char* kRfcS = "0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

TEST(P256Digest, TakesOnlyTheLowFormOfAKnownAnswer) {
    const auto key = test::must(crypto::PrivateKey::from_raw(
        crypto::KeyType::p256, crypto::SecretBytes::copy_of(test::must(from_hex(kRfcKey)))));
    const crypto::Digest256 digest = crypto::sha256(as_bytes("sample"));
    Bytes high = test::must(from_hex(kRfcR));
    append(high, test::must(from_hex(kRfcS)));
    EXPECT_CODE(crypto::verify_p256_digest(key.public_key(), digest, high),
                crypto::errors::kSignatureHighS);
    // n - s
    Bytes low = test::must(from_hex(kRfcR));
    append(
        low,
        test::must(from_hex("0x0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9")));
    EXPECT_OK(crypto::verify_p256_digest(key.public_key(), digest, low));
    for (int i = 0; i < 8; ++i) {
        ASSERT_OK_AND(const Bytes made, crypto::sign_p256_digest(key, digest));
        EXPECT_OK(crypto::verify_p256_digest(key.public_key(), digest, made));
    }
    low[63] ^= 1;
    EXPECT_CODE(crypto::verify_p256_digest(key.public_key(), digest, low),
                crypto::errors::kSignatureInvalid);
    EXPECT_CODE(crypto::verify_p256_digest(key.public_key(), digest, ByteView(low).first(63)),
                crypto::errors::kSignatureMalformed);
    const auto secp = key_of(crypto::KeyType::secp256k1, 7);
    EXPECT_CODE(crypto::sign_p256_digest(secp, digest), crypto::errors::kAlgorithmMismatch);
    EXPECT_CODE(crypto::verify_p256_digest(secp.public_key(), digest, low),
                crypto::errors::kAlgorithmMismatch);
}

TEST(Member, OfEachSchemeSignsWhatIsTaken) {
    Call call;
    const auto wallet = test::wallet_of(0x11);
    const auto account = MemberSigner::of_account(*wallet);
    ASSERT_OK_AND(const auto p256, MemberSigner::of_p256(key_of(crypto::KeyType::p256, 0x12)));
    ASSERT_OK_AND(const auto sm2,
                  MemberSigner::of_sm2(test::signer_of(crypto::KeyType::sm2, 0x13)));
    for (MemberSigner* member : {account.get(), p256.get(), sm2.get()}) {
        ASSERT_OK_AND(const Bytes proof, member->prove(kDigest, call));
        ASSERT_OK_AND(const ProofCheck check, check_member_proof(member->member(), kDigest, proof));
        EXPECT_EQ(check, ProofCheck::good);
    }
    EXPECT_EQ(test::must(scheme_of(account->member())), MemberScheme::account);
    EXPECT_EQ(test::must(account_of(account->member())), wallet->address());
    EXPECT_EQ(test::must(scheme_of(p256->member())), MemberScheme::p256);
    EXPECT_EQ(test::must(scheme_of(sm2->member())), MemberScheme::sm2);
    EXPECT_EQ(test::must(member_word(key_of(crypto::KeyType::p256, 0x12).public_key())),
              p256->member());
    EXPECT_CODE(member_word(key_of(crypto::KeyType::ed25519, 1).public_key()),
                codes::kMemberInvalid);
    EXPECT_CODE(MemberSigner::of_p256(key_of(crypto::KeyType::ed25519, 1)), codes::kMemberInvalid);
    EXPECT_CODE(MemberSigner::of_sm2(test::signer_of(crypto::KeyType::p256, 1)),
                codes::kMemberInvalid);
    EXPECT_CODE(account_of(p256->member()), codes::kMemberInvalid);
}

TEST(Member, WhatIsNotItsProofIsRefused) {
    Call call;
    const auto wallet = test::wallet_of(0x11);
    const auto account = MemberSigner::of_account(*wallet);
    ASSERT_OK_AND(const auto p256, MemberSigner::of_p256(key_of(crypto::KeyType::p256, 0x12)));
    ASSERT_OK_AND(const auto sm2,
                  MemberSigner::of_sm2(test::signer_of(crypto::KeyType::sm2, 0x13)));
    // Of an account only the chain knows whether it is a contract.
    ASSERT_OK_AND(const Bytes proof, account->prove(kDigest, call));
    EXPECT_EQ(test::must(check_member_proof(account->member(), kOther, proof)),
              ProofCheck::asks_contract);
    EXPECT_EQ(test::must(check_member_proof(account->member(), kDigest, Bytes(3))),
              ProofCheck::asks_contract);
    for (MemberSigner* member : {p256.get(), sm2.get()}) {
        ASSERT_OK_AND(const Bytes good, member->prove(kDigest, call));
        const auto check = [&](const crypto::Digest256& digest, const Bytes& tried) {
            return check_member_proof(member->member(), digest, tried);
        };
        EXPECT_CODE(check(kOther, good), codes::kKeySignatureInvalid);
        EXPECT_CODE(check(kDigest, Bytes(good.begin(), good.end() - 1)), codes::kKeyProofMalformed);
        Bytes foreign = good;
        foreign[64] ^= 1;  // another key
        EXPECT_CODE(check(kDigest, foreign), codes::kKeySignatureInvalid);
    }
    Word unknown{};
    unknown[0] = 4;
    unknown[31] = 1;
    EXPECT_CODE(check_member_proof(unknown, kDigest, {}), codes::kMemberInvalid);
    EXPECT_CODE(scheme_of(Word{1}), codes::kMemberInvalid);  // no key
    Word padded = account->member();
    padded[5] = 1;
    EXPECT_CODE(scheme_of(padded), codes::kMemberInvalid);
}

TEST(Members, AscendAndFitTheirThreshold) {
    std::vector<Word> members{member_word(Address{1}), member_word(Address{2})};
    EXPECT_OK(check_members(members, 1));
    EXPECT_OK(check_members(members, 2));
    EXPECT_CODE(check_members(members, 0), codes::kGroupSizeInvalid);
    EXPECT_CODE(check_members(members, 3), codes::kGroupSizeInvalid);
    EXPECT_CODE(check_members({}, 1), codes::kGroupSizeInvalid);
    EXPECT_CODE(check_members(std::vector<Word>(97, members[0]), 1), codes::kGroupSizeInvalid);
    std::swap(members[0], members[1]);
    EXPECT_CODE(check_members(members, 1), codes::kMembersNotAscending);
    members[1] = members[0];
    EXPECT_CODE(check_members(members, 1), codes::kMembersNotAscending);
    members = {Word{}, members[0]};
    EXPECT_CODE(check_members(members, 1), codes::kMemberInvalid);
}

TEST(Signatures, PrintWhatTheyRead) {
    const MemberProofs proofs{{0, Bytes(65, 1)}, {3, Bytes(128, 2)}, {95, Bytes{}}};
    ASSERT_OK_AND(const Bytes encoded, encode_signatures(proofs));
    EXPECT_EQ(encoded.size(), 3 * 3 + 65 + 128U);
    EXPECT_EQ(to_hex(ByteView(encoded).first(4)), "0x00004101");
    EXPECT_EQ(test::must(decode_signatures(encoded)), proofs);
    EXPECT_EQ(test::must(decode_signatures({})), MemberProofs{});
    EXPECT_CODE(decode_signatures(ByteView(encoded).first(encoded.size() - 1)),
                codes::kSignaturesTruncated);
    EXPECT_CODE(decode_signatures(ByteView(encoded).first(67)), codes::kSignaturesTruncated);
    const Bytes twice{1, 0, 0, 1, 0, 0};
    EXPECT_CODE(decode_signatures(twice), codes::kSignerInvalid);
    EXPECT_CODE(decode_signatures(Bytes{96, 0, 0}), codes::kSignerInvalid);
    EXPECT_CODE(encode_signatures({{96, {}}}), codes::kSignerInvalid);
    EXPECT_CODE(encode_signatures({{0, Bytes(65'536)}}), codes::kKeyProofMalformed);
}

}  // namespace
}  // namespace deed::registry::evm
