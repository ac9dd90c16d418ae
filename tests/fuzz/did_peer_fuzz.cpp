#include <cstdint>
#include <cstdlib>
#include <string>

#include "did/methods/peer.hpp"

// A did:peer behind "did:peer:", or, after a NUL, a document to make a did:peer:4 of. What resolves
// is the document of that DID, and the short form leads to the same keys.

using namespace deed;

namespace {

void check(const did::Did& did) {
    did::PeerResolver resolver;
    Call call;
    const auto resolution = resolver.resolve(did, call);
    if (!resolution) return;
    if (resolution->document.id() != did) std::abort();
    if (!did.method_specific_id().starts_with('4')) return;
    const auto brief = did::short_peer_4(did);
    if (!brief) std::abort();
    const auto again = resolver.resolve(*brief, call);
    if (!again || again->document.verification_methods().size() !=
                      resolution->document.verification_methods().size())
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (size > 0 && text[0] == '\0') {
        const auto input = json::Document::parse(text.substr(1));
        if (!input) return 0;
        const auto made = did::make_peer_4(*input);
        if (!made) return 0;
        did::PeerResolver resolver;
        Call call;
        if (!resolver.resolve(*made, call)) std::abort();
        check(*made);
        return 0;
    }
    const auto did = did::Did::parse("did:peer:" + text);
    if (did) check(*did);
    return 0;
}
