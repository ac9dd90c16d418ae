// Changes that know the structure of sets and chains, each refused with the code that it deserves,
// at the proof that it concerns.
#include <algorithm>
#include <map>

#include "credentials/model_parts.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/json/writer.hpp"
#include "tests/credentials/signatories.hpp"

namespace deed::credentials {
namespace {

using test::parse;
using test::Signatories;
using test::with;

constexpr const char* kInvalid = "proof.signature_invalid";
constexpr const char* kMalformed = "proof.malformed";

std::string as_json(std::string_view text) {
    json::Writer writer;
    return writer.string(text).take();
}

class ProofMutations : public testing::TestWithParam<std::string> {
protected:
    ProofMutations()
        : document_(GetParam() == "set"     ? cast_.set()
                    : GetParam() == "chain" ? cast_.chain()
                                            : cast_.joint()) {}

    json::Value proof(std::size_t index) const {
        return document_.root().find("proof")->array()[index];
    }
    std::string member(std::size_t index, std::string_view name) const {
        return std::string(proof(index).find(name)->string());
    }
    static std::string place(std::size_t index, std::string_view name) {
        return "/proof/" + std::to_string(index) + "/" + std::string(name);
    }

    /// The proofs that build on this one.
    std::vector<std::size_t> relying_on(std::size_t index) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < 3; ++i) {
            const auto previous = proof(i).find("previousProof");
            if (!previous) continue;
            for (const PlacedValue& placed : one_or_more(*previous, ""))
                if (placed.value.string() == member(index, "id")) found.push_back(i);
        }
        return found;
    }

    /// The changed document is not good, and these proofs have these codes.
    void expect(const json::Document& changed, std::map<std::size_t, std::string> codes,
                const std::string& what) {
        ++tried_;
        const Report report = cast_.report(changed);
        EXPECT_NE(report.verdict(), Verdict::good) << what;
        EXPECT_NE(report.find("proof")->state, CheckState::passed) << what;
        for (const auto& [index, code] : codes) {
            ASSERT_LT(index, report.proofs().size()) << what;
            const Check& check = *report.proofs()[index].report.find("proof");
            EXPECT_EQ(check.code == nullptr ? "passed" : check.code->name, code)
                << what << ", proof " << index;
        }
    }
    void edit(const std::string& pointer, const std::string& value,
              std::map<std::size_t, std::string> codes) {
        expect(with(document_, pointer, value), std::move(codes), pointer + " = " + value);
    }
    void remove(const std::string& pointer, std::map<std::size_t, std::string> codes) {
        expect(document_.without(pointer).value(), std::move(codes), "without " + pointer);
    }

    Signatories cast_;
    json::Document document_;
    std::size_t tried_ = 0;
};

const std::map<std::size_t, std::string> kAllInvalid{{0, kInvalid}, {1, kInvalid}, {2, kInvalid}};

TEST_P(ProofMutations, OfTheCredentialConcernEveryProof) {
    const std::vector<std::string> places{"/id",
                                          "/type",
                                          "/type/1",
                                          "/issuer",
                                          "/validFrom",
                                          "/validUntil",
                                          "/credentialSubject",
                                          "/credentialSubject/id",
                                          "/credentialSubject/degree",
                                          "/credentialSubject/score"};
    for (const std::string& pointer : places) {
        for (const std::string value :
             {R"("urn:x:y")", "1", "null", "[]", "{}", R"({"a":[1]})", "true"})
            edit(pointer, value, kAllInvalid);
        remove(pointer, kAllInvalid);
    }
    for (const std::string pointer :
         {"/added", "/credentialSubject/added", "/type/-", "/credentialSubject/score2"})
        for (const std::string value : {R"("urn:x:y")", "1", "null", "[]"})
            edit(pointer, value, kAllInvalid);
    EXPECT_EQ(tried_, 96u);
}

