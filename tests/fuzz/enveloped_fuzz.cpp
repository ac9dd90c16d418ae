// An object is an envelope only if making one of what stands in it gives the same meaning back.
#include <cstdlib>

#include "credentials/envelopes/enveloped.hpp"
#include "lib/encoding/utf8.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::credentials;
    const auto document = deed::json::Document::parse(deed::ByteView{data, size});
    if (!document) return 0;
    for (const DocumentKind kind : {DocumentKind::credential, DocumentKind::presentation}) {
        const auto inside = parse_enveloped(document->root(), kind);
        if (!inside) continue;
        require(is_enveloped(document->root(), kind));
        // A text in base64 may hold what no token has.
        if (inside->form != EnvelopeForm::cose && !deed::is_utf8(inside->content)) continue;
        const auto made = make_enveloped(inside->content, kind, inside->form);
        const auto again = parse_enveloped(made.root(), kind);
        require(again && again->content == inside->content && again->form == inside->form);
    }
    return 0;
}
