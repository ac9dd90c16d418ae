#include "lib/tlog/tile_path.hpp"

#include "lib/tlog/tile_tree.hpp"

namespace deed::tlog {
namespace {

/// "Encoded into zero-padded 3-digit path elements. All but the last path element MUST begin with
/// an x."
std::string index_path(std::uint64_t index) {
    const auto three_digits = [](std::uint64_t value) {
        const std::string digits = std::to_string(value);
        return std::string(3 - digits.size(), '0') + digits;
    };
    std::string path = three_digits(index % 1000);
    for (index /= 1000; index > 0; index /= 1000)
        path.insert(0, "x" + three_digits(index % 1000) + "/");
    return path;
}

std::string with_width(std::string path, std::uint64_t width) {
    if (width < kTileWidth) path += ".p/" + std::to_string(width);
    return path;
}

}  // namespace

std::string tile_path(unsigned level, std::uint64_t index, std::uint64_t width) {
    return with_width("tile/" + std::to_string(level) + "/" + index_path(index), width);
}

std::string bundle_path(std::uint64_t index, std::uint64_t width) {
    return with_width("tile/entries/" + index_path(index), width);
}

}  // namespace deed::tlog
