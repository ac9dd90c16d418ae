// A pointer's tokens must give the pointer back, and with/without must agree with resolve_pointer.
// Input: a pointer, a newline, a JSON text.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lib/json/document.hpp"
#include "lib/json/pointer.hpp"

namespace {

void require(bool promise) {
    if (!promise) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::json;
    const std::string_view input = deed::as_text(deed::ByteView(data, size));
    const std::string_view pointer = input.substr(0, input.find('\n'));
    const auto tokens = parse_pointer(pointer);
    if (!tokens) return 0;
    std::string printed;
    for (const std::string& token : *tokens) printed += pointer_token(token);
    require(printed == pointer);

    if (pointer.size() == input.size()) return 0;
    const auto document = Document::parse(input.substr(pointer.size() + 1));
    if (!document) return 0;
    const auto found = resolve_pointer(document->root(), pointer);
    const auto same =
        found ? document->with(pointer, *found) : document->with("", document->root());
    require(same.has_value() && same->to_string() == document->to_string());
    require(document->without(pointer).has_value() == (found.has_value() && !pointer.empty()));
    const auto changed = document->with(pointer, document->root());
    require(!found || changed || changed.error().code().name == "json.too_deep");
    return 0;
}
