// Claims that were accepted are written again with the same meaning.
#include <cstdlib>

#include "credentials/cose/cwt_claims.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::credentials;
    const auto claims = read_cwt_claims(deed::ByteView(data, size));
    if (!claims) return 0;
    const deed::Bytes written = write_cwt_claims(*claims);
    if (written.empty()) return 0;
    const auto again = read_cwt_claims(written);
    const bool same = again && again->issuer == claims->issuer &&
                      again->subject == claims->subject && again->audience == claims->audience &&
                      again->expires == claims->expires &&
                      again->not_before == claims->not_before &&
                      again->issued_at == claims->issued_at && again->nonce == claims->nonce;
    if (!same || write_cwt_claims(*again) != written) std::abort();
    return 0;
}
