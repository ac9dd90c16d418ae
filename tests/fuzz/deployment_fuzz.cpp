#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/evm/deployment/deployment.hpp"

// The record of a deployment. What can be read is written as it was.

using deed::registry::evm::Deployment;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = deed::json::Document::parse(deed::ByteView(data, size));
    if (!json) return 0;
    const auto deployment = Deployment::parse(json->root());
    if (!deployment) return 0;
    const auto again = Deployment::parse(deployment->to_json().root());
    if (!again || !(*again == *deployment)) std::abort();
    return 0;
}
