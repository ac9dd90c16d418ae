#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "did/methods/ethr_attribute.hpp"
#include "did/methods/ethr_state.hpp"

// The name of an attribute in 32 bytes, and its value behind them. Whatever they are, the DID has a
// document; what is in it is there once, with the right number, and gone when it was revoked.

using namespace deed;

namespace {

void check_name(std::string_view name) {
    const auto parsed = did::parse_attribute_name(name);
    if (!parsed) return;
    std::string again = parsed->is_service ? "did/svc/" : "did/pub/";
    again += parsed->algorithm;
    for (const char* purpose : {"veriKey", "sigAuth", "enc"})
        if (parsed->purpose && did::ethr_purpose(purpose) == parsed->purpose)
            again += "/" + std::string(purpose);
    if (!parsed->encoding.empty()) again += "/" + parsed->encoding;
    if (again != name) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    registry::evm::Word name{};
    const std::size_t named = std::min(size, name.size());
    std::copy_n(data, named, name.begin());
    const Bytes value(data + named, data + size);
    if (const auto text = did::ethr_text(name)) check_name(*text);

    const auto did = did::Did::parse("did:ethr:0xf3beac30c498d9e26865f34fcaa57dbb935b0d74");
    const auto id = did::parse_ethr(*did);
    did::EthrState state(*did, *id, 1);
    using registry::evm::AttributeChanged;
    state.apply({AttributeChanged{name, value, 200}, 0, 1, 100, 0});
    const auto document = state.document_at(150);
    if (!document) std::abort();
    const std::string text = document->json().to_string();
    const bool is_there = text.find("#delegate-1\"") != std::string::npos ||
                          text.find("#service-1\"") != std::string::npos;
    if (is_there && !state.left_out_at(150).empty()) std::abort();
    state.apply({AttributeChanged{name, value, 0}, 1, 2, 110, 0});
    const auto after = state.document_at(150);
    if (!after || !state.left_out_at(150).empty()) std::abort();
    if (after->verification_methods().size() != 1 || after->json().root().find("service"))
        std::abort();
    return 0;
}
