// An opening that was accepted is printed and accepted alike, and commits to the same however much
// of it is withheld.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/opening.hpp"
#include "lib/encoding/bytes.hpp"

using namespace deed;
using evidence::Opening;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_same_when_withheld(const Opening& opening) {
    const auto& fields = std::get<std::vector<evidence::Field>>(opening.content());
    std::vector<std::string> half;
    for (std::size_t i = 0; i < fields.size(); i += 2)
        if (const auto* shown = std::get_if<evidence::ShownField>(&fields[i]))
            half.push_back(shown->pointer);
    if (half.size() > 100) half.resize(100);
    const auto withheld = opening.withholding(half);
    require(withheld.has_value() && withheld->commitment() == opening.commitment());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = json::Document::parse(ByteView(data, size));
    if (!json) return 0;
    const auto opening = Opening::parse(json->root());
    if (!opening) {
        const std::string_view code = opening.error().code().name;
        require(code == "evidence.opening_damaged" || code == "evidence.opening_newer_format");
        return 0;
    }
    const auto printed = opening->to_json();
    const auto again = Opening::parse(printed.root());
    require(again.has_value());
    require(again->to_json().to_string() == printed.to_string());
    require(again->commitment() == opening->commitment());
    if (opening->kind() == 1) require_same_when_withheld(*opening);
    return 0;
}
