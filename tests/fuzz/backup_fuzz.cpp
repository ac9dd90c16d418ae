// What a backup holds once it is opened: what is read is written back byte for byte, and every name
// is that of a file in one of a home's folders.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "toolkit/backup_format.hpp"

namespace {

using deed::Bytes;
using deed::ByteView;
using deed::Result;
namespace format = deed::backup_format;

void require(bool promise) {
    if (!promise) std::abort();
}

deed::crypto::ByteSource source_of(ByteView bytes) {
    return [bytes](std::span<std::uint8_t> out) mutable -> Result<std::size_t> {
        const std::size_t count = std::min(out.size(), bytes.size());
        std::copy_n(bytes.begin(), count, out.begin());
        bytes = bytes.subspan(count);
        return count;
    };
}

void require_inside(const format::Place& place) {
    const deed::Config home{"/h/keys", "/h/heads", "/h/ledgers", "/h/openings", ""};
    const auto path = path_in(home, place);
    require(path == path.lexically_normal());
    require("/h/" + place.name == path.string());
    require(place.name.find("..") != 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    format::Reader reader(source_of(input));
    const auto contents = reader.manifest();
    if (!contents) return 0;

    Bytes written;
    format::Writer writer([&](ByteView part) -> Result<void> {
        deed::append(written, part);
        return {};
    });
    require(writer.manifest(*contents).has_value());
    while (true) {
        const auto file = reader.next();
        if (!file) return 0;
        if (!*file) break;
        require_inside((*file)->place);
        Bytes content;
        const auto read = reader.content([&](ByteView part) -> Result<void> {
            deed::append(content, part);
            return {};
        });
        if (!read) return 0;
        require(content.size() == (*file)->size && content.size() <= size);
        require(writer.file((*file)->place.name, content.size(), source_of(content)).has_value());
    }
    require(writer.end().has_value());
    require(std::ranges::equal(written, input));
    return 0;
}
