#include "registry-contracts/client/evm/erc1056/event.hpp"

#include <algorithm>

#include "lib/error/assert.hpp"
#include "registry-contracts/client/evm/erc1056/errors.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"

namespace deed::registry::evm {
namespace {

AbiSignature signature(std::string_view text) {
    auto parsed = AbiSignature::parse(text);
    DEED_ASSERT(parsed.has_value());
    return std::move(parsed).value();
}

AbiSignature owner_changed() {
    return signature("DIDOwnerChanged(address indexed,address,uint256)");
}
AbiSignature delegate_changed() {
    return signature("DIDDelegateChanged(address indexed,bytes32,address,uint256,uint256)");
}
AbiSignature attribute_changed() {
    return signature("DIDAttributeChanged(address indexed,bytes32,bytes,uint256,uint256)");
}

Word word_of(const AbiValue& value) {
    Word word{};
    std::ranges::copy(*value.as_bytes_value(), word.begin());
    return word;
}

Error malformed(const Log& log, const std::string& why) {
    return Error(errors::kErc1056Event, "log entry " + std::to_string(log.log_index) +
                                            " of block " + std::to_string(log.block_number) + ": " +
                                            why);
}

/// The parameters of the event behind the identity.
Result<AbiValue::List> decode(const AbiSignature& event, const Log& log) {
    auto values = event.decode_event(log.entry.topics, log.entry.data);
    if (!values) return malformed(log, values.error().message());
    return values;
}

Result<Erc1056Event> made(decltype(Erc1056Event::change) change, const AbiValue& previous,
                          const Log& log) {
    const auto block = previous.as_uint()->to_u64();
    if (!block) return malformed(log, "no block has the number of the change before");
    return Erc1056Event{std::move(change), *block, log.block_number, 0, log.log_index};
}

}  // namespace

std::array<Word, 3> erc1056_topics() {
    return {owner_changed().topic(), delegate_changed().topic(), attribute_changed().topic()};
}

Word erc1056_topic_of(const Address& identity) {
    Word topic{};
    std::ranges::copy(identity, topic.end() - static_cast<std::ptrdiff_t>(identity.size()));
    return topic;
}

Result<Erc1056Event> decode_erc1056_event(const Log& log) {
    if (log.entry.topics.empty()) return malformed(log, "it has no topic");
    const Word& topic = log.entry.topics[0];
    if (const AbiSignature event = owner_changed(); topic == event.topic()) {
        DEED_TRY(const AbiValue::List values, decode(event, log));
        return made(OwnerChanged{*values[1].as_address()}, values[2], log);
    }
    if (const AbiSignature event = delegate_changed(); topic == event.topic()) {
        DEED_TRY(const AbiValue::List values, decode(event, log));
        return made(
            DelegateChanged{word_of(values[1]), *values[2].as_address(), *values[3].as_uint()},
            values[4], log);
    }
    if (const AbiSignature event = attribute_changed(); topic == event.topic()) {
        DEED_TRY(const AbiValue::List values, decode(event, log));
        return made(
            AttributeChanged{word_of(values[1]), *values[2].as_bytes_value(), *values[3].as_uint()},
            values[4], log);
    }
    return malformed(log, "its first topic is of none of the three events");
}

}  // namespace deed::registry::evm
