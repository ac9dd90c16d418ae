#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "did/methods/weid_export.hpp"

namespace deed::did {

/// Resolves the DIDs of the exports that it was given (specs/did-weid.md section 4): of each DID
/// the export that knows most. Thread-safe.
class DEED_API ExportResolver final : public DidResolver {
public:
    /// Of two exports of one DID the longer history stays, of two equally long ones the later
    /// `as_of`. `did_export.conflict`, and nothing changes, if they cannot both be of one log: the
    /// histories differ, one says that there was nothing newer where the other has an operation, or
    /// heads of one log (of exports of any DIDs) have equal size and different roots.
    Result<void> add(WeidExport did_export);
    /// The export of the DID, if there is one.
    std::optional<WeidExport> find(const Did& did) const;
    /// `did.not_found` for every other DID.
    using DidResolver::resolve;
    Result<Resolution> resolve(const Did& did, const ResolveOptions& options, Call& call) override;
    Result<History> history(const Did& did, Call& call) override;

private:
    Result<WeidExport> get(const Did& did, Call& call) const;

    using TreeOfLog = std::pair<std::string, std::uint64_t>;  ///< verifier key and tree size

    mutable std::mutex mutex_;
    std::map<std::string, WeidExport> exports_;  ///< by DID
    std::map<TreeOfLog, tlog::Hash> roots_;      ///< also of exports that were replaced
};

}  // namespace deed::did
