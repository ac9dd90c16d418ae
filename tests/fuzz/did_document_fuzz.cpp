// A document that was accepted is accepted again, alike, from its canonical form.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "did/document.hpp"
#include "lib/json/jcs.hpp"

using deed::did::Document;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto json = deed::json::Document::parse(text);
    if (!json) return 0;
    const auto did = deed::did::Did::parse("did:example:1").value();
    const auto document = Document::parse(*json, did);
    if (!document) {
        require(document.error().code().name == "did.invalid_document");
        return 0;
    }
    const auto canonical = deed::json::Document::parse(deed::json::canonicalize(json->root()));
    const auto again = Document::parse(canonical.value(), did);
    require(again.has_value());
    const auto& methods = document->verification_methods();
    require(again->verification_methods().size() == methods.size());
    for (const auto& method : methods) {
        const auto* same = again->find_method(method.id);
        require(same != nullptr && same->public_key == method.public_key);
        require(document->find_method(method.id) == &method);
    }
    return 0;
}
