// Whatever the parser takes, the printer prints so that it is read as the same dataset; printing
// again gives the same text, and so does canonicalizing what is canonical.
#include <cstdint>
#include <cstdlib>

#include "lib/rdf/canonicalize.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto dataset = deed::rdf::parse_nquads(deed::as_text({data, size}), 1000);
    if (!dataset) return 0;
    const std::string printed = deed::rdf::to_nquads(*dataset);
    const auto again = deed::rdf::parse_nquads(printed);
    if (!again || again->quads() != dataset->quads()) std::abort();
    if (deed::rdf::to_nquads(*again) != printed) std::abort();

    deed::Call call;
    const auto canonical = deed::rdf::canonicalize(*dataset, {.max_work = 2000}, call);
    if (!canonical) return 0;
    const auto canonical_dataset = deed::rdf::parse_nquads(canonical->nquads);
    if (!canonical_dataset) std::abort();
    const auto repeated = deed::rdf::canonicalize(*canonical_dataset, {.max_work = 4000}, call);
    if (repeated && repeated->nquads != canonical->nquads) std::abort();
    return 0;
}
