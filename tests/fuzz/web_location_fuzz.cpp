#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "did/methods/web_location.hpp"
#include "lib/net/url.hpp"

// The place in a did:web, and what people type for one. What reads is a URL that the client opens
// as it stands, of that host, and never of an address.

using namespace deed;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const did::HostNames names : {did::HostNames::any, did::HostNames::qualified}) {
        if (const auto location = did::read_web_location(text, names)) {
            const auto url = net::Url::parse(location->well_known_url("did.json"));
            if (url && (url->host() != location->host || url->host_is_address())) std::abort();
            if (!url && location->well_known_url("did.json").size() < net::Url::kMaxSize)
                std::abort();
        }
        const auto typed = did::web_location_of(text, names);
        if (typed && !did::read_web_location(*typed, names)) std::abort();
    }
    return 0;
}
