// A line that was accepted names one document, within its bounds, and is accepted again when it is
// written anew.
#include <cstdint>
#include <cstdlib>

#include "evidence/document_source.hpp"
#include "evidence/kept_opening.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

using namespace deed;
using evidence::SourceItem;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

std::string line_of(const SourceItem& item) {
    json::Writer writer;
    writer.begin_object();
    if (item.key) writer.member("key", *item.key);
    if (!item.name.empty()) writer.member("name", item.name);
    if (const auto* path = std::get_if<std::filesystem::path>(&item.what)) {
        writer.member("path", path->string());
    } else {
        const auto& document = std::get<evidence::DocumentDigest>(item.what);
        writer.member("sha256", hex_encode(document.digest.sha256));
        writer.member("sm3", hex_encode(document.digest.sm3));
        writer.key("length").integer(static_cast<std::int64_t>(document.length));
    }
    return writer.end_object().take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto item = evidence::parse_line(as_text(ByteView(data, size)));
    if (!item) {
        require(item.error().code().name == "evidence.line_malformed");
        return 0;
    }
    require(item->name.size() <= evidence::kMaxNameBytes);
    require(!item->key || evidence::check_key(*item->key).has_value());
    const auto again = evidence::parse_line(line_of(*item));
    require(again.has_value() && again->name == item->name && again->key == item->key &&
            again->what.index() == item->what.index() && line_of(*again) == line_of(*item));
    return 0;
}
