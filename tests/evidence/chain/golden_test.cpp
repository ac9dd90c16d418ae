// Files of this release: they stay readable, and mean the same, for ever. Their chain was an Anvil.
#include <gtest/gtest.h>

#include "evidence/chain/chain_report.hpp"
#include "evidence/chain/hand_over.hpp"
#include "evidence/chain/unlinked.hpp"
#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"

namespace deed::evidence {
namespace {

using deed::test::must;

std::string text_of(const std::string& name) {
    const Bytes bytes =
        must(read_file(std::string(DEED_CHAIN_EVIDENCE_DATA) + "/" + name, std::size_t{1} << 20));
    return std::string(as_text(bytes));
}

json::Document file(const std::string& name) { return must(json::Document::parse(text_of(name))); }

/// The line of trust.txt that begins with this word.
std::string told(const std::string& word) {
    const std::string text = text_of("trust.txt");
    const std::size_t at = text.find(word + " ") + word.size() + 1;
    return text.substr(at, text.find('\n', at) - at);
}

ChainTrust trust(const std::string& block) {
    ChainTrust known;
    known.blocks = {must(registry::evm::word_from_hex(told(block)))};
    known.contract = must(registry::evm::parse_account(told("contract")));
    known.chain_id = 31337;
    known.opener = must(registry::evm::parse_account(told("opener")));
    return known;
}

GivenDocument judgment() {
    return {digest_of(as_bytes(std::string_view("the judgment\n"))), std::nullopt};
}

TEST(EvidenceOnChainGolden, AProofWithAChainPart) {
    ASSERT_OK_AND(const auto proof, EvidenceProof::parse(file("strong.json").root()));
    ASSERT_TRUE(proof.chain.has_value());
    ASSERT_OK_AND(const auto part, ChainPart::parse(proof.chain->root()));
    Call call;
    ASSERT_OK_AND(auto verdict, verify(proof, judgment(), told("log"), call));
    const auto facts = judge_chain(proof, part, trust("block"), verdict.report, call);
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::good);
    ASSERT_TRUE(facts.has_value());
    EXPECT_EQ(facts->chain_id, 31337U);
    EXPECT_EQ(part.to_json().root(), *file("strong.json").root().find("chain"));
}

TEST(EvidenceOnChainGolden, UnlinkedEvidence) {
    ASSERT_OK_AND(const auto evidence, UnlinkedEvidence::parse(file("unlinked.json").root()));
    EXPECT_EQ(evidence.to_json(), file("unlinked.json"));
    Call call;
    ASSERT_OK_AND(const auto verdict,
                  verify_unlinked(evidence, judgment(), trust("anchored"), call));
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::good);
}

TEST(EvidenceOnChainGolden, AConsentToTakeALogOver) {
    ASSERT_OK_AND(const auto consent, TakeOver::parse(text_of("consent.json")));
    EXPECT_EQ(consent.to_json(), text_of("consent.json"));
    EXPECT_EQ(consent.chain_id, 31337U);
}

}  // namespace
}  // namespace deed::evidence
