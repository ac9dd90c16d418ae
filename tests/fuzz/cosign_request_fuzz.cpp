// A request for co-signatures that is read prints to what reads the same.
#include <cstdint>
#include <cstdlib>

#include "evidence/chain/cosign_request.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using deed::evidence::CosignRequest;
    const auto read = CosignRequest::parse(deed::as_text(deed::ByteView(data, size)));
    if (!read) return 0;
    const auto again = CosignRequest::parse(read->to_json());
    if (!again || again->to_json() != read->to_json()) std::abort();
    if (again->digest() != read->digest() || again->signatures() != read->signatures() ||
        again->consents() != read->consents())
        std::abort();
    return 0;
}
