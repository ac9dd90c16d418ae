// An export that was accepted is accepted again, alike, from its canonical form, and answers for
// its DID. The corpus holds the example of specs/did-weid.md, made by another implementation.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "did/methods/weid_export.hpp"
#include "lib/json/jcs.hpp"

using deed::did::WeidExport;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto json = deed::json::Document::parse(text);
    if (!json) return 0;
    const auto read = WeidExport::parse(json->root());
    if (!read) {
        require(read.error().code().name.starts_with("did_export."));
        return 0;
    }
    const auto canonical = deed::json::Document::parse(deed::json::canonicalize(json->root()));
    const auto again = WeidExport::parse(canonical.value().root());
    require(again.has_value() && again->did() == read->did());
    require(again->checkpoint() == read->checkpoint() && again->as_of() == read->as_of());
    require(again->operations().size() == read->operations().size());
    require(read->state_before(0).exists() == false);
    require(read->state_before(read->checkpoint().size).exists());
    const auto resolution = read->resolution();
    require(!resolution || resolution->document.id() == read->did());
    return 0;
}
