#include "registry-contracts/client/evm/artifacts/artifact.hpp"

#include <vector>

#include "lib/error/assert.hpp"
#include "registry-contracts/client/evm/artifacts/embedded.hpp"

namespace deed::registry::evm {
namespace {

/// Names that the artifact does not have, immutables in the order of their first places.
struct Names {
    std::string_view contract;
    std::string_view directory;
    std::vector<std::string_view> immutables;
};

const std::array<Names, kContracts.size()>& names() {
    static const std::array<Names, kContracts.size()> kNames{{
        {"DidRegistry", "did", {"chainId", "domainSeparator"}},
        {"StatusRegistry", "status", {"dids", "chainId", "domainSeparator"}},
        {"SchemaRegistry", "schema", {"steward", "dids", "openFrom", "chainId", "domainSeparator"}},
        {"IssuerRegistry", "issuer", {"dids", "chainId", "domainSeparator"}},
        {"NameRegistry", "name", {"issuers", "dids", "chainId", "domainSeparator"}},
        {"EvidenceRegistry", "evidence", {"chainId", "domainSeparator"}},
        {"Directory", "", {"delay"}},
    }};
    return kNames;
}

/// The artifacts, and the lists that they point into.
struct Table {
    std::array<std::vector<ImmutableValue>, kContracts.size()> immutables;
    std::vector<ContractArtifact> artifacts;

    Table() {
        for (std::size_t i = 0; i < kContracts.size(); ++i) {
            const detail::EmbeddedArtifact& embedded = detail::kEmbeddedArtifacts[i];
            const Names& named = names()[i];
            DEED_ASSERT(embedded.name == named.contract);
            DEED_ASSERT(embedded.immutables.size() == named.immutables.size());
            for (std::size_t j = 0; j < named.immutables.size(); ++j)
                immutables[i].push_back({named.immutables[j], embedded.immutables[j]});
            artifacts.push_back(
                {kContracts[i], named.contract, named.directory, embedded.creation,
                 ByteView(embedded.creation).subspan(embedded.runtime_begin, embedded.runtime_size),
                 immutables[i]});
        }
    }
};

}  // namespace

const ContractArtifact& artifact_of(Contract contract) {
    static const Table kTable;
    return kTable.artifacts[static_cast<std::size_t>(contract)];
}

}  // namespace deed::registry::evm
