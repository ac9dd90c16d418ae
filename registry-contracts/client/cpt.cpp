#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/schema_registry.hpp"

namespace deed::registry {

Result<CptZone> cpt_zone(std::uint64_t cpt) {
    if (cpt == 0) return Error(errors::kCptZero, "CPT ids begin with 1");
    if (cpt < kAuthorityCptFrom) return CptZone::system;
    return cpt < kOpenCptFrom ? CptZone::authority : CptZone::open;
}

std::string_view to_string(CptZone zone) {
    switch (zone) {
        case CptZone::system:
            return "system";
        case CptZone::authority:
            return "authority";
        case CptZone::open:
            return "open";
    }
    DEED_ASSERT(!"a zone");
    return {};
}

std::string_view system_cpt_name(std::uint64_t cpt) {
    constexpr std::uint64_t kFirst = 101;
    // As CptZones.sol names them.
    constexpr std::string_view kNames[] = {
        "data authorization token",   "challenge",
        "challenge answer",           "claim policy",
        "service endpoint",           "embedded signature, version 1",
        "embedded signature",         "embedded timestamp",
        "trusted timestamp envelope", "credential metadata",
        "zero-knowledge user nonce"};
    if (cpt < kFirst || cpt - kFirst >= std::size(kNames)) return {};
    return kNames[cpt - kFirst];
}

}  // namespace deed::registry
