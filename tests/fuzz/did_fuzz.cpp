// A DID or DID URL prints as it was read, and its parts make the whole.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "did/did.hpp"

using deed::did::Did;
using deed::did::DidUrl;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto did = Did::parse(text);
    const auto url = DidUrl::parse(text);
    if (did) {
        require(did->to_string() == text);
        require("did:" + std::string(did->method()) + ":" +
                    std::string(did->method_specific_id()) ==
                text);
        require(url.has_value() && url->did() == *did);
    }
    if (url) {
        std::string whole = url->did().to_string() + url->path();
        if (url->query()) whole += "?" + *url->query();
        if (url->fragment()) whole += "#" + *url->fragment();
        require(whole == text && url->to_string() == text);
        require(DidUrl::parse(url->to_string()).value() == *url);
    }
    return 0;
}
