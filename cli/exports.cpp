#include "cli/exports.hpp"

#include "cli/invocation.hpp"
#include "did/methods/weid_export.hpp"

namespace deed::cli {
namespace {

Result<void> add_export(Toolkit& toolkit, json::Value file) {
    DEED_TRY(auto parsed, did::WeidExport::parse(file));
    return toolkit.add_export(std::move(parsed));
}

}  // namespace

Result<void> add_exports(Toolkit& toolkit, const std::vector<std::string>& files,
                         const Call& call) {
    for (const std::string& file : files) {
        DEED_TRY(const json::Document document, read_json_input(file, call, did::kMaxExportSize));
        if (const auto added = add_export(toolkit, document.root()); !added) {
            const Error& error = added.error();
            return Error(error.code(), file + ": " + error.message(), error.where());
        }
    }
    return {};
}

}  // namespace deed::cli
