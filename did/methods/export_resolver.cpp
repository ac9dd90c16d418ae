#include "did/methods/export_resolver.hpp"

#include "did/errors.hpp"
#include "did/methods/export_errors.hpp"
#include "did/methods/weid_history.hpp"

namespace deed::did {
namespace {

detail::ShownHistory shown(const WeidExport& did_export) {
    return {did_export.operations(), did_export.checkpoint().size};
}

bool knows_more(const WeidExport& a, const WeidExport& b) {
    if (a.operations().size() != b.operations().size())
        return a.operations().size() > b.operations().size();
    return a.as_of() > b.as_of();
}

}  // namespace

Result<void> ExportResolver::add(WeidExport did_export) {
    const std::string did = did_export.did().to_string();
    const tlog::Checkpoint& head = did_export.checkpoint();
    const TreeOfLog tree{did_export.log().to_string(), head.size};

    const std::lock_guard lock(mutex_);
    const auto root = roots_.find(tree);
    if (root != roots_.end() && root->second != head.root)
        return Error(
            errors::kExportConflict,
            "another export has another root for the log's tree of " + std::to_string(head.size),
            did);
    const auto known = exports_.find(did);
    if (known != exports_.end())
        DEED_CHECK(
            detail::check_one_history(did_export.did(), shown(known->second), shown(did_export)));

    roots_.emplace(tree, head.root);
    if (known == exports_.end()) {
        exports_.emplace(did, std::move(did_export));
    } else if (knows_more(did_export, known->second)) {
        known->second = std::move(did_export);
    }
    return {};
}

std::optional<WeidExport> ExportResolver::find(const Did& did) const {
    const std::lock_guard lock(mutex_);
    const auto found = exports_.find(did.to_string());
    if (found == exports_.end()) return std::nullopt;
    return found->second;
}

Result<WeidExport> ExportResolver::get(const Did& did, Call& call) const {
    DEED_CHECK(call.check());
    auto found = find(did);
    if (!found) return Error(errors::kNotFound, "no export of this DID was given", did.to_string());
    return *std::move(found);
}

Result<Resolution> ExportResolver::resolve(const Did& did, const ResolveOptions& options,
                                           Call& call) {
    DEED_TRY(const WeidExport did_export, get(did, call));
    return did_export.resolution(options);
}

Result<History> ExportResolver::history(const Did& did, Call& call) {
    DEED_TRY(const WeidExport did_export, get(did, call));
    return did_export.history();
}

}  // namespace deed::did
