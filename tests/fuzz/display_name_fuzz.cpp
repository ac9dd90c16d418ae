// What a text is made of, stays a name, and no name has two forms.
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/display_name.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using deed::registry::DisplayName;
    const auto name = DisplayName::create(deed::as_text(deed::ByteView(data, size)));
    if (!name) return 0;
    const auto same = DisplayName::parse(name->text());
    const auto again = DisplayName::create(name->text());
    if (!same || !again || !(*same == *name) || !(*again == *name)) std::abort();
    if (same->fold() != name->fold() || name->skeleton().empty()) std::abort();
    return 0;
}
