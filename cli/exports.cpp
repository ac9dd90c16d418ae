#include "cli/exports.hpp"

#include "cli/invocation.hpp"
#include "did/methods/weid_export.hpp"

namespace deed::cli {

Result<void> add_exports(Toolkit& toolkit, const std::vector<std::string>& files) {
    for (const std::string& file : files) {
        DEED_TRY(const json::Document document, read_json_input(file, did::kMaxExportSize));
        auto parsed = did::WeidExport::parse(document.root());
        if (!parsed) {
            const Error& error = parsed.error();
            return Error(error.code(), file + ": " + error.message(), error.where());
        }
        toolkit.add_export(std::move(parsed).value());
    }
    return {};
}

}  // namespace deed::cli
