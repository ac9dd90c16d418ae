#include <cstdint>
#include <cstdlib>
#include <string>

#include "did/methods/caip.hpp"
#include "did/methods/pkh.hpp"

// An account of CAIP-10. What reads is what is written, and a did:pkh of it that resolves is about
// this account.

using namespace deed;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto account = did::parse_caip10(text);
    if (account && account->to_string() != text) std::abort();
    const auto did = did::Did::parse("did:pkh:" + text);
    if (!did) return 0;
    Call call;
    const auto resolution = did::PkhResolver().resolve(*did, {}, call);
    if (!resolution) return 0;
    if (!account || resolution->document.id() != *did) std::abort();
    const auto methods = resolution->document.json().root().find("verificationMethod");
    for (const json::Value method : methods->array())
        if (method.find("blockchainAccountId")->string() != text) std::abort();
    return 0;
}
