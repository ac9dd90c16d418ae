#include "lib/tlog/entry_bundle.hpp"

#include <string>

#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_tree.hpp"

namespace deed::tlog {
namespace {

Error malformed(const std::string& why) { return Error(errors::kBundleMalformed, why); }

}  // namespace

Result<Bytes> encode_bundle(std::span<const Bytes> entries) {
    Bytes bundle;
    for (const Bytes& entry : entries) {
        if (entry.size() > kMaxBundledEntry)
            return Error(errors::kEntryTooLarge,
                         "an entry has " + std::to_string(entry.size()) + " bytes");
        bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
        bundle.push_back(static_cast<std::uint8_t>(entry.size() & 0xff));
        append(bundle, entry);
    }
    return bundle;
}

Result<std::vector<Bytes>> parse_bundle(ByteView bundle) {
    std::vector<Bytes> entries;
    while (!bundle.empty()) {
        if (entries.size() == kTileWidth) return malformed("the bundle has more than 256 entries");
        if (bundle.size() < 2) return malformed("the bundle ends within a length");
        const std::size_t size = std::size_t{bundle[0]} << 8 | bundle[1];
        bundle = bundle.subspan(2);
        if (bundle.size() < size) return malformed("the bundle ends within an entry");
        entries.push_back(to_bytes(bundle.first(size)));
        bundle = bundle.subspan(size);
    }
    if (entries.empty()) return malformed("the bundle is empty");
    return entries;
}

}  // namespace deed::tlog
