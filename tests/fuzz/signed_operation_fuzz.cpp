// A signed operation that was read is written as it was, but for the order and spelling of JSON.
#include <cstdlib>
#include <string_view>

#include "did/methods/signed_operation.hpp"

using deed::did::SignedOperation;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto json = deed::json::Document::parse(text);
    if (!json) return 0;
    const auto read = SignedOperation::parse(json->root());
    if (!read) return 0;
    const auto written = read->to_json();
    const auto again = SignedOperation::parse(written.root());
    require(again.has_value() && again->did() == read->did());
    require(again->operation().encoded() == read->operation().encoded());
    require(again->to_json() == written);
    return 0;
}
