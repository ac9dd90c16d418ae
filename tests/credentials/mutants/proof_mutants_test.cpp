// A thousand changes that leave JSON, and know what a credential is made of: each is refused in
// every suite, with a code out of the few that its kind deserves.
#include <algorithm>

#include <gmock/gmock.h>

#include "tests/credentials/cast.hpp"
#include "tests/credentials/mutants/mutant_count.hpp"
#include "tests/credentials/mutants/mutants.hpp"
#include "tests/credentials/mutants/proof_codes.hpp"

namespace deed::credentials {
namespace {

struct Suite {
    const char* name;
    crypto::KeyType key;
    const test::ExpectedCodes& expected;
    bool is_over_rdf = false;
};

class ProofMutants : public testing::TestWithParam<Suite> {
protected:
    /// The code of the check `proof`: empty where it passed.
    std::string code_of(const json::Document& document) {
        const auto report = cast_.verify(document);
        if (!report) return std::string(report.error().code().name);
        const Check& proof = *report->find("proof");
        if (proof.state == CheckState::passed) return "";
        EXPECT_NE(report->verdict(), Verdict::good);
        return std::string(proof.code->name);
    }

    json::Document issue(std::uint8_t key_filler) {
        cast_.signer = test::signer_of(GetParam().key, key_filler);
        cast_.issuer = did::did_key_of(cast_.signer->public_key());
        cast_.cryptosuite = GetParam().name;
        return cast_.issue(test::kRich).value();
    }

    test::Cast cast_;
};

TEST_P(ProofMutants, AreRefused) {
    const json::Document other = issue(6);
    const json::Document document = issue(5);
    ASSERT_EQ(code_of(document), "");

    test::MutantCount count(
        std::string(GetParam().name) + "-" + std::string(crypto::to_string(GetParam().key)),
        GetParam().expected);
    const auto signed_meaning = test::meaning(document, cast_.contexts);
    ASSERT_TRUE(signed_meaning);
    auto mutants = test::document_mutants(document);
    for (auto& mutant : test::proof_mutants(document, other)) mutants.push_back(std::move(mutant));
    for (const test::Mutant& mutant : mutants) {
        if (!count.takes_next()) continue;
        if (GetParam().is_over_rdf &&
            test::meaning(mutant.document, cast_.contexts) == signed_meaning) {
            EXPECT_THAT(code_of(mutant.document),
                        testing::AnyOf("", "proof.context_misleads", "proof.member_hidden",
                                       "proof.suite_context_missing", "jsonld.dropped_empty_array"))
                << mutant.what;
            count.equal();
            continue;
        }
        count.refused(mutant.kind, code_of(mutant.document), mutant.what);
    }
    count.finish();
}

INSTANTIATE_TEST_SUITE_P(
    Suites, ProofMutants,
    testing::Values(Suite{"eddsa-jcs-2022", crypto::KeyType::ed25519, test::kJcsCodes},
                    Suite{"ecdsa-jcs-2019", crypto::KeyType::p256, test::kJcsCodes},
                    Suite{"ecdsa-jcs-2019", crypto::KeyType::p384, test::kJcsCodes},
                    Suite{"eddsa-rdfc-2022", crypto::KeyType::ed25519, test::kRdfcCodes, true},
                    Suite{"ecdsa-rdfc-2019", crypto::KeyType::p256, test::kRdfcCodes, true},
                    Suite{"ecdsa-rdfc-2019", crypto::KeyType::p384, test::kRdfcCodes, true},
                    Suite{"Ed25519Signature2020", crypto::KeyType::ed25519, test::kRdfcCodes,
                          true}),
    [](const auto& suite) {
        std::string name =
            std::string(suite.param.name) + "_" + std::string(crypto::to_string(suite.param.key));
        std::ranges::replace(name, '-', '_');
        return name;
    });

}  // namespace
}  // namespace deed::credentials
