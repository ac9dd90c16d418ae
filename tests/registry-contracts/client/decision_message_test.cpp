#include "registry-contracts/client/decision_message.hpp"

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "registry-contracts/client/members.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::registry {
namespace {

Hash word(std::uint8_t byte) {
    Hash hash;
    hash.fill(byte);
    return hash;
}

std::string digest_of(const Decision& decision, const DecisionTerms& terms) {
    const std::string network = "l" + std::string(32, 'a');
    const auto digest = log_decision_digest(network, word(1), decision, terms, 1'800'000'000);
    return digest ? hex_encode(*digest) : digest.error().to_string();
}

// By ethers 6 (TypedDataEncoder.hash), from the texts of specs/contracts-evidence-issuer.md and the
// domain { name, version: "1", salt: sha256("deed/log-domain/v1/" ‖ network) }.
TEST(DecisionMessage, IsWhatOthersSignInALogsDomain) {
    const AccreditationPath one{{Address{7}, word(2)}};
    const AccreditationPath two{{Address{7}, word(2)}, {Address{8}, word(2)}};
    const DecisionTerms terms{4, 5};
    EXPECT_EQ(digest_of(Accredit{one, {true, 3, 5, kLastMoment, word(3)}}, terms),
              "558d05479a04926e8afb9f9e1080b786a19c9a00a622de1de62e6de96d871246");
    EXPECT_EQ(digest_of(SetStanding{two, Standing::suspended, 77, word(4)}, terms),
              "0e6fe3cb3c8b4c7fbc1bf3cddc64a676a1088f2765c2953b0333f7a3951c9a3c");
    EXPECT_EQ(digest_of(SetBar{Address{9}, true, 78, word(5)}, terms),
              "99116e23df2d19181fb8210e7a1cb5ca9c1c13497ee03f794346fe68eceef686");
    EXPECT_EQ(digest_of(AssignName{one, {Address{8}, word(2)}, "Best"}, terms),
              "956ca634b1466607d7fd1af1e90b9f86401c35644bd0774c4b64877685b402a8");
    EXPECT_EQ(digest_of(WithdrawName{{}, Address{8}, "Best"}, terms),
              "7203b55e43796478b2b8497568e2c28601c95a27fa758da3fc71243a1f5db0c3");
    EXPECT_EQ(digest_of(ChangeCommittee{2, {word(0x0a), word(0x0b)}}, terms),
              "3b8918063ba446c85e8d9bda7ee0dee12d61d6c0fc460f917dc7bae1293b04e0");
}

TEST(DecisionMessage, TheWrongFormHasItsCode) {
    EXPECT_CODE(log_decision_digest("l", word(1), Accredit{}, {1, 1}, 1),
                errors::kPathLengthInvalid);
    EXPECT_CODE(log_decision_digest("l", word(1), WithdrawName{{}, {}, " "}, {1, 1}, 1),
                errors::kNameCharacterInvalid);
}

// keccak256(abi.encode("deed/group/v1", founder, salt)) by ethers.
TEST(DecisionMessage, AGroupOnALogHasTheIdOfItsFounder) {
    EXPECT_EQ(hex_encode(group_id(Address{7}, word(6))),
              "4f9ce2b512c0119933751c9a1f099cd6878d39543274e877d1be718cd9803f5b");
}

TEST(MembersOnALog, AContractsSignatureIsRefused) {
    const Hash digest = word(1);
    const Hash member = member_word(Address{1});
    EXPECT_CODE(check_proof_on_log(member, digest, Bytes(3)), errors::kContractSignature);
    Bytes proof(65, 1);
    EXPECT_CODE(check_proof_on_log(member, digest, proof), errors::kContractSignature);
    proof[64] = 27;
    EXPECT_CODE(check_proof_on_log(member, digest, proof), errors::kSignatureInvalid);
    proof[32] = 0xff;
    EXPECT_CODE(check_proof_on_log(member, digest, proof), errors::kSignatureHighS);
    Hash key = word(1);
    key[0] = 2;
    EXPECT_CODE(check_proof_on_log(key, digest, proof), errors::kKeyProofMalformed);
    EXPECT_CODE(check_proof_on_log(key, digest, Bytes(128)), errors::kKeySignatureInvalid);
    EXPECT_CODE(check_proof_on_log(word(9), digest, proof), errors::kMemberInvalid);
}

}  // namespace
}  // namespace deed::registry
