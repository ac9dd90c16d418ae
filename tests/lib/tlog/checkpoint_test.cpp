#include "lib/tlog/checkpoint.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/encoding/text.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::tlog {
namespace {

const std::string kRoot = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
const std::string kBody = "example.com/behind-the-sofa\n20852163\n" + kRoot + "\n";

TEST(Checkpoint, IsParsedAndPrinted) {
    ASSERT_OK_AND(const Checkpoint checkpoint, Checkpoint::parse(kBody));
    EXPECT_EQ(checkpoint.origin, "example.com/behind-the-sofa");
    EXPECT_EQ(checkpoint.size, 20852163U);
    EXPECT_EQ(base64_encode(checkpoint.root), kRoot);
    EXPECT_TRUE(checkpoint.extensions.empty());
    EXPECT_EQ(checkpoint.to_body(), kBody);

    ASSERT_OK_AND(const Checkpoint extended, Checkpoint::parse(kBody + "one\ntwo words\n"));
    EXPECT_EQ(extended.extensions, (std::vector<std::string>{"one", "two words"}));
    EXPECT_EQ(extended.to_body(), kBody + "one\ntwo words\n");
    EXPECT_FALSE(extended == checkpoint);
}

TEST(Checkpoint, TakesSizesThatJsonCarries) {
    ASSERT_OK_AND(const Checkpoint none, Checkpoint::parse("o\n0\n" + kRoot + "\n"));
    EXPECT_EQ(none.size, 0U);
    ASSERT_OK_AND(const Checkpoint all, Checkpoint::parse("o\n9007199254740991\n" + kRoot + "\n"));
    EXPECT_EQ(all.size, (std::uint64_t{1} << 53) - 1);
    for (const char* size : {"9007199254740992", "18446744073709551615", "18446744073709551616"})
        EXPECT_CODE(Checkpoint::parse("o\n" + std::string(size) + "\n" + kRoot + "\n"),
                    errors::kCheckpointMalformed)
            << size;
}

TEST(Checkpoint, RefusesBrokenForms) {
    const std::string after_size = "\n" + kRoot + "\n";
    for (const std::string& bad :
         std::vector<std::string>{std::string(),
                                  std::string("\n"),
                                  std::string("o\n"),
                                  std::string("o\n1\n"),
                                  "o\n1\n" + kRoot,
                                  "\n1" + after_size,
                                  "o\n" + after_size,
                                  "o\n01" + after_size,
                                  "o\n00" + after_size,
                                  "o\n+1" + after_size,
                                  "o\n-1" + after_size,
                                  "o\n 1" + after_size,
                                  "o\n1 " + after_size,
                                  "o\n0x1" + after_size,
                                  "o\n1e3" + after_size,
                                  "o\n18446744073709551616" + after_size,
                                  "o\n1\n\n",
                                  "o\n1\n" + kRoot.substr(0, 43) + "\n",
                                  "o\n1\n" + kRoot.substr(0, 42) + "J=\n",  // bits left over
                                  "o\n1\n" + base64_encode(Bytes(31, 1)) + "\n",
                                  "o\n1\n" + base64_encode(Bytes(33, 1)) + "\n",
                                  "o\n1\n" + kRoot + " \n",
                                  "o\n1" + after_size + "\n",
                                  "o\n1" + after_size + "x\n\ny\n",
                                  "o\n1" + after_size + "x",
                                  "o\r\n1" + after_size,
                                  "\xff\n1" + after_size})
        EXPECT_CODE(Checkpoint::parse(bad), errors::kCheckpointMalformed) << bad;
}

/// A log of seven entries "0" … "6" that signs its checkpoints.
class EntryProofTest : public testing::Test {
protected:
    EntryProofTest() {
        for (int i = 0; i < 7; ++i) tree_.append(leaf_hash(as_bytes(std::to_string(i))));
    }

    std::string signed_checkpoint(const std::string& origin) {
        Call call;
        const Checkpoint head{origin, tree_.size(), tree_.root(), {}};
        return sign_note(head.to_body(), "log.example", *signer_, call).value();
    }

    EntryProof proof_of(std::uint64_t index) {
        return {index, tree_.inclusion_proof(index, 7), signed_checkpoint("log.example"), {}};
    }