TEST_P(ProofMutations, OfTheContextsConcernEveryProof) {
    const auto all = [](const char* code) {
        return std::map<std::size_t, std::string>{{0, code}, {1, code}, {2, code}};
    };
    edit("/@context/-", R"("https://www.w3.org/ns/did/v1")", all("proof.covers_less"));
    edit("/@context/-", R"({"degree":"urn:x:d"})", all("proof.covers_less"));
    edit("/@context/1", R"({"@vocab":"urn:other:"})", all("proof.context_mismatch"));
    edit("/@context/0", R"("https://www.w3.org/ns/did/v1")", all("proof.context_mismatch"));
    remove("/@context/1", all("proof.context_mismatch"));
    remove("/@context", all("proof.context_mismatch"));
}

TEST_P(ProofMutations, OfAMembersFormAreMalformed) {
    for (std::size_t i = 0; i < 3; ++i) {
        for (const auto* name :
             {"type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue", "id",
              "created", "domain", "challenge", "nonce", "expires", "previousProof"})
            for (const std::string value : {"1", "null", "true", "{}", "[]", R"("")"})
                edit(place(i, name), value, {{i, kMalformed}});
        for (const auto* name :
             {"type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"})
            remove(place(i, name), {{i, kMalformed}});
        for (const std::string value : {"1", "null", R"("x")", "[]"})
            edit("/proof/" + std::to_string(i), value, {{i, kMalformed}});
    }
    EXPECT_EQ(tried_, 3u * (72 + 5 + 4));
}

TEST_P(ProofMutations, OfASignedMemberAreInvalid) {
    for (std::size_t i = 0; i < 3; ++i) {
        for (const std::string value :
             {"authentication", "assertionmethod", "keyAgreement", "assertionMethod "})
            edit(place(i, "proofPurpose"), as_json(value), {{i, kInvalid}});
        for (const auto* value : {"2026-11-22T00:00:01Z", "2025-01-01T00:00:00Z",
                                  "2026-11-22T00:00:00.0Z", "2026-11-22T00:00:00+00:00"})
            edit(place(i, "created"), as_json(value), {{i, kInvalid}});
        for (const auto* name : {"domain", "challenge", "nonce", "added", "name", "aud"})
            for (const std::string value : {R"("a")", R"("a.example")", R"("1")"})
                edit(place(i, name), value, {{i, kInvalid}});
        edit(place(i, "expires"), R"("2030-01-01T00:00:00Z")", {{i, kInvalid}});
        edit(place(i, "@context/1/@vocab"), R"("urn:other:")", {{i, "proof.context_mismatch"}});
        remove(place(i, "@context"), {{i, kInvalid}});
        remove(place(i, "created"), {{i, kInvalid}});
    }
    EXPECT_EQ(tried_, 3u * 30);
}

TEST_P(ProofMutations, OfTypeSuiteAndMethodHaveTheirCodes) {
    for (std::size_t i = 0; i < 3; ++i) {
        for (const auto* value : {"Ed25519Signature2018", "DataIntegrity", "dataIntegrityProof"})
            edit(place(i, "type"), as_json(value), {{i, "proof.suite_unsupported"}});
        for (const auto* value : {"bbs-2023", "ecdsa-sd-2023", "EDDSA-JCS-2022", "none"})
            edit(place(i, "cryptosuite"), as_json(value), {{i, "proof.suite_unsupported"}});
        const bool is_eddsa = member(i, "cryptosuite") == "eddsa-jcs-2022";
        edit(place(i, "cryptosuite"), as_json(is_eddsa ? "ecdsa-jcs-2019" : "eddsa-jcs-2022"),
             {{i, "proof.key_type_mismatch"}});
        edit(place(i, "verificationMethod"), R"("https://a.example/#k")",
             {{i, "proof.method_unsupported"}});
        edit(place(i, "verificationMethod"), as_json(member(i, "verificationMethod") + "x"),
             {{i, "proof.method_not_found"}});
        edit(place(i, "verificationMethod"), as_json(cast_.stranger.method),
             {{i, is_eddsa ? kInvalid : "proof.key_type_mismatch"}});
    }
}

TEST_P(ProofMutations, OfTheSignatureAreInvalid) {
    for (std::size_t i = 0; i < 3; ++i) {
        const Bytes signature = multibase_decode(member(i, "proofValue")).value();
        const auto value_of = [](const Bytes& bytes) {
            return as_json(multibase_encode(Multibase::base58btc, bytes));
        };
        for (std::size_t k = 0; k < signature.size(); ++k)
            for (const std::uint8_t bit : {std::uint8_t{1}, std::uint8_t{0x80}}) {
                Bytes flipped = signature;
                flipped[k] = static_cast<std::uint8_t>(flipped[k] ^ bit);
                edit(place(i, "proofValue"), value_of(flipped), {{i, kInvalid}});
            }
        Bytes longer = signature;
        longer.push_back(0);
        const Bytes shorter(signature.begin(), signature.end() - 1);
        for (const Bytes& bytes : {longer, shorter, Bytes{}})
            edit(place(i, "proofValue"), value_of(bytes), {{i, "proof.value_malformed"}});
    }
    EXPECT_EQ(tried_, 3u * 131);
}

TEST_P(ProofMutations, OfSwappedPartsAreInvalid) {
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            if (i == j) continue;
            for (const auto* name : {"proofValue", "verificationMethod"}) {
                const bool same_suite = member(i, "cryptosuite") == member(j, "cryptosuite");
                const bool is_method = std::string_view(name) == "verificationMethod";
                edit(place(i, name), as_json(member(j, name)),
                     {{i, is_method && !same_suite ? "proof.key_type_mismatch" : kInvalid}});
            }
            edit(place(i, "id"), as_json(member(j, "id")),
                 {{i, "proof.id_duplicate"}, {j, "proof.id_duplicate"}});
            // One proof twice: a second one of its id.
            edit("/proof/" + std::to_string(i), json::to_string(proof(j)),
                 {{i, "proof.id_duplicate"}, {j, "proof.id_duplicate"}});
        }
}

TEST_P(ProofMutations, OfIdsBreakTheChain) {
    for (std::size_t i = 0; i < 3; ++i) {
        std::map<std::size_t, std::string> codes{{i, kInvalid}};
        for (const std::size_t relying : relying_on(i)) codes[relying] = "proof.previous_not_found";
        for (const auto* id : {"urn:proof:other", "urn:proof:ISSUER", "did:example:x"})
            edit(place(i, "id"), as_json(id), codes);
        remove(place(i, "id"), codes);
    }
}

TEST_P(ProofMutations, OfPreviousProofAreRefused) {
    for (std::size_t i = 0; i < 3; ++i) {
        edit(place(i, "previousProof"), R"("urn:proof:nobody")", {{i, "proof.previous_not_found"}});
        edit(place(i, "previousProof"), R"(["urn:proof:nobody"])",
             {{i, "proof.previous_not_found"}});
        edit(place(i, "previousProof"), as_json(member(i, "id")), {{i, "proof.chain_cycle"}});
        if (proof(i).find("previousProof")) remove(place(i, "previousProof"), {{i, kInvalid}});
        for (std::size_t j = 0; j < 3; ++j) {
            if (i == j) continue;
            const std::string target = as_json(member(j, "id"));
            const auto now = proof(i).find("previousProof");
            // Whatever j builds on, directly or not, cannot build on j.
            const auto direct = relying_on(i);
            bool is_cycle = std::ranges::count(direct, j) > 0;
            for (const std::size_t relying : direct)
                is_cycle |= std::ranges::count(relying_on(relying), j) > 0;
            const char* code = is_cycle ? "proof.chain_cycle" : kInvalid;
            if (!now || json::to_string(*now) != target)
                edit(place(i, "previousProof"), target, {{i, code}});
            edit(place(i, "previousProof"), "[" + target + "]", {{i, code}});
            edit(place(i, "previousProof"), "[" + target + "," + target + "]", {{i, code}});
        }
    }
}

TEST_P(ProofMutations, ByTakingAProofOutShowWhereItIsMissed) {
    for (std::size_t i = 0; i < 3; ++i) {
        std::map<std::size_t, std::string> codes;
        for (const std::size_t relying : relying_on(i))
            codes[relying > i ? relying - 1 : relying] = "proof.previous_not_found";
        const auto changed = document_.without("/proof/" + std::to_string(i)).value();
        if (!codes.empty()) {
            expect(changed, codes, "without proof " + std::to_string(i));
            continue;
        }
        // Nothing misses it but a verifier who knows that it was there.
        const std::vector<std::string> signers{cast_.issuer.to_string(), cast_.dean.did.to_string(),
                                               cast_.rector.did.to_string()};
        cast_.policy.signers = {signers[i]};
        const Report report = cast_.report(changed);
        EXPECT_EQ(test::entry(report, "proof"), "failed proof.signer_missing at /proof");
        cast_.policy.signers = {};
    }
}

INSTANTIATE_TEST_SUITE_P(Shapes, ProofMutations, testing::Values("set", "chain", "joint"),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace deed::credentials
