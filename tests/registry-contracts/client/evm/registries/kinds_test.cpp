#include "registry-contracts/client/evm/registries/kinds.hpp"

#include <set>

#include "tests/registry-contracts/client/evm/registries/deployed.hpp"

namespace deed::registry::evm {
namespace {

std::string types_of(json::Value parameters, bool with_marks);

std::string type_of(json::Value parameter) {
    const std::string type(parameter.find("type")->string());
    if (!type.starts_with("tuple")) return type;
    return "(" + types_of(*parameter.find("components"), false) + ")" + type.substr(5);
}

std::string types_of(json::Value parameters, bool with_marks) {
    std::string text;
    for (const json::Value parameter : parameters.array()) {
        const auto indexed = parameter.find("indexed");
        text += (text.empty() ? "" : ",") + type_of(parameter);
        if (with_marks && indexed && indexed->boolean()) text += " indexed";
    }
    return text;
}

/// What the artifact has of one sort: signatures, functions with what they return.
std::map<std::string, std::string> of_artifact(std::string_view contract, std::string_view sort) {
    const auto document = test::artifact(std::string(contract));
    std::map<std::string, std::string> found;
    for (const json::Value entry : document.root().find("abi")->array()) {
        if (entry.find("type")->string() != sort) continue;
        const std::string name(entry.find("name")->string());
        const std::string signature =
            name + "(" + types_of(*entry.find("inputs"), sort == "event") + ")";
        std::string returned;
        if (const auto outputs = entry.find("outputs"); outputs && !outputs->array().empty())
            returned = "(" + types_of(*outputs, false) + ")";
        found[signature] = returned;
    }
    return found;
}

class Kinds : public testing::TestWithParam<const ContractKind*> {};

TEST_P(Kinds, EachRowIsTheArtifacts) {
    const ContractKind& kind = *GetParam();
    const auto functions = of_artifact(kind.name, "function");
    for (const FunctionText& row : kind.functions) {
        const auto found = functions.find(std::string(row.signature));
        ASSERT_NE(found, functions.end()) << row.signature;
        EXPECT_EQ(found->second, row.returned) << row.signature;
    }
    std::set<std::string> events;
    for (const std::string_view row : kind.events) events.emplace(row);
    std::set<std::string> wanted;
    for (const auto& [signature, returned] : of_artifact(kind.name, "event"))
        if (!signature.starts_with("Refused(") && !signature.starts_with("Stopped("))
            wanted.insert(signature);
    EXPECT_EQ(events, wanted);
}

TEST_P(Kinds, EachErrorOfTheContractHasACode) {
    const ContractKind& kind = *GetParam();
    std::set<std::string> known;
    for (const RefusalText& row : kind.refusals)
        EXPECT_TRUE(known.emplace(row.signature).second) << row.signature;
    const auto own = of_artifact(kind.name, "error");
    for (const auto& [signature, nothing] : own)
        EXPECT_TRUE(known.contains(signature)) << signature;
    // Names are decided on by what the registry of issuers says, whose refusals pass through.
    const auto behind = of_artifact("IssuerRegistry", "error");
    for (const std::string& signature : known)
        EXPECT_TRUE(own.contains(signature) ||
                    (kind.name == "NameRegistry" && behind.contains(signature)))
            << signature;
}

/// Some that no call of Deed's brings about on a chain that is in order.
TEST(Refusals, OfBrokenChainsAndForeignCallsHaveTheirCodes) {
    const auto code_of = [](const ContractKind& kind, std::string_view signature) {
        for (const RefusalText& row : kind.refusals)
            if (row.signature == signature) return row.code->name;
        return std::string_view("none");
    };
    EXPECT_EQ(code_of(evidence_contract(), "HashFailed()"), "contract.gas_too_little");
    EXPECT_EQ(code_of(evidence_contract(), "Sha256Unavailable()"), "contract.precompile_missing");
    EXPECT_EQ(code_of(evidence_contract(), "MembersNotStored()"), "group.members_not_stored");
    EXPECT_EQ(code_of(schema_contract(), "NoAnswer(address)"), "contract.did_registry_silent");
    EXPECT_EQ(code_of(status_contract(), "BatchSize(uint256)"), "contract.batch_invalid");
    EXPECT_EQ(code_of(issuer_contract(), "NotAccredited(uint8,uint256)"), "issuer.not_accredited");
}

INSTANTIATE_TEST_SUITE_P(Contracts, Kinds,
                         testing::Values(&schema_contract(), &status_contract(), &issuer_contract(),
                                         &name_contract(), &evidence_contract()),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
}  // namespace deed::registry::evm
