#pragma once

// Internal to this room: what a proven event of an EvidenceRegistry holds.

#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/event_proof.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {

inline AbiSignature event_signature(std::string_view name) {
    for (const std::string_view text : evidence_contract().events) {
        auto parsed = AbiSignature::parse(text);
        DEED_ASSERT(parsed.has_value());
        if (parsed->name() == name) return std::move(parsed).value();
    }
    DEED_ASSERT(false);  // names are compiled in
    return std::move(AbiSignature::parse("none()")).value();
}

/// The values of an event of this contract and name.
inline Result<AbiValue::List> values_of(const ProvenEvent& proven, const Address& contract,
                                        std::string_view name) {
    const LogEntry& entry = proven.entry;
    if (entry.address != contract)
        return Error(errors::kEventProofOther, "the event is of " + to_checksummed(entry.address) +
                                                   " and not of " + to_checksummed(contract));
    const AbiSignature signature = event_signature(name);
    if (entry.topics.empty() || entry.topics[0] != signature.topic())
        return Error(errors::kEventProofOther, "the event is no " + std::string(name));
    auto values = signature.decode_event(entry.topics, entry.data);
    if (!values) return Error(errors::kBadEvent, values.error().message());
    return values;
}

}  // namespace deed::registry::evm
