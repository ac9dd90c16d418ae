// Whatever parses must survive printing, and its canonical form must be a fixed point.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lib/encoding/utf8.hpp"
#include "lib/json/document.hpp"
#include "lib/json/jcs.hpp"

namespace {

void require(bool promise) {
    if (!promise) std::abort();
}

deed::json::Document parse_again(const std::string& text) {
    auto document = deed::json::Document::parse(text, {text.size(), 256});
    require(document.has_value());
    return std::move(document).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::json;
    const auto document = Document::parse(deed::ByteView(data, size));
    if (!document) return 0;

    const std::string text = document->to_string();
    require(deed::is_utf8(deed::as_bytes(text)));
    const Document again = parse_again(text);
    require(again == *document);
    require(again.to_string() == text);
    require(parse_again(to_pretty_string(document->root())).to_string() == text);

    const std::string canonical = canonicalize(document->root());
    const Document from_canonical = parse_again(canonical);
    require(from_canonical == *document);
    require(canonicalize(from_canonical.root()) == canonical);
    return 0;
}
