#include "lib/rdf/relative_iri.hpp"

#include <algorithm>

namespace deed::rdf::detail {
namespace {

/// What stands before the path: scheme and authority.
std::size_t root_size(std::string_view iri) {
    const std::size_t colon = iri.find(':');
    if (colon == std::string_view::npos) return 0;
    if (iri.substr(colon + 1, 2) != "//") return colon + 1;
    return std::min(iri.find_first_of("/?#", colon + 3), iri.size());
}

}  // namespace

std::string relative_reference(std::string_view base, std::string_view iri) {
    base = base.substr(0, base.find('#'));
    const std::size_t root = root_size(base);
    if (root == 0 || root_size(iri) != root || base.substr(0, root) != iri.substr(0, root))
        return std::string(iri);
    if (iri.starts_with(base) && iri.size() > base.size() && iri[base.size()] == '#')
        return std::string(iri.substr(base.size()));
    std::string_view base_path = base.substr(root, base.find('?', root) - root);
    const std::string_view tail = iri.substr(root);
    if (base_path == tail.substr(0, tail.find_first_of("?#"))) {
        const std::string_view query = tail.substr(base_path.size());
        if (query.starts_with('?')) return std::string(query);
        return std::string(base_path.substr(base_path.rfind('/') + 1)) + std::string(query);
    }
    // The directories that both share, then one step up for each other one of the base.
    std::size_t shared = 0;
    const std::size_t path_end = std::min(tail.find_first_of("?#"), tail.size());
    for (std::size_t i = 0; i < std::min(base_path.size(), path_end) && base_path[i] == tail[i];
         ++i)
        if (tail[i] == '/') shared = i + 1;
    std::string reference;
    const auto steps =
        std::count(base_path.begin() + static_cast<std::ptrdiff_t>(shared), base_path.end(), '/');
    for (std::ptrdiff_t i = 0; i < steps; ++i) reference += "../";
    reference += tail.substr(shared);
    if (reference.empty() || reference[0] == '?' || reference[0] == '#') reference.insert(0, "./");
    return reference;
}

}  // namespace deed::rdf::detail
