// An object is an envelope only if making one of its token gives the same meaning back.
#include <cstdlib>

#include "credentials/jose/enveloped.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::credentials;
    const auto document = deed::json::Document::parse(deed::ByteView{data, size});
    if (!document) return 0;
    for (const JwtKind kind : {JwtKind::credential, JwtKind::presentation}) {
        const auto token = parse_enveloped(document->root(), kind);
        if (!token) continue;
        require(is_enveloped(document->root(), kind));
        const auto made = make_enveloped(*token, kind);
        require(parse_enveloped(made.root(), kind).value() == *token);
        const auto jwt = SecuredJwt::parse(*token, kind);
        if (jwt) require(jwt->jws().to_string() == *token);
    }
    return 0;
}