    MerkleTree tree_;
    std::unique_ptr<crypto::Signer> signer_ =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
    VerifierKey key_ = VerifierKey::create("log.example", signer_->public_key()).value();
};

TEST_F(EntryProofTest, ProvesJustItsEntry) {
    for (std::uint64_t i = 0; i < 7; ++i) {
        ASSERT_OK_AND(const EntryProof proof, EntryProof::parse(proof_of(i).to_string()));
        EXPECT_EQ(proof.to_string(), proof_of(i).to_string());
        ASSERT_OK_AND(const Checkpoint head, proof.verify(as_bytes(std::to_string(i)), key_));
        EXPECT_EQ(head.size, 7U);
        EXPECT_EQ(head.root, tree_.root());
        EXPECT_CODE(proof.verify(as_bytes("x"), key_), errors::kInclusionInvalid);
    }
}

TEST_F(EntryProofTest, BoundsIndexAndSize) {
    const auto with_index = [&](std::uint64_t index) {
        EntryProof proof = proof_of(0);
        proof.index = index;
        return proof.to_string();
    };
    ASSERT_OK_AND(const EntryProof last, EntryProof::parse(with_index(9007199254740991)));
    EXPECT_EQ(last.index, 9007199254740991U);
    EXPECT_CODE(EntryProof::parse(with_index(9007199254740992)), errors::kProofMalformed);
    EXPECT_CODE(EntryProof::parse(with_index(~std::uint64_t{0})), errors::kProofMalformed);

    Call call;
    const Checkpoint head{"log.example", 9007199254740992, tree_.root(), {}};
    EntryProof proof = proof_of(0);
    proof.checkpoint = sign_note(head.to_body(), "log.example", *signer_, call).value();
    EXPECT_CODE(EntryProof::parse(proof.to_string()), errors::kProofMalformed);
}

TEST_F(EntryProofTest, PinsTheLog) {
    EntryProof proof = proof_of(3);
    const auto stranger =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
    ASSERT_OK_AND(const VerifierKey other,
                  VerifierKey::create("log.example", stranger->public_key()));
    EXPECT_CODE(proof.verify(as_bytes("3"), other), errors::kSignatureMissing);
    proof.checkpoint = signed_checkpoint("elsewhere.example");
    EXPECT_CODE(proof.verify(as_bytes("3"), key_), errors::kOriginMismatch);
    EXPECT_CODE(verify_checkpoint(proof.checkpoint, key_), errors::kOriginMismatch);
}

TEST_F(EntryProofTest, CarriesExtraData) {
    EntryProof proof = proof_of(0);
    proof.extra = {1, 2, 3};
    const std::string text = proof.to_string();
    EXPECT_NE(text.find("\nextra AQID\nindex 0\n"), std::string::npos);
    ASSERT_OK_AND(const EntryProof parsed, EntryProof::parse(text));
    EXPECT_EQ(parsed.extra, proof.extra);
    EXPECT_EQ(parsed.to_string(), text);
    EXPECT_OK(parsed.verify(as_bytes("0"), key_));
}

TEST_F(EntryProofTest, RefusesBrokenForms) {
    const std::string header = "c2sp.org/tlog-proof@v1\n";
    const std::string hash = kRoot + "\n";
    const std::string rest = "\n" + signed_checkpoint("log.example");
    std::string many;
    for (int i = 0; i < 64; ++i) many += hash;
    EXPECT_OK(EntryProof::parse(header + "index 0\n" + rest));
    EXPECT_OK(EntryProof::parse(header + "index 0\n" + many + rest));
    for (const std::string& bad : std::vector<std::string>{
             std::string(),
             header,
             "c2sp.org/tlog-proof@v2\nindex 0\n" + rest,
             "c2sp.org/tlog-proof@v1 \nindex 0\n" + rest,
             "\n" + header + "index 0\n" + rest,
             header + rest,
             header + "index 0\n",
             header + "index 0\n\n",
             header + "index 0\n" + hash,
             header + "index 00\n" + rest,
             header + "index  0\n" + rest,
             header + "index -1\n" + rest,
             header + "index\n" + rest,
             header + "Index 0\n" + rest,
             header + "index 18446744073709551616\n" + rest,
             header + "extra \nindex 0\n" + rest,
             header + "extra AQI\nindex 0\n" + rest,
             header + "extra AQID\n" + rest,
             header + "extra AQID\nextra AQID\nindex 0\n" + rest,
             header + "index 0\nextra AQID\n" + rest,
             header + "index 0\nAQID\n" + rest,
             header + "index 0\n" + many + hash + rest,
             header + "index 0\n" + hash + "\n" + rest + "\n",
             header + "index 0\n" + rest.substr(0, rest.size() - 1),
             header + "index 0\n\nnot a checkpoint\n\n\u2014 name AAAAAAA=\n",
             header + "index 0\n\nonly text\n",
             header + "extra " + std::string(std::size_t{2} << 20, 'A') + "\nindex 0\n" + rest})
        EXPECT_CODE(EntryProof::parse(bad), errors::kProofMalformed) << bad.substr(0, 120);
}

}  // namespace
}  // namespace deed::tlog
